"""Looking through a document for blank pages and separator sheets, page by page in the background."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.page_looks import LOOK_DPI, MOST_WORDS, look_of
from app.domain.page_sets import PageName
from app.domain.pages import GREY8, PageReader, RenderJob, Source
from app.tasks.lanes import Ticket
from app.tasks.pages import PageQueue, Priority

KEPT = 20_000
"""Pages whose look is remembered."""


class PageLooker(QObject):
    """``changed`` when another page was looked at. What a page looks like is remembered: originals never change."""

    changed = Signal()

    def __init__(self, queue: PageQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._left: list[PageName] = []
        self._ticket: Ticket | None = None
        self.looks: dict[PageName, str] = {}
        """By page: see ``domain.page_looks``."""

    @property
    def running(self) -> bool:
        return self._ticket is not None

    def look(self, pages: Sequence[PageName]) -> None:
        """Look at these pages in this order; what was not looked at of others is given up."""
        self.stop()
        if len(self.looks) > KEPT:
            self.looks.clear()
        self._left = [page for page in pages if page not in self.looks]
        self._next()

    def stop(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        self._left = []

    def _next(self) -> None:
        self._ticket = None
        if not self._left:
            self.changed.emit()
            return
        name = self._left.pop(0)
        self._ticket = self._queue.read(
            name[0],
            name[1],
            _look,
            lambda look: self._found(name, look),
            lambda _error: self._failed(name, _error),
            Priority.THUMBNAIL,
        )

    def _found(self, name: PageName, look: str) -> None:
        self.looks[name] = look
        if look:
            self.changed.emit()
        self._next()

    def _failed(self, name: PageName, _error: AppError) -> None:
        """A page that cannot be read is nothing to take out."""
        self._found(name, "")


def _look(reader: PageReader, source: Source, page: int) -> str:
    words = [word.text for word in reader.words(source, page)]
    if len(words) > 10 * MOST_WORDS:
        return ""
    pixels = reader.render(RenderJob(source, page, LOOK_DPI))
    try:
        step = 1 if pixels.format == GREY8 else 3
        data = bytes(pixels.data)
        # Of a coloured page one of the three colours: dark enough where there is ink of any kind but pale green.
        rows = (data[y * pixels.stride : y * pixels.stride + step * pixels.width : step] for y in range(pixels.height))
        return look_of(words, b"".join(rows), pixels.width, pixels.height)
    finally:
        pixels.release()
