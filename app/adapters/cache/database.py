"""One encrypted SQLCipher file: a pool of readers beside one writer, so that reading never waits for writing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3

from app.adapters.cache.errors import translated
from app.adapters.cache.pool import Pool

if TYPE_CHECKING:
    from sqlalchemy import Engine

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
        self._readers = self._pool(("cache_size = -8192", "query_only = ON"), kept=3, most=8)
        self._writer = self._pool(
            (
                f"synchronous = {self._synchronous}",
                "cache_size = -32768",
                f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
                f"journal_size_limit = {CHECKPOINT_PAGES * PAGE_BYTES}",
            ),
            kept=1,
            most=1,
        )

    def _pool(self, pragmas: tuple[str, ...], kept: int, most: int) -> Pool:
        return Pool(lambda: connect(self.path, self._key, create=False, pragmas=pragmas), kept, most)

    @contextmanager
    def read(self) -> Iterator[Any]:
        """A driver connection that sees one state of the file from its first statement to its last."""
        with translated(), self._readers.lend() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Any]:
        """A driver connection inside a write transaction: committed at the end, rolled back on any error."""
        with translated(), self._write_lock, self._writer.lend() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def for_migration(self) -> "Iterator[Engine]":
        """The writer's connection as an engine, for alembic; nobody else writes meanwhile."""
        from sqlalchemy import create_engine
        from sqlalchemy.exc import DBAPIError
        from sqlalchemy.pool import StaticPool

        with translated(), self._write_lock, self._writer.lend() as connection:
            engine = create_engine("sqlite://", creator=lambda: connection, module=sqlcipher3, poolclass=StaticPool)
            try:
                yield engine
            except DBAPIError as error:
                raise (error.orig or error) from error

    def close(self) -> None:
        self._readers.close()
        self._writer.close()
