"""What a column of pages shows: one document, or the documents of a file one after the other."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.domain.pages import DocumentInfo
from app.domain.records import Document
from app.tasks.pages import PageWant
from app.ui.viewer.layout import A4_MM


@dataclass(frozen=True, slots=True)
class Part:
    """A document inside a reading of several. ``first`` is its first page (from 1) in the column."""

    document: str
    first: int
    pages: int
    rotation: int
    title: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Pages' sizes as laid out, and the rotation kept for everyone.

    With ``parts`` the column holds several documents: ``rotation`` is 0 then, and ``sizes_mm`` are as each document is
    turned. ``assumed`` are the pages (from 0) whose size is taken on trust until seen; True: all but the first.
    """

    document: str
    sizes_mm: Sequence[tuple[float, float]]
    assumed: bool | Collection[int] = False
    rotation: int = 0
    parts: tuple[Part, ...] = ()

    def part(self, page: int) -> Part | None:
        """The document to which a page (from 1) of the column belongs, if there are several."""
        if not self.parts:
            return None
        return self.parts[max(bisect_right(self.parts, page, key=lambda part: part.first) - 1, 0)]

    def real(self, want: PageWant) -> PageWant:
        """What the reader is asked for in place of a page of the column."""
        part = self.part(want.page)
        if part is None:
            return want
        turned = (want.rotation + part.rotation) % 360
        return replace(want, document=part.document, page=want.page - part.first + 1, rotation=turned)

    def addresses(self) -> list[tuple[int, str, int]]:
        """(place in the column, document, page), all from 1, of every page."""
        parts = self.parts or (Part(self.document, 1, len(self.sizes_mm), 0, ""),)
        return [
            (part.first + number, part.document, number + 1) for part in parts for number in range(part.pages)
        ]

    def heads(self) -> dict[int, str]:
        """Page (from 0) over which a document's name stands."""
        return {part.first - 1: part.title for part in self.parts}


def shown_as(document_id: str, document: Document, info: DocumentInfo) -> Shown:
    """The pages to lay out. Of a page pack only page 1 was seen: the others are as the record says, or else taken to be
    like page 1 until they come.
    """
    if document.pack and info.pages < len(document.pack):
        known = document.sizes_mm()
        if len(known) == len(document.pack):
            return Shown(document_id, known, False, document.rotation)
        sizes = (info.sizes_mm[0] if info.sizes_mm else A4_MM,) * len(document.pack)
        return Shown(document_id, sizes, True, document.rotation)
    return Shown(document_id, info.sizes_mm, False, document.rotation)
