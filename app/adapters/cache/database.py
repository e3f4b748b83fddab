"""One encrypted SQLCipher file: a pool of readers beside one writer, so that reading never waits for writing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import QueuePool

from app.adapters.cache.errors import translated

BUSY_MS = 10_000
"""How long a window waits for another one that writes to the same file."""
PAGE_BYTES = 8_192
CHECKPOINT_PAGES = 8_000
"""The write-ahead log is brought into the file when it is this long: at 8 MB (the default) a day's commits would wait
for the disk several times."""


def connect(path: Path, key: bytes, *, create: bool, pragmas: tuple[str, ...] = ()) -> Any:
    """A connection in autocommit mode. ``key`` is the raw 256-bit key, so opening costs no key derivation."""
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    connection = sqlcipher3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # Measured: SHA-256 (which processors do in hardware) and larger pages fill a quarter faster than the defaults;
        # with pages larger still, single changes cost more than the fill gains.
        connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
        # Sorting and temporary tables must never reach the disk in the clear.
        connection.execute("PRAGMA temp_store = MEMORY")
        for pragma in (f"busy_timeout = {BUSY_MS}", *pragmas):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


class Database:
    """Readers and the writer of one file in WAL mode. Safe to use from several threads and processes."""

    def __init__(self, path: Path, key: bytes, *, durable: bool, create: bool = False) -> None:
        """``durable``: a transaction is on the disk before it returns (else after a power cut the last may be gone)."""
        self.path = path
        self._key = key
        self._synchronous = "FULL" if durable else "NORMAL"
        self._write_lock = threading.RLock()
        with translated():
            # WAL is a property of the file; the first connection says so and finds out whether the key fits.
            first = connect(path, key, create=create, pragmas=("journal_mode = WAL",))
            try:
                first.execute("SELECT count(*) FROM sqlite_master").fetchone()
            finally:
                first.close()
        self._readers = self._engine(("cache_size = -8192", "query_only = ON"), size=3, overflow=5)
        self._writer = self._engine(
            (
                f"synchronous = {self._synchronous}",
                "cache_size = -32768",
                f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
                f"journal_size_limit = {CHECKPOINT_PAGES * PAGE_BYTES}",
            ),
            size=1,
        )

    def _engine(self, pragmas: tuple[str, ...], size: int, overflow: int = 0) -> Engine:
        return create_engine(
            "sqlite://",
            creator=lambda: connect(self.path, self._key, create=False, pragmas=pragmas),
            module=sqlcipher3,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=overflow,
        )

    @contextmanager
    def read(self) -> Iterator[Any]:
        """A driver connection that sees one state of the file from its first statement to its last."""
        with translated():
            pooled = self._readers.raw_connection()
            try:
                connection = pooled.driver_connection
                assert connection is not None
                connection.execute("BEGIN")
                try:
                    yield connection
                finally:
                    connection.execute("ROLLBACK")
            finally:
                pooled.close()

    @contextmanager
    def write(self) -> Iterator[Any]:
        """A driver connection inside a write transaction: committed at the end, rolled back on any error."""
        with translated(), self._write_lock:
            pooled = self._writer.raw_connection()
            try:
                connection = pooled.driver_connection
                assert connection is not None
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
            finally:
                pooled.close()

    @contextmanager
    def for_migration(self) -> Iterator[Engine]:
        """The writer's engine, for alembic; nobody else writes meanwhile."""
        with translated(), self._write_lock:
            yield self._writer

    def close(self) -> None:
        self._readers.dispose()
        self._writer.dispose()
