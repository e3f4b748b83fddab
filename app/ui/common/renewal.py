"""What is shown follows what changes: once for many changes, and not while nobody sees it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class Renewal(QObject):
    """Renews what ``widget`` shows: once for all that was wanted in a turn of the event loop, and while it is hidden
    not at all, but when it is shown again."""

    def __init__(self, widget: QWidget, renew: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._renew = renew
        self._wanted = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._now)
        widget.installEventFilter(self)

    def want(self) -> None:
        self._wanted = True
        if self._widget.isVisible():
            self._soon.start()

    def _now(self) -> None:
        if self._wanted and self._widget.isVisible():
            self._wanted = False
            self._renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._wanted and event.type() == QEvent.Type.Show:
            self._soon.start()
        return False
