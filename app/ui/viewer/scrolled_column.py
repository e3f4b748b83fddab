"""A scroll area over a column of pages: places, anchors and scroll bars, without a word about pictures."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.ui.viewer.layout import MARGIN, Anchor, PageColumn
from app.ui.viewer.wants import Seen


class ScrolledColumn(QAbstractScrollArea):
    """Pages are indexes from 0 here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = PageColumn(())
        self._arranging = False
        """The scroll bars are being moved by the program, not by the user."""
        self._reading = 0
        """The page that is read, which alone can be scrolled when pages are read one by one."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setSingleStep(40)

    def _room(self) -> tuple[float, float]:
        """The viewport as it is with a vertical scroll bar, there or not: fitting must not make it come and go."""
        whole = self.contentsRect()
        bar = self.verticalScrollBar().sizeHint().width()
        return float(max(whole.width() - bar, 1)), float(max(whole.height(), 1))

    def _arrange(self, rotation: int = 0) -> None:
        self.column.rotation = rotation
        self.column.viewport = self._room()
        self.column.arrange()
        self._set_ranges()

    def _set_ranges(self) -> None:
        """What the scroll bars reach: the whole column, or the page that is read by itself."""
        self._arranging = True
        top, bottom = self.column.span(self._reading)
        for bar, start, end, part in (
            (self.verticalScrollBar(), top, bottom, float(self.viewport().height())),
            (self.horizontalScrollBar(), 0.0, self.column.width, self._room()[0]),
        ):
            bar.setPageStep(int(part))
            bar.setRange(round(start), max(round(start), round(end - part)))
        self._arranging = False
        self.viewport().update()

    def _scroll_to(self, x: float | None, y: float) -> None:
        """Scroll without taking it for the user's scrolling."""
        self._arranging = True
        if x is not None:
            self.horizontalScrollBar().setValue(round(x))
        self.verticalScrollBar().setValue(round(y))
        self._arranging = False
        self.viewport().update()

    def _anchor(self, x: float, y: float) -> Anchor | None:
        if not len(self.column):
            return None
        offset = self._offset()
        return self.column.anchor(x - offset.x(), y - offset.y(), x, y)

    def _reading_anchor(self) -> Anchor | None:
        """The upper edge of the view, on the page that is being read."""
        return self._anchor(self.viewport().width() / 2, MARGIN)

    def _offset(self) -> QPointF:
        """From the column to the viewport."""
        slack = max(0.0, (self.viewport().width() - self.column.width) / 2)
        return QPointF(slack - self.horizontalScrollBar().value(), -float(self.verticalScrollBar().value()))

    def _target(self, page: int) -> QRectF:
        box, offset = self.column.box(page), self._offset()
        return QRectF(box.x + offset.x(), box.y + offset.y(), box.width, box.height)

    def _seen(self) -> Seen:
        """The part of the column that is in view: left, top, right, bottom."""
        offset, view = self._offset(), self.viewport().size()
        return -offset.x(), -offset.y(), view.width() - offset.x(), view.height() - offset.y()

    def visible_pages(self) -> range:
        """Indexes from 0."""
        _left, top, _right, bottom = self._seen()
        return self.column.between(top, bottom)
