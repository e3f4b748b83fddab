"""One way to the database, whichever it is: PostgreSQL 15 or newer, or SQLite for trying out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from app.domain.errors import WrongUse
from app.domain.texts import _
from app.server.store.faults import translated

_WRITES = "esozialakte_writes"
_WAIT_FOR_LOCK_MS = 30_000
_MIGRATING = 0x45534F5A
"""Key of the advisory lock under which one process of several brings the tables up to date."""


class Database:
    """``url``: ``postgresql://...`` or ``sqlite:///path``. Raises ``WrongUse`` for others.

    ``read`` and ``write`` give a connection in a transaction; faults leave them translated.
    """

    def __init__(self, url: str, connections: int = 20) -> None:
        self.url = _url(url)
        self.is_postgres = self.url.get_backend_name() == "postgresql"
        self.engine = _postgres(self.url, connections) if self.is_postgres else _sqlite(self.url)
        self._writing = self.engine.execution_options(**{_WRITES: True})
        self._reading = self._of_one_instant = self.engine
        if self.is_postgres:
            repeatable = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            self._of_one_instant = self.engine.execution_options(**repeatable)
            # Every statement sees what is committed then in any case: two trips to the database a question are spared.
            self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Every question is answered as things are then; nothing may be written."""
        with translated(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Like ``read``, but all that is read is of one instant."""
        with translated(), self._of_one_instant.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Committed at the end of the block, rolled back by an exception."""
        with translated(), self._writing.begin() as connection:
            yield connection

    def migrate(self) -> None:
        """Run the missing steps; of several processes that start at once, one does."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        folder = Path(__file__).parent.parent / "migrations"
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        with self.write() as connection:
            if self.is_postgres:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        self.engine.dispose()


def _url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _unknown() from None
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database:
        return parsed
    raise _unknown()


def _unknown() -> WrongUse:
    return WrongUse(
        _("Mit dieser Datenbank kann der Dienst nicht arbeiten."),
        _("Geben Sie postgresql://... oder sqlite:///PFAD an."),
    )


def _postgres(url: URL, connections: int) -> Engine:
    return create_engine(
        url,
        pool_size=connections,
        max_overflow=connections,
        pool_pre_ping=True,
        pool_timeout=20,
        connect_args={"connect_timeout": 10, "application_name": "esozialakte"},
    )


def _sqlite(url: URL) -> Engine:
    Path(str(url.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _WAIT_FOR_LOCK_MS / 1000})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, below
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Who reads first and then writes would lose against another writer: the lock is taken at once.
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
