"""What the reader says about pages besides their pictures (words, links): asked for once, kept, bounded."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sized
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.pages import Link, PageReader, Source, Word
from app.tasks.lanes import Ticket
from app.tasks.pages import PageQueue, Priority

T = TypeVar("T", bound=Sized)
KEPT = 200_000
"""Words or links, of as many pages as have them: some 60 MB."""


class PageAnswers(QObject, Generic[T]):
    """One answer a page. A page that cannot be read has the empty answer: its picture says why."""

    arrived = Signal(str, int)
    """(document, page from 1)"""

    def __init__(
        self, queue: PageQueue, question: Callable[[PageReader, Source, int], T], empty: T, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._question = question
        self._empty = empty
        self._held = 0
        self._known: OrderedDict[tuple[str, int], T] = OrderedDict()
        self._asked: dict[tuple[str, int], Ticket] = {}

    def known(self, document: str, page: int) -> T | None:
        """None: not asked, or not here yet."""
        return self._known.get((document, page))

    def want(self, document: str, page: int, priority: Priority = Priority.NEXT_DOCUMENT) -> None:
        """Ask for a page's answer, if it is not known; ``arrived`` comes in any case but at once."""
        key = (document, page)
        if key in self._known or key in self._asked:
            return
        self._asked[key] = self._queue.read(
            document,
            page,
            self._question,
            lambda answer: self.supply(document, page, answer),
            lambda _error: self._failed(document, page, _error),
            priority,
        )

    def supply(self, document: str, page: int, answer: T) -> None:
        """The answer for a page, whoever found it (text that was recognised, for one)."""
        self._asked.pop((document, page), None)
        self._held += len(answer) - len(self._known.get((document, page), ()))
        self._known[document, page] = answer
        while self._held > KEPT and len(self._known) > 1:
            self._held -= len(self._known.popitem(last=False)[1])
        self.arrived.emit(document, page)

    def cancel(self) -> None:
        """Another document: what was asked for and has not come is not wanted any more."""
        for ticket in self._asked.values():
            ticket.cancel()
        self._asked.clear()

    def _failed(self, document: str, page: int, _error: AppError) -> None:
        self.supply(document, page, self._empty)


def text_of(words: Iterable[Word]) -> str:
    """The words as text, line by line as on the page."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())


Words = PageAnswers[tuple[Word, ...]]
Links = PageAnswers[tuple[Link, ...]]


def words_of(queue: PageQueue, parent: QObject) -> Words:
    return PageAnswers(queue, lambda reader, source, page: reader.words(source, page), (), parent)


def links_of(queue: PageQueue, parent: QObject) -> Links:
    return PageAnswers(queue, lambda reader, source, page: reader.links(source, page), (), parent)
