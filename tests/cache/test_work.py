"""Shared work in the lists: post of the absent, what another site has, the post of a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.adapters.cache.store import SqlCache
from app.domain.actions import FileDocument, FinishFollowUp, ForwardDocument, PutAbsence, TakeDocument
from app.domain.records import Absence, Document, FollowUp, ForwardNote, Worker
from tests.cache.making import SITE, case, document, ids, lines, open_cache

TODAY = datetime.now().astimezone().date().isoformat()
CASE = case("35502BG0000001")
PEOPLE = tuple(Worker(id=name, name=name.title(), roles=("caseworker",)) for name in ("anna", "bert", "carl"))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[SqlCache]:
    cache = open_cache(tmp_path)
    yield cache
    cache.close()


def away(worker: str, *deputies: str, **more: str) -> Absence:
    given = {"id": f"a-{worker}", "since": TODAY, "until": TODAY, **more}
    return Absence(worker=worker, deputies=deputies, **given)


def fill(cache: SqlCache, *more: object) -> None:
    post = (document("a", worker="anna"), document("b", worker="bert"), document("c", worker="carl"), document("s"))
    cache.fill(SITE, 1, lines(CASE, *PEOPLE, *post, *more))  # type: ignore[arg-type]


def test_the_post_of_the_absent_is_the_deputys_too(cache: SqlCache) -> None:
    fill(cache, away("bert", "carl"), away("carl", "anna"))
    rows = cache.inbox(SITE, worker="anna")
    assert [(row.id, row.deputy_for) for row in rows] == [("a", ""), ("b", "Bert"), ("c", "Carl")]
    assert ids(cache.inbox(SITE, worker="bert")) == ["b"]


def test_an_absence_counts_at_once_and_not_after_its_end(cache: SqlCache) -> None:
    fill(cache, away("carl", "anna", since="2026-01-01", until="2026-01-09"))
    assert ids(cache.inbox(SITE, worker="anna")) == ["a"]
    assert cache.enqueue(PutAbsence(site=SITE, by="bert", absence=away("bert", "anna"), base=0)) is None
    assert ids(cache.inbox(SITE, worker="anna")) == ["a", "b"]


def test_taken_and_noted_documents_say_so_before_and_after_the_centre_knows(cache: SqlCache) -> None:
    fill(cache, document("n", note=ForwardNote(text="bitte"), at_mail_room=True))
    assert cache.enqueue(TakeDocument(site=SITE, by="anna", document="s")) is None
    rows = {row.id: row for row in cache.inbox(SITE)}
    assert (rows["s"].worker, rows["s"].assigned_by, rows["s"].pending) == ("anna", "anna", True)
    assert rows["n"].noted and rows["n"].at_mail_room and not rows["a"].noted


def test_what_goes_to_another_site_leaves_the_inbox_at_once(cache: SqlCache) -> None:
    fill(cache)
    assert cache.enqueue(ForwardDocument(site=SITE, by="anna", document="a", base=1, to_site="heek")) is None
    assert "a" not in ids(cache.inbox(SITE)) and cache.counts()["inbox"] == 3
    found = cache.document_row("a")
    assert found is not None and found.handed_to == "heek"


def test_small_records_of_work_are_asked_for_like_others(cache: SqlCache) -> None:
    due = FollowUp(id="f", due_on=TODAY, reason="Antwort", document="a")
    fill(cache, due)
    assert cache.records(SITE, FollowUp) == ((due, 1),)


def test_what_is_done_is_left_out_where_only_what_is_open_is_asked_for(cache: SqlCache) -> None:
    kinds = [FollowUp(id=f"f{number}", due_on=TODAY, reason="Antwort", document="a") for number in range(4)]
    done, removed = replace(kinds[1], done_at="2026-11-20"), replace(kinds[2], removed=True)
    fill(cache, kinds[0], done, removed, kinds[3])
    assert ids(record for record, _version in cache.records(SITE, FollowUp, open_only=True)) == ["f0", "f3"]
    assert cache.enqueue(FinishFollowUp(site=SITE, by="anna", follow_up="f0")) is None
    assert cache.enqueue(FinishFollowUp(site=SITE, by="anna", follow_up="f1", done=False)) is None
    assert ids(record for record, _version in cache.records(SITE, FollowUp, open_only=True)) == ["f1", "f3"]
    assert len(cache.records(SITE, FollowUp)) == 4


def test_the_post_of_the_last_day_is_found_wherever_it_is_now(cache: SqlCache) -> None:
    scanned = [
        document(f"p{number}", scanned_at=f"2026-11-{day}T07:00:00+01:00")
        for number, day in enumerate(("18", "20", "20", "21"))
    ]
    fill(cache, *scanned, Document(id="r", sha256="r", received_on="2026-11-20"))
    day, post = cache.post_of_last_day(SITE, "2026-11-21")
    assert (day, sorted(one.id for one in post)) == ("2026-11-20", ["p1", "p2", "r"])
    assert cache.enqueue(FileDocument(site=SITE, by="anna", document="p1", case=CASE.id)) is None
    filed = {one.id: one.filed_by for one in cache.post_of_last_day(SITE, "2026-11-21")[1]}
    assert filed == {"p1": "anna", "p2": "", "r": ""}
    assert cache.post_of_last_day(SITE, "2020-01-01") == ("", [])
    assert cache.post_of_last_day("nowhere", datetime.now(UTC).date().isoformat()) == ("", [])
