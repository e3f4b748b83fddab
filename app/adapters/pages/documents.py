"""Opening a document with the engine that shows it right, and keeping the last few open."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import pymupdf

from app.adapters.pages import sniff
from app.adapters.pages.images import ImageDocument
from app.adapters.pages.raster import DecodedPictures
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.refusal import CERTIFICATE, DAMAGED, NO_PAGES, NO_SUCH_PAGE, NOT_FOUND, TOO_LARGE, Refusal
from app.adapters.pages.views import OpenDocument

MAX_FILE_BYTES = 512 << 20
_KEEP_OPEN = 4
_KEEP_OPEN_BYTES = 32 << 20

Key = tuple[object, ...]


def open_document(data: bytes, password: str | None, pictures: DecodedPictures) -> OpenDocument:
    """The document behind ``data``. Raises ``Refusal`` with the reason of the reader that came furthest."""
    media = sniff.media_of(data)
    if media != sniff.PDF:
        return ImageDocument(data, media, pictures)
    try:
        return PdfDocument(data, password, pictures)
    except Refusal as refusal:
        if refusal.reason not in (DAMAGED, NO_PAGES):
            raise
        return _by_second_reader(data, password, refusal)


def _by_second_reader(data: bytes, password: str | None, refusal: Refusal) -> OpenDocument:
    """What MuPDF does not open. PDFium is imported only now: most days no document needs it."""
    from app.adapters.pages.pdfium import PdfiumDocument

    try:
        return PdfiumDocument(data, password)
    except Refusal as second:
        if second.reason not in (DAMAGED, NO_PAGES):
            raise
    raise Refusal(CERTIFICATE) if b"/Adobe.PubSec" in data else refusal


class OpenDocuments:
    """The last few documents stay open: the next page of the same document should not parse it again."""

    def __init__(self) -> None:
        self._pictures = DecodedPictures()
        self._open: OrderedDict[Key, tuple[OpenDocument, int]] = OrderedDict()

    def file(self, path: str, password: str | None) -> OpenDocument:
        """A file is read into memory and closed: an open handle would keep Windows from deleting or renaming it."""
        try:
            status = Path(path).stat()
            key: Key = (path, status.st_mtime_ns, status.st_size, password)
            return self._known(key) or self._opened(key, _read(path, status.st_size), password)
        except OSError as error:
            raise Refusal(NOT_FOUND) from error

    def content(self, digest: str, password: str | None, fetch: Callable[[], bytes]) -> OpenDocument:
        key: Key = (digest, password)
        known = self._known(key)
        if known is not None:
            return known
        return self._opened(key, fetch(), password)

    def rest(self) -> None:
        """Forget decoded pictures; documents stay open."""
        self._pictures.clear()
        pymupdf.TOOLS.store_shrink(100)

    def _known(self, key: Key) -> OpenDocument | None:
        entry = self._open.get(key)
        if entry is None:
            return None
        self._open.move_to_end(key)
        return entry[0]

    def _opened(self, key: Key, data: bytes, password: str | None) -> OpenDocument:
        document = open_document(data, password, self._pictures)
        self._open[key] = (document, len(data))
        while len(self._open) > 1 and (
            len(self._open) > _KEEP_OPEN or sum(size for _, size in self._open.values()) > _KEEP_OPEN_BYTES
        ):
            self._open.popitem(last=False)[1][0].close()
        return document


def _read(path: str, size: int) -> bytes:
    if size > MAX_FILE_BYTES:
        raise Refusal(TOO_LARGE)
    return Path(path).read_bytes()


def check_page(document: OpenDocument, page: int) -> int:
    """``page`` (from 1) as an index. Raises ``Refusal`` when the document has no such page."""
    if not 1 <= page <= len(document.sizes_mm):
        raise Refusal(NO_SUCH_PAGE)
    return page - 1
