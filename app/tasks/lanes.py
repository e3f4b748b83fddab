"""Lanes: one per scarce resource (reading the cache, writing it, the network), and the way back to the Qt thread."""

import logging
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from app.domain.errors import AppError
from app.domain.texts import _

T = TypeVar("T")
log = logging.getLogger(__name__)


class Ticket:
    """A piece of work that was asked for. ``cancel``: no answer comes any more, and it is not begun if it waits."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    def cancelled(self) -> bool:
        return self._cancelled.is_set()


class Bridge(QObject):
    """Calls functions on the Qt thread, in the order in which they were given."""

    _call = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, function: Callable[[], None]) -> None:
        """Safe from any thread; what comes after the bridge was deleted is dropped."""
        try:
            self._call.emit(function)
        except RuntimeError:
            log.debug("answer after the window was closed")

    @staticmethod
    def _run(function: Callable[[], None]) -> None:
        try:
            function()
        except RuntimeError as error:
            # What asked was closed meanwhile: a dialog, or the window when the language changed.
            if "deleted" not in str(error):  # "already deleted", "Signal source has been deleted"
                raise
            log.debug("answer to a closed window: %s", whereabouts(error))


class _Work(QRunnable):
    def __init__(self, body: Callable[[], None]) -> None:
        super().__init__()
        self._body = body

    def run(self) -> None:
        self._body()


class Lane:
    """Runs blocking functions on its own threads, ``width`` at a time, highest priority first."""

    def __init__(self, name: str, bridge: Bridge, width: int = 1) -> None:
        self.name = name
        self._bridge = bridge
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(width)
        self._pool.setExpiryTimeout(-1)
        self._pool.setObjectName(name)
        self._newest: dict[str, Ticket] = {}

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
        *,
        newest: str | None = None,
        priority: int = 0,
    ) -> Ticket:
        """Run ``work`` off the Qt thread; ``done`` or ``failed`` is called on it.

        Works with the same ``newest`` name supersede each other: an older one's answer is never shown, and it is not
        begun if it still waits. Call on the Qt thread.
        """
        ticket = Ticket()
        if newest is not None:
            if newest in self._newest:
                self._newest[newest].cancel()
            self._newest[newest] = ticket
        self._pool.start(_Work(lambda: self._work(ticket, work, done, failed)), priority)
        return ticket

    def _work(
        self,
        ticket: Ticket,
        work: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Callable[[AppError], None] | None,
    ) -> None:
        if ticket.cancelled():
            return
        try:
            result = work()
        except AppError as error:
            self._answer(ticket, failed, error)
        except InterruptedError:
            log.info("work in lane %s was ended", self.name)  # by who asked for it, or with the window
        except Exception as error:  # noqa: BLE001 - the edge of a thread: nothing above would see it
            log.error("work in lane %s failed: %s", self.name, whereabouts(error))
            self._answer(ticket, failed, unexpected(error))
        else:
            self._answer(ticket, done, result)

    def _answer(self, ticket: Ticket, answer: Callable[[Any], None] | None, value: Any) -> None:
        if answer is not None and not ticket.cancelled():
            self._bridge.post(lambda: None if ticket.cancelled() else answer(value))

    def finish(self, deadline_ms: int) -> bool:
        """Wait for what waits and what runs; False if it did not end in time."""
        return self._pool.waitForDone(deadline_ms)

    def close(self, deadline_ms: int = 5000) -> bool:
        """Forget what waits and wait for what runs; False if it did not end in time."""
        self._pool.clear()
        return self._pool.waitForDone(deadline_ms)


def unexpected(error: BaseException) -> AppError:
    """The message for a fault that nobody foresaw: names its kind, never its text (that may hold personal data)."""
    return AppError(
        _("Ein unerwarteter Fehler ist aufgetreten ({kind}).").format(kind=type(error).__name__),
        _("Ihre Arbeit ist gesichert. Wiederholen Sie den Schritt; hilft das nicht, starten Sie das Programm neu."),
        code="unexpected",
    )


def whereabouts(error: BaseException) -> str:
    """Kind and place of a fault for the log; never its text, which may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
