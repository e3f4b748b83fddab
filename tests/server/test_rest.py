"""The contract of stores, kept over HTTP: the service on SQLite and on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.central import KeptCentral
from tests.central.contract import CentralContract, Clock
from tests.server.running import ActingCentral, running


class TestRest(CentralContract):
    @pytest.fixture
    def make_central(self, database_url: str, tmp_path: Path) -> Iterator[Callable[[Clock], KeptCentral]]:
        with running(database_url, tmp_path) as service:
            made = []

            def make(clock: Clock) -> KeptCentral:
                service.clock = clock
                made.append(ActingCentral(service.url))
                return made[-1]

            yield make
            for central in made:
                central.close()
