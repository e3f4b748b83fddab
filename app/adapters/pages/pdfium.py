"""PDF by PDFium: the second reader, for files that MuPDF does not open or shows wrong."""

import ctypes
import logging

import pypdfium2
import pypdfium2.raw as pdfium_c

from app.adapters.pages import sniff
from app.adapters.pages.passwords import spellings
from app.adapters.pages.refusal import DAMAGED, NO_OTHER, NO_PAGES, PASSWORD_MISSING, PASSWORD_WRONG, Refusal
from app.adapters.pages.views import MM_PER_INCH, Drawn, View, frame_of
from app.domain.pages import GREY8, RGB24

_MM_PER_POINT = MM_PER_INCH / 72.0
_A4 = (210.0, 297.0)
FAILURES = (pypdfium2.PdfiumError, RuntimeError, ValueError, OSError, IndexError, KeyError, TypeError)


logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # that XFA is not drawn is said by ``hints``


class PdfiumDocument:
    """Raises ``Refusal`` when it cannot be opened."""

    media = sniff.PDF

    def __init__(self, data: bytes, password: str | None) -> None:
        self.data = data
        self.sizes_mm: tuple[tuple[float, float], ...]
        self._document, self._locked = _opened(data, password)
        try:
            self._document.init_forms()
            self.sizes_mm = _sizes(self._document)
        except FAILURES as error:
            raise Refusal(DAMAGED) from error
        if not self.sizes_mm:
            raise Refusal(NO_PAGES)
        try:
            self._document[0].close()  # the page count alone proves nothing in a damaged file
        except FAILURES as error:
            raise Refusal(NO_PAGES) from error

    @property
    def pdfium(self) -> pypdfium2.PdfDocument:
        """For what is read besides pictures."""
        return self._document

    def has_text(self) -> bool:
        return any(self.text(page).strip() for page in range(min(3, len(self.sizes_mm))))

    def text(self, page: int) -> str:
        try:
            shown = self._document[page]
            text_page = shown.get_textpage()
            try:
                return str(text_page.get_text_bounded())
            finally:
                text_page.close()
                shown.close()
        except FAILURES as error:
            raise Refusal(DAMAGED) from error

    def draw(self, view: View) -> Drawn:
        frame = frame_of(self.sizes_mm[view.page], view)
        try:
            page = self._document[view.page]
        except FAILURES as error:
            raise Refusal(DAMAGED) from error
        try:
            colours = pdfium_c.FPDFBitmap_Gray if view.in_grey else pdfium_c.FPDFBitmap_BGR
            bitmap = pypdfium2.PdfBitmap.new_native(frame.width, frame.height, colours)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, frame.width, frame.height)
            place = (-frame.left, -frame.top, frame.page_width, frame.page_height, view.rotation // 90 % 4)
            flags = pdfium_c.FPDF_ANNOT
            if not view.in_grey:  # there, nothing at all would be drawn
                flags |= pdfium_c.FPDF_REVERSE_BYTE_ORDER
            pdfium_c.FPDF_RenderPageBitmap(bitmap.raw, page.raw, *place, flags)
            if page.formenv is not None:
                pdfium_c.FPDF_FFLDraw(page.formenv.raw, bitmap.raw, page.raw, *place, flags)
        except FAILURES as error:
            raise Refusal(DAMAGED) from error
        finally:
            page.close()
        size = bitmap.stride * frame.height

        def copy_into(memory: memoryview) -> None:
            memory[:size] = memoryview(ctypes.cast(bitmap.buffer, ctypes.POINTER(ctypes.c_ubyte * size)).contents).cast(
                "B"
            )

        return Drawn(frame.width, frame.height, bitmap.stride, GREY8 if view.in_grey else RGB24, copy_into)

    def draw_other(self, view: View) -> Drawn:
        raise Refusal(NO_OTHER)  # this one reads what MuPDF does not open

    def hints(self) -> tuple[str, ...]:
        form = self._document.get_formtype()
        found = {
            "xfa": form in (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND),
            "javascript": pdfium_c.FPDFDoc_GetJavaScriptActionCount(self._document.raw) > 0,
            "attachments": self._document.count_attachments() > 0,
            "form": form != pdfium_c.FORMTYPE_NONE,
            "password": self._locked,
        }
        return tuple(code for code, there in found.items() if there)

    def close(self) -> None:
        self._document.close()


def _sizes(document: pypdfium2.PdfDocument) -> tuple[tuple[float, float], ...]:
    """A page that is counted but missing takes the size of the one before; drawing it is what fails."""
    sizes: list[tuple[float, float]] = []
    for number in range(len(document)):
        try:
            width, height = document.get_page_size(number)
            sizes.append((max(width, 0.1) * _MM_PER_POINT, max(height, 0.1) * _MM_PER_POINT))
        except pypdfium2.PdfiumError:
            sizes.append(sizes[-1] if sizes else _A4)
    return tuple(sizes)


def _opened(data: bytes, password: str | None) -> tuple[pypdfium2.PdfDocument, bool]:
    """The document, and whether it took the password to open it."""
    for spelling in (None, *(spellings(password) if password else ())):
        try:
            return pypdfium2.PdfDocument(data, password=spelling), spelling is not None
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) != pdfium_c.FPDF_ERR_PASSWORD:
                raise Refusal(DAMAGED) from error
    raise Refusal(PASSWORD_WRONG if password else PASSWORD_MISSING)
