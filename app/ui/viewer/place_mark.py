"""The place on a page that a screen wants to be seen: where a suggestion comes from."""

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPainter, QPen

from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.overlays import BoxMm, PagePlace

GROUND = QColor(0xC9, 0xE4, 0xFF)
EDGE = QColor(0x0B, 0x5C, 0xAD)
_AROUND_MM = 0.4


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """``page`` counts from 1 in ``document``; ``box`` None: the page as a whole."""

    document: str
    page: int
    box: BoxMm | None = None


class PlaceMark(QObject):
    """Paints one place; goes there at once or as soon as its document is laid out."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._place: MarkedPlace | None = None
        self._going = False
        canvas.overlays.append(self)

    def show(self, place: MarkedPlace | None, *, go: bool) -> None:
        """Mark ``place`` (None: nothing); with ``go`` bring it into view."""
        self._place, self._going = place, go
        self.follow()
        self._canvas.viewport().update()

    def follow(self) -> None:
        """Other pages are laid out: the place may be among them."""
        place = self._place
        if place is None or not self._going:
            return
        number = self._canvas.number_of(place.document, place.page)
        if number:
            self._going = False
            if place.box is not None:
                self._canvas.reveal(number, place.box)
            else:
                self._canvas.show_page(number)

    def paint(self, painter: QPainter, place: PagePlace) -> None:
        wanted = self._place
        if wanted is None or wanted.box is None or (place.owner, place.inside) != (wanted.document, wanted.page):
            return
        around = _AROUND_MM * place.per_mm
        area = place.rect(wanted.box).adjusted(-around, -around, around, around)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(area, GROUND)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(EDGE, 2))
        painter.drawRect(area)
