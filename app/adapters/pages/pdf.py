"""PDF by MuPDF: pages with annotations and filled forms; scripts and links are never run."""

import pymupdf
from PIL import Image
from pymupdf import mupdf

from app.adapters.pages import sniff
from app.adapters.pages.hints import hints_of
from app.adapters.pages.passwords import spellings
from app.adapters.pages.preferences import Preferences
from app.adapters.pages.raster import DecodedPictures, draw_raster
from app.adapters.pages.refusal import DAMAGED, NO_PAGES, PASSWORD_MISSING, PASSWORD_WRONG, Refusal
from app.adapters.pages.scan import Scan, find_scan
from app.adapters.pages.views import MM_PER_INCH, Drawn, Frame, View, frame_of
from app.domain.pages import RGB24

POINTS_PER_INCH = 72.0
_LOOK_FOR_TEXT = 5
_KEEP_SCANS = 8

FAILURES = (mupdf.FzErrorBase, RuntimeError, ValueError)
"""What PyMuPDF raises on damaged files; its own classes derive from RuntimeError and ValueError."""

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


class MuPdfDocument:
    """Raises ``Refusal`` when it cannot be opened; ``NO_PAGES`` where MuPDF finds none without calling it an error."""

    media = sniff.PDF

    def __init__(self, data: bytes, password: str | None, pictures: DecodedPictures) -> None:
        self.data = data
        self._pictures = pictures
        try:
            self._document = pymupdf.open(stream=data, filetype="pdf")
            self._locked = bool(self._document.needs_pass)
            self._unlock(password)
            self._preferences = Preferences(self._document, data)
            self.sizes_mm = tuple(self._sizes())
        except FAILURES as error:
            raise Refusal(DAMAGED) from error
        if not self.sizes_mm:
            raise Refusal(NO_PAGES)
        self._scans: dict[int, Scan | None] = {}
        self._list: tuple[int, pymupdf.DisplayList, pymupdf.Rect] | None = None

    @property
    def mupdf(self) -> pymupdf.Document:
        """For what is read besides pictures."""
        return self._document

    def _unlock(self, password: str | None) -> None:
        if not self._document.needs_pass:
            return
        if not password:
            raise Refusal(PASSWORD_MISSING)
        if not any(self._document.authenticate(spelling) for spelling in spellings(password)):
            raise Refusal(PASSWORD_WRONG)

    def _sizes(self) -> list[tuple[float, float]]:
        per_point = MM_PER_INCH / POINTS_PER_INCH
        sizes = []
        for number in range(self._document.page_count):
            rect = self._document.load_page(number).rect
            sizes.append((rect.width * per_point, rect.height * per_point))
        return sizes

    def has_text(self) -> bool:
        """Whether one of the first pages uses a font: a scan without a text layer does not."""
        try:
            return any(
                self._document.get_page_fonts(number, full=True)
                for number in range(min(_LOOK_FOR_TEXT, len(self.sizes_mm)))
            )
        except FAILURES:
            return False

    def hints(self) -> tuple[str, ...]:
        """Codes of ``DocumentInfo.hints``; none where the file is too damaged to be asked."""
        locked = ("password",) if self._locked else ()
        try:
            return (*hints_of(self._document, self.data), *locked)
        except FAILURES:
            return locked

    def text(self, page: int) -> str:
        try:
            return str(self._document.load_page(page).get_text("text", sort=False))
        except FAILURES as error:
            raise Refusal(DAMAGED) from error

    def is_for_second_reader(self, page: int) -> bool:
        """Whether MuPDF is known to draw this page wrong."""
        try:
            return self._preferences.second_reader(page)
        except FAILURES:
            return False

    def forget_complaints(self) -> None:
        # MuPDF counts what it says again and says so later ("repeated 4 times"): that would be held against this page.
        pymupdf.mupdf.fz_flush_warnings()
        pymupdf.TOOLS.reset_mupdf_warnings()

    def complaints(self) -> str:
        """What MuPDF found fault with since ``forget_complaints``: words of the library, not of the document."""
        return str(pymupdf.TOOLS.mupdf_warnings())

    def draw(self, view: View) -> Drawn:
        frame = frame_of(self.sizes_mm[view.page], view)
        picture = self._scanned(view.page, frame)
        if picture is not None:
            return draw_raster(picture, self.sizes_mm[view.page], view)
        try:
            display_list, rect = self._display_list(view.page)
            matrix = pymupdf.Matrix(1, 1).prerotate(view.rotation)
            turned = pymupdf.Rect(rect) * matrix
            matrix = matrix * pymupdf.Matrix(1, 0, 0, 1, -turned.x0, -turned.y0)
            matrix = matrix * pymupdf.Matrix(frame.page_width / turned.width, frame.page_height / turned.height)
            pixels = _run(display_list, matrix, frame)
        except FAILURES as error:
            raise Refusal(DAMAGED) from error

        def copy_into(memory: memoryview) -> None:
            samples = pixels.samples_mv  # valid as long as ``pixels`` is
            memory[: len(samples)] = samples

        return Drawn(pixels.width, pixels.height, pixels.stride, RGB24, copy_into)

    def scan(self, page: int) -> Scan | None:
        """What the page consists of, when it is nothing but one scanned picture."""
        if page not in self._scans:
            while len(self._scans) >= _KEEP_SCANS:  # they hold the bytes of their pictures
                del self._scans[next(iter(self._scans))]
            try:
                self._scans[page] = find_scan(self._document, page)
            except FAILURES:
                self._scans[page] = None
        return self._scans[page]

    def _scanned(self, page: int, frame: Frame) -> Image.Image | None:
        """The picture that the page consists of; kept for the next look."""
        scan = self.scan(page)
        if scan is None:
            return None
        reduction = scan.reduction(frame.page_width, frame.page_height)
        for factor in (factor for factor in (1, 2, 4, 8) if factor <= reduction):
            known = self._pictures.get((id(self), page, factor))
            if known is not None:
                return known
        try:
            picture = scan.page_picture(reduction)
        except (OSError, ValueError, SyntaxError):
            self._scans[page] = None  # MuPDF may still show a part of it
            return None
        self._pictures.put((id(self), page, reduction), picture)
        return picture

    def _display_list(self, page: int) -> tuple[pymupdf.DisplayList, pymupdf.Rect]:
        """The last page's list is kept: tiles and zoom steps of one page then interpret it once."""
        if self._list is None or self._list[0] != page:
            # MuPDF keeps decoded images up to 256 MB. Halving at every turn of a page keeps about two pages' worth.
            pymupdf.TOOLS.store_shrink(50)
            shown = self._document.load_page(page)
            self._list = (page, shown.get_displaylist(annots=1), pymupdf.Rect(shown.rect))
        return self._list[1], self._list[2]

    def close(self) -> None:
        self._pictures.forget(id(self))
        self._list = None
        self._document.close()


def _run(display_list: pymupdf.DisplayList, matrix: pymupdf.Matrix, frame: Frame) -> pymupdf.Pixmap:
    """The part of the page that ``frame`` names, on white.

    In 1.28 ``DisplayList.run`` is broken, ``DisplayList.get_pixmap`` rounds sizes on its own, and a ``Pixmap`` made
    by its usual constructor turns black into the dark brown of a press: so this is MuPDF's own interface.
    """
    area = mupdf.FzIrect(frame.left, frame.top, frame.right, frame.bottom)
    pixels = mupdf.fz_new_pixmap_with_bbox(mupdf.fz_device_rgb(), area, mupdf.FzSeparations(), 0)
    mupdf.fz_clear_pixmap_with_value(pixels, 0xFF)
    device = mupdf.fz_new_draw_device(mupdf.FzMatrix(*tuple(matrix)), pixels)
    everything = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
    mupdf.fz_run_display_list(display_list.this, device, mupdf.FzMatrix(), everything, mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return pymupdf.Pixmap("raw", pixels)
