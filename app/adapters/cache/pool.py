"""Open connections kept for the next one who asks. SQLAlchemy has such a pool too, but loading it costs a start of the
program a third of a second, and nothing else of it is needed before a migration."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Pool:
    """Lends at most ``most`` connections at a time, the one used last first, and keeps ``kept`` open."""

    def __init__(self, connect: Callable[[], Any], kept: int, most: int) -> None:
        self._connect = connect
        self._kept = kept
        self._places = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._idle: list[Any] = []
        self._closed = False

    @contextmanager
    def lend(self) -> Iterator[Any]:
        """Whoever borrows leaves no transaction open; a connection that broke down is not lent again."""
        with self._places:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                connection = self._connect()
            try:
                yield connection
            finally:
                self._take_back(connection)

    def _take_back(self, connection: Any) -> None:
        with self._lock:
            if not self._closed and not connection.in_transaction and len(self._idle) < self._kept:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close what is not lent now; the rest closes when it comes back. Whoever asks later gets a fresh one."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
