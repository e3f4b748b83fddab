"""TIFF, JPEG, PNG and JPEG 2000 by Pillow (libtiff, libjpeg); MuPDF behind it for kinds that Pillow does not decode."""

import struct
from collections.abc import Iterable

import pymupdf
from PIL import Image

from app.adapters.pages import sniff
from app.adapters.pages.raster import DecodedPictures, draw_raster, flattened, open_picture, upright
from app.adapters.pages.refusal import DAMAGED, NO_OTHER, NO_PAGES, TOO_LARGE, Refusal
from app.adapters.pages.tiff import Directory, TiffError, TiffFile
from app.adapters.pages.views import MM_PER_INCH, Drawn, View, frame_of

MAX_SOURCE_BYTES = 384 << 20
"""Decoded, a picture may take this much: 400 million bitonal or 100 million colour pixels."""
_FALLBACK_DPI = 96.0
_LARGEST_FALLBACK_MM = 420.0
_A4_LONG_MM = 297.0
_PLAUSIBLE_DPI = (20.0, 10_000.0)
_LARGEST_PLAUSIBLE_MM = 5_000.0
_SIDEWAYS = (5, 6, 7, 8)
_TURNED_BY = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright that is stored with this orientation."""
_ORIENTATION_TAG = 274
_MUPDF_SHOWS_WRONG = {2, 3, 4, 6}
"""TIFF compressions (fax, old JPEG) that MuPDF shows as something else without an error."""

Image.MAX_IMAGE_PIXELS = None  # bounded here, by bytes, before anything is decoded

_FAILURES = (OSError, ValueError, TypeError, SyntaxError, KeyError, IndexError, OverflowError, EOFError)
"""What Pillow raises on damaged files."""
_OTHER_FAILURES = (struct.error, ZeroDivisionError, AttributeError, RuntimeError, Image.DecompressionBombError)


class ImageDocument:
    """An image file; TIFF may have several pages. Decoded pages stay in ``pictures`` for the next view."""

    def __init__(self, data: bytes, media: str, pictures: DecodedPictures) -> None:
        self.media = media
        self.data = data
        self._pictures = pictures
        self._not_by_pillow: set[int] = set()
        self._tiff = _directories(data) if media == sniff.TIFF else None
        if self._tiff is not None:
            self.sizes_mm = tuple(_tiff_size(page) for page in self._tiff.pages)
        else:
            self.sizes_mm = tuple(self._sizes_by_pillow())
        if not self.sizes_mm:
            raise Refusal(NO_PAGES)
        self._picture(0)  # a file whose first page cannot be decoded is refused when it is opened, not later

    def _sizes_by_pillow(self) -> Iterable[tuple[float, float]]:
        try:
            with open_picture(self.data) as picture:
                for number in range(getattr(picture, "n_frames", 1) if self.media == sniff.TIFF else 1):
                    if number:
                        picture.seek(number)
                    yield _pillow_size(picture)
        except (*_FAILURES, *_OTHER_FAILURES) as error:
            raise Refusal(DAMAGED) from error

    def has_text(self) -> bool:
        return False

    def text(self, page: int) -> str:
        return ""

    def draw(self, view: View) -> Drawn:
        return draw_raster(self._picture(view.page), self.sizes_mm[view.page], view)

    def draw_other(self, view: View) -> Drawn:
        from app.adapters.pages.second_decoder import second_picture  # PDFium is needed only here

        width, height = self._picture(view.page).size
        if view.page in self._not_by_pillow:
            raise Refusal(NO_OTHER)
        frame = frame_of(self.sizes_mm[view.page], view)
        wanted = max(frame.page_width, frame.page_height)
        picture = second_picture(self.data, self.media, self._tiff, view.page, wanted)
        turn = _TURNED_BY.get(self._orientation(view.page))
        if turn is not None:
            picture = picture.transpose(turn)
        if abs(picture.width * height - picture.height * width) > 0.03 * picture.width * height:
            raise Refusal(NO_OTHER)
        return draw_raster(picture, self.sizes_mm[view.page], view)

    def _orientation(self, page: int) -> int:
        if self._tiff is not None:
            return self._tiff.pages[page].orientation
        with open_picture(self.data) as picture:
            return int(picture.getexif().get(_ORIENTATION_TAG, 1))

    def hints(self) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        self._pictures.forget(id(self))

    def single_page(self, page: int) -> bytes | None:
        """One upright TIFF page as a file of its own, encoded as it was; None where that is not possible."""
        if self._tiff is None or self._tiff.pages[page].orientation != 1:
            return None
        return self._tiff.lift(self._tiff.pages[page])

    def decoded(self, page: int) -> Image.Image:
        """The page's own pixels, upright, as mode L or RGB."""
        return self._picture(page)

    def _picture(self, page: int) -> Image.Image:
        key = (id(self), page)
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._decoded(page)
            self._pictures.put(key, picture)
        return picture

    def _decoded(self, page: int) -> Image.Image:
        try:
            return self._by_pillow(page)
        except (*_FAILURES, *_OTHER_FAILURES) as error:
            if self._tiff is not None:
                directory = self._tiff.pages[page]
                if directory.compression in _MUPDF_SHOWS_WRONG or directory.orientation != 1:
                    raise Refusal(DAMAGED) from error
            self._not_by_pillow.add(page)
            return self._rare(page) or self._by_mupdf(page)

    def _rare(self, page: int) -> Image.Image | None:
        if self._tiff is None:
            return None
        from app.adapters.pages.rare_tiff import rare_picture

        directory = self._tiff.pages[page]
        _check_size((directory.width, directory.height), "RGB")
        try:
            picture = rare_picture(self._tiff, directory)
        except (*_FAILURES, *_OTHER_FAILURES):
            return None
        turn = _TURNED_BY.get(directory.orientation)
        return picture if turn is None else picture.transpose(turn)

    def _by_pillow(self, page: int) -> Image.Image:
        data, frame = self.data, page
        if self._tiff is not None and (len(self._tiff.pages) > 1 or self._tiff.big):
            lifted = self._tiff.lift(self._tiff.pages[page])
            if lifted is not None:
                data, frame = lifted, 0
        with open_picture(data) as picture:
            if frame:
                picture.seek(frame)
            _check_size(picture.size, picture.mode)
            picture.load()
            return flattened(upright(picture))

    def _by_mupdf(self, page: int) -> Image.Image:
        try:
            with pymupdf.open(stream=self.data, filetype=self.media) as document:
                shown = document[page]
                xref_free = pymupdf.Pixmap(self.data) if len(document) == 1 else shown.get_pixmap(dpi=96)
                pixels = xref_free if xref_free.n == 3 else pymupdf.Pixmap(pymupdf.csRGB, xref_free)
                _check_size((pixels.width, pixels.height), "RGB")
                mode = "RGBA" if pixels.alpha else "RGB"
                return flattened(Image.frombytes(mode, (pixels.width, pixels.height), pixels.samples))
        except (*_FAILURES, *_OTHER_FAILURES, pymupdf.mupdf.FzErrorBase) as error:
            raise Refusal(DAMAGED) from error


def _directories(data: bytes) -> TiffFile | None:
    """None where only Pillow's own, more forgiving parser may still find something."""
    try:
        tiff = TiffFile(data)
        usable = bool(tiff.pages) and all(page.width > 0 and page.height > 0 for page in tiff.pages)
    except TiffError:
        return None
    return tiff if usable else None


def _check_size(size: tuple[int, int], mode: str) -> None:
    each = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}.get(mode, 4)
    if size[0] * size[1] * each > MAX_SOURCE_BYTES:
        raise Refusal(TOO_LARGE)


def _tiff_size(page: Directory) -> tuple[float, float]:
    size = page_size((page.width, page.height), (page.x_dpi, page.y_dpi))
    return size[::-1] if page.orientation in _SIDEWAYS else size


def _pillow_size(picture: Image.Image) -> tuple[float, float]:
    _check_size(picture.size, picture.mode)
    dpi = picture.info.get("dpi") or (0, 0)
    size = page_size(picture.size, (float(dpi[0]), float(dpi[1])))
    return size[::-1] if picture.getexif().get(_ORIENTATION_TAG) in _SIDEWAYS else size


def page_size(pixels: tuple[int, int], dpi: tuple[float, float]) -> tuple[float, float]:
    """Millimetres of a scan. Without a plausible resolution: 96 dpi, and what would be a poster becomes A4."""
    low, high = _PLAUSIBLE_DPI
    if low <= dpi[0] <= high and low <= dpi[1] <= high and max(dpi) <= 4 * min(dpi):
        width, height = pixels[0] / dpi[0] * MM_PER_INCH, pixels[1] / dpi[1] * MM_PER_INCH
        if max(width, height) <= _LARGEST_PLAUSIBLE_MM:
            return width, height
    longest = max(pixels) / _FALLBACK_DPI * MM_PER_INCH
    scale = (_A4_LONG_MM / longest if longest > _LARGEST_FALLBACK_MM else 1.0) * MM_PER_INCH / _FALLBACK_DPI
    return pixels[0] * scale, pixels[1] * scale
