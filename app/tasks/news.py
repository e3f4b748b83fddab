"""Waiting for news of the centre, where it can tell: the loop then looks when there is some, not every few seconds.

A line that waits costs a request a minute; looking every five seconds would cost twelve.
"""

import logging
import random
import threading
from collections.abc import Callable

from app.domain.errors import AppError, DeviceRevoked
from app.tasks.lanes import whereabouts
from app.tasks.loops import CentreLoop

log = logging.getLogger(__name__)

WAIT_SECONDS = 50
"""As long as one question waits; many proxies end what is silent for a minute."""
AT_LEAST = 5.0
"""Seconds between two questions that were answered at once: what is new there may not be for us."""
LONGEST_PAUSE = 120.0
Ask = Callable[[int], bool | None]
"""Waits so many seconds at most: whether there is news; None: this centre cannot tell. Raises ``AppError``."""


class NewsWatch:
    """One thread. ``close`` does not wait for a question that is under way: it changes nothing."""

    def __init__(self, ask: Ask, loop: CentreLoop) -> None:
        self._ask = ask
        self._loop = loop
        self._failures = 0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                news = self._asked()
            except DeviceRevoked:
                self._loop.wake()  # it says so and ends
                return
            if news is None or self._closing.is_set():
                return
            self._loop.is_told = self._failures == 0
            if news:
                self._loop.wake()
            if news or self._failures:
                self._closing.wait(self._pause())

    def _asked(self) -> bool | None:
        try:
            news = self._ask(WAIT_SECONDS)
        except DeviceRevoked:
            raise
        except AppError as error:
            log.info("no news can be waited for: %s", error.code)
        except Exception as error:  # noqa: BLE001 - the edge of a thread: nothing above would see it
            if not self._closing.is_set():  # else what it asks with is closed already
                log.error("waiting for news failed: %s", whereabouts(error))
        else:
            self._failures = 0
            return news
        self._failures += 1
        return False

    def _pause(self) -> float:
        longest = min(LONGEST_PAUSE, AT_LEAST * 2.0 ** min(self._failures, 10))
        return AT_LEAST if self._failures == 0 else longest * random.uniform(0.5, 1.0)
