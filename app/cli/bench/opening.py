"""The child process of the start figure: the program as it starts, which says when its first document is painted."""

import sys

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

LOOK_MS = 2


class _Watch(QObject):
    """Looks for the window, then watches its preview being painted; with ``settle`` it waits for all that follows."""

    def __init__(self, settle: bool) -> None:
        super().__init__()
        self._settle = settle
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._find)
        self._look.start()
        self._pane: object = None

    def _find(self) -> None:
        from app.ui.inbox.screen import InboxScreen
        from app.ui.shell.window import MainWindow
        from app.ui.viewer.pane import ViewerPane

        windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
        if not windows or not windows[0].isVisible():
            return
        self._look.stop()
        inbox = windows[0].inbox
        assert isinstance(inbox, InboxScreen) and isinstance(inbox.viewer, ViewerPane)
        self._inbox, self._viewer = inbox, inbox.viewer
        self._viewer.canvas.viewport().installEventFilter(self)
        self._viewer.canvas.viewport().update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._there():
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


def main() -> int:
    """Arguments: store, worker, folder for the layout, and ``settle`` or nothing."""
    store, worker, layout, *more = sys.argv[1:]
    # What the entry point does, whose module no other may import.
    from app import diagnostics
    from app.bootstrap import choose_language
    from app.cli import run
    from app.window import make_application

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, layout)
    make_application(offscreen=True)
    watch = _Watch(bool(more))
    diagnostics.start()
    choose_language()
    try:
        return run(["--store", store, "--as", worker])
    finally:
        watch.deleteLater()


if __name__ == "__main__":
    sys.exit(main())
