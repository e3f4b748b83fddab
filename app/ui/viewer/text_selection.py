"""Text of the pages, selected with the mouse or a page at a time, and copied."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent, QPainter

from app.domain.pages import Word
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.overlays import BoxMm, PagePlace
from app.ui.viewer.page_answers import Words, text_of

GROUND = QColor(0x3B, 0x8B, 0xE8, 90)
"""Lies on white paper whatever the theme."""
REACH_MM = 2.0
"""So far beside a word the pointer still means its line."""

MOST_WORDS = 8000
"""A page with more of them (a telephone book, or made on purpose) is selected as a whole only."""

Spot = tuple[int, int]
"""(place of the page in the column from 1, number of the word on it)"""


class TextSelection(QObject):
    """An overlay and a tool of the canvas. Only pages with a text layer have words to select."""

    changed = Signal()

    def __init__(self, canvas: PageCanvas, words: Words) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._words = words
        self._from: Spot | None = None
        self._to: Spot | None = None
        self._begun: Spot | None = None
        """Where the button went down: nothing is selected before the pointer moves."""
        words.arrived.connect(self._arrived)

    def __bool__(self) -> bool:
        """Whether anything is selected."""
        return self._from is not None

    def clear(self) -> None:
        if self._from is not None:
            self._from = self._to = None
            self._say()

    def select_page(self) -> None:
        """All words of the page that is read."""
        self._select((self._canvas.page, 0), (self._canvas.page, 1 << 30))
        self._want(self._canvas.page)

    def text(self) -> str:
        """What is selected: lines as on the page, an empty line between pages."""
        pages = [text_of(self._chosen(number)) for number in self._pages()]
        return "\n\n".join(page for page in pages if page)

    def areas(self) -> list[tuple[PagePlace, list[BoxMm]]]:
        """Where it stands, page by page: one box for each run of words in a line."""
        found = [(self._canvas.place_of(number), list(_bands(self._chosen(number)))) for number in self._pages()]
        return [(place, boxes) for place, boxes in found if place is not None and boxes]

    def copy(self) -> bool:
        """Put the text on the clipboard; False if there is none."""
        text = self.text()
        if text:
            QGuiApplication.clipboard().setText(text)
        return bool(text)

    # --- overlay ---------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter, place: PagePlace) -> None:
        if place.number in self._pages():
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            for box in _bands(self._chosen(place.number)):
                painter.fillRect(place.rect(box), GROUND)

    # --- tool ------------------------------------------------------------------------------------------------
    def hover(self, place: PagePlace | None, at: QPointF) -> Qt.CursorShape | None:
        if place is None:
            return None
        self._words.want(place.document, place.page)
        return Qt.CursorShape.IBeamCursor if self._at(place, at, near=False) is not None else None

    def press(self, place: PagePlace, event: QMouseEvent) -> bool:
        spot = self._at(place, event.position(), near=False)
        if spot is None:
            self.clear()
            return False
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._select(spot, spot)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._from is not None:
            self._select(self._from, spot)
        else:
            self.clear()
            self._begun = spot
        return True

    def move(self, place: PagePlace | None, event: QMouseEvent) -> None:
        spot = self._at(place, event.position(), near=True) if place is not None else None
        start = self._begun or self._from
        if spot is not None and start is not None and (spot != self._begun or self._from is not None):
            self._select(start, spot)

    def release(self, place: PagePlace | None, event: QMouseEvent) -> None:
        self._begun = None

    # --- inside ----------------------------------------------------------------------------------------------
    def _select(self, start: Spot, end: Spot) -> None:
        self._from, self._to = start, end
        for number in self._pages():
            self._want(number)
        self._say()

    def _say(self) -> None:
        self._canvas.viewport().update()
        self.changed.emit()

    def _want(self, number: int) -> None:
        place = self._canvas.place_of(number)
        if place is not None:
            self._words.want(place.document, place.page)

    def _arrived(self, document: str, page: int) -> None:
        if self:
            self._say()

    def _pages(self) -> range:
        if self._from is None or self._to is None:
            return range(0)
        first, last = sorted((self._from[0], self._to[0]))
        return range(first, last + 1)

    def _known(self, number: int) -> tuple[Word, ...]:
        place = self._canvas.place_of(number)
        return () if place is None else self._words.known(place.document, place.page) or ()

    def _chosen(self, number: int) -> Iterator[Word]:
        """The selected words of a page of the column."""
        assert self._from is not None and self._to is not None
        first, last = sorted((self._from, self._to))
        words = self._known(number)
        start = first[1] if number == first[0] else 0
        end = last[1] if number == last[0] else len(words)
        yield from words[start : end + 1]

    def _at(self, place: PagePlace, at: QPointF, *, near: bool) -> Spot | None:
        """The word at a point; ``near``: else the one to which it is closest."""
        words = self._words.known(place.document, place.page)
        if not words or len(words) > MOST_WORDS:
            return None
        x, y = place.at_mm(at)
        best, least = None, float("inf") if near else REACH_MM
        for number, word in enumerate(words):
            left, top, width, height = word.box_mm
            across = max(left - x, x - left - width, 0.0)
            down = max(top - y, y - top - height, 0.0)
            away = across + 4 * down  # the same line comes before another one that is closer
            if away < least:
                best, least = number, away
        return None if best is None else (place.number, best)


def _bands(words: Iterator[Word]) -> Iterator[BoxMm]:
    """One box for each run of words in a line, so that the ground has no gaps."""
    band: QRectF | None = None
    line = -1
    for word in words:
        box = QRectF(*word.box_mm)
        if band is not None and word.line == line and box.left() >= band.left():
            band = band.united(box)
            continue
        if band is not None:
            yield band.left(), band.top(), band.width(), band.height()
        band, line = box, word.line
    if band is not None:
        yield band.left(), band.top(), band.width(), band.height()
