"""Searching a document, or a whole file, page by page as the words come in."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.domain.cache import Cache
from app.domain.errors import AppError
from app.domain.folding import fold
from app.domain.page_sets import is_arranged
from app.domain.pages import PageReader, Source, Word
from app.domain.texts import _
from app.domain.word_search import Hit, find_words
from app.tasks.desk import Desk
from app.tasks.lanes import Ticket
from app.tasks.pages import Priority
from app.ui.viewer.page_answers import Words

MOST_HITS = 2000
"""More are not listed; what is looked for is narrowed down then."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page to search: ``number`` is its place in the column (from 1), ``page`` that in the original which
    ``document`` brought."""

    number: int
    document: str
    page: int


@dataclass(frozen=True, slots=True)
class PageHit:
    place: Place
    hit: Hit


@dataclass(frozen=True, slots=True)
class Readable:
    """What is known of a document before its pages are read: on which of them the text may stand."""

    has_text: bool
    pages: frozenset[int] = frozenset()

    def __contains__(self, page: int) -> bool:
        return page in self.pages


class Search(QObject):
    """One search at a time; another text, or another document, ends the one before."""

    changed = Signal()
    """More hits, more pages looked at, or the end."""
    cleared = Signal()

    def __init__(self, desk: Desk, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = words
        self.text = ""
        self.hits: list[PageHit] = []
        """In the order of the pages."""
        self.searched = 0
        """Pages looked at."""
        self.pages = 0
        self.without_text = 0
        """Pages that have no text layer."""
        self._left: list[Place] = []
        self._ticket: Ticket | None = None

    @property
    def running(self) -> bool:
        return bool(self.text) and self.searched < self.pages

    @property
    def wordless(self) -> bool:
        """Every page was looked at, and none has a text layer."""
        return bool(self.pages) and self.without_text == self.pages

    def stop(self) -> None:
        """Forget what was found."""
        if self._ticket is not None:
            self._ticket.cancel()
        self.text, self.hits, self._left = "", [], []
        self.searched = self.pages = self.without_text = 0
        self.cleared.emit()

    def start(self, text: str, places: Sequence[Place], current: int) -> None:
        """Look for ``text``: on the page ``current`` and those after it first, then on those before."""
        self.stop()
        if not text.strip():
            return
        self.text, self.pages = text, len(places)
        ahead = [place for place in places if place.number >= current]
        self._left = ahead + [place for place in places if place.number < current]
        ids = list(dict.fromkeys(place.document for place in self._left))
        self._ticket = self._desk.ask(lambda cache: _readable(cache, ids, text), self._narrow)

    def _narrow(self, readable: dict[str, Readable]) -> None:
        """Pages that cannot hold the text are not read: they might have to be fetched for it."""
        left = []
        for place in self._left:
            pages = readable.get(place.document)
            if pages is None or place.page in pages or self._words.known(place.document, place.page):
                left.append(place)
            else:
                self.without_text += not pages.has_text
        self.searched += len(self._left) - len(left)
        self._left = left
        self._next()

    def _next(self) -> None:
        if not self._left or len(self.hits) >= MOST_HITS:
            self.searched = self.pages
            self.changed.emit()
            return
        place, text = self._left.pop(0), self.text

        def look(reader: PageReader, source: Source, page: int) -> tuple[bool, tuple[Hit, ...]]:
            words = reader.words(source, page)
            return bool(words), find_words(words, text)

        known = self._words.known(place.document, place.page)
        if known is not None:
            self._ticket = self._desk.ask(lambda _cache: _look(known, text), lambda found: self._found(place, *found))
            return
        self._ticket = self._desk.pages.read(
            place.document,
            place.page,
            look,
            lambda found: self._found(place, *found),
            lambda _error: self._not_read(place, _error),
            Priority.NEXT_DOCUMENT,
        )

    def _found(self, place: Place, has_text: bool, hits: tuple[Hit, ...]) -> None:
        self.searched += 1
        self.without_text += not has_text
        if hits:
            self.hits = sorted([*self.hits, *(PageHit(place, hit) for hit in hits)], key=_order)
        self.changed.emit()
        self._next()

    def _not_read(self, place: Place, _error: AppError) -> None:
        """A page that cannot be read is passed over; its picture says why."""
        self._found(place, False, ())


def _order(found: PageHit) -> int:
    return found.place.number


def _look(words: tuple[Word, ...], text: str) -> tuple[bool, tuple[Hit, ...]]:
    return bool(words), find_words(words, text)


def _readable(cache: Cache, documents: Sequence[str], text: str) -> dict[str, Readable]:
    """Scans have no text. Where the text of a document is in the cache, it tells the pages; else all are to be read.

    Divided words and spaced numbers are not told apart here: what has a hyphen at the end of a line, or when a number
    is looked for, every page with text is read.
    """
    folded = fold(text).split()
    first = "" if any(sign.isdigit() for sign in text) or not folded else folded[0]
    found: dict[str, Readable] = {}
    for document in documents:
        original, record = cache.original(document), cache.document(document)
        if original is not None and not original[1].has_text:
            found[document] = Readable(False)
            continue
        # Of an arranged document the text that is kept is that of its pages, not of the original.
        texts = cache.text(document) if first and record is not None and not is_arranged(record[2]) else None
        if texts is not None and any(page.strip() for page in texts):
            met = (n for n, page in enumerate(texts, start=1) if first in fold(page) or "-\n" in page)
            found[document] = Readable(True, frozenset(met))
    return found


def told(search: Search, current: int) -> str:
    """How far the search is, in words; ``current`` is the number of the hit that is shown, from 1, or 0."""
    if not search.text:
        return ""
    if search.running:
        return _("{hits} · Seite {page} von {pages} …").format(
            hits=len(search.hits), page=search.searched, pages=search.pages
        )
    if not search.hits:
        return _("Kein Text") if search.wordless else _("Kein Treffer")
    if len(search.hits) >= MOST_HITS:
        return _("{n} von mehr als {hits}").format(n=current, hits=MOST_HITS)
    return _("{n} von {hits}").format(n=current, hits=len(search.hits))
