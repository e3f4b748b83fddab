"""Laying the stylesheet on widgets, and changing it without holding the Qt thread."""

from collections.abc import Generator
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class Wardrobe(QObject):
    """Knows who wears the sheet. A new one is put on by one widget after the other, those that are seen first.

    Qt looks through everything inside a widget that gets a sheet: 0.05 to 0.1 ms for each widget, seen or not.
    """

    def __init__(self) -> None:
        super().__init__()
        self._wearing: WeakSet[QWidget] = WeakSet()
        self._sheet = ""
        self._steps: Generator[None] = (_ for _ in ())
        self._turn: QTimer | None = None

    def dress(self, widget: QWidget, sheet: str) -> None:
        """What is inside ``widget`` wears the sheet too, its dialogs and menus included."""
        if widget not in self._wearing:
            self._wearing.add(widget)
            widget.setStyleSheet(sheet)

    def change(self, sheet: str) -> None:
        """Put on ``sheet`` instead, in the next turns of the event loop."""
        self._steps.close()  # one that is not through yet: everybody changes anew
        self._sheet = sheet
        wearing = [widget for widget in self._wearing if isValid(widget)]
        if not wearing:
            return
        self._steps = self._change(wearing)
        if self._turn is None:  # a timer needs the application, which the program's one wardrobe is older than
            self._turn = QTimer(self)
            self._turn.timeout.connect(self._step)
        self._turn.start(0)

    def finish(self) -> None:
        """All at once, for whoever takes a picture now."""
        for _step in self._steps:
            pass

    def _step(self) -> None:
        if next(self._steps, self) is self and self._turn is not None:
            self._turn.stop()

    def _change(self, wearing: list[QWidget]) -> Generator[None]:
        seen = [widget for widget in wearing if isValid(widget) and widget.isVisible()]
        windows = {id(window): window for window in (widget.window() for widget in seen)}.values()
        # Nobody sees half of it: a window is painted when all that is seen of it has changed.
        for window in windows:
            window.setUpdatesEnabled(False)
        try:
            for widget in seen:
                if isValid(widget):
                    widget.setStyleSheet(self._sheet)
                yield
        finally:
            for window in windows:
                if isValid(window):
                    window.setUpdatesEnabled(True)
        for widget in wearing:
            if isValid(widget) and widget.styleSheet() != self._sheet:
                widget.setStyleSheet(self._sheet)
                yield
