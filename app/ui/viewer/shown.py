"""What a column of pages shows: one document, or the documents of a file one after the other."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.domain.page_sets import is_arranged
from app.domain.pages import DocumentInfo
from app.domain.records import Document, Sheet
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
    sheets: tuple[Sheet, ...] = ()
    """Its pages, if they were arranged."""

    def sheet(self, number: int) -> Sheet:
        """Its page ``number`` (from 1)."""
        return self.sheets[number - 1] if self.sheets else Sheet(original=self.document, page=number)


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
    sheets: tuple[Sheet, ...] = ()
    """The pages of the one document, if they were arranged."""

    def _part(self, page: int) -> Part:
        return self.part(page) or Part(self.document, 1, len(self.sizes_mm), 0, "", self.sheets)

    def owner(self, page: int) -> tuple[str, int]:
        """(document, page in it from 1) of a page (from 1) of the column."""
        part = self._part(page)
        return part.document, page - part.first + 1

    def number(self, document: str, page: int) -> int:
        """Where a page (from 1) of a document stands in the column, from 1; 0: it does not."""
        parts = self.parts or (self._part(1),)
        return next((one.first + page - 1 for one in parts if one.document == document and 1 <= page <= one.pages), 0)

    def part(self, page: int) -> Part | None:
        """The document to which a page (from 1) of the column belongs, if there are several."""
        if not self.parts:
            return None
        return self.parts[max(bisect_right(self.parts, page, key=lambda part: part.first) - 1, 0)]

    def real(self, want: PageWant) -> PageWant:
        """What the reader is asked for in place of a page of the column."""
        part = self._part(want.page)
        sheet = part.sheet(want.page - part.first + 1)
        turned = (want.rotation + part.rotation + sheet.turn) % 360
        return replace(want, document=sheet.original, page=sheet.page, rotation=turned)

    def addresses(self) -> list[tuple[int, str, int]]:
        """(place in the column, original, page in it), all from 1, of every page."""
        found = []
        for part in self.parts or (self._part(1),):
            for number in range(part.pages):
                sheet = part.sheet(number + 1)
                found.append((part.first + number, sheet.original, sheet.page))
        return found

    def heads(self) -> dict[int, str]:
        """Page (from 0) over which a document's name stands."""
        return {part.first - 1: part.title for part in self.parts}


def shown_as(document_id: str, document: Document, info: DocumentInfo) -> Shown:
    """The pages to lay out. Of a page pack only page 1 was seen: the others are as the record says, or else taken to be
    like page 1 until they come.
    """
    if is_arranged(document):
        known = document.sizes_mm()
        sizes = known or (A4_MM,) * len(document.sheets)
        # Also page 1 is taken on trust where no record tells its size.
        assumed: bool | Collection[int] = False if known else range(len(sizes))
        return Shown(document_id, sizes, assumed, document.rotation, sheets=document.sheets)
    if document.pack and info.pages < len(document.pack):
        known = document.sizes_mm()
        if len(known) == len(document.pack):
            return Shown(document_id, known, False, document.rotation)
        sizes = (info.sizes_mm[0] if info.sizes_mm else A4_MM,) * len(document.pack)
        return Shown(document_id, sizes, True, document.rotation)
    return Shown(document_id, info.sizes_mm, False, document.rotation)
