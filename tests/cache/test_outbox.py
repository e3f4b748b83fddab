"""Waiting actions: durable, shown at once, decided again on whatever the centre says."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from app.adapters.cache.store import SqlCache
from app.domain.actions import FileDocument, ForwardDocument, MoveDocument, ReturnToInbox, RotateDocument, TakeIn
from app.domain.cache import REFUSED, WAITING
from app.domain.decide import Refused
from app.domain.records import Announcement, Person, Worker
from tests.cache.making import SITE, Log, MemoryKeeper, case, document, ids, open_cache

CASE = case("35502BG0000001", Person(last_name="Meier"))
OTHER = case("35502BG0000002", Person(last_name="Koch"))
NO = Refused(code="already-filed", title="Schon abgelegt.", advice="Nichts zu tun.", by="bert", at="2026-11-20T10:00Z")


def file(id_: str = "d", where: str = CASE.id) -> FileDocument:
    return FileDocument(site=SITE, by="anna", document=id_, case=where)


@pytest.fixture
def log(cache: SqlCache) -> Log:
    return Log(cache, CASE, OTHER, document("d"), document("e"))


def test_an_action_is_shown_at_once(cache: SqlCache, log: Log) -> None:
    assert cache.enqueue(file()) is None
    assert ids(cache.inbox(SITE)) == ["e"]
    (row,) = cache.case_documents(CASE.id)
    assert (row.id, row.pending, row.version, row.case_number) == ("d", True, 2, CASE.case_number)
    found = cache.document("d")
    assert found is not None and found[2].filed_by == "anna"
    assert cache.counts()["inbox"] == 1 and cache.counts()["waiting"] == 1
    _, office = cache.office(SITE)
    confirmed = office.get("document", "d")
    assert confirmed is not None and confirmed.version == 1


def test_later_actions_build_on_earlier_ones(cache: SqlCache, log: Log) -> None:
    assert cache.enqueue(file()) is None
    assert cache.enqueue(MoveDocument(site=SITE, by="anna", document="d", base=2, case=OTHER.id, title="Neu")) is None
    assert [row.title for row in cache.case_documents(OTHER.id)] == ["Neu"] and cache.case_documents(CASE.id) == []
    assert cache.enqueue(ReturnToInbox(site=SITE, by="anna", document="d", base=3)) is None
    assert [(row.id, row.pending) for row in cache.inbox(SITE)] == [("d", True), ("e", False)]
    assert cache.counts()["inbox"] == 2
    assert [entry.state for entry in cache.waiting()] == [WAITING] * 3


def test_what_makes_no_sense_here_is_refused_at_once_and_not_written_down(cache: SqlCache, log: Log) -> None:
    assert cache.enqueue(file()) is None
    refusal = cache.enqueue(file(where=OTHER.id))
    assert refusal is not None and refusal.code == "already-filed"
    assert len(cache.waiting()) == 1


def test_the_same_action_waits_once(cache: SqlCache, log: Log) -> None:
    action = file()
    assert cache.enqueue(action) is None and cache.enqueue(action) is None
    assert len(cache.waiting()) == 1


def test_an_accepted_action_stays_shown_until_its_commit_comes(cache: SqlCache, log: Log) -> None:
    action = file()
    cache.enqueue(action)
    commit = log.commit(action)
    touched = cache.accepted(action.id, 1)
    assert touched.documents == {"d"} and "outbox" in touched.others
    assert cache.waiting() == () and ids(cache.inbox(SITE)) == ["e"] and cache.case_documents(CASE.id)[0].pending
    cache.apply(SITE, [commit])
    assert [row.pending for row in cache.case_documents(CASE.id)] == [False] and cache._vault.desk.entries() == []


def test_an_answer_that_comes_after_the_commit(cache: SqlCache, log: Log) -> None:
    action = file()
    cache.enqueue(action)
    cache.apply(SITE, [log.commit(action)])
    assert cache.waiting() == ()
    assert cache.accepted(action.id, 1).documents == frozenset()
    assert ids(cache.case_documents(CASE.id)) == ["d"]


def test_a_refused_action_is_taken_back_and_stays_to_be_read(cache: SqlCache, log: Log) -> None:
    action = file()
    cache.enqueue(action)
    touched = cache.refused(action.id, NO)
    assert touched.documents == {"d"} and touched.cases == {CASE.id}
    assert ids(cache.inbox(SITE)) == ["d", "e"] and not cache.inbox(SITE)[0].pending
    (entry,) = cache.waiting()
    assert (entry.state, entry.refused) == (REFUSED, NO) and cache.counts()["refused"] == 1
    cache.dismiss(action.id)
    assert cache.waiting() == ()


def test_dismissing_drops_only_what_was_refused(cache: SqlCache, log: Log) -> None:
    action = file()
    cache.enqueue(action)
    cache.dismiss(action.id)
    assert len(cache.waiting()) == 1


def test_commits_of_others_are_laid_under_waiting_actions(cache: SqlCache, log: Log) -> None:
    assert cache.enqueue(RotateDocument(site=SITE, by="anna", document="e", base=1, rotation=90)) is None
    assert cache.enqueue(file()) is None
    forwarded = ForwardDocument(site=SITE, by="anna", document="d", base=1, worker="anna")
    touched = cache.apply(SITE, [log.commit(forwarded)])
    assert "d" in touched.documents
    found = cache.document("d")
    assert found is not None and (found[1], found[2].worker, found[2].case) == (3, "anna", CASE.id)
    # Somebody else turned the page first: ours is based on what is no more, so theirs is shown.
    cache.apply(SITE, [log.commit(RotateDocument(site=SITE, by="anna", document="e", base=1, rotation=180))])
    turned = cache.document("e")
    assert turned is not None and turned[2].rotation == 180 and len(cache.waiting()) == 2


def test_postponing_counts_attempts(cache: SqlCache, log: Log) -> None:
    action = file()
    cache.enqueue(action)
    cache.postpone(action.id, "2026-11-20T12:00:00Z")
    (entry,) = cache.waiting()
    assert (entry.attempts, entry.next_attempt, entry.state) == (1, "2026-11-20T12:00:00Z", WAITING)


def test_the_outbox_outlives_fill_rebuild_and_restart(tmp_path: Path, keeper: MemoryKeeper) -> None:
    cache = open_cache(tmp_path, keeper)
    Log(cache, CASE, OTHER, document("d"), document("e"))
    action = file()
    cache.enqueue(action)
    cache.remember("layout", "breit")
    cache.rebuild()
    assert cache.sites() == () and cache.waiting()[0].action == action
    cache.close()
    cache = open_cache(tmp_path, keeper)
    assert cache.waiting()[0].action == action and cache.recall("layout") == "breit"
    Log(cache, CASE, OTHER, document("d"), document("e"))
    assert ids(cache.case_documents(CASE.id)) == ["d"]
    cache.close()


def test_a_forgotten_site_starts_over_with_its_waiting_actions(cache: SqlCache, log: Log) -> None:
    first, second = file(), file("e")
    for action in (first, second):
        cache.enqueue(action)
    cache.accepted(first.id, 1)
    cache.forget(SITE)
    entries = cache.waiting()
    assert [entry.action.id for entry in entries] == [first.id, second.id]
    assert all(entry.attempts and entry.after == 0 for entry in entries)


KILLED = """
    import os, sys
    from pathlib import Path
    from tests.cache.making import MemoryKeeper, open_cache
    from tests.cache.test_outbox import file
    keeper = MemoryKeeper()
    keeper.keys["cache"] = bytes.fromhex(sys.argv[2])
    cache = open_cache(Path(sys.argv[1]), keeper)
    assert cache.enqueue(file()) is None
    os._exit(9)
"""


def test_what_was_acknowledged_is_there_after_the_process_was_killed(tmp_path: Path, keeper: MemoryKeeper) -> None:
    cache = open_cache(tmp_path, keeper)
    Log(cache, CASE, OTHER, document("d"), document("e"))
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path), keeper.keys["cache"].hex()],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert run.returncode == 9
    # The window that was open all the time sees what the other process did.
    assert len(cache.waiting()) == 1 and ids(cache.inbox(SITE)) == ["e"]
    cache.close()
    again = open_cache(tmp_path, keeper)
    assert len(again.waiting()) == 1
    again.close()


def test_small_records_are_shown_with_what_waits(cache: SqlCache, log: Log) -> None:
    announced = Announcement(id="a", item="A-1", delivery="L-1")
    cache.enqueue(TakeIn(site=SITE, by="system", announcements=(announced,)))
    assert cache.records(SITE, Announcement) == ((announced, 1),)
    (waiting,) = cache.waiting()
    taken_in = cache.refused(waiting.action.id, Refused(code="no", title="Nein."))
    assert Announcement.kind in taken_in.others
    assert cache.records(SITE, Announcement) == ()
    assert {entry.id: version for entry, version in cache.records(SITE, Worker)} == {"anna": 1}
