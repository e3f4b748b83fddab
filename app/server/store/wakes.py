"""Who waits for news of a site is woken, whichever process of the service had them: PostgreSQL's LISTEN and NOTIFY.

On SQLite there is one process, and it wakes its own.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

import psycopg
from sqlalchemy import Connection, text

from app.domain.errors import AppError
from app.server.store.database import Database

CHANNEL = "esozialakte_log"
_log = logging.getLogger(__name__)
_LOOK_UP = 5.0
_PAUSE = 1.0
_Waiter = tuple[asyncio.AbstractEventLoop, asyncio.Event]


class Wakes:
    """``start`` it once; ``close`` it at the end."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiters: dict[str, set[_Waiter]] = {}
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen to the other processes; nothing to do on SQLite."""
        if self._database.is_postgres and self._thread is None:
            self._thread = threading.Thread(target=self._listen, name="wakes", daemon=True)
            self._thread.start()

    @property
    def closed(self) -> bool:
        return self._closing.is_set()

    @property
    def waiting_now(self) -> int:
        """How many wait in this process."""
        with self._lock:
            return len(set[_Waiter]().union(*self._waiters.values()))

    def tell(self, connection: Connection, site: str) -> None:
        """In the transaction of a commit: the other processes hear of it when it is committed."""
        if self._database.is_postgres:
            connection.execute(text("SELECT pg_notify(:channel, :site)"), {"channel": CHANNEL, "site": site})

    def wake(self, site: str) -> None:
        """News of a site; may be called from any thread."""
        with self._lock:
            waiters = list(self._waiters.get(site, ()))
        for loop, event in waiters:
            loop.call_soon_threadsafe(event.set)

    def wake_all(self) -> None:
        with self._lock:
            known = list(self._waiters)
        for site in known:
            self.wake(site)

    @asynccontextmanager
    async def waiting(self, wanted: Iterable[str]) -> AsyncIterator[asyncio.Event]:
        """An event that is set by news of one of the sites; enter first, then look what there is, then wait."""
        waiter = (asyncio.get_running_loop(), asyncio.Event())
        names = tuple(wanted)
        with self._lock:
            for site in names:
                self._waiters.setdefault(site, set()).add(waiter)
        try:
            if self.closed:
                waiter[1].set()
            yield waiter[1]
        finally:
            with self._lock:
                for site in names:
                    self._waiters[site].discard(waiter)
                    if not self._waiters[site]:
                        del self._waiters[site]

    def release(self) -> None:
        """Let everybody go who waits, now and from now on."""
        self._closing.set()
        self.wake_all()

    def close(self) -> None:
        """Release, and end the thread that listens."""
        self.release()
        if self._thread is not None:
            with suppress(AppError), self._database.write() as connection:
                self.tell(connection, "")  # nobody's news, but the thread looks up
            self._thread.join(5)
            self._thread = None

    def _listen(self) -> None:
        while not self.closed:
            try:
                self._listen_once()
            except psycopg.Error as error:
                _log.warning("the line to the database broke: %s", type(error).__name__)
                self._closing.wait(_PAUSE)

    def _listen_once(self) -> None:
        url = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self.wake_all()  # what was missed while nobody listened
            while not self.closed:
                for notify in connection.notifies(timeout=_LOOK_UP, stop_after=1):
                    self.wake(notify.payload)
