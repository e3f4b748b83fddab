"""The tables come about by migrations alone, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.domain.errors import CentreUnreachable, WrongUse
from app.server.store import tables
from app.server.store.database import Database


def test_the_steps_make_the_tables_that_the_program_uses(database_url: str) -> None:
    database = Database(database_url)
    database.migrate()
    database.migrate()
    known = set(tables.metadata.tables)
    with database.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": lambda thing, name, kind, *_: kind != "table" or name in known}
        )
        assert compare_metadata(context, tables.metadata) == []
    database.close()


def test_processes_that_start_at_once_bring_the_tables_up_to_date_once(database_url: str) -> None:
    start = threading.Barrier(3)

    def begin(_: int) -> None:
        database = Database(database_url)
        start.wait()
        database.migrate()
        database.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(begin, range(3)))


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/db", "sqlite://"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(WrongUse):
        Database(url)


def test_a_database_that_is_away_is_told_as_such() -> None:
    database = Database("postgresql://nobody@/none?host=/nonexistent")
    with pytest.raises(CentreUnreachable), database.read():
        pass
