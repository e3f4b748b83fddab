"""The queue in front of the reading process: the visible page first, neighbours next, thumbnails last; cancellable."""

import contextlib
import functools
import heapq
import itertools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Protocol, TypeVar, cast

from PySide6.QtGui import QImage

from app.domain.errors import AppError
from app.domain.pages import GREY8, DocumentInfo, PageReader, Pixels, RenderJob, Source
from app.tasks.lanes import Bridge, Ticket, unexpected, whereabouts

T = TypeVar("T")
log = logging.getLogger(__name__)
CACHE_BYTES = 96 << 20
"""Bound of the drawn pages that are kept."""
KNOWN_INFOS = 200
"""Documents whose page sizes are kept."""


class Priority(IntEnum):
    VISIBLE = 0
    NEIGHBOUR = 1
    NEXT_DOCUMENT = 2
    THUMBNAIL = 3


@dataclass(frozen=True, slots=True)
class PageWant:
    """A page (from 1) of a document of the cache, drawn at ``dpi``; ``rotation`` clockwise on top of the page's own.

    ``clip_mm``: (left, top, width, height) of the part that is needed, None for the whole page.
    """

    document: str
    page: int
    dpi: float
    rotation: int = 0
    clip_mm: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """Where a page's bytes are: ``page`` is its number inside ``source``; ``bytes_fetched`` came over the wire."""

    source: Source
    page: int
    bytes_fetched: int = 0


class PageSource(Protocol):
    """Finds a page's bytes: in the cache, else at the centre. Blocking."""

    def locate(self, document: str, page: int) -> Located: ...

    def whole(self, document: str) -> Located:
        """The original, also of a document that is kept page by page; ``page`` is 1."""
        ...


class PageQueue:
    """Draws pages on its own thread with the reader lent to it. Answers come on the Qt thread."""

    def __init__(self, source: PageSource, reader: PageReader, bridge: Bridge) -> None:
        self._source = source
        self._reader = reader
        self._bridge = bridge
        self._order = itertools.count()
        self._heap: list[tuple[int, int, Ticket, Callable[[], None]]] = []
        self._wake = threading.Condition()
        self._closed = False
        self._images: OrderedDict[PageWant, QImage] = OrderedDict()
        self._image_bytes = 0
        self._infos: OrderedDict[str, DocumentInfo] = OrderedDict()
        self._passwords: dict[str, str] = {}
        self.bytes_fetched = 0
        self._thread = threading.Thread(target=self._serve, name="pages", daemon=True)
        self._thread.start()

    def image(self, want: PageWant) -> QImage | None:
        """A page that was drawn before and is still here: paint it at once."""
        with self._wake:
            found = self._images.get(want)
            if found is not None:
                self._images.move_to_end(want)
            return found

    def request(
        self,
        want: PageWant,
        priority: Priority,
        done: Callable[[QImage], None],
        failed: Callable[[AppError], None] | None = None,
    ) -> Ticket:
        """Draw a page; ``done`` gets the picture (dpi as wanted), ``failed`` the reason."""
        return self._put(priority, lambda: self._draw(want), done, failed)

    def info(
        self,
        document: str,
        done: Callable[[DocumentInfo], None],
        failed: Callable[[AppError], None] | None = None,
        priority: Priority = Priority.VISIBLE,
        ahead: Callable[[DocumentInfo], PageWant] | None = None,
    ) -> Ticket:
        """What the bytes of page 1 are: the whole document's pages and sizes, or (page packs) those of page 1 alone.

        ``ahead`` says (on the drawing thread) which picture will be asked for first: it is drawn while the answer
        travels and is laid out.
        """
        afterwards = None if ahead is None else lambda info: self._draw(ahead(info))
        return self._put(priority, lambda: self._inspect(document), done, failed, afterwards)

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
        """Ask the reader anything about a page (from 1): words, links ...; ``question`` runs on a drawing thread.

        It gets the reader (the document's password is given for it), the bytes, and the page's number inside them.
        With ``whole`` they are always the original (outline, attachments), which may have to be fetched for it.
        """

        def work() -> T:
            located = self._counted(self._source.whole(document)) if whole else self._locate(document, page)
            reader = cast(PageReader, _Unlocking(self._reader, self._passwords.get(document)))
            return question(reader, located.source, page if whole else located.page)

        return self._put(priority, work, done, failed)

    def unlock(self, document: str, password: str) -> None:
        """Open a document with this password from now on. It is kept in memory alone, until the window closes."""
        with self._wake:
            self._passwords[document] = password
            self._infos.pop(document, None)

    def known_info(self, document: str) -> DocumentInfo | None:
        """What ``info`` told before: originals never change, so a document that was looked at opens at once."""
        with self._wake:
            return self._infos.get(document)

    def close(self, deadline: float = 5.0) -> None:
        with self._wake:
            self._closed = True
            self._heap.clear()
            self._wake.notify_all()
        self._thread.join(deadline)
        self._reader.close()

    def _put(
        self,
        priority: Priority,
        work: Callable[[], object],
        done: Callable[..., None],
        failed: Callable[[AppError], None] | None,
        afterwards: Callable[[Any], object] | None = None,
    ) -> Ticket:
        ticket = Ticket()

        def answer(function: Callable[..., None] | None, value: object) -> None:
            if function is not None and not ticket.cancelled():
                self._bridge.post(lambda: None if ticket.cancelled() else function(value))

        def run() -> None:
            try:
                result = work()
            except AppError as error:
                answer(failed, error)
            except Exception as error:  # noqa: BLE001 - the edge of a thread: nothing above would see it
                log.error("drawing failed: %s", whereabouts(error))
                answer(failed, unexpected(error))
            else:
                answer(done, result)
                if afterwards is not None and not ticket.cancelled():
                    # What goes wrong here goes wrong again when it is asked for, and is told then.
                    with contextlib.suppress(AppError):
                        afterwards(result)

        with self._wake:
            heapq.heappush(self._heap, (int(priority), next(self._order), ticket, run))
            self._wake.notify()
        return ticket

    def _serve(self) -> None:
        while True:
            with self._wake:
                while not self._heap and not self._closed:
                    self._wake.wait()
                if self._closed:
                    return
                _priority, _order, ticket, run = heapq.heappop(self._heap)
            if not ticket.cancelled():
                run()

    def _locate(self, document: str, page: int) -> Located:
        return self._counted(self._source.locate(document, page))

    def _counted(self, located: Located) -> Located:
        self.bytes_fetched += located.bytes_fetched
        return located

    def _inspect(self, document: str) -> DocumentInfo:
        known = self.known_info(document)
        if known is not None:
            return known
        info = self._reader.inspect(self._locate(document, 1).source, self._passwords.get(document))
        with self._wake:
            self._infos[document] = info
            while len(self._infos) > KNOWN_INFOS:
                self._infos.popitem(last=False)
        return info

    def _draw(self, want: PageWant) -> QImage:
        known = self.image(want)
        if known is not None:
            return known
        located = self._locate(want.document, want.page)
        password = self._passwords.get(want.document)
        job = RenderJob(located.source, located.page, want.dpi, want.rotation, want.clip_mm, password)
        image = as_image(self._reader.render(job))
        self._keep(want, image)
        return image

    def _keep(self, want: PageWant, image: QImage) -> None:
        with self._wake:
            self._images[want] = image
            self._image_bytes += image.sizeInBytes()
            while self._image_bytes > CACHE_BYTES and len(self._images) > 1:
                self._image_bytes -= self._images.popitem(last=False)[1].sizeInBytes()


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


def as_image(pixels: Pixels) -> QImage:
    """A picture of its own: the shared memory goes back to the reader at once."""
    kind = QImage.Format.Format_Grayscale8 if pixels.format == GREY8 else QImage.Format.Format_RGB888
    try:
        return QImage(pixels.data, pixels.width, pixels.height, pixels.stride, kind).copy()
    finally:
        pixels.release()
