"""Questions about words, outline, links and files inside; writing a PDF: the half in the window's process.

What the child answers is not trusted: it is cut to the bounds and turned into the domain's own types.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from app.adapters.pages.refusal import CRASHED, as_error
from app.adapters.pages.writing_call import WritingCall
from app.domain.pages import (
    Attachment,
    Box,
    DocumentInfo,
    Link,
    NotesSheet,
    OutlineEntry,
    PdfPart,
    Source,
    Word,
    WrittenPdf,
)

T = TypeVar("T")
MOST = 50_000
"""Entries of a list that are taken over, whatever the child sends."""


class ReadingCalls(ABC):
    """``_ask`` sends a request about a source and returns the answer."""

    @abstractmethod
    def _ask(self, request: dict[str, Any], source: Source) -> dict[str, Any]: ...

    def words(self, source: Source, page: int, password: str | None = None) -> tuple[Word, ...]:
        return self._rows(
            lambda row: Word(str(row[0]), _box(row[1:5]), int(row[5])), "words", source, password, page=page
        )

    def outline(self, source: Source, password: str | None = None) -> tuple[OutlineEntry, ...]:
        return self._rows(
            lambda row: OutlineEntry(str(row[0]), int(row[1]), int(row[2])), "outline", source, password
        )

    def links(self, source: Source, page: int, password: str | None = None) -> tuple[Link, ...]:
        return self._rows(
            lambda row: Link(_box(row[:4]), None if row[4] is None else int(row[4]), str(row[5])),
            "links", source, password, page=page,
        )  # fmt: skip

    def attachments(self, source: Source, password: str | None = None) -> tuple[Attachment, ...]:
        return self._rows(lambda row: Attachment(str(row[0]), int(row[1])), "attachments", source, password)

    def attachment(self, source: Source, index: int, password: str | None = None) -> bytes:
        answer = self._ask({"verb": "attachment", "index": index, "password": password}, source)
        return bytes(answer.get("data", b""))

    @abstractmethod
    def inspect(self, source: Source, password: str | None = None) -> DocumentInfo: ...

    def write_pdf(
        self,
        parts: Iterable[PdfPart | NotesSheet],
        target: Path | None = None,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> WrittenPdf:
        def count(source: Source, password: str | None) -> int:
            return self.inspect(source, password).pages

        return WritingCall(self._ask, count, progress, cancelled).write(parts, target)

    def _rows(
        self, made: Callable[[list[Any]], T], verb: str, source: Source, password: str | None, **more: int
    ) -> tuple[T, ...]:
        answer = self._ask({"verb": verb, "password": password, **more}, source)
        try:
            return tuple(made(row) for row in list(answer["rows"])[:MOST])
        except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
            raise as_error(CRASHED) from error


def _box(values: list[Any]) -> Box:
    left, top, width, height = (float(value) for value in values)
    if not all(map(isfinite, (left, top, width, height))):
        raise ValueError("a place that is none")
    return left, top, width, height
