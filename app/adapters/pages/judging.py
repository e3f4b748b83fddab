"""How often the doubt of two engines is right: pages with reference pictures that other engines agreed on.

For the benchmarks only. The yardstick for "wrong" is coarse and its own: darkness after blurring, not the measure that
raises the doubt.
"""

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from PIL import Image, ImageChops, ImageFilter, ImageStat

from app.adapters.pages import compare
from app.adapters.pages.documents import open_document
from app.adapters.pages.images import ImageDocument
from app.adapters.pages.raster import DecodedPictures
from app.adapters.pages.refusal import Refusal
from app.adapters.pages.views import OpenDocument, View

_PROPORTIONS = 0.03
_BLUR = 3
_MEAN, _RMS = 12, 24
_VIEWER_DPI = 150
_FAILURES = (RuntimeError, ValueError, TypeError, IndexError, OSError, pymupdf.mupdf.FzErrorBase)


@dataclass(frozen=True, slots=True)
class Sample:
    """``page`` counts from 0; ``reference`` is a picture of it. ``plain_wrong``: plain PyMuPDF is known to fail."""

    file: Path
    password: str | None
    page: int
    reference: Path
    plain_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """``doubt`` is the reason that receipt would note, "" for none. ``plain_*`` is plain PyMuPDF's picture: None where
    it draws none. Times in milliseconds."""

    wrong: bool
    doubt: str
    plain_wrong: bool | None
    plain_doubted: bool
    compare_ms: float
    plain_ms: float | None


def judge(samples: Sequence[Sample]) -> list[Judged]:
    """Samples that cannot be opened or drawn at all are left out: they are refused and not shown wrong."""
    return [judged for sample in samples if (judged := _judged(sample)) is not None]


def _judged(sample: Sample) -> Judged | None:
    data = sample.file.read_bytes()
    try:
        with closing(open_document(data, sample.password, DecodedPictures())) as document:
            reference = _reference(sample.reference)
            dpi = 1.5 * max(reference.size) / max(document.sizes_mm[sample.page]) * 25.4
            ours = compare.grey_picture(document.draw(View(sample.page, dpi)))
            started = time.perf_counter()
            doubt = compare.doubt(document, sample.page)
            compare_ms = (time.perf_counter() - started) * 1000
            plain, plain_ms = _plain(data, sample, ours.size)
            plain_doubted = plain is not None and _plain_doubted(document, sample.page, plain)
    except (Refusal, *_FAILURES):
        return None
    plain_wrong = None if plain is None else sample.plain_wrong or not similar(reference, plain)
    return Judged(not similar(reference, ours), doubt, plain_wrong, plain_doubted, compare_ms, plain_ms)


def _reference(path: Path) -> Image.Image:
    with Image.open(path) as file:
        return file.convert("L")


def _plain(data: bytes, sample: Sample, size: tuple[int, int]) -> tuple[Image.Image | None, float | None]:
    """The page as PyMuPDF draws it without any rules, and how long it takes in the resolution of the viewer."""
    try:
        started = time.perf_counter()
        with pymupdf.open(stream=data) as document:
            if sample.password:
                document.authenticate(sample.password)
            page = document[sample.page]
            page.get_pixmap(dpi=_VIEWER_DPI, alpha=False)
            took = (time.perf_counter() - started) * 1000
            scale = pymupdf.Matrix(size[0] / page.rect.width, size[1] / page.rect.height)
            pixels = page.get_pixmap(matrix=scale, alpha=False, colorspace=pymupdf.csRGB)
        return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples).convert("L"), took
    except _FAILURES:
        return None, None


def _plain_doubted(document: OpenDocument, page: int, plain: Image.Image) -> bool:
    """Whether plain PyMuPDF's picture would have raised a doubt beside an engine that shares nothing with it."""
    view = View(page, compare.dpi_of(document.sizes_mm[page]))
    try:
        by_others = _by_others(document, view)
    except Refusal:
        return True
    return not compare.alike(by_others, plain.resize(by_others.size, Image.Resampling.BOX))


def _by_others(document: OpenDocument, view: View) -> Image.Image:
    if isinstance(document, ImageDocument):
        return compare.grey_picture(document.draw(view))  # Pillow
    from app.adapters.pages.pdfium import PdfiumDocument

    with closing(PdfiumDocument(document.data, None)) as pdfium:
        pdfium.sizes_mm = document.sizes_mm
        return compare.grey_picture(pdfium.draw(View(view.page, view.dpi, enlarged=3))).reduce(3)


def similar(reference: Image.Image, picture: Image.Image) -> bool:
    """Proportions within 3 %, and after blurring hardly any place with another darkness."""
    slack = max(_PROPORTIONS, 2 / min(reference.size))
    if abs(reference.width / reference.height / (picture.width / picture.height) - 1) > slack:
        return False
    same_size = (reference, picture.resize(reference.size, Image.Resampling.BOX))
    blurred = [each.filter(ImageFilter.GaussianBlur(_BLUR)) for each in same_size]
    statistics = ImageStat.Stat(ImageChops.difference(*blurred))
    return statistics.mean[0] < _MEAN and statistics.rms[0] < _RMS
