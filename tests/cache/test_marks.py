"""Marks in the cache: kept encrypted, shown at once, the document named when they change."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.adapters.cache.database import Database
from app.adapters.cache.site_store import MARKS
from app.adapters.cache.store import SqlCache
from app.domain.actions import Erase, PutMark, RecordAccess, RemoveMark
from app.domain.cache import Touched
from app.domain.records import EXPORT, HIGHLIGHT, NOTE, Access, Mark
from tests.cache.making import SITE, Log, MemoryKeeper, document, open_cache

AREAS = ((1000, 1000, 5000, 400),)
FIRST = Mark(id="m1", document="d", page=1, shape=HIGHLIGHT, areas=AREAS)
SECOND = Mark(id="m2", document="d", page=1, shape=NOTE, areas=AREAS, text="Rückfrage beim Vermieter")


def put(mark: Mark = FIRST, base: int = 0) -> PutMark:
    return PutMark(site=SITE, by="anna", mark=mark, base=base)


@pytest.fixture
def log(cache: SqlCache) -> Log:
    return Log(cache, document("d"), document("e"))


def shown(cache: SqlCache, id_: str = "d") -> list[tuple[str, str, int]]:
    return [(mark.id, mark.text, version) for mark, version in cache.marks(id_)]


def test_a_waiting_mark_is_shown_at_once_and_the_document_does_not_wait(cache: SqlCache, log: Log) -> None:
    assert cache.enqueue(put()) is None and cache.enqueue(put(replace(SECOND, page=1))) is None
    assert [entry[0] for entry in shown(cache)] == ["m1", "m2"] and shown(cache, "e") == []
    assert cache.enqueue(put(replace(SECOND, text="Erledigt"), 1)) is None
    assert shown(cache)[1] == ("m2", "Erledigt", 2)
    assert cache.enqueue(RemoveMark(site=SITE, by="anna", mark="m1", document="d", base=1)) is None
    assert [entry[0] for entry in shown(cache)] == ["m2"]
    row = cache.document_row("d")
    assert row is not None and not row.pending


def test_marks_come_by_commits_and_name_their_document(cache: SqlCache, log: Log) -> None:
    touched = cache.apply(SITE, [log.commit(put(SECOND))])
    assert touched == Touched(documents=frozenset({"d"}), others=frozenset({"mark"}))
    assert shown(cache) == [("m2", SECOND.text, 1)] and cache.marks("d")[0][0].by == "anna"
    erase = log.commit(Erase(site=SITE, by="system", records=(("mark", "m2"),)))
    assert cache.apply(SITE, [erase]).documents == {"d"}
    assert shown(cache) == []


def test_own_marks_are_shown_through_sending_and_taking_in(cache: SqlCache, log: Log) -> None:
    action = put(SECOND)
    cache.enqueue(action)
    commit = log.commit(action)
    assert cache.accepted(action.id, 1).documents == {"d"} and len(shown(cache)) == 1
    assert cache.apply(SITE, [commit]).documents == {"d"}
    assert shown(cache) == [("m2", SECOND.text, 1)] and cache.waiting() == ()


def test_marks_survive_a_restart_and_are_not_readable_on_the_disk(
    tmp_path: Path, cache: SqlCache, log: Log, keeper: MemoryKeeper
) -> None:
    cache.apply(SITE, [log.commit(put(SECOND))])
    cache.enqueue(put(replace(FIRST, text="wartet noch")))
    cache.close()
    again = open_cache(tmp_path, keeper)
    try:
        assert {text for _, text, _ in shown(again)} == {"wartet noch", SECOND.text}
    finally:
        again.close()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"Vermieter" in data or b"wartet noch" in data for data in files)


def test_a_cache_of_the_version_before_gets_what_finding_marks_needs(
    tmp_path: Path, cache: SqlCache, log: Log, keeper: MemoryKeeper
) -> None:
    with _site_file(cache).write() as connection:
        connection.execute("DROP INDEX record_mark")
        connection.execute("UPDATE alembic_version SET version_num = 'site0001'")
    cache.close()
    again = open_cache(tmp_path, keeper)
    again.apply(SITE, [log.commit(put())])
    assert len(shown(again)) == 1
    with _site_file(again).read() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {MARKS}", ("d",)).fetchall()
    assert "USING INDEX record_mark" in str(plan)
    again.close()


def test_an_access_is_kept_like_every_record(cache: SqlCache, log: Log) -> None:
    access = Access(id="a", what=EXPORT, documents=("d", "e"), by="anna", at="2026-11-20T09:00:00Z")
    action = RecordAccess(site=SITE, by="anna", access=access)
    assert cache.enqueue(action) is None
    assert cache.apply(SITE, [log.commit(action)]).others >= {"access"}
    _, office = cache.office(SITE)
    found = office.get("access", "a")
    assert found is not None and found.record == access


def _site_file(cache: SqlCache) -> Database:
    return cache._sites.all()[SITE].database
