"""Hits of the search, marked on the pages; the current one stands out."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.ui.viewer.overlays import PagePlace
from app.ui.viewer.searching import PageHit

GROUND = QColor(0xFF, 0xE0, 0x66)
CURRENT = QColor(0xFF, 0xA0, 0x33)
EDGE = QColor(0x9A, 0x4A, 0x00)


class HitsOverlay:
    """Shows ``hits``; ``current`` is the number of one of them, from 0, or -1."""

    def __init__(self) -> None:
        self._by_page: dict[tuple[str, int], list[PageHit]] = {}
        self._current: PageHit | None = None

    def show_hits(self, hits: Sequence[PageHit], current: int) -> None:
        self._by_page = {}
        for found in hits:
            self._by_page.setdefault((found.place.document, found.place.page), []).append(found)
        self._current = hits[current] if 0 <= current < len(hits) else None

    def paint(self, painter: QPainter, place: PagePlace) -> None:
        for found in self._by_page.get((place.document, place.page), ()):
            here = found is self._current
            for box in found.hit.boxes:
                area = place.rect(box).adjusted(-1.5, -1, 1.5, 1)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
                painter.fillRect(area, CURRENT if here else GROUND)
                if here:
                    self._frame(painter, area)

    @staticmethod
    def _frame(painter: QPainter, area: QRectF) -> None:
        """Not by colour alone."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(EDGE, 1.5))
        painter.drawRect(area.adjusted(-1, -1, 1, 1))
