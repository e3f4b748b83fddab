"""The real window without a screen, driven as a person drives it, and the times until what was asked for is painted."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, QTimer
from PySide6.QtWidgets import QWidget

from app.cli.bench.place import Place
from app.domain.errors import AppError
from app.tasks.pages import Priority
from app.ui.inbox.rows import SITE, View
from app.ui.inbox.screen import InboxScreen
from app.ui.shell.navigation import INBOX
from app.ui.shell.window import MainWindow
from app.ui.viewer.pane import ViewerPane
from app.window import Opened, make_application, open_desk

SIZE = (1920, 1080)
DEADLINE_MS = 60_000


@contextmanager
def open_window(place: Place, store: str | None = None) -> Iterator["Driven"]:
    """The window of the bench's worker with its inbox shown, everything settled."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(place.layout))
    make_application(offscreen=True)
    opened = open_desk(store or place.store, place.worker)
    if opened is None:
        raise AppError("the window did not open")
    try:
        window = opened.keeper.window
        window.resize(*SIZE)
        window.show()
        window.activateWindow()
        driven = Driven(opened)
        # The window opens on the screen that was shown last, which may be another measurement's.
        window.navigation.go_to(INBOX)
        driven.inbox.queue.head.look(View(queue=SITE))
        wait(lambda: driven.preview.document_id is not None and driven.preview.settled)
        driven.drain()
        yield driven
    finally:
        opened.close()


class Driven:
    """The window and its parts."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.desk = opened.desk

    @property
    def window(self) -> MainWindow:
        return self.opened.keeper.window

    @property
    def inbox(self) -> InboxScreen:
        return cast(InboxScreen, self.window.inbox)

    @property
    def preview(self) -> ViewerPane:
        return cast(ViewerPane, self.inbox.viewer)

    @property
    def case_viewer(self) -> ViewerPane:
        return cast(ViewerPane, self.window.cases.viewer)

    def drain(self) -> None:
        """Wait until nothing is drawn ahead any more."""
        document = self.preview.document_id
        if document is None:
            return
        self.catch_up()
        answered: list[object] = []
        self.desk.pages.info(document, answered.append, answered.append, Priority.THUMBNAIL)
        wait(lambda: bool(answered))

    def catch_up(self) -> None:
        """Wait until every question asked so far is answered."""
        answered: list[object] = []
        for lane in range(2):  # two are answered at a time
            self.desk.ask(lambda _cache, lane=lane: lane, answered.append)  # type: ignore[misc]
        wait(lambda: len(answered) == 2)


def shows(pane: ViewerPane, document_id: str, page: int = 1) -> bool:
    """Whether the picture of this page, in all its sharpness, is there to be painted."""
    canvas = pane.canvas
    picture = canvas.pictures.whole(page, canvas.rotation)
    return canvas.document == document_id and picture is not None and not picture.coarse


def wait(condition: Callable[[], bool], every: int = 5) -> None:
    """Run the event loop until ``condition`` holds; looked at every ``every`` ms. Raises ``AppError``."""
    if condition():
        return
    loop = QEventLoop()
    looking, deadline = QTimer(interval=every), QTimer(interval=DEADLINE_MS, singleShot=True)
    looking.timeout.connect(lambda: loop.quit() if condition() else None)
    deadline.timeout.connect(loop.quit)
    looking.start()
    deadline.start()
    loop.exec()
    if not condition():
        raise AppError("the window did not get there in time", code="too-slow")


class _Painted(QObject):
    """Ends a loop when ``widget`` has been painted while ``ready``."""

    def __init__(self, widget: QWidget, ready: Callable[[], bool], loop: QEventLoop) -> None:
        super().__init__()
        self._widget, self._ready, self._loop = widget, ready, loop
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.at and self._ready():
            self._widget.removeEventFilter(self)
            self.at = -1.0
            # The event is seen before it is painted: the next turn of the loop comes after.
            QTimer.singleShot(0, self._done)
        return False

    def _done(self) -> None:
        self.at = time.perf_counter()
        self._loop.quit()


def until_painted(act: Callable[[], object], widget: QWidget, ready: Callable[[], bool]) -> float:
    """Milliseconds from ``act`` until ``widget`` was painted with ``ready`` true."""
    loop = QEventLoop()
    painted = _Painted(widget, ready, loop)
    deadline = QTimer(interval=DEADLINE_MS, singleShot=True)
    deadline.timeout.connect(loop.quit)
    deadline.start()
    started = time.perf_counter()
    act()
    if painted.at <= 0:
        loop.exec()
    if painted.at <= 0:
        raise AppError("what was asked for was not painted in time", code="too-slow")
    return (painted.at - started) * 1000
