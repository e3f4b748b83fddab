"""The pages of documents: found, drawn by the reading processes, and kept for a while; all of it cancellable."""

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, cast

from PySide6.QtGui import QImage

from app.domain.errors import AppError
from app.domain.pages import DocumentInfo, PageReader, Pixels, RenderJob, Source
from app.domain.records import Document, Original
from app.tasks.drawn import DrawnPages, as_image
from app.tasks.lanes import Bridge, Ticket
from app.tasks.workers import Priority, Work, Workers

__all__ = ["Located", "PageQueue", "PageSource", "PageWant", "Priority", "as_image"]

T = TypeVar("T")
KNOWN_INFOS = 200
"""Documents whose page sizes are kept."""
HELD_BYTES = 16 << 20
"""Bound of the documents' and pages' bytes that are held for the next look at them."""

LARGE_BYTES = 1 << 20
"""Two readers do not draw pages of a document of more bytes side by side: each would have to open it."""
SLOW_BYTES, SLOW_DPI = 120_000, 90.0
"""A page of more bytes (a colour scan) takes longer than a frame to draw, but for small pictures, for which a part
of it is decoded: then one with ``COARSER`` times fewer dots an inch comes first."""
COARSER = 4
_WHOLE = 0


@dataclass(frozen=True, slots=True)
class PageWant:
    """A page (from 1) of an original, drawn at ``dpi``; ``rotation`` clockwise on top of the page's own.

    ``document`` is the one that brought the original, whichever has the page now (``domain.page_sets``).

    ``clip_mm``: (left, top, width, height) of the part that is needed, None for the whole page.
    """

    document: str
    page: int
    dpi: float
    rotation: int = 0
    clip_mm: tuple[float, float, float, float] | None = None
    other_engine: bool = False
    """Drawn by the engine that the rules do not prefer."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a page's bytes are: ``page`` is its number inside ``source``; ``bytes_fetched`` came over the wire.

    ``record`` is what the cache knows of the original, where it was looked up.
    """

    source: Source
    page: int
    bytes_fetched: int = 0
    record: Document | Original | None = None


class PageSource(Protocol):
    """Finds the bytes of an original's page: in the cache, else at the centre. Blocking.

    Everything that is kept of pages here (bytes, pictures, sizes) is kept by original, which never changes.
    """

    def locate(self, document: str, page: int) -> Located: ...

    def whole(self, document: str) -> Located:
        """The original, also of a document that is kept page by page; ``page`` is 1."""
        ...


class PageQueue:
    """Pages by the readers that are lent to it; with two, the first is kept free for what is visible.

    May be asked on the Qt thread, where all answers come.
    """

    def __init__(self, source: PageSource, readers: PageReader | Sequence[PageReader], bridge: Bridge) -> None:
        self.source = source
        """Where the bytes come from."""
        self._readers = tuple(readers) if isinstance(readers, Sequence) else (readers,)
        self._lock = threading.Lock()
        self._drawn = DrawnPages()
        self._held = _HeldBytes()
        self._infos: OrderedDict[str, DocumentInfo] = OrderedDict()
        self._passwords: dict[str, str] = {}
        self.bytes_fetched = 0
        self._workers = Workers(self._readers, bridge)

    def image(self, want: PageWant) -> QImage | None:
        """A page that was drawn before and is still here: paint it at once."""
        return self._drawn.get(want)

    def request(
        self,
        want: PageWant,
        priority: Priority,
        done: Callable[[QImage], None],
        failed: Callable[[AppError], None] | None = None,
        coarse: Callable[[QImage], None] | None = None,
    ) -> Ticket:
        """Draw a page; ``done`` gets the picture (dpi as wanted), ``failed`` the reason.

        Where that takes longer than a frame, ``coarse`` gets a picture of a quarter of the resolution before.

        The picture's pixels may be lent: whoever wants them longer than the object it was given (the clipboard, a
        shallow copy) takes a ``copy()``.
        """

        def work(reader: PageReader) -> QImage:
            return self._draw(reader, want)

        group = want.document if self._held.is_large(want.document) else ""
        return self._workers.put(priority, work, done, failed, want, early=coarse, group=group)

    def info(
        self,
        document: str,
        done: Callable[[DocumentInfo], None],
        failed: Callable[[AppError], None] | None = None,
        priority: Priority = Priority.VISIBLE,
        ahead: Callable[[DocumentInfo], PageWant] | None = None,
    ) -> Ticket:
        """The document's pages and sizes; of a page pack whose record does not tell them, those of page 1 alone.

        ``ahead`` says (on a drawing thread) which picture will be asked for first: it is drawn while the answer
        travels and is laid out.
        """
        def following(info: DocumentInfo) -> tuple[Hashable, Work]:
            assert ahead is not None
            want = ahead(info)
            return want, lambda reader: self._draw(reader, want)

        return self._workers.put(
            priority,
            lambda reader: self._inspect(reader, document),
            done,
            failed,
            key=None if ahead is not None else ("info", document),
            following=None if ahead is None else following,
            group=document,
        )

    def read(
        self,
        document: str,
        page: int,
        question: Callable[[PageReader, Source, int], T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None] | None = None,
        priority: Priority = Priority.VISIBLE,
        whole: bool = False,
    ) -> Ticket:
        """Ask a reader anything about a page (from 1): words, links ...; ``question`` runs on a drawing thread.

        It gets the reader (the document's password is given for it), the bytes, and the page's number inside them.
        With ``whole`` they are always the original (outline, attachments), which may have to be fetched for it.
        """

        def work(reader: PageReader) -> T:
            located = self._counted(self.source.whole(document)) if whole else self._locate(document, page)
            unlocking = cast(PageReader, _Unlocking(reader, self._passwords.get(document)))
            return question(unlocking, located.source, page if whole else located.page)

        return self._workers.put(priority, work, done, failed)

    def unlock(self, document: str, password: str) -> None:
        """Open a document with this password from now on. It is kept in memory alone, until the window closes."""
        with self._lock:
            self._passwords[document] = password
            self._infos.pop(document, None)

    def password(self, document: str) -> str | None:
        """What the document was opened with in this sitting."""
        with self._lock:
            return self._passwords.get(document)

    def known_info(self, document: str) -> DocumentInfo | None:
        """What ``info`` told before: originals never change, so a document that was looked at opens at once."""
        with self._lock:
            return self._infos.get(document)

    def close(self, deadline: float = 5.0) -> None:
        self._workers.close(deadline)
        for reader in self._readers:
            reader.close()
        self._drawn.clear()

    def _locate(self, document: str, page: int) -> Located:
        held = self._held.get(document, page)
        if held is None:
            held = self._counted(self.source.locate(document, page))
            self._held.put(document, page, held)
        return held

    def _counted(self, located: Located) -> Located:
        with self._lock:
            self.bytes_fetched += located.bytes_fetched
        return located

    def _inspect(self, reader: PageReader, document: str) -> DocumentInfo:
        known = self.known_info(document)
        if known is not None:
            return known
        located = self._locate(document, 1)
        info = info_of(located.record)
        if info is None or document in self._passwords:
            info = reader.inspect(located.source, self._passwords.get(document))
        with self._lock:
            self._infos[document] = info
            while len(self._infos) > KNOWN_INFOS:
                self._infos.popitem(last=False)
        return info

    def _draw(self, reader: PageReader, want: PageWant) -> QImage:
        known = self.image(want)
        if known is not None:
            return known
        located = self._locate(want.document, want.page)
        password = self._passwords.get(want.document)
        job = RenderJob(
            located.source, located.page, want.dpi, want.rotation, want.clip_mm, password, want.other_engine
        )
        if want.clip_mm is None and _is_slow(located, want.dpi) and self._workers.awaited(want):
            self._workers.tell(want, as_image(reader.render(replace(job, dpi=want.dpi / COARSER))))
        image = as_image(reader.render(job))
        self._drawn.keep(want, image)
        return image


def _is_slow(located: Located, dpi: float) -> bool:
    """Whether a page probably takes longer than a frame."""
    if not isinstance(located.source, bytes) or dpi < SLOW_DPI:
        return False
    whole = located.record is not None and not located.record.pack
    pages = located.record.pages if located.record is not None and whole else 1
    return len(located.source) > SLOW_BYTES * max(pages, 1)


def info_of(record: Document | Original | None) -> DocumentInfo | None:
    """What the record says of a document's pages; None when it does not (records of older programs)."""
    sizes = record.sizes_mm() if record is not None else ()
    return DocumentInfo(record.media, sizes, hints=record.hints) if record is not None and sizes else None


class _HeldBytes:
    """The bytes of the pages looked at last: out of the encrypted cache once, not again for every zoom.

    A document that is kept whole is held once for all of its pages.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[tuple[str, int], Located] = OrderedDict()
        self._bytes = 0

    def get(self, document: str, page: int) -> Located | None:
        with self._lock:
            whole = self._pages.get((document, _WHOLE))
            return replace(whole, page=page) if whole is not None else self._pages.get((document, page))

    def is_large(self, document: str) -> bool:
        """Whether it is kept whole and takes its time to be opened."""
        with self._lock:
            whole = self._pages.get((document, _WHOLE))
            return whole is not None and isinstance(whole.source, bytes) and len(whole.source) > LARGE_BYTES

    def put(self, document: str, page: int, located: Located) -> None:
        if not isinstance(located.source, bytes):
            return
        place = document, _WHOLE if located.record is not None and not located.record.pack else page
        with self._lock:
            self._drop(self._pages.pop(place, None))
            self._pages[place] = located
            self._bytes += len(located.source)
            while self._bytes > HELD_BYTES:
                self._drop(self._pages.popitem(last=False)[1])

    def _drop(self, located: Located | None) -> None:
        if located is not None and isinstance(located.source, bytes):
            self._bytes -= len(located.source)


class _Unlocking:
    """The reader for one question: every method is called with the document's password."""

    def __init__(self, reader: PageReader, password: str | None) -> None:
        self._reader = reader
        self._password = password

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self._reader, name)
        return method if self._password is None else functools.partial(method, password=self._password)

    def render(self, job: RenderJob) -> Pixels:
        return self._reader.render(replace(job, password=job.password or self._password))
