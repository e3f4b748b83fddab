"""Recognising the text of documents that have none: page after page, off the Qt thread, until it is cancelled."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from app.domain.errors import AppError
from app.domain.ocr import RECOGNITION_DPI, PagePicture, TextRecogniser
from app.domain.pages import PageReader, RenderJob, Source, Word
from app.tasks.lanes import Bridge, Lane, Ticket
from app.tasks.pages import PageQueue, Priority

MM_PER_INCH = 25.4
MOST_PIXELS = 20_000_000
"""A page is drawn at ``RECOGNITION_DPI`` as long as it has no more than this (A3 has 17 million)."""
KEPT_PAGES = 3000


class TextRecognition:
    """Call on the Qt thread; answers come on it. What was recognised is kept for this sitting."""

    def __init__(self, pages: PageQueue, recogniser: TextRecogniser, bridge: Bridge) -> None:
        self._pages = pages
        self._recogniser = recogniser
        self._lane = Lane("recognition", bridge)
        self._words: OrderedDict[tuple[str, int], tuple[Word, ...]] = OrderedDict()

    @property
    def available(self) -> bool:
        return self._recogniser.available()

    def words(self, document: str, page: int) -> tuple[Word, ...] | None:
        """What was recognised on a page (from 1); None if it was not looked at."""
        return self._words.get((document, page))

    def start(
        self,
        document: str,
        pages: Sequence[int],
        found: Callable[[int, tuple[Word, ...]], None],
        finished: Callable[[], None],
        failed: Callable[[int, AppError], None],
    ) -> "Recognising":
        """Recognise these pages in this order; one that fails does not stop the others."""

        def keep(page: int, words: tuple[Word, ...]) -> None:
            self._words[document, page] = words
            while len(self._words) > KEPT_PAGES:
                self._words.popitem(last=False)
            found(page, words)

        return Recognising(self._pages, self._recogniser, self._lane, document, pages, keep, finished, failed)

    def close(self) -> None:
        self._recogniser.cancel()
        self._lane.close()
        self._recogniser.close()


class Recognising:
    """One run over a document's pages, on its way; ``cancel`` ends it also in the middle of a page."""

    def __init__(
        self,
        queue: PageQueue,
        recogniser: TextRecogniser,
        lane: Lane,
        document: str,
        pages: Sequence[int],
        found: Callable[[int, tuple[Word, ...]], None],
        finished: Callable[[], None],
        failed: Callable[[int, AppError], None],
    ) -> None:
        self._queue, self._recogniser, self._lane = queue, recogniser, lane
        self._document, self._waiting = document, list(reversed(pages))
        self._found, self._finished, self._failed = found, finished, failed
        self._ticket: Ticket | None = None
        self._next()

    def cancel(self) -> None:
        self._waiting.clear()
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
            self._recogniser.cancel()

    def _next(self) -> None:
        if not self._waiting:
            self._ticket = None
            self._finished()
            return
        page = self._waiting.pop()
        self._ticket = self._queue.read(
            self._document,
            page,
            _draw,
            lambda picture: self._drawn(page, picture),
            lambda error: self._not_done(page, error),
            Priority.THUMBNAIL,
        )

    def _drawn(self, page: int, picture: PagePicture) -> None:
        def work() -> tuple[Word, ...]:
            try:
                return self._recogniser.recognise(picture)
            except InterruptedError:  # cancelled: nobody waits for the answer
                return ()

        self._ticket = self._lane.run(
            work, lambda words: self._done(page, words), lambda error: self._not_done(page, error)
        )

    def _done(self, page: int, words: tuple[Word, ...]) -> None:
        self._found(page, words)
        self._next()

    def _not_done(self, page: int, error: AppError) -> None:
        self._failed(page, error)
        self._next()


def _draw(reader: PageReader, source: Source, page: int) -> PagePicture:
    """The page as large as recognition wants it, in memory of its own."""
    width, height = reader.inspect(source).sizes_mm[page - 1]
    inches = max(width * height / MM_PER_INCH**2, 0.01)
    dpi = min(RECOGNITION_DPI, (MOST_PIXELS / inches) ** 0.5)
    pixels = reader.render(RenderJob(source, page, dpi))
    try:
        return PagePicture(pixels.width, pixels.height, pixels.stride, pixels.format, dpi, bytes(pixels.data))
    finally:
        pixels.release()
