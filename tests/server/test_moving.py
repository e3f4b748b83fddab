"""A store moves into another one and back, with its log as it is; a run that broke off is gone on with."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.central.memory import MemoryCentral
from app.domain.actions import Erase, ReturnToInbox
from app.domain.central import AREAS, Accepted, KeptCentral
from app.domain.errors import CentreUnreachable, NotAllowed, StoreIncompatible
from app.domain.log import Commit
from app.server.store.central import SqlCentral
from app.server.store.database import Database
from app.server.store.objects import Objects
from app.services import move_store
from app.services.move_store import move_site
from app.services.site_records import records_of
from app.services.verify_store import INTACT, verify_site
from tests.central.contract import SITE, file, set_up, take_in
from tests.server.running import ActingCentral, running

Make = Callable[[Path], KeptCentral]


def folder(path: Path) -> FolderCentral:
    create_store(path / "store", "test 1")
    return FolderCentral(path / "store", program="test 1")


@pytest.fixture
def old(tmp_path: Path) -> FolderCentral:
    """A store with a life behind it: filed, returned, filed again, erased, a body of a second attempt."""
    central = folder(tmp_path / "old")
    case = set_up(central)
    documents = take_in(central, 6)
    for document in documents:
        central.submit(file(document, case))
    central.submit(ReturnToInbox(site=SITE, by="anna", document=documents[0].id, base=2))
    again = file(documents[0], case, "bert")
    central._site(SITE).log.write_body(again.id, ())  # a writer that died had got so far
    assert isinstance(central.submit(again), Accepted)
    central.submit(Erase(site=SITE, by="system", records=(("document", documents[5].id),)))
    assert [c.head.attempt for c in central.commits(SITE, 0)].count(2) == 1
    return central


@pytest.fixture(params=["memory", "folder", "sqlite", "postgres", "service"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[KeptCentral]:
    if request.param == "memory":
        yield MemoryCentral("test 1")
    elif request.param == "folder":
        yield folder(tmp_path / "new")
    elif request.param == "service":
        with running(f"sqlite:///{tmp_path}/service.sqlite", tmp_path) as service:
            central = ActingCentral(service.url)
            yield central
            central.close()
    else:
        sqlite = f"sqlite:///{tmp_path}/service.sqlite"
        database = Database(sqlite if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
        database.migrate()
        yield SqlCentral(database, Objects(tmp_path / "files"), program="test 1")
        database.close()


def assert_same(one: KeptCentral, other: KeptCentral) -> None:
    assert list(one.commits(SITE, 0)) == list(other.commits(SITE, 0))
    for area in AREAS:
        assert sorted(one.stored(SITE, area)) == sorted(other.stored(SITE, area))
    lines = [sorted(records_of(store, SITE).lines(), key=lambda line: (line.kind, line.id)) for store in (one, other)]
    assert lines[0] == lines[1]
    report = verify_site(other, SITE)
    assert (report.chain, report.orphans) == (INTACT, 0) and report.sound


def test_there_and_back_again(old: FolderCentral, new: KeptCentral, tmp_path: Path) -> None:
    moved = move_site(old, new, SITE)
    assert (moved.commits, moved.files) == (old.position(SITE), 15)
    assert_same(old, new)
    assert move_site(old, new, SITE) == replace(moved, commits=0, files=0, bytes=0)
    document = next(iter(new.office(SITE)[1].all("document")))
    action = ReturnToInbox(site=SITE, by="anna", document=document.id, base=4)
    assert new.submit(action) == new.submit(action) == Accepted(moved.position + 1)
    for known in old.commits(SITE, 3):
        assert new.outcome(SITE, known.head.action) == Accepted(known.head.number)
    assert move_site(new, old, SITE).commits == 1
    assert_same(new, old)
    home = folder(tmp_path / "home")
    assert move_site(new, home, SITE).commits == moved.position + 1
    assert_same(new, home)
    assert home.submit(action) == Accepted(moved.position + 1)


def test_a_run_that_broke_off_is_gone_on_with(
    old: FolderCentral, new: KeptCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(move_store, "_COMMITS", 2)
    for allowed in range(3):
        line = Breaking(new, allowed)
        with pytest.raises(CentreUnreachable):
            move_site(old, line, SITE)  # type: ignore[arg-type]
    move_site(old, new, SITE)
    assert_same(old, new)


class Breaking:
    """A store whose line breaks after so many things were given to it."""

    def __init__(self, central: KeptCentral, allowed: int) -> None:
        self._central = central
        self._allowed = allowed

    def put(self, site: str, area: str, sha256: str, source: Path | bytes) -> None:
        self._central.put(site, area, sha256, source)

    def adopt(self, site: str, commits: Sequence[Commit]) -> None:
        self._allowed -= 1
        if self._allowed < 0:
            raise CentreUnreachable("Die Leitung ist unterbrochen.")
        self._central.adopt(site, commits)
        if self._allowed == 0:
            raise CentreUnreachable("Die Leitung ist unterbrochen.")  # and nobody knows whether it went through

    def __getattr__(self, name: str) -> object:
        return getattr(self._central, name)


def test_another_log_is_left_alone(old: FolderCentral, new: KeptCentral) -> None:
    set_up(new)
    before = list(new.commits(SITE, 0))
    with pytest.raises(StoreIncompatible) as caught:
        move_site(old, new, SITE)
    assert caught.value.code == "other-log"
    first, second, *_ = old.commits(SITE, 0)
    altered = replace(second, body=(replace(second.body[0], salt="00" * 16), *second.body[1:]))
    for wrong in ([first], [second], [first, altered]):
        with pytest.raises(StoreIncompatible):
            new.adopt(SITE, wrong)
    assert list(new.commits(SITE, 0)) == before


def test_altered_commits_are_not_taken_over(old: FolderCentral, new: KeptCentral) -> None:
    new.add_site(SITE)
    commits = list(old.commits(SITE, 0))
    altered = replace(commits[1], body=(replace(commits[1].body[0], salt="00" * 16), *commits[1].body[1:]))
    with pytest.raises(StoreIncompatible):
        new.adopt(SITE, [commits[0], altered])
    assert new.position(SITE) <= 1
    assert all(before.head.number + 1 == after.head.number for before, after in pairwise(new.commits(SITE, 0)))


def test_a_site_that_is_not_there(old: FolderCentral, new: KeptCentral) -> None:
    with pytest.raises(NotAllowed):
        new.adopt("nirgends", list(old.commits(SITE, 0))[:1])
