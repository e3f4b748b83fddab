"""The mouse on marks: placing new ones, moving those that are there."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from app.domain.pages import Word
from app.domain.records import HIGHLIGHT, NOTE, STAMP, Mark
from app.domain.texts import _
from app.ui.viewer.mark_places import (
    NOTE_MM,
    SMALLEST_MM,
    STAMP_MM,
    area_of,
    around,
    between,
    is_at,
    moved,
    snapped,
    upper_right,
)
from app.ui.viewer.marks import Marks, Placed
from app.ui.viewer.overlays import BoxMm, PagePlace

WordsOf = Callable[[str, int], Sequence[Word] | None]
"""The words of a page (from 1) of a document; None while they are not known yet."""
CLICK = 4
"""Logical pixels that a hand trembles during a click."""


class MarkTool(QObject):
    """A ``Tool`` of the canvas. ``mode`` is a shape that is being placed, or ""."""

    mode_changed = Signal(str)
    made = Signal(object)
    """``Mark``: a new one with its place. A note has no text yet."""

    def __init__(self, marks: Marks, words: WordsOf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self._words = words
        self.mode = ""
        self.colour = "yellow"
        self.text = ""
        """Of the stamp that is being placed."""
        self._held: tuple[PagePlace, QPointF, Placed | None] | None = None
        """Where the button went down, and on which mark if one is being moved."""

    def begin(self, shape: str, colour: str = "yellow", text: str = "") -> None:
        """Place a mark of this shape next."""
        self.colour, self.text, self._held = colour, text, None
        self._marks.drag(None)
        if shape != self.mode:
            self.mode = shape
            self.mode_changed.emit(shape)

    def end(self) -> None:
        self.begin("")

    def movable(self, placed: Placed) -> bool:
        """Highlights stay on their words; others' marks are theirs."""
        return placed.mark.shape != HIGHLIGHT and self._marks.mine(placed.mark)

    def put_at_default(self, place: PagePlace) -> None:
        """Place the mark without the mouse: in the upper right corner of the page, where there is room."""
        there = [placed.mark for placed in self._marks.of(place.document, place.page)]
        self._make(place, (upper_right(place, self._size(), there),))

    def mark_at(self, place: PagePlace | None, at: QPointF) -> Placed | None:
        """The topmost mark at a point of the view."""
        if place is None or not self._marks.shown:
            return None
        there = reversed(self._marks.of(place.document, place.page))
        return next((placed for placed in there if is_at(placed.mark, place, at)), None)

    # --- the canvas's side -----------------------------------------------------------------------------------
    def hover(self, place: PagePlace | None, at: QPointF) -> Qt.CursorShape | None:
        if self.mode in (NOTE, STAMP):
            ghost = None if place is None else self._new(place, (around(place, at, self._size()),))
            self._marks.drag(ghost)
            return Qt.CursorShape.CrossCursor
        if self.mode == HIGHLIGHT:
            known = None if place is None else self._words(place.document, place.page)
            return Qt.CursorShape.IBeamCursor if known else Qt.CursorShape.CrossCursor
        found = self.mark_at(place, at)
        return Qt.CursorShape.PointingHandCursor if found is not None and self.movable(found) else None

    def press(self, place: PagePlace, event: QMouseEvent) -> bool:
        at = event.position()
        if self.mode in (NOTE, STAMP):
            self._make(place, (around(place, at, self._size()),))
            return True
        if self.mode == HIGHLIGHT:
            self._held = (place, at, None)
            return True
        found = self.mark_at(place, at)
        if found is None or not self.movable(found):
            return False
        self._marks.choose(found.mark.id)
        self._held = (place, at, found)
        return True

    def move(self, place: PagePlace | None, event: QMouseEvent) -> None:
        if self._held is None:
            return
        start, at, held = self._held
        if held is None:
            self._marks.drag(self._new(start, self._dragged_over(start, at, event)))
        elif (event.position() - at).manhattanLength() >= CLICK or self._marks.dragged is not None:
            self._marks.drag(replace(held.mark, areas=moved(held.mark, start, at, event.position())))

    def release(self, place: PagePlace | None, event: QMouseEvent) -> None:
        if self._held is None:
            return
        start, at, held = self._held
        self._held = None
        dragged = self._marks.dragged
        if held is not None:
            if dragged is not None:
                self._marks.change(held, _("Markierung verschoben"), areas=dragged.areas)
            self._marks.drag(None)
            return
        box = between(start, at, event.position())
        if max(box[2], box[3]) >= SMALLEST_MM:
            self._make(start, self._dragged_over(start, at, event))
        self._marks.drag(None)

    # --- inside ----------------------------------------------------------------------------------------------
    def _size(self) -> tuple[float, float]:
        return NOTE_MM if self.mode == NOTE else STAMP_MM

    def _dragged_over(self, start: PagePlace, at: QPointF, event: QMouseEvent) -> tuple[BoxMm, ...]:
        """Words where there are some, unless Alt asks for the rectangle itself."""
        freely = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        words = () if freely else self._words(start.document, start.page) or ()
        return snapped(words, start.at_mm(at), start.at_mm(event.position()))

    def _new(self, place: PagePlace, boxes: tuple[BoxMm, ...]) -> Mark:
        areas = tuple(area_of(box, place.size_mm) for box in boxes)
        made = self._marks.new(place.document, place.page, self.mode or HIGHLIGHT, areas)
        return replace(made, colour=self.colour, text=self.text)

    def _make(self, place: PagePlace, boxes: tuple[BoxMm, ...]) -> None:
        mark = self._new(place, boxes)
        if self.mode != HIGHLIGHT:
            self.end()
        self.made.emit(mark)
