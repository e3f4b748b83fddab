"""The page pack: every page cut out as a PDF of its own, so that one page can be fetched without the others.

Cutting is lossless: streams are copied, scans are wrapped and not encoded again. A page that would not look like the
page of the original leaves the document whole.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image, ImageChops, ImageStat

from app.adapters.pages import sniff
from app.adapters.pages.documents import open_document
from app.adapters.pages.images import ImageDocument
from app.adapters.pages.raster import DecodedPictures
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.refusal import TARGET, Refusal
from app.adapters.pages.views import MM_PER_INCH, OpenDocument, View
from app.domain.pages import GREY8

COMPARE_DPI = 40.0
_POINTS_PER_MM = 72.0 / MM_PER_INCH
_SIZE_TOLERANCE_MM = 0.5
_MEAN_TOLERANCE = 2.0
_SPOT_TOLERANCE = 48
_LOCAL_HEADER = 30
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_NOT_FOR_SHOWING = ("/B", "/Thumb", "/PieceInfo", "/StructParents", "/AA")
_FAILURES = (pikepdf.PdfError, img2pdf.ImageOpenError, OSError, ValueError, TypeError, KeyError, RuntimeError, Refusal)


def cut(document: OpenDocument, target: Path, progress: Callable[[], None]) -> list[tuple[int, int]]:
    """Write the pack; (offset, length) of every page's PDF in it. Empty, and no file, where cutting would not be true.

    Raises ``Refusal`` when ``target`` cannot be written.
    """
    pages = _pages_of(document)
    try:
        places = _write(document, pages, target, progress) if pages is not None else []
        if not places:
            target.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(TARGET) from error
    return places


def _write(
    document: OpenDocument, pages: Iterator[bytes | None], target: Path, progress: Callable[[], None]
) -> list[tuple[int, int]]:
    most = 2 * len(document.data) + (1 << 20)
    places: list[tuple[int, int]] = []
    with target.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as pack:
        for number, page in enumerate(pages):
            if page is None or file.tell() + len(page) > most or not _looks_the_same(document, number, page):
                return []
            entry = zipfile.ZipInfo(f"{number + 1:04}.pdf", _LONG_AGO)
            pack.writestr(entry, page)
            places.append((entry.header_offset + _LOCAL_HEADER + len(entry.filename) + len(entry.extra), len(page)))
            progress()
    return places if len(places) == len(document.sizes_mm) else []


def _pages_of(document: OpenDocument) -> Iterator[bytes | None] | None:
    if document.media == sniff.PDF:
        return _pdf_pages(document)
    if isinstance(document, ImageDocument) and document.media == sniff.TIFF:
        return _tiff_pages(document)
    return None


def _pdf_pages(document: OpenDocument) -> Iterator[bytes | None]:
    try:
        with pikepdf.Pdf.open(io.BytesIO(document.data)) as whole:
            if len(whole.pages) != len(document.sizes_mm):
                yield None
                return
            for page in whole.pages:
                yield _one_page(whole, page)
    except _FAILURES:
        yield None


def _one_page(whole: pikepdf.Pdf, page: pikepdf.Page) -> bytes:
    with pikepdf.Pdf.new() as single:
        single.pages.append(page)
        copied = single.pages[0].obj
        for name in _NOT_FOR_SHOWING:
            if name in copied:
                del copied[name]
        if "/OCProperties" in whole.Root:
            single.Root.OCProperties = single.copy_foreign(whole.make_indirect(whole.Root.OCProperties))
        _keep_form(whole, single, copied)
        buffer = io.BytesIO()
        single.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def _keep_form(whole: pikepdf.Pdf, single: pikepdf.Pdf, page: pikepdf.Object) -> None:
    """Filled fields need the form's fonts and defaults to be drawn."""
    form = whole.Root.get("/AcroForm")
    if form is None or "/Annots" not in page:
        return
    widgets = [
        annotation for annotation in page.Annots.as_list() if isinstance(annotation, pikepdf.Dictionary)
        and annotation.get("/Subtype") == "/Widget"
    ]
    if not widgets:
        return
    kept = pikepdf.Dictionary(Fields=pikepdf.Array(widgets))
    for name in ("/DR", "/DA", "/NeedAppearances"):
        if name in form:
            value = form[name]
            copyable = isinstance(value, pikepdf.Dictionary)
            kept[name] = single.copy_foreign(whole.make_indirect(value)) if copyable else value
    single.Root.AcroForm = single.make_indirect(kept)


def _tiff_pages(document: ImageDocument) -> Iterator[bytes | None]:
    for number, (width, height) in enumerate(document.sizes_mm):
        page = document.single_page(number)
        if page is None:
            yield None
            return
        size = (width * _POINTS_PER_MM, height * _POINTS_PER_MM)
        try:
            yield wrapped(page, size)
        except _FAILURES:
            yield None
            return


def wrapped(page: bytes, size: tuple[float, float]) -> bytes:
    """A PDF page of ``size`` points that is filled by the scan; fax pixels need not be square."""

    def layout(*_args: object) -> tuple[float, float, float, float]:
        return (*size, *size)

    converted = img2pdf.convert(
        page, layout_fun=layout, nodate=True, rotation=img2pdf.Rotation.none, engine=img2pdf.Engine.internal
    )
    return bytes(converted)


def _looks_the_same(document: OpenDocument, number: int, page: bytes) -> bool:
    try:
        with closing(open_document(page, None, DecodedPictures())) as cut_out:
            sizes = zip(document.sizes_mm[number], cut_out.sizes_mm[0], strict=True)
            if len(cut_out.sizes_mm) != 1 or any(abs(a - b) > _SIZE_TOLERANCE_MM for a, b in sizes):
                return False
            if _same_scan(document, number, cut_out):
                return True
            return alike(picture_of(document, number), picture_of(cut_out, 0))
    except _FAILURES:
        return False


def _same_scan(document: OpenDocument, number: int, cut_out: OpenDocument) -> bool:
    """The same picture bytes in the same place need no drawing to be compared."""
    if not isinstance(document, PdfDocument) or not isinstance(cut_out, PdfDocument):
        return False
    scan = document.scan(number)
    return scan is not None and scan == cut_out.scan(0)


def picture_of(document: OpenDocument, number: int, dpi: float = COMPARE_DPI) -> Image.Image:
    """The page (from 0) as it is shown."""
    drawn = document.draw(View(number, dpi))
    memory = bytearray(drawn.stride * drawn.height)
    drawn.copy_into(memoryview(memory))
    mode = "L" if drawn.format == GREY8 else "RGB"
    return Image.frombytes(mode, (drawn.width, drawn.height), bytes(memory), "raw", mode, drawn.stride, 1)


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Nearly equal everywhere, not only on average: a missing stamp is a small part of a page."""
    if one.size != other.size:
        other = other.resize(one.size)
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    if not difference.getbbox():
        return True
    patches = difference.reduce(3)
    spots = [high for _, high in patches.getextrema()]  # type: ignore[misc]
    return max(ImageStat.Stat(difference).mean) <= _MEAN_TOLERANCE and max(spots) <= _SPOT_TOLERANCE
