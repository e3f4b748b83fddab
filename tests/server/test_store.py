"""The contract of stores, kept by the service's own: SQLite and PostgreSQL, a folder and an S3 store, all real."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, KeptCentral
from app.domain.errors import CentreUnreachable, NotAllowed
from app.server.store.central import SqlCentral
from app.server.store.database import Database
from app.server.store.objects import Objects
from app.server.store.uploads import Uploads
from tests.central.contract import SITE, CentralContract, Clock


class TestSql(CentralContract):
    @pytest.fixture
    def make_central(self, database_url: str, tmp_path: Path) -> Iterator[Callable[[Clock], KeptCentral]]:
        database = Database(database_url)
        database.migrate()
        objects = Objects(tmp_path / "files")
        yield lambda clock: SqlCentral(database, objects, program="test 1", clock=clock)
        database.close()


class TestSqlOnS3(CentralContract):
    @pytest.fixture
    def make_central(self, s3_place: str, tmp_path: Path) -> Iterator[Callable[[Clock], KeptCentral]]:
        database = Database(f"sqlite:///{tmp_path}/service.sqlite")
        database.migrate()
        objects = Objects(s3_place)
        yield lambda clock: SqlCentral(database, objects, program="test 1", clock=clock)
        database.close()


def test_a_store_of_objects_that_knows_us_not_is_told_as_such(s3_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(NotAllowed):
        Objects(s3_place).put("sites/heek/originals/aa/a", b"data")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(CentreUnreachable):
        Objects(s3_place).has("sites/heek/originals/aa/a")


def test_large_things_and_uploads_in_parts_go_to_a_store_of_objects(s3_place: str, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/service.sqlite")
    database.migrate()
    central = SqlCentral(database, Objects(s3_place))
    uploads, data = Uploads(central), random.Random(1).randbytes(11 << 20)
    central.add_site(SITE)
    name = sha256_hex(data)
    upload = uploads.begin(SITE, ORIGINALS, name, len(data), name, "anna")
    for start in range(0, len(data), 4 << 20):
        part = tmp_path / "part"
        part.write_bytes(data[start : start + (4 << 20)])
        upload = uploads.append(upload, start, part)
    assert central.size(SITE, ORIGINALS, name) == len(data)
    assert central.read(SITE, ORIGINALS, name, 5 << 20, 3 << 20) == data[5 << 20 : 8 << 20]
    assert list(central.stored(SITE, ORIGINALS)) == [name]
    database.close()
