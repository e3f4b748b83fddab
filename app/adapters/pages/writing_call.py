"""Having a PDF written by the reading process, some pages at a time: the half that runs in the window's process."""

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.adapters.pages.refusal import CRASHED, as_error
from app.domain.errors import AppError
from app.domain.pages import NotesSheet, PdfPart, PlacedMark, Source, WrittenPdf
from app.domain.texts import _

AT_ONCE = 8
"""Pages of one request: so often a cancelled writing is noticed, and others get their turn."""

Message = dict[str, Any]


class WritingCall:
    """One PDF. ``ask`` sends a request about a source and returns the answer."""

    def __init__(
        self,
        ask: Callable[[Message, Source], Message],
        count: Callable[[Source, str | None], int],
        progress: Callable[[int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        """``count`` says how many pages a source has."""
        self._ask = ask
        self._count = count
        self._progress = progress
        self._cancelled = cancelled
        self._pages = 0
        self._pictures = 0
        self._unreadable = 0

    def write(self, parts: Iterable[PdfPart | NotesSheet], target: Path | None) -> WrittenPdf:
        self._ask({"verb": "write"}, b"")
        try:
            for part in parts:
                if isinstance(part, NotesSheet):
                    self._ask({"verb": "write-notes", "title": part.title, "notes": part.notes}, b"")
                else:
                    self._append(part)
            self._stop_if_cancelled()
            answer = self._ask({"verb": "write-end", "target": None if target is None else str(target)}, b"")
        except BaseException:
            with contextlib.suppress(AppError):
                self._ask({"verb": "write-drop"}, b"")
            if target is not None:
                target.unlink(missing_ok=True)
            raise
        return WrittenPdf(self._pages, self._pictures, self._unreadable, bytes(answer.get("data", b"")))

    def _append(self, part: PdfPart) -> None:
        pages = part.pages or tuple(range(1, self._count(part.source, part.password) + 1))
        marks = [_travelling(placed) for placed in part.marks]
        for start in range(0, len(pages), AT_ONCE):
            self._stop_if_cancelled()
            some = pages[start : start + AT_ONCE]
            request = {
                "verb": "write-pages",
                "pages": some,
                "rotation": part.rotation % 360,
                "marks": [mark for mark in marks if mark["page"] in some],
                "unreadable": _("Diese Seite ist nicht lesbar."),
                "password": part.password,
            }
            answer = self._ask(request, part.source)
            try:
                self._pictures += int(answer["pictures"])
                self._unreadable += int(answer["unreadable"])
            except (KeyError, TypeError, ValueError) as error:
                raise as_error(CRASHED) from error
            self._pages += len(some)
            if self._progress is not None:
                self._progress(self._pages)

    def _stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise InterruptedError


def _travelling(placed: PlacedMark) -> Message:
    mark = placed.mark
    return {
        "page": mark.page,
        "shape": mark.shape,
        "areas": mark.areas,
        "text": mark.text,
        "colour": mark.colour,
        "number": placed.number,
    }
