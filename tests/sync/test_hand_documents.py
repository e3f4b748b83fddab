"""A document goes to another site: its bytes, its marks, and the word of it on both sides, whatever is cut off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.adapters.cache.store import SqlCache
from app.adapters.central.folder import FolderCentral, create_store
from app.domain.actions import (
    Action,
    ArrangePages,
    Content,
    ForwardDocument,
    ImportCases,
    PutMark,
    PutRouting,
    SetUpSite,
    TakeIn,
)
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, TEXTS, Central, KeptCentral, Outcome
from app.domain.decide import Refused
from app.domain.ids import new_id
from app.domain.page_sets import part_ids
from app.domain.records import (
    HANDED_OVER,
    HOLD,
    INBOX,
    NOTE,
    CaseFile,
    Document,
    HandOver,
    Mark,
    PaperWish,
    Person,
    RoutingRule,
    Sheet,
    Site,
    Team,
    Worker,
)
from app.services.hand_documents import arrived_id, bring_on
from app.services.synchronise import pull
from app.services.verify_store import verify_site
from tests.cache.making import open_cache

BYTES = b"%PDF-1.7 ein Brief"
SHA = sha256_hex(BYTES)
SITES = ("borken", "heek")
WISH = PaperWish(wish=HOLD, by="anna", at="2026-11-20T08:00:00Z", ordered="AUF-heek-000001")


class Crash(BaseException):
    """The process is gone."""


@pytest.fixture
def central(tmp_path: Path) -> FolderCentral:
    create_store(tmp_path / "store", "test")
    central = FolderCentral(tmp_path / "store")
    two_sites(central)
    return central


def two_sites(central: Central) -> None:
    """With a document at heek that has text, pack, a mark and a wish."""
    for site in SITES:
        central.add_site(site)
        worker = Worker(id=f"anna-{site}", name="Anna Berger", roles=("caseworker", "team-lead"))
        team = Team(id=f"team-{site}", name="Leistung")
        set_up = SetUpSite(site=site, by="system", record=Site(id=site, name=site), workers=(worker,), teams=(team,))
        central.submit(set_up)
        case = CaseFile(id=f"c-{site}", case_number="35502BG0001234", persons=(Person(last_name="Meier"),))
        central.submit(ImportCases(site=site, by="system", cases=(case,)))
    for area in (ORIGINALS, PACKS, TEXTS):
        central.put("heek", area, SHA, BYTES)
    document = Document(
        id="d1",
        sha256=SHA,
        size=len(BYTES),
        item="K-1",
        proposed_case="c-heek",
        wishes=(WISH,),
        worker="anna-heek",
    )
    central.submit(TakeIn(site="heek", by="system", documents=(document,)))
    mark = Mark(id=new_id(), document="d1", page=1, shape=NOTE, areas=((0, 0, 9, 9),), text="siehe oben")
    central.submit(PutMark(site="heek", by="anna-heek", mark=mark, base=0))


@pytest.fixture
def cache(central: FolderCentral, tmp_path: Path) -> Iterator[SqlCache]:
    cache = open_cache(tmp_path / "cache")
    yield cache
    cache.close()


def forward(central: Central, **more: Any) -> None:
    given = {"document": "d1", "base": 1, "to_site": "borken", "note": "Familie ist verzogen"}
    outcome = central.submit(ForwardDocument(site="heek", by="anna-heek", **{**given, **more}))
    assert not isinstance(outcome, Refused)


def round_(central: FolderCentral, cache: SqlCache) -> int:
    pull(central, cache)
    arrived = bring_on(central, cache, cache.sites())
    pull(central, cache)
    return arrived


def records(central: KeptCentral, site: str, kind: str) -> list[Any]:
    return list(central.office(site)[1].all(kind))


def check_arrived(central: KeptCentral) -> None:
    (there,) = records(central, "borken", "document")
    assert (there.id, there.state_of_work) == (arrived_id("heek", "d1"), INBOX)
    assert (there.handed_from, there.worker, there.proposed_case) == ("heek", "", "c-borken")
    assert there.note is not None and there.note.text == "Familie ist verzogen"
    assert there.wishes == (WISH,) and there.item == "K-1"
    (mark,) = records(central, "borken", "mark")
    assert (mark.document, mark.text) == (there.id, "siehe oben")
    for area in (ORIGINALS, PACKS, TEXTS):
        assert central.read("borken", area, SHA) == BYTES
    (given,) = records(central, "heek", "hand-over")
    assert given.arrived_at and given.to_site == "borken"
    (proof,) = records(central, "heek", "document")
    assert (proof.state_of_work, proof.handed_to) == (HANDED_OVER, "borken")
    assert all(verify_site(central, site).sound for site in SITES)


def test_it_arrives_with_its_bytes_marks_note_and_wishes_and_both_logs_say_so(
    central: FolderCentral, cache: SqlCache
) -> None:
    forward(central)
    assert round_(central, cache) == 1
    check_arrived(central)
    commits = [central.position(site) for site in SITES]
    assert round_(central, cache) == 0 and [central.position(site) for site in SITES] == commits
    assert [row.id for row in cache.inbox("borken")] == [arrived_id("heek", "d1")] and cache.inbox("heek") == []
    assert cache.inbox("borken")[0].handed_from == "heek"
    found = cache.search("K-1")
    told = {(row.site, row.handed_to) for row in (*found.documents, *found.inbox)}
    assert told == {("heek", "borken"), ("borken", "")}
    assert cache.counts()["inbox"] == 1


@pytest.mark.parametrize("moment", range(8))
def test_what_a_crash_cuts_off_the_next_round_finishes_once(
    central: FolderCentral, cache: SqlCache, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off before and after every step that writes."""
    forward(central)
    steps = iter(range(100))
    real_put, real_submit = FolderCentral.put, FolderCentral.submit

    def step() -> None:
        if next(steps) == moment:
            raise Crash

    def put(self: FolderCentral, *args: Any) -> None:
        step()
        real_put(self, *args)
        if args[1] == TEXTS:
            step()

    def submit(self: FolderCentral, action: Action) -> Outcome:
        step()
        outcome = real_submit(self, action)
        step()
        return outcome

    monkeypatch.setattr(FolderCentral, "put", put)
    monkeypatch.setattr(FolderCentral, "submit", submit)
    with pytest.raises(Crash):
        round_(central, cache)
    monkeypatch.undo()
    round_(FolderCentral(central.root), cache)
    check_arrived(central)
    assert len(records(central, "borken", "document")) == 1


def test_two_who_bring_it_at_once_bring_it_once(central: FolderCentral, cache: SqlCache, tmp_path: Path) -> None:
    forward(central)
    other = open_cache(tmp_path / "other")
    pull(central, cache)
    pull(central, other)
    assert bring_on(central, cache, cache.sites()) == bring_on(FolderCentral(central.root), other, other.sites()) == 1
    check_arrived(central)
    other.close()


def test_the_rules_of_the_other_site_choose_the_queue_there(central: FolderCentral, cache: SqlCache) -> None:
    rule = RoutingRule(letter_from="M", letter_to="M", team="team-borken")
    put = PutRouting(site="borken", by="anna-borken", base=0, rules=(rule,), tried_on="2026-11-20")
    assert not isinstance(central.submit(put), Refused)
    forward(central)
    round_(central, cache)
    assert [row.team for row in cache.inbox("borken")] == ["team-borken"]


def test_what_goes_nowhere_waits_and_is_found_by_its_number(central: FolderCentral, cache: SqlCache) -> None:
    forward(central, to_site="atlantis")
    assert round_(central, cache) == 0
    (given,) = records(central, "heek", HandOver.kind)
    assert given.arrived_at == ""
    (row,) = cache.search("K-1").documents
    assert row.handed_to == "atlantis"


def test_what_came_can_go_back(central: FolderCentral, cache: SqlCache) -> None:
    forward(central)
    round_(central, cache)
    there = arrived_id("heek", "d1")
    back = ForwardDocument(site="borken", by="anna-borken", document=there, base=1, to_site="heek", note="doch Heek")
    assert not isinstance(central.submit(back), Refused)
    assert round_(central, cache) == 1
    assert [row.id for row in cache.inbox("heek")] == [arrived_id("borken", there)] and cache.inbox("borken") == []


def test_a_fresh_client_sees_the_same(central: FolderCentral, cache: SqlCache, tmp_path: Path) -> None:
    forward(central)
    round_(central, cache)
    central.write_checkpoint("heek")
    fresh = open_cache(tmp_path / "fresh")
    pull(central, fresh)
    assert fresh.inbox("heek") == [] and [row.handed_to for row in fresh.search("K-1").documents] == ["borken"]
    assert [row.id for row in fresh.inbox("borken")] == [arrived_id("heek", "d1")]
    fresh.close()


def test_parts_of_a_stack_go_one_after_the_other_with_the_original_that_both_need(
    central: FolderCentral, cache: SqlCache
) -> None:
    data = b"%PDF-1.7 ein Stapel"
    for area in (ORIGINALS, PACKS, TEXTS):
        central.put("heek", area, sha256_hex(data), data)
    stack = Document(id="stack", sha256=sha256_hex(data), size=len(data), pages=3, item="K-2")
    central.submit(TakeIn(site="heek", by="system", documents=(stack,)))
    mark = Mark(id=new_id(), document="stack", page=2, shape=NOTE, areas=((0, 0, 9, 9),), text="zweite Seite")
    central.submit(PutMark(site="heek", by="anna-heek", mark=mark, base=0))
    (part,) = part_ids("stack", 1)
    sheets = [Sheet(original="stack", page=page) for page in (1, 2, 3)]
    contents = (
        Content(document="stack", base=1, sheets=tuple(sheets[:1])),
        Content(document=part, sheets=tuple(sheets[1:])),
    )
    split = central.submit(ArrangePages(site="heek", by="anna-heek", contents=contents))
    assert not isinstance(split, Refused), split
    for document, base in ((part, 1), ("stack", 2)):
        forward(central, document=document, base=base)
        assert round_(central, cache) == 1
        assert all(verify_site(central, site).sound for site in SITES)
    there = {one.id: one for one in records(central, "borken", "document")}
    assert [len(there[arrived_id("heek", id_)].sheets) for id_ in ("stack", part)] == [1, 2]
    (original,) = records(central, "borken", "original")
    assert original.id == "stack" and set(original.holders) == {arrived_id("heek", id_) for id_ in ("stack", part)}
    assert [one.text for one, _version in cache.marks(arrived_id("heek", part))] == ["zweite Seite"]
    assert central.read("borken", ORIGINALS, sha256_hex(data)) == data
