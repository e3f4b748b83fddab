"""Watches a window that opens: says when its first document is painted."""

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.inbox.screen import InboxScreen
from app.ui.shell.window import MainWindow
from app.ui.viewer.pane import ViewerPane


class Watch(QObject):
    """Watches the preview being painted; with ``settle`` it waits for all that follows."""

    def __init__(self, window: MainWindow, settle: bool) -> None:
        super().__init__(window)
        self._settle = settle
        inbox = window.inbox
        assert isinstance(inbox, InboxScreen) and isinstance(inbox.viewer, ViewerPane)
        self._inbox, self._viewer = inbox, inbox.viewer
        for watched in (self._viewer.canvas.viewport(), inbox.panel):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inbox.panel:
            if event.type() == QEvent.Type.EnabledChange:
                self._viewer.canvas.viewport().update()  # the page may have been painted before
        elif event.type() == QEvent.Type.Paint and self._there():
            self._viewer.canvas.viewport().removeEventFilter(self)
            QTimer.singleShot(0, self._ready)
        return False

    def _there(self) -> bool:
        document, canvas = self._viewer.document_id, self._viewer.canvas
        if document is None or canvas.document != document or not self._inbox.panel.isEnabled():
            return False
        return canvas.pictures.whole(1, canvas.rotation) is not None

    def _ready(self) -> None:
        if self._settle and not self._viewer.settled:
            QTimer.singleShot(50, self._ready)
            return
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        QApplication.closeAllWindows()
        QApplication.quit()
