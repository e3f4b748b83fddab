"""Pages of several documents into one PDF, for printing and export. Runs inside the reading process.

Pages are taken over as they are: streams copied, scans wrapped and not encoded again. What stands in forms and
annotations becomes part of the page, so that every other program shows it. A page that cannot be taken over so that
it looks as before becomes a picture.
"""

import errno
import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf

from app.adapters.pages.documents import open_document
from app.adapters.pages.images import ImageDocument
from app.adapters.pages.mark_layer import mark_layer, notes_sheet, words_alone
from app.adapters.pages.pack import alike, picture_of, wrapped
from app.adapters.pages.raster import DecodedPictures
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.refusal import DISK_FULL, TARGET, WRITING_TOO_LARGE, Refusal
from app.adapters.pages.reopened import FAILURES, reopened
from app.adapters.pages.views import MM_PER_INCH, OpenDocument

PICTURE_DPI = 200.0
MOST_SOURCE_BYTES = 384 << 20
"""Of all documents of one file together: the child may use 1 GiB, and the new file is made in it."""
_JPEG_QUALITY = 92
_SMALL_PICTURE = 1_000_000
"""Pixels up to which a picture is kept without loss, whatever that costs in bytes."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_POINTS_PER_MM = 72.0 / MM_PER_INCH
_HARMLESS = ("/URI", "/GoTo")
_NOT_DRAWN = {"/Link", "/Popup"}
_HIDDEN = ("/AF", "/EF", "/AA", "/JS")

Message = dict[str, Any]


class Writing:
    """One file while it is made. Sources stay open until the end: their streams are copied when it is written."""

    def __init__(self) -> None:
        self._made = pikepdf.Pdf.new()
        self._sources: dict[int, _Source] = {}
        self._bytes = 0

    def append(self, document: OpenDocument, page: int, rotation: int, marks: list[Message]) -> bool:
        """Page ``page`` (from 0) at the end; True when it had to become a picture."""
        whole = self._source(document).page(page)
        new = self._add(whole) if whole is not None else self._add_picture(document, page)
        if marks:
            width, height = document.sizes_mm[page]
            layer = mark_layer((width * _POINTS_PER_MM, height * _POINTS_PER_MM), marks)
            with pikepdf.Pdf.open(io.BytesIO(layer)) as opened:
                new.add_overlay(self._made.copy_foreign(opened.pages[0].as_form_xobject()), shown_part(new))
        if rotation % 360:
            new.rotate(rotation, relative=True)
        return whole is None

    def append_unreadable(self, size: tuple[float, float], said: str) -> None:
        """In the place of a page that cannot be read: a sheet of its size (millimetres) that says so."""
        width, height = (edge * _POINTS_PER_MM for edge in size)
        self.append_sheet(words_alone((width, height), said))

    def append_sheet(self, made: bytes) -> None:
        """The first page of a PDF of our own making."""
        sheet = pikepdf.Pdf.open(io.BytesIO(made))
        self._sources[id(sheet)] = _Source(sheet)
        self._add(sheet.pages[0])

    def lay(self, size: tuple[float, float], box: tuple[float, float, float, float]) -> None:
        """The page that was appended last, as a whole, into ``box`` of a page of ``size`` (millimetres, as shown)."""
        page = self._made.pages[-1]
        form = self._made.make_indirect(page.as_form_xobject())
        width, height = (edge * _POINTS_PER_MM for edge in size)
        left, top, right, low = (
            edge * _POINTS_PER_MM for edge in (box[0], size[1] - box[1], box[0] + box[2], size[1] - box[1] - box[3])
        )
        del self._made.pages[-1]
        laid = self._made.add_blank_page(page_size=(width, height))
        name = laid.add_resource(form, pikepdf.Name.XObject)
        place = laid.calc_form_xobject_placement(
            form, name, pikepdf.Rectangle(left, low, right, top),
            invert_transformations=True, allow_shrink=True, allow_expand=True,
        )  # fmt: skip
        laid.contents_add(place)

    def append_notes(self, title: str, notes: list[tuple[int, str, str]]) -> int:
        """A sheet with the texts of notes; the number of its pages."""
        sheet = pikepdf.Pdf.open(io.BytesIO(notes_sheet(title, notes)))
        self._sources[id(sheet)] = _Source(sheet)
        self._made.pages.extend(sheet.pages)
        return len(sheet.pages)

    def leave_hidden_behind(self) -> None:
        """Files and actions that hang on any part of the pages."""
        for thing in self._made.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                for key in _HIDDEN:
                    if key in thing:
                        del thing[key]

    def save(self, target: Path, progress: Callable[[], None]) -> None:
        """Raises ``Refusal`` when there is no room or no right to write there; nothing is left then."""
        try:
            with target.open("wb") as file:
                self._save(file, progress)
        except OSError as error:
            target.unlink(missing_ok=True)
            raise Refusal(DISK_FULL if error.errno in _NO_ROOM else TARGET) from error

    def as_bytes(self, progress: Callable[[], None]) -> memoryview:
        buffer = io.BytesIO()
        self._save(buffer, progress)
        return buffer.getbuffer()

    def close(self) -> None:
        for source in self._sources.values():
            source.close()
        self._made.close()

    def _save(self, file: Any, progress: Callable[[], None]) -> None:
        self._made.remove_unreferenced_resources()
        self._made.save(
            file, object_stream_mode=pikepdf.ObjectStreamMode.generate, progress=lambda _percent: progress()
        )

    def _source(self, document: OpenDocument) -> "_Source":
        known = self._sources.get(id(document))
        if known is None:
            self._bytes += len(document.data)
            if self._bytes > MOST_SOURCE_BYTES:
                raise Refusal(WRITING_TOO_LARGE)
            known = _ImageSource(document) if isinstance(document, ImageDocument) else _opened(document)
            self._sources[id(document)] = known
        return known

    def _add(self, page: pikepdf.Page) -> pikepdf.Page:
        self._made.pages.append(page)
        return self._made.pages[-1]

    def _add_picture(self, document: OpenDocument, page: int) -> pikepdf.Page:
        picture = picture_of(document, page, PICTURE_DPI)
        buffer = io.BytesIO()
        if picture.mode == "L":
            picture.save(buffer, "PNG")
        else:
            picture.save(buffer, "JPEG", quality=_JPEG_QUALITY)
        single = pikepdf.Pdf.open(io.BytesIO(wrapped(buffer.getvalue(), _points(document, page))))
        self._sources[id(single)] = _Source(single)
        return self._add(single.pages[0])


class _Source:
    """Where pages come from; ``document`` holds what was asked for, so that its identity is not used again."""

    def __init__(self, pdf: pikepdf.Pdf | None, document: OpenDocument | None = None) -> None:
        self.document = document
        self._pdf = pdf

    def page(self, number: int) -> pikepdf.Page | None:
        """None when only a picture shows what the page looks like."""
        return None if self._pdf is None else self._pdf.pages[number]

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()


class _PdfSource(_Source):
    """A PDF that MuPDF and pikepdf agree about."""

    def __init__(self, document: PdfDocument, pdf: pikepdf.Pdf) -> None:
        super().__init__(pdf, document)
        self._shown = document
        self._flat = False

    def page(self, number: int) -> pikepdf.Page | None:
        try:
            page = super().page(number)
            if page is None or self._shown.is_for_second_reader(number):
                return None
            kinds = {str(entry.get("/Subtype")) for entry in _annotations(page)}
            if kinds <= _NOT_DRAWN:
                _tame(page)
                return page
            return self._flattened(number)
        except FAILURES:
            return None

    def _flattened(self, number: int) -> pikepdf.Page | None:
        """Annotations as part of the page, if it then looks as it did."""
        assert self._pdf is not None
        if not self._flat:
            self._flat = True
            self._pdf.flatten_annotations("all")
        page = self._pdf.pages[number]
        _tame(page)
        return page if _looks_like(self._shown, number, page) else None


class _ImageSource(_Source):
    """A picture file: its pages are wrapped one by one, encoded as they are."""

    def __init__(self, document: ImageDocument) -> None:
        super().__init__(None, document)
        self._image = document
        self._wrapped: list[pikepdf.Pdf] = []

    def page(self, number: int) -> pikepdf.Page | None:
        data = self._image.single_page(number)
        if data is None and len(self._image.sizes_mm) == 1:
            data = self._image.data
        return (data and self._wrapped_page(number, data, checked=True)) or self._own_pixels(number)

    def _own_pixels(self, number: int) -> pikepdf.Page | None:
        """What cannot be wrapped as it is, decoded and encoded again in its own resolution."""
        picture = self._image.decoded(number)
        buffer = io.BytesIO()
        counts = picture.histogram()
        if picture.mode == "L" and counts[0] + counts[255] == picture.width * picture.height:
            picture.convert("1").save(buffer, "TIFF", compression="group4")
        elif picture.width * picture.height <= _SMALL_PICTURE:
            picture.save(buffer, "PNG")
        else:
            picture.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        return self._wrapped_page(number, buffer.getvalue(), checked=False)

    def _wrapped_page(self, number: int, data: bytes, *, checked: bool) -> pikepdf.Page | None:
        try:
            single = pikepdf.Pdf.open(io.BytesIO(wrapped(data, _points(self._image, number))))
        except (*FAILURES, img2pdf.ImageOpenError, img2pdf.AlphaChannelError):
            return None
        self._wrapped.append(single)
        page = single.pages[0]
        return page if not checked or _looks_like(self._image, number, page) else None

    def close(self) -> None:
        for single in self._wrapped:
            single.close()


def _opened(document: OpenDocument) -> _Source:
    """Without pikepdf's help, or where layers are hidden that every page would show, pages become pictures."""
    if not isinstance(document, PdfDocument):
        return _Source(None, document)
    try:
        pdf = reopened(document)
    except Refusal:
        return _Source(None, document)
    if len(pdf.pages) != len(document.sizes_mm) or _hides_layers(pdf):
        pdf.close()
        return _Source(None, document)
    return _PdfSource(document, pdf)


def _hides_layers(pdf: pikepdf.Pdf) -> bool:
    """Whether layers are switched off: the switch stands in the document, not in its pages."""
    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return False
    shown = layers.get("/D", pikepdf.Dictionary())
    return str(shown.get("/BaseState", "/ON")) != "/ON" or len(shown.get("/OFF", ())) > 0 or "/AS" in shown


def _annotations(page: pikepdf.Page) -> list[pikepdf.Dictionary]:
    found = page.obj.get("/Annots", pikepdf.Array())
    return [entry for entry in found.as_list() if isinstance(entry, pikepdf.Dictionary)]


def _tame(page: pikepdf.Page) -> None:
    """Links to addresses stay; everything else that would run on its own does not."""
    for holder in (page.obj, *_annotations(page)):
        if "/AA" in holder:
            del holder["/AA"]
    for annotation in _annotations(page):
        action = annotation.get("/A")
        if isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) not in _HARMLESS:
            del annotation["/A"]


def _looks_like(document: OpenDocument, number: int, page: pikepdf.Page) -> bool:
    with pikepdf.Pdf.new() as single:
        single.pages.append(page)
        buffer = io.BytesIO()
        single.save(buffer)
    try:
        with closing(open_document(buffer.getvalue(), None, DecodedPictures())) as copied:
            return alike(picture_of(document, number), picture_of(copied, 0))
    except Refusal:
        return False


def _points(document: OpenDocument, page: int) -> tuple[float, float]:
    width, height = document.sizes_mm[page]
    return width * _POINTS_PER_MM, height * _POINTS_PER_MM


def shown_part(page: pikepdf.Page) -> pikepdf.Rectangle:
    """The part of the page that is shown, in its own coordinates."""
    media, crop = pikepdf.Rectangle(page.mediabox), pikepdf.Rectangle(page.cropbox)
    return pikepdf.Rectangle(
        max(media.llx, crop.llx), max(media.lly, crop.lly), min(media.urx, crop.urx), min(media.ury, crop.ury)
    )
