"""Filling, applying, lists: what the centre confirmed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.cache import migrate
from app.adapters.cache.rows import key_of
from app.adapters.cache.store import SqlCache
from app.domain.actions import Erase, FileDocument, ImportCases, MoveDocument, ReturnToInbox, SetUpSite, TakeIn
from app.domain.cache import Touched
from app.domain.errors import StoreIncompatible
from app.domain.office import MemoryOffice
from app.domain.records import (
    Announcement,
    CaseFile,
    Delivery,
    Document,
    Person,
    SetAside,
    Site,
    Team,
    Worker,
)
from tests.cache.making import SITE, Log, MemoryKeeper, case, document, filed, ids, line, lines, open_cache

CASE = case("35502BG0000001", Person(last_name="Meier", first_name="Ute", born="1980-01-02"), street="Am Hof 1")
OTHER = case("35502BG0000002", Person(last_name="Koch"))


def test_a_checkpoint_fills_every_kind(cache: SqlCache) -> None:
    aside = SetAside(id="s", delivery="D1", reason="beschädigt")
    announced = Announcement(id="a", item="K1", delivery="D1")
    arrived = Announcement(id="b", item="K2", delivery="D1", document="d")
    records = (CASE, Team(id="t", name="Team"), aside, announced, arrived, Delivery(id="x", number="D1"), document("d"))
    assert cache.fill(SITE, 7, lines(*records), head_hash="ab") == Touched(everything=True)
    assert (cache.position(SITE), cache.head_hash(SITE), cache.sites()) == (7, "ab", (SITE,))
    assert cache.all_sites() == (Site(id=SITE, name="Borken"),)
    assert cache.teams(SITE) == (Team(id="t", name="Team"),)
    assert ids(cache.workers(SITE)) == ["anna"] and cache.worker("anna") == (SITE, cache.workers(SITE)[0])
    assert cache.set_aside(SITE) == (aside,) and cache.announcements(SITE) == (announced,)
    assert cache.case(SITE, CASE.id) == CASE and cache.document("d") == (SITE, 1, document("d"))
    assert cache.counts() == {"documents": 1, "cases": 1, "inbox": 1, "waiting": 0, "refused": 0}
    assert [(row.name, row.born, row.street) for row in cache.cases([CASE.id, "?"])] == [
        ("Meier, Ute", "1980-01-02", "Am Hof 1")
    ]


def test_nothing_is_known_before_the_first_fill(cache: SqlCache) -> None:
    assert (cache.sites(), cache.position(SITE), cache.inbox(SITE), cache.document("d")) == ((), 0, [], None)
    assert cache.case(SITE, "x") is None and cache.worker("anna") is None and cache.case_documents("x") == []
    assert cache.office(SITE)[0] == 0 and cache.missing_texts(5) == ()


def test_progress_is_told_and_a_cancelled_fill_leaves_what_was(cache: SqlCache, tmp_path: Path) -> None:
    cache.fill(SITE, 3, lines(CASE, filed("old", CASE)))
    files = set(tmp_path.rglob("site-*"))
    told: list[int] = []
    many = [document(f"d{number}") for number in range(3000)]
    with pytest.raises(InterruptedError):
        cache.fill(SITE, 9, lines(*many), told.append, lambda: len(told) > 1)
    assert told == [1000, 2000]
    assert cache.position(SITE) == 3 and ids(cache.case_documents(CASE.id)) == ["old"]
    assert {path.name for path in tmp_path.rglob("site-*.db")} == {path.name for path in files if path.suffix == ".db"}


def test_a_fill_that_breaks_off_leaves_what_was(cache: SqlCache) -> None:
    cache.fill(SITE, 3, lines(CASE))

    def broken() -> Iterator[bytes]:
        yield from lines(document("new"))
        raise ConnectionError

    with pytest.raises(ConnectionError):
        cache.fill(SITE, 9, broken())
    assert cache.position(SITE) == 3 and cache.document("new") is None


def test_filling_again_replaces_all(cache: SqlCache) -> None:
    cache.fill(SITE, 3, lines(CASE, filed("old", CASE)))
    cache.search("meier")
    cache.fill(SITE, 4, lines(OTHER, filed("new", OTHER)))
    assert cache.document("old") is None and ids(cache.search("koch").cases) == [OTHER.id]
    assert not cache.search("meier").cases


def test_a_checkpoint_in_any_order_of_cases_and_spelling_of_json(cache: SqlCache) -> None:
    spaced = (json.dumps(json.loads(entry), indent=None).encode() for entry in lines(filed("a", CASE), CASE))
    cache.fill(SITE, 1, spaced)
    assert ids(cache.case_documents(CASE.id)) == ["a"] and cache.case_documents(CASE.id)[0].case_name == "Meier, Ute"


def test_records_come_back_as_they_went_in(cache: SqlCache) -> None:
    whole = Document(
        id="ab" * 16, sha256="cd" * 32, media="tiff", size=123, pages=3, item="K1", delivery="D", provider="P",
        file_name="ä.tif", channel="fax", received_on="2026-01-02", scanned_at="2026-01-03T04:05:06+01:00",
        document_type="Antrag", register="Antrag", title="{Titel}]", sender="S", team="t", worker="w", code="c",
        remark="r", volume=2, extra=(("k", "v"),), warnings=(("x", "y"),), duplicate_of="q", pack=((1, 2), (3, 4)),
        doubts=((2, "different"),),
        has_text=True, rotation=90, destroyed_at="2026-02-03",
    )  # fmt: skip
    cache.fill(SITE, 1, lines(whole, replace(whole, id='{"[', sha256="ef" * 32)))
    assert cache.document(whole.id) == (SITE, 1, whole)
    assert cache.document('{"[') == (SITE, 1, replace(whole, id='{"[', sha256="ef" * 32))
    row = cache.document_row(whole.id)
    assert row is not None and (row.warned, row.duplicate, row.pages, row.media) == (True, True, 3, "tiff")
    assert row.doubtful


def test_the_inbox_is_oldest_first_and_has_queues(cache: SqlCache) -> None:
    cache.fill(
        SITE,
        1,
        lines(
            document("site", received_on="2026-03-03"),
            document("team", received_on="2026-01-01", team="t1"),
            document("mine", received_on="2026-02-02", team="t1", worker="anna", proposed_case=CASE.id),
            filed("filed", CASE),
            CASE,
        ),
    )
    assert ids(cache.inbox(SITE)) == ["team", "mine", "site"]
    assert ids(cache.inbox(SITE, team="t1")) == ["team"]
    assert ids(cache.inbox(SITE, worker="anna")) == ["mine"]
    (mine,) = cache.inbox(SITE, worker="anna")
    assert (mine.case, mine.case_number) == (CASE.id, CASE.case_number)


def test_commits_move_the_position_and_say_what_they_touch(cache: SqlCache) -> None:
    log = Log(cache, CASE, OTHER, document("d"), document("e"))
    touched = cache.apply(SITE, [log.commit(FileDocument(site=SITE, by="anna", document="d", case=CASE.id))])
    assert touched == Touched(documents=frozenset({"d"}), cases=frozenset({CASE.id}))
    assert cache.position(SITE) == 1 and log.head is not None and cache.head_hash(SITE) == log.head.hash()
    assert ids(cache.inbox(SITE)) == ["e"] and ids(cache.case_documents(CASE.id)) == ["d"]
    move = MoveDocument(site=SITE, by="anna", document="d", base=2, case=OTHER.id, title="Neu")
    touched = cache.apply(SITE, [log.commit(move)])
    assert touched.cases == {CASE.id, OTHER.id}
    assert cache.case_documents(CASE.id) == [] and [row.title for row in cache.case_documents(OTHER.id)] == ["Neu"]
    cache.apply(SITE, [log.commit(ReturnToInbox(site=SITE, by="anna", document="d", base=3))])
    assert set(ids(cache.inbox(SITE))) == {"d", "e"} and cache.case_documents(OTHER.id) == []


def test_commits_that_are_known_are_passed_over_and_a_gap_is_refused(cache: SqlCache) -> None:
    log = Log(cache, CASE, document("d"))
    first = log.commit(FileDocument(site=SITE, by="anna", document="d", case=CASE.id))
    log.commit(TakeIn(site=SITE, by="system"))
    third = log.commit(ReturnToInbox(site=SITE, by="anna", document="d", base=2))
    cache.apply(SITE, [first])
    assert cache.apply(SITE, [first]) == Touched()
    with pytest.raises(ValueError, match="does not follow"):
        cache.apply(SITE, [third])
    assert cache.position(SITE) == 1 and cache.document("d") is not None and cache.inbox(SITE) == []


def test_a_log_without_checkpoint_is_applied_from_the_start(cache: SqlCache) -> None:
    log = Log()
    log.office = MemoryOffice()
    cache.apply(SITE, [log.commit(SetUpSite(site=SITE, by="system", record=Site(id=SITE, name="Borken")))])
    cache.apply(SITE, [log.commit(ImportCases(site=SITE, by="system", cases=(CASE,)))])
    assert cache.position(SITE) == 2 and ids(cache.search("meier").cases) == [CASE.id]


def test_erased_records_are_gone_and_stay_known_as_erased(cache: SqlCache) -> None:
    log = Log(cache, CASE, document("d", title="Geheim"))
    cache.keep_text("d", ("geheimer Text",))
    both = ((Document.kind, "d"), (CaseFile.kind, CASE.id))
    cache.apply(SITE, [log.commit(Erase(site=SITE, by="system", records=both))])
    assert cache.document("d") is None and cache.text("d") is None and cache.case(SITE, CASE.id) is None
    found = cache.search("geheim")
    assert not found.inbox and not cache.search("meier").cases
    _, office = cache.office(SITE)
    gone = office.get(Document.kind, "d")
    assert gone is not None and gone.record is None and gone.version == 2


def test_the_office_answers_like_the_one_in_memory(cache: SqlCache) -> None:
    twin = replace(document("twin", item="K1", provider="P"), sha256=document("d").sha256, duplicate_of="d")
    records = (CASE, OTHER, document("d", item="K1", provider="P"), twin, filed("f", CASE, item="K2", provider="P"))
    log = Log(cache, *records)
    log_commits = [log.commit(FileDocument(site=SITE, by="anna", document="d", case=OTHER.id))]
    cache.apply(SITE, log_commits)
    _, office = cache.office(SITE)
    for kind, id_ in ((r.kind, r.id) for r in (*records, Worker(id="anna", name=""), Site(id=SITE, name=""))):
        assert office.get(kind, id_) == log.office.get(kind, id_)
    assert office.get(Document.kind, "?") is None and office.get(CaseFile.kind, "?") is None
    assert office.case_by_number(OTHER.case_number) == OTHER and office.case_by_number("?") is None
    assert office.document_with_bytes(twin.sha256) == log.office.document_with_bytes(twin.sha256)
    assert set(office.documents_of_item("P", "K1")) == set(log.office.documents_of_item("P", "K1"))
    assert office.documents_of_item("Q", "K1") == () and office.document_with_bytes("?") is None
    for kind in (Document.kind, CaseFile.kind, Worker.kind):
        assert {r.id for r in office.all(kind)} == {r.id for r in log.office.all(kind)}


def test_a_site_is_forgotten(cache: SqlCache) -> None:
    cache.fill(SITE, 1, lines(CASE))
    cache.fill("heek", 1, lines(OTHER))
    cache.forget(SITE)
    assert cache.sites() == ("heek",) and not cache.search("meier").cases and cache.position(SITE) == 0


def test_recent_and_pinned_cases(cache: SqlCache) -> None:
    cache.fill(SITE, 1, lines(CASE, OTHER))
    for case_id in (CASE.id, OTHER.id, CASE.id, "moved-away"):
        cache.opened(case_id)
    assert ids(cache.recent_cases()) == [CASE.id, OTHER.id]
    cache.pin(OTHER.id, True)
    assert ids(cache.pinned_cases()) == [OTHER.id]
    cache.pin(OTHER.id, False)
    assert cache.pinned_cases() == ()
    cache.remember("layout", "breit")
    assert (cache.recall("layout"), cache.recall("?")) == ("breit", None)


def test_texts_are_wanted_of_unfiled_and_recent_documents(cache: SqlCache) -> None:
    log = Log(cache, CASE, document("new", has_text=True), filed("old", CASE, has_text=True, received_on="2001-01-01"),
              document("no-text"))  # fmt: skip
    assert [entry[:2] for entry in cache.missing_texts(10)] == [(SITE, "new")]
    cache.keep_text("new", ("eins", "zwei"))
    assert cache.missing_texts(10) == () and cache.text("new") == ("eins", "zwei") and cache.text("old") is None
    cache.apply(SITE, [log.commit(TakeIn(site=SITE, by="system", documents=(document("post", has_text=True),)))])
    assert [entry[1] for entry in cache.missing_texts(10)] == ["post"]


def test_the_revisions_named_in_the_code_are_those_of_the_scripts() -> None:
    for kind, head in migrate.HEADS.items():
        config = Config()
        config.set_main_option("script_location", str(migrate.FOLDER / kind))
        assert ScriptDirectory.from_config(config).get_heads() == [head]


def test_a_newer_program_has_been_here(tmp_path: Path, keeper: MemoryKeeper) -> None:
    cache = open_cache(tmp_path, keeper)
    with cache._vault.desk.database.write() as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'desk9999'")
    cache.close()
    with pytest.raises(migrate.CacheTooNew) as caught:
        open_cache(tmp_path, keeper)
    assert caught.value.code == "cache-too-new" and caught.value.advice


@given(st.sets(st.text(max_size=40), max_size=20))
@settings(max_examples=200)
def test_different_ids_have_different_keys(known: set[str]) -> None:
    assert len({key_of(id_) for id_ in known}) == len(known)


def test_a_line_that_only_a_newer_program_knows_is_kept_and_named(cache: SqlCache) -> None:
    strange = line(document("d")).replace(b'"sha256"', b'"novelty":1,"sha256"')
    cache.fill(SITE, 1, [*lines(), strange])
    row = cache.document_row("d")
    assert row is not None and row.id == "d"
    with pytest.raises(StoreIncompatible):
        cache.document("d")
