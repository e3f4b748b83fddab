"""Documents of 500 pages for the bench: in no store, but in the encrypted cache and known to an open window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from PIL import Image

from app.adapters.example.pdf import tiff
from app.cli.bench.driving import Driven
from app.domain.cache import Cache
from app.domain.errors import AppError
from app.domain.pages import GREY8, PageReader, RenderJob, Source
from app.domain.records import Document
from app.tasks.pages import Located, PageSource

PAGES = 500
A4 = ((21000, 29700),)
DIFFERENT = 10
"""Pages of a long TIFF that differ; they are repeated."""
DPI = 200.0


@dataclass(frozen=True, slots=True)
class Made:
    """``bytes_of`` gives the page (from 1) of a packed document, or the whole of another (0)."""

    record: Document
    bytes_of: Callable[[int], bytes]


class LongDocuments:
    """Adds documents to what a window's desk knows; everything else is asked of the real cache and centre."""

    def __init__(self, driven: Driven) -> None:
        self._cache = driven.desk.cache
        self._source = driven.desk.pages.source
        self._made: dict[str, Document] = {}
        driven.desk.cache = cast(Cache, _Beside(self._cache, self._made))
        driven.desk.pages.source = self

    def add(self, made: Made, pages: range) -> None:
        """Put these pages (0: the whole) into the encrypted cache."""
        for page in pages:
            self._cache.keep_page(made.record.id, page, made.bytes_of(page))
        self._made[made.record.id] = made.record

    def locate(self, document: str, page: int) -> Located:
        record = self._made.get(document)
        if record is None:
            return self._source.locate(document, page)
        data = self._cache.page_bytes(document, page if record.pack else 0)
        if data is None:  # a neighbour that is not measured
            raise AppError("the page is not in the cache")
        return Located(data, 1 if record.pack else page, 0, record)

    def whole(self, document: str) -> Located:
        return self._source.whole(document)


class _Beside:
    """The cache, and records that it does not have."""

    def __init__(self, cache: Cache, made: dict[str, Document]) -> None:
        self._cache = cache
        self._made = made

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cache, name)

    def document(self, document_id: str) -> tuple[str, int, Document] | None:
        made = self._made.get(document_id)
        return ("", 1, made) if made is not None else self._cache.document(document_id)


def packed(name: str, source: PageSource, document: str, pages: int, shift: int) -> Made:
    """A document of 500 pages made of those of a shorter one, beginning elsewhere in it."""

    def bytes_of(page: int) -> bytes:
        found = source.locate(document, (page - 1 + shift) % pages + 1).source
        assert isinstance(found, bytes)
        return found

    record = Document(id=name, sha256="", pages=PAGES, pack=((0, 1),) * PAGES, page_sizes=A4)
    return Made(record, bytes_of)


def long_tiff(reader: PageReader, pages: list[Source]) -> bytes:
    """500 G4 pages in one file, from scans of one page each."""
    pictures = [_bitonal(reader, page) for page in pages[:DIFFERENT]]
    return tiff([pictures[number % len(pictures)] for number in range(PAGES)], (int(DPI), int(DPI)))


def _bitonal(reader: PageReader, page: Source) -> Image.Image:
    pixels = reader.render(RenderJob(page, 1, DPI))
    try:
        mode = "L" if pixels.format == GREY8 else "RGB"
        size = (pixels.width, pixels.height)
        drawn = Image.frombytes(mode, size, bytes(pixels.data), "raw", mode, pixels.stride, 1)
    finally:
        pixels.release()
    return drawn.convert("L").point(lambda value: 255 if value > 127 else 0).convert("1")


def as_document(name: str, data: bytes) -> Made:
    """A long TIFF that stays whole. The name makes its bytes its own: what was read before is not known again."""
    record = Document(id=name, sha256="", media="tiff", pages=PAGES, page_sizes=A4)
    return Made(record, lambda _page: data + name.encode())
