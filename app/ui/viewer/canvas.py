"""The column of pages under the hand: keys, wheel and mouse."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.tasks.pages import PageQueue
from app.ui.common.keys import action_for
from app.ui.viewer.layout import Fit
from app.ui.viewer.overlays import Tool
from app.ui.viewer.page_view import PageView

WHEEL_STEP = 1.15
ZOOM_STEPS = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0, 12.0)


class PageCanvas(PageView):
    """What a caseworker turns, scrolls and zooms."""

    def __init__(self, queue: PageQueue, parent: QWidget | None = None) -> None:
        super().__init__(queue, parent)
        self.tools: list[Tool] = []
        self._holding: Tool | None = None
        self._grip: QPoint | None = None
        self.viewport().setMouseTracking(True)

    def zoom_in(self) -> None:
        now = self.scale()
        self.zoom_to(next((step for step in ZOOM_STEPS if step > now * 1.02), ZOOM_STEPS[-1]))

    def zoom_out(self) -> None:
        now = self.scale()
        self.zoom_to(next((step for step in reversed(ZOOM_STEPS) if step < now * 0.98), ZOOM_STEPS[0]))

    def scroll_screen(self, direction: int) -> None:
        """One screen on (1) or back (-1), with some lines of overlap; whole pages when they are fitted to the view."""
        if self.column.fit is Fit.PAGE:
            self.show_page(self.page + direction)
        elif not self._turn_over(direction):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + direction * max(self.viewport().height() - 60, 40))

    def _turn_over(self, direction: int) -> bool:
        """Page by page: at a page's end go on to the next one's beginning, at its beginning back to the end."""
        bar = self.verticalScrollBar()
        if not self.column.paged or bar.value() != (bar.maximum() if direction > 0 else bar.minimum()):
            return False
        before = self.page
        self.show_page(self.page + direction)
        if direction < 0 and self.page != before:
            self._scroll_to(None, self.verticalScrollBar().maximum())
        return self.page != before

    def show_next(self) -> None:
        self.show_page(self.page + 1)

    def show_previous(self) -> None:
        self.show_page(self.page - 1)

    def show_first(self) -> None:
        self.show_page(1)

    def show_last(self) -> None:
        self.show_page(len(self.column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        one_by_one = self.column.paged or self.column.fit is Fit.PAGE
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.page in self.pictures.failures:
            self.retry()
        elif one_by_one and key in (Qt.Key.Key_Right, Qt.Key.Key_Left) and not self.horizontalScrollBar().maximum():
            self.show_page(self.page + (1 if key == Qt.Key.Key_Right else -1))
        else:
            # Keys that come past the window's shortcuts (from a macro, an assistive tool) do the same.
            action = action_for(self, event)
            action.trigger() if action is not None else super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.scale() * WHEEL_STEP ** (turned / 120), event.position())
            event.accept()
        elif turned and self._turn_over(-1 if turned > 0 else 1):
            event.accept()
        else:
            super().wheelEvent(event)

    # --- mouse: the tools first, then the hand ----------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        if self.failed_at(event.position()):
            self.retry()
            return
        place = self.place_at(event.position())
        if place is not None:
            self._holding = next((tool for tool in self.tools if tool.press(place, event)), None)
        if self._holding is None:
            self._grip = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second press: the tools see by its type that it is one."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._holding is not None:
            self._holding.move(self.place_at(event.position()), event)
        elif self._grip is not None:
            here = event.position().toPoint()
            moved, self._grip = here - self._grip, here
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())
        else:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        holding, self._holding, self._grip = self._holding, None, None
        if holding is not None:
            holding.release(self.place_at(event.position()), event)
        self._hover(event.position())

    def _hover(self, at: QPointF) -> None:
        """The pointer's shape is that of the first tool that has a use for this place."""
        place = self.place_at(at)
        shapes = [tool.hover(place, at) for tool in self.tools]
        shape = next((shape for shape in shapes if shape is not None), None)
        if shape is None:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(shape)
