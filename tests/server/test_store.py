"""The contract of stores, kept by the service's own: SQLite and a real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.central import KeptCentral
from app.server.store.central import SqlCentral
from app.server.store.database import Database
from app.server.store.objects import Objects
from tests.central.contract import CentralContract, Clock


class TestSql(CentralContract):
    @pytest.fixture
    def make_central(self, database_url: str, tmp_path: Path) -> Iterator[Callable[[Clock], KeptCentral]]:
        database = Database(database_url)
        database.migrate()
        objects = Objects(tmp_path / "files")
        yield lambda clock: SqlCentral(database, objects, program="test 1", clock=clock)
        database.close()
