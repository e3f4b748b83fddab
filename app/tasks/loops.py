"""The loop that keeps this desk and the centre together: send what waits, then take in what is new."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.domain.cache import Touched
from app.domain.errors import AppError, CentreUnreachable, DeviceRevoked
from app.domain.texts import _
from app.tasks.desk import Desk, Status, waiting_counts
from app.tasks.lanes import Bridge, unexpected, whereabouts

log = logging.getLogger(__name__)

Send = Callable[[], Touched]
"""Sends the outbox in order as far as it goes. Raises ``CentreUnreachable`` to pause."""
Pull = Callable[[Callable[[int, int], None], Callable[[], bool]], Touched]
"""Takes in what is new: gets a progress callback (done, total) and a question whether to stop."""

INTERVAL = 5.0
"""Seconds between two looks at the centre."""
SELDOM = 300.0
"""The same where somebody says when there is news (``is_told``)."""
LONGEST_PAUSE = 120.0
"""Seconds; pauses grow from ``INTERVAL`` up to this while the centre cannot be reached."""


class CentreLoop:
    """One thread. ``wake`` makes it look at once; ``close`` ends it, letting a running transaction finish."""

    def __init__(self, desk: Desk, bridge: Bridge, send: Send, pull: Pull, interval: float = INTERVAL) -> None:
        self._desk = desk
        self._bridge = bridge
        self._send = send
        self._pull = pull
        self._interval = interval
        self._failures = 0
        self.is_told = False
        """Somebody wakes the loop when there is news."""
        self._event = threading.Event()
        self._closed = False
        self._first_pause = 0.0
        self._status = desk.status
        self._thread = threading.Thread(target=self._run, name="centre", daemon=True)
        desk.wake_outbox = self.wake
        desk.synchronise_now = self.wake

    def start(self, after: float = 0.0) -> None:
        """``after``: seconds until the first round, unless it is woken before; a window has something to show first."""
        self._first_pause = after
        self._thread.start()

    def wake(self) -> None:
        self._event.set()

    def close(self, deadline: float = 10.0) -> None:
        self._closed = True
        self._event.set()
        if self._thread.is_alive():
            self._thread.join(deadline)

    def _run(self) -> None:
        self._event.wait(self._first_pause)
        while not self._closed:
            self._event.clear()
            self._round()
            if not self._closed:
                self._event.wait(self._pause())

    def _pause(self) -> float:
        """Growing and jittered while the centre is away, so that 280 desks do not come back in the same second."""
        if not self._failures:
            return SELDOM if self.is_told else self._interval
        longest = min(LONGEST_PAUSE, self._interval * 2.0 ** min(self._failures, 10))
        return longest * random.uniform(0.5, 1.0)

    def _round(self) -> None:
        try:
            self._tell_touched(self._send())
            self._tell_touched(self._pull(self._progress, lambda: self._closed))
        except DeviceRevoked as error:
            self._end(error)
        except CentreUnreachable as error:
            self._failures += 1
            self._tell(online=False, problem=error, busy="", progress=None)
        except AppError as error:
            self._failures += 1
            log.warning("synchronisation stopped: %s", error.code)
            self._tell(online=True, problem=error, busy="", progress=None)
        except InterruptedError:
            log.info("synchronisation was ended")
        except Exception as error:  # noqa: BLE001 - the edge of a thread: nothing above would see it
            self._failures += 1
            log.error("synchronisation failed: %s", whereabouts(error))
            self._tell(online=True, problem=unexpected(error), busy="", progress=None)
        else:
            self._failures = 0
            now = datetime.now().astimezone().isoformat(timespec="seconds")
            self._tell(online=True, problem=None, busy="", progress=None, synchronised_at=now)

    def _end(self, error: DeviceRevoked) -> None:
        """The cache is gone, and with it all that could be told or done."""
        self._closed = True
        status = replace(self._status, online=False, problem=error, busy="", progress=None)
        self._bridge.post(lambda: self._desk.set_status(status))

    def _progress(self, done: int, total: int) -> None:
        self._tell(busy=_("Der Bestand wird geladen"), progress=(done, total), online=True)

    def _tell_touched(self, touched: Touched) -> None:
        if touched != Touched():
            self._bridge.post(lambda: self._desk.tell(touched))

    def _tell(self, **changes: object) -> None:
        if self._closed:
            return  # nobody listens, and the cache may be closed already
        waiting, refused = waiting_counts(self._desk.cache.waiting())
        notice = self._desk.cache.notice
        status: Status = replace(
            self._status, waiting=waiting, refused=refused, notice=notice, **changes  # type: ignore[arg-type]
        )
        self._status = status
        self._bridge.post(lambda: self._desk.set_status(status))
