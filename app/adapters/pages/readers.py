"""Two readers for one PDF: MuPDF first, PDFium for pages that MuPDF is known or heard to draw wrong.

MuPDF draws such pages without an error, but it complains while doing so. On the sample documents PDFium draws those
pages right, except where it draws nothing at all.
"""

import pymupdf

from app.adapters.pages import sniff
from app.adapters.pages.pdf import MuPdfDocument
from app.adapters.pages.raster import DecodedPictures
from app.adapters.pages.refusal import DAMAGED, NO_OTHER, Refusal
from app.adapters.pages.scan import Scan
from app.adapters.pages.views import Drawn, Engine, View

_DRAWS_WHAT_IS_NOT_THERE = ("jbig2", "tiling pattern")
"""Complaints of MuPDF after which it draws black or lines: then nothing at all by PDFium is the truth."""
_FIRST_LOOK_DPI = 36.0


class PdfDocument:
    """A PDF that MuPDF opens; pages may be drawn by PDFium. Raises ``Refusal``."""

    media = sniff.PDF

    def __init__(self, data: bytes, password: str | None, pictures: DecodedPictures) -> None:
        self.data = data
        self._password = password
        self._first = MuPdfDocument(data, password, pictures)
        self._second: Engine | None = None
        self._second_tried = False
        self._drawn_by: dict[int, Engine] = {}

    @property
    def sizes_mm(self) -> tuple[tuple[float, float], ...]:
        return self._first.sizes_mm

    @property
    def password(self) -> str | None:
        return self._password

    @property
    def mupdf(self) -> pymupdf.Document:
        """For what is read besides pictures."""
        return self._first.mupdf

    def is_for_second_reader(self, page: int) -> bool:
        """Whether fields are to be given their look by PDFium."""
        return self._first.is_for_second_reader(page)

    def has_text(self) -> bool:
        return self._first.has_text()

    def text(self, page: int) -> str:
        return self._first.text(page)

    def scan(self, page: int) -> Scan | None:
        """What the page consists of, when it is nothing but one scanned picture."""
        return self._first.scan(page)

    def draw(self, view: View) -> Drawn:
        reader = self._drawn_by.get(view.page)
        if reader is not None:
            return reader.draw(view)
        drawn, reader = self._first_look(view)
        self._drawn_by[view.page] = reader
        return drawn

    def draw_other(self, view: View) -> Drawn:
        if view.page not in self._drawn_by:
            self.draw(View(view.page, _FIRST_LOOK_DPI))
        if self._drawn_by[view.page] is not self._first:
            return self._first.draw(view)
        second = self._opened_second()
        if second is None:
            raise Refusal(NO_OTHER)
        return second.draw(view)

    def hints(self) -> tuple[str, ...]:
        return self._first.hints()

    def close(self) -> None:
        self._first.close()
        if self._second is not None:
            self._second.close()

    def _first_look(self, view: View) -> tuple[Drawn, Engine]:
        """The page drawn for the first time, and the reader that is to draw it from now on."""
        if self._first.is_for_second_reader(view.page):
            by_second = self._by_second(view)
            if by_second is not None:
                return by_second
        try:
            self._first.forget_complaints()
            drawn = self._first.draw(view)
        except Refusal as refusal:
            by_second = self._by_second(view) if refusal.reason == DAMAGED else None
            if by_second is None:
                raise
            return by_second
        complaints = self._first.complaints()
        if complaints:
            by_second = self._by_second(view)
            if by_second is not None and (self._believed_blank(complaints) or not _blank(by_second[0])):
                return by_second
        return drawn, self._first

    @staticmethod
    def _believed_blank(complaints: str) -> bool:
        return any(word in complaints for word in _DRAWS_WHAT_IS_NOT_THERE)

    def _by_second(self, view: View) -> tuple[Drawn, Engine] | None:
        second = self._opened_second()
        if second is None:
            return None
        try:
            return second.draw(view), second
        except Refusal:
            return None

    def second(self) -> Engine | None:
        """PDFium with the same document, if it opens it."""
        return self._opened_second()

    def _opened_second(self) -> Engine | None:
        if not self._second_tried:
            self._second_tried = True
            # PDFium is imported only when it is needed: most days no document needs it.
            from app.adapters.pages.pdfium import PdfiumDocument

            try:
                second = PdfiumDocument(self.data, self._password)
            except Refusal:
                return None
            if len(second.sizes_mm) == len(self.sizes_mm):
                second.sizes_mm = self.sizes_mm
                self._second = second
        return self._second


def _blank(drawn: Drawn) -> bool:
    memory = bytearray(drawn.stride * drawn.height)
    drawn.copy_into(memoryview(memory))
    channels = 1 if drawn.format == "grey8" else 3
    row = drawn.width * channels
    return all(
        memory.count(0xFF, start, start + row) == row for start in range(0, len(memory), drawn.stride)
    )
