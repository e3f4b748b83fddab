"""What lies over the pages (hits, selected text, marks) and what takes the mouse before the hand does."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

BoxMm = tuple[float, float, float, float]
"""left, top, width, height in millimetres of the page as the file shows it, before any rotation of ours."""


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where a page lies in the view.

    ``page`` counts from 1 in the original that ``document`` brought: so the page is called wherever it lies.
    """

    document: str
    page: int
    target: QRectF
    """The sheet in the viewport, in logical pixels."""
    size_mm: tuple[float, float]
    """As the file shows it, before any rotation of ours."""
    rotation: int
    """Degrees clockwise (0, 90, 180, 270) that the page is turned on screen."""
    number: int = 0
    """Its place in the column (from 1): another than ``page`` where a whole file is read as one, or pages were
    arranged."""
    owner: str = ""
    """Id of the document that has the page now, ``inside`` as its page so many (from 1)."""
    inside: int = 0

    @property
    def per_mm(self) -> float:
        """Logical pixels a millimetre: the scale of line widths and texts that belong to the page."""
        across = self.size_mm[0] if self.rotation % 180 == 0 else self.size_mm[1]
        return self.target.width() / across

    def rect(self, box: BoxMm) -> QRectF:
        """A box of the page in the viewport."""
        left, top, width, height = box
        one = self.point(left, top)
        return QRectF(one, self.point(left + width, top + height)).normalized()

    def point(self, x_mm: float, y_mm: float) -> QPointF:
        """A point of the page in the viewport."""
        width, height = self.size_mm
        turned = {
            0: (x_mm, y_mm),
            90: (height - y_mm, x_mm),
            180: (width - x_mm, height - y_mm),
            270: (y_mm, width - x_mm),
        }[self.rotation % 360]
        return self.target.topLeft() + QPointF(turned[0] * self.per_mm, turned[1] * self.per_mm)

    def at_mm(self, at: QPointF) -> tuple[float, float]:
        """The point of the page that is at a point of the viewport; outside of the sheet it lies outside the size."""
        here = (at - self.target.topLeft()) / self.per_mm
        x, y = here.x(), here.y()
        width, height = self.size_mm
        return {
            0: (x, y),
            90: (y, height - x),
            180: (width - x, height - y),
            270: (width - y, x),
        }[self.rotation % 360]


class Overlay(Protocol):
    """Painted over every visible page, in the order of ``canvas.overlays``; it must be quick and ask for nothing."""

    def paint(self, painter: QPainter, place: PagePlace) -> None:
        """The painter is saved before and restored after; it is not clipped to the sheet."""
        ...


class Tool(Protocol):
    """Takes the mouse over the pages. ``canvas.tools`` are asked in order, then the hand drags the column."""

    def hover(self, place: PagePlace | None, at: QPointF) -> Qt.CursorShape | None:
        """The pointer moved with no button held; the shape that it gets here, None: this tool has no use for it."""
        ...

    def press(self, place: PagePlace, event: QMouseEvent) -> bool:
        """A left press on a page; True: ``move`` and ``release`` come here until the button is let go."""
        ...

    def move(self, place: PagePlace | None, event: QMouseEvent) -> None: ...

    def release(self, place: PagePlace | None, event: QMouseEvent) -> None: ...
