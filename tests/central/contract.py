"""What every store must do, whatever it is made of. A store joins by a class that gives ``make_central``.

Nothing here knows of paths or files; a store behind REST can be put in as it is.
"""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.actions import (
    Erase,
    FileDocument,
    ImportCases,
    PutMark,
    RecordAccess,
    RemoveMark,
    ReturnToInbox,
    SetUpSite,
    TakeIn,
    WishPaper,
)
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, TEXTS, Accepted, KeptCentral
from app.domain.decide import Refused
from app.domain.errors import NotAllowed, StoreDamaged
from app.domain.ids import new_id
from app.domain.log import BodyLine, ChainCheck
from app.domain.office import MemoryOffice
from app.domain.presence import Looking, Presence
from app.domain.records import EXPORT, HOLD, NOTE, RESCAN, Access, CaseFile, Document, Mark, Person, Site, Worker
from app.services.site_records import records_of

SITE = "heek"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def set_up(central: KeptCentral, site: str = SITE) -> CaseFile:
    central.add_site(site)
    workers = tuple(Worker(id=name, name=name.title(), roles=("caseworker",)) for name in ("anna", "bert"))
    central.submit(SetUpSite(site=site, by="system", record=Site(id=site, name="Heek"), workers=workers))
    case = CaseFile(id=new_id(), case_number="35502BG0001234", persons=(Person(last_name="Özdemir-Schulte"),))
    central.submit(ImportCases(site=site, by="system", cases=(case,)))
    return case


def take_in(central: KeptCentral, count: int, site: str = SITE) -> list[Document]:
    documents = []
    for _ in range(count):
        data = f"%PDF {new_id()}".encode()
        central.put(site, ORIGINALS, sha256_hex(data), data)
        for area in (PACKS, TEXTS):
            central.put(site, area, sha256_hex(data), b"derived")
        documents.append(Document(id=new_id(), sha256=sha256_hex(data), size=len(data), title="Mietvertrag"))
    central.submit(TakeIn(site=site, by="system", documents=tuple(documents)))
    return documents


def file(document: Document, case: CaseFile, by: str = "anna") -> FileDocument:
    return FileDocument(site=SITE, by=by, document=document.id, case=case.id)


def chain(central: KeptCentral, site: str = SITE) -> str | None:
    check = ChainCheck(site)
    for commit in central.commits(site, 0):
        check.add(commit)
    return check.finish()


class CentralContract:
    """Subclasses define the fixture ``make_central``: a function (clock) -> central, always on the same new store."""

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    @pytest.fixture
    def central(self, make_central: Callable[..., KeptCentral], clock: Clock) -> KeptCentral:
        return make_central(clock)

    # --- the log ------------------------------------------------------------------------------------------
    def test_sites_are_there_once_they_are_added(self, central: KeptCentral) -> None:
        assert central.sites() == ()
        central.add_site("heek")
        central.add_site("borken")
        central.add_site("heek")
        assert central.sites() == ("borken", "heek")
        assert central.position("heek") == 0
        assert central.checkpoint("heek") is None and central.write_checkpoint("heek") is None

    def test_an_unknown_site_is_named(self, central: KeptCentral) -> None:
        with pytest.raises(NotAllowed) as caught:
            central.position("nirgends")
        assert caught.value.code == "unknown-site"

    def test_actions_become_numbered_commits(self, central: KeptCentral) -> None:
        case = set_up(central)
        (document,) = take_in(central, 1)
        assert central.submit(file(document, case)) == Accepted(4)
        assert central.position(SITE) == 4
        commits = list(central.commits(SITE, 2))
        assert [commit.head.number for commit in commits] == [3, 4]
        assert commits[1].head.by == "anna" and commits[1].head.action_kind == "file-document"
        assert chain(central) is None

    def test_marks_and_accesses_are_records_like_others(
        self, central: KeptCentral, make_central: Callable[..., KeptCentral], clock: Clock
    ) -> None:
        set_up(central)
        document, other = take_in(central, 2)
        mark = Mark(id=new_id(), document=document.id, page=1, shape=NOTE, areas=((0, 0, 9, 9),), text="Özdemir fragen")
        put = PutMark(site=SITE, by="anna", mark=mark, base=0)
        assert isinstance(central.submit(put), Accepted) and central.submit(put) == central.submit(put)
        refused = central.submit(RemoveMark(site=SITE, by="bert", mark=mark.id, document=document.id, base=1))
        assert isinstance(refused, Refused) and refused.code == "not-own-mark"
        access = Access(id=new_id(), what=EXPORT, documents=(document.id, other.id), by="bert", at="2026-11-20T09:00Z")
        assert isinstance(central.submit(RecordAccess(site=SITE, by="bert", access=access)), Accepted)
        central.write_checkpoint(SITE)
        _, office = make_central(clock).office(SITE)
        found = office.get(Mark.kind, mark.id)
        assert found is not None and isinstance(found.record, Mark) and found.record.by == "anna"
        assert list(office.all("access")) == [access]
        central.submit(Erase(site=SITE, by="system", records=(("document", document.id),)))
        assert chain(central) is None
        bodies = repr([commit.body for commit in central.commits(SITE, 0)])
        assert "Özdemir fragen" not in bodies

    def test_a_wish_for_paper_is_kept_and_refused_when_the_paper_is_gone(
        self, central: KeptCentral, make_central: Callable[..., KeptCentral], clock: Clock
    ) -> None:
        set_up(central)
        paper = Document(id=new_id(), sha256="ab" * 32, item="K1", provider="Nord")
        central.submit(TakeIn(site=SITE, by="system", documents=(paper,)))
        hold = WishPaper(site=SITE, by="anna", document=paper.id, wish=HOLD, reason="proceeding")
        assert isinstance(central.submit(hold), Accepted) and central.submit(hold) == central.submit(hold)
        central.write_checkpoint(SITE)
        found = make_central(clock).office(SITE)[1].get(Document.kind, paper.id)
        assert found is not None and isinstance(found.record, Document)
        assert [(wish.wish, wish.reason, wish.by) for wish in found.record.wishes] == [(HOLD, "proceeding", "anna")]
        central.submit(TakeIn(site=SITE, by="system", destroyed=((paper.id, "2026-11-20T10:00:00+01:00"),)))
        refused = central.submit(WishPaper(site=SITE, by="bert", document=paper.id, wish=RESCAN))
        assert isinstance(refused, Refused) and refused.code == "paper-destroyed"
        assert len(list(central.office(SITE)[1].all("set-aside"))) == 1
        assert chain(central) is None

    def test_heads_say_nothing_about_citizens(self, central: KeptCentral) -> None:
        set_up(central)
        heads = repr([commit.head.to_json() for commit in central.commits(SITE, 0)])
        assert "zdemir" not in heads and "35502" not in heads

    def test_the_same_action_again_gives_the_first_outcome(
        self, central: KeptCentral, make_central: Callable[..., KeptCentral], clock: Clock
    ) -> None:
        case = set_up(central)
        document, other = take_in(central, 2)
        action = file(document, case)
        first = central.submit(action)
        central.submit(file(other, case))
        central.write_checkpoint(SITE)
        assert central.submit(action) == first
        assert make_central(clock).submit(action) == first
        assert central.position(SITE) == 5

    def test_the_same_action_again_counts_even_after_it_was_undone(
        self, central: KeptCentral, make_central: Callable[..., KeptCentral], clock: Clock
    ) -> None:
        case = set_up(central)
        (document,) = take_in(central, 1)
        action = file(document, case)
        first = central.submit(action)
        central.submit(ReturnToInbox(site=SITE, by="anna", document=document.id, base=2))
        central.write_checkpoint(SITE)
        assert make_central(clock).submit(action) == first
        assert make_central(clock).position(SITE) == 5

    def test_an_outcome_can_be_looked_up(self, central: KeptCentral) -> None:
        case = set_up(central)
        (document,) = take_in(central, 1)
        action = file(document, case)
        assert central.outcome(SITE, action.id) is None
        central.submit(action)
        assert central.outcome(SITE, action.id) == Accepted(4)
        assert central.outcome(SITE, action.id, after=3) == Accepted(4)
        assert central.outcome(SITE, action.id, after=4) is None

    def test_the_loser_is_told_who_won(self, central: KeptCentral) -> None:
        case = set_up(central)
        (document,) = take_in(central, 1)
        central.submit(file(document, case, "bert"))
        refused = central.submit(file(document, case, "anna"))
        assert isinstance(refused, Refused)
        assert (refused.code, refused.by) == ("already-filed", "bert") and "Bert" in refused.title and refused.at
        assert central.position(SITE) == 4

    def test_what_is_so_already_makes_no_commit(self, central: KeptCentral) -> None:
        case = set_up(central)
        again = central.submit(ImportCases(site=SITE, by="system", cases=(replace(case, id=new_id()),)))
        assert again == Accepted(2, changed=False)
        assert central.position(SITE) == 2

    def test_clients_race_and_nothing_is_lost_or_done_twice(
        self, central: KeptCentral, make_central: Callable[..., KeptCentral], clock: Clock
    ) -> None:
        case = set_up(central)
        documents = take_in(central, 12)
        start = threading.Barrier(4)

        def work(number: int) -> list[object]:
            mine = make_central(Clock())
            start.wait()
            return [mine.submit(file(document, case, ("anna", "bert")[number % 2])) for document in documents]

        with ThreadPoolExecutor(4) as pool:
            outcomes = list(pool.map(work, range(4)))
        for of_document in zip(*outcomes, strict=True):
            assert sum(isinstance(outcome, Accepted) for outcome in of_document) == 1
            assert all(outcome.code == "already-filed" for outcome in of_document if isinstance(outcome, Refused))
        assert central.position(SITE) == 3 + len(documents)
        assert chain(central) is None
        assert central.stray_bodies(SITE) == 0

    def test_the_same_action_from_two_clients_at_once_is_done_once(
        self, central: KeptCentral, make_central: Callable[..., KeptCentral]
    ) -> None:
        case = set_up(central)
        actions = [file(document, case) for document in take_in(central, 10)]
        start = threading.Barrier(3)

        def work(_: int) -> list[object]:
            mine = make_central(Clock())
            start.wait()
            return [mine.submit(action) for action in actions]

        with ThreadPoolExecutor(3) as pool:
            first, *others = pool.map(work, range(3))
        assert all(other == first for other in others)
        assert central.position(SITE) == 3 + len(actions)
        assert chain(central) is None

    def test_time_in_the_log_never_goes_back(self, central: KeptCentral, clock: Clock) -> None:
        case = set_up(central)
        one, two = take_in(central, 2)
        clock.now = NOW + timedelta(days=400)
        central.submit(file(one, case))
        clock.now = NOW - timedelta(days=4000)
        central.submit(file(two, case))
        ahead, behind = list(central.commits(SITE, 3))
        assert ahead.head.at == behind.head.at
        assert behind.body[0].state is not None and behind.body[0].state["filed_at"] == behind.head.at
        assert chain(central) is None

    # --- checkpoints ----------------------------------------------------------------------------------------
    def test_a_checkpoint_holds_what_the_log_gives(self, central: KeptCentral) -> None:
        case = set_up(central)
        documents = take_in(central, 5)
        first = central.write_checkpoint(SITE)
        for document in documents[:3]:
            central.submit(file(document, case))
        take_in(central, 2)
        checkpoint = central.write_checkpoint(SITE)
        assert checkpoint == central.checkpoint(SITE) == central.write_checkpoint(SITE)
        assert first is not None and checkpoint is not None and (first.number, checkpoint.number) == (3, 7)
        lines = [BodyLine.from_json(line) for line in map(_parse, central.checkpoint_lines(checkpoint))]
        assert [line.kind for line in lines] == ["site", "worker", "worker", "case"] + ["document"] * 7
        assert checkpoint.records == len(lines)
        replayed = MemoryOffice()
        for commit in central.commits(SITE, 0):
            replayed.apply(commit.body)
        by_key = {(line.kind, line.id): line for line in lines}
        assert by_key == {(line.kind, line.id): line for line in replayed.lines()}
        assert checkpoint.head_hash == next(iter(central.commits(SITE, 6))).head.hash()

    # --- bytes ----------------------------------------------------------------------------------------------
    def test_bytes_come_back_whole_or_in_part(self, central: KeptCentral, tmp_path: Path) -> None:
        central.add_site(SITE)
        data = bytes(range(256)) * 5000
        name = sha256_hex(data)
        source = tmp_path / "scan"
        source.write_bytes(data)
        assert not central.has(SITE, ORIGINALS, name)
        central.put(SITE, ORIGINALS, name, source)
        central.put(SITE, ORIGINALS, name, data)
        central.put(SITE, PACKS, name, b"pack")
        central.put(SITE, TEXTS, name, b"text")
        assert central.has(SITE, ORIGINALS, name) and central.size(SITE, ORIGINALS, name) == len(data)
        assert central.read(SITE, ORIGINALS, name) == data
        assert central.read(SITE, ORIGINALS, name, 700, 10) == data[700:710]
        assert central.read(SITE, PACKS, name) == b"pack" and central.read(SITE, TEXTS, name) == b"text"
        path = central.local_path(SITE, ORIGINALS, name)
        assert path is None or path.read_bytes() == data
        assert list(central.stored(SITE, ORIGINALS)) == [name]

    def test_originals_must_be_what_their_name_says(self, central: KeptCentral) -> None:
        central.add_site(SITE)
        with pytest.raises(ValueError):
            central.put(SITE, ORIGINALS, "0" * 64, b"something else")
        assert not central.has(SITE, ORIGINALS, "0" * 64)
        with pytest.raises(StoreDamaged):
            central.read(SITE, ORIGINALS, "0" * 64)
        with pytest.raises(StoreDamaged):
            central.size(SITE, PACKS, "0" * 64)

    # --- erasing --------------------------------------------------------------------------------------------
    def test_what_is_erased_is_gone_and_the_chain_still_holds(self, central: KeptCentral) -> None:
        case = set_up(central)
        gone, stays = take_in(central, 2)
        central.submit(file(gone, case))
        central.write_checkpoint(SITE)
        action = Erase(site=SITE, by="system", records=(("document", gone.id), ("case", case.id)))
        assert central.submit(action) == Accepted(5)
        assert chain(central) is None
        assert not any(central.has(SITE, area, gone.sha256) for area in (ORIGINALS, PACKS, TEXTS))
        assert central.has(SITE, ORIGINALS, stays.sha256)
        bodies = repr([commit.body for commit in central.commits(SITE, 0)])
        checkpoint = central.checkpoint(SITE)
        assert checkpoint is not None
        kept = b"".join(central.checkpoint_lines(checkpoint)).decode()
        for text in (bodies, kept):
            assert "zdemir" not in text and gone.sha256 not in text and stays.sha256 in text
        office = records_of(central, SITE)
        assert office.get("document", gone.id) is not None and not list(office.all("case"))
        assert central.submit(action) == Accepted(5)

    def test_bytes_that_a_living_record_names_stay(self, central: KeptCentral) -> None:
        set_up(central)
        (document,) = take_in(central, 1)
        twin = replace(document, id=new_id(), item="K-2")
        central.submit(TakeIn(site=SITE, by="system", documents=(twin,)))
        central.submit(Erase(site=SITE, by="system", records=(("document", document.id),)))
        assert central.has(SITE, ORIGINALS, document.sha256)
        central.submit(Erase(site=SITE, by="system", records=(("document", twin.id),)))
        assert not central.has(SITE, ORIGINALS, document.sha256)

    # --- people -------------------------------------------------------------------------------------------
    def test_two_people_on_one_document_see_each_other(
        self, central: KeptCentral, make_central: Callable[..., KeptCentral], clock: Clock
    ) -> None:
        other = make_central(clock)
        if not isinstance(central, Presence) or not isinstance(other, Presence):
            pytest.skip("this store does not tell who looks at what")
        set_up(central)
        assert central.who_looks(SITE) == ()
        central.looks_at(SITE, "anna", "d-1")
        other.looks_at(SITE, "bert", "d-1")
        assert central.who_looks(SITE) == other.who_looks(SITE) == (Looking("anna", "d-1"), Looking("bert", "d-1"))
        central.looks_at(SITE, "anna", "d-2")
        other.looks_at(SITE, "bert", "")
        other.looks_at(SITE, "carl", "")
        assert other.who_looks(SITE) == (Looking("anna", "d-2"),)
        assert central.position(SITE) == 2, "the log has nothing of it"


def _parse(line: bytes) -> list[object]:
    parsed: list[object] = json.loads(line)
    return parsed
