"""A PostgreSQL for the session, a database for a test."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.server.peers import Postgres, Seaweed, postgres_binaries, seaweed_binary


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's server is not installed")
    server = Postgres(binaries)
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture(scope="session")
def seaweed() -> Iterator[Seaweed]:
    binary = seaweed_binary()
    if binary is None:
        pytest.skip("SeaweedFS is not installed")
    store = Seaweed(binary)
    yield store
    store.close()


@pytest.fixture
def s3_place(seaweed: Seaweed, monkeypatch: pytest.MonkeyPatch) -> str:
    """A place for bytes that is new and empty, with the variables that reach it."""
    for name, value in seaweed.environment().items():
        monkeypatch.setenv(name, value)
    return f"s3://{seaweed.BUCKET}/{uuid4().hex}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A new, empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('database')}/service.sqlite"
    return str(request.getfixturevalue("postgres_url"))
