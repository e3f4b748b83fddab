"""Two teams, five people, one day: post is received, shared, split, merged, filed, forwarded, held up and taken back,
some of it off-line, one desk loses its power; in the evening every document is accounted for."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.bootstrap import open_ordering, open_receiving
from app.domain.actions import (
    SYSTEM,
    Action,
    ArrangePages,
    CheckPaper,
    FileDocument,
    FinishFollowUp,
    ForwardDocument,
    ImportCases,
    MoveDocument,
    NoteInformation,
    PutAbsence,
    PutFollowUp,
    PutInformation,
    RecordFilingCheck,
    ReturnToMailRoom,
    SetUpSite,
    TakeDocument,
    WishPaper,
    action_to_json,
)
from app.domain.cache import REFUSED
from app.domain.central import Accepted
from app.domain.ids import new_id
from app.domain.office import Office
from app.domain.page_sets import held_by, merge, sheets_of, split
from app.domain.records import (
    FILED,
    HANDED_OVER,
    HOLD,
    INBOX,
    MERGED,
    RESCAN,
    RIGHT,
    Absence,
    Announcement,
    CaseFile,
    Document,
    FollowUp,
    Information,
    SetAside,
    Site,
    Team,
    Worker,
)
from app.domain.records import (
    Person as Resident,
)
from app.services.hand_documents import bring_on
from app.services.order_paper import order_paper
from app.services.receive.receive import receive
from app.services.verify_store import INTACT, verify_site
from tests.days.people import Person
from tests.receive.bags import PROVIDER, BagMaker, pdf, row

SITE, NEIGHBOUR = "heek", "rhede"
ANNA, BERT, CARL, DORA, EMIL = "anna", "bert", "carl", "dora", "emil"
AT_DESKS = (ANNA, BERT, EMIL)
"""Carl's desk is a process of its own; Dora is away."""
WORKERS = (
    Worker(id=ANNA, name="Anna Berger", teams=("one",), roles=("caseworker",)),
    Worker(id=BERT, name="Bert Cordes", teams=("one",), roles=("caseworker",)),
    Worker(id=CARL, name="Carl Dorn", teams=("two",), roles=("caseworker",)),
    Worker(id=DORA, name="Dora Ernst", teams=("two",), roles=("caseworker",)),
    Worker(id=EMIL, name="Emil Franke", teams=("one", "two"), roles=("team-lead", "mail-room")),
)
CASES = tuple(
    CaseFile(id=f"c{number}", case_number=f"35504BG{number:07}", persons=(Resident(last_name=f"Name{number}"),))
    for number in range(1, 7)
)
PAGES = {"K01": 6, "K02": 2, "K04": 3, "K10": 2}
MORNING = tuple(f"K{number:02}" for number in range(1, 16))
Json = dict[str, Any]


class Desk:
    """Carl's: a process that can be killed. It forgets what it had in memory, never what it said it kept."""

    def __init__(self, store: Path, root: Path) -> None:
        self._store, self._root = store, root
        self.kept: list[Action] = []
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.days.people", str(self._store), str(self._root), CARL],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._read() == "ready"

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def tell(self, *actions: Action, **step: bool) -> Iterator[str]:
        """Its answers, one by one."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": [action_to_json(action) for action in actions], **step}) + "\n")
        self._process.stdin.flush()
        asked = {action.id: action for action in actions}
        for answer in iter(self._read, ""):
            word, _space, id_ = answer.partition(" ")
            if word == "kept":
                self.kept.append(asked[id_])
            if answer == "done":
                return
            yield answer

    def power_cut(self) -> None:
        self._process.kill()
        self._process.wait()

    def leave(self) -> None:
        self._process.communicate()


class Day:
    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.store = root, root / "store"
        self.rng = random.Random(seed)
        create_store(self.store, "test")
        self.central = FolderCentral(self.store)
        for name in (SITE, NEIGHBOUR):
            self.central.add_site(name)
        teams = (Team(id="one", name="Leistung 1"), Team(id="two", name="Leistung 2"))
        site = Site(id=SITE, name="Heek")
        self.done(SetUpSite(site=SITE, by=SYSTEM, record=site, teams=teams, workers=WORKERS))
        self.done(SetUpSite(site=NEIGHBOUR, by=SYSTEM, record=Site(id=NEIGHBOUR, name="Rhede")))
        self.done(ImportCases(site=SITE, by=SYSTEM, cases=CASES))
        (root / "desks").mkdir()
        self.people = {name: Person(name, self.store, root / "desks") for name in AT_DESKS}
        self.carl = Desk(self.store, root / "desks")
        self.bags = 0

    def done(self, action: Action) -> None:
        assert isinstance(self.central.submit(action), Accepted)

    # --- the provider --------------------------------------------------------------------------------------------
    def receive(self, make: Callable[[BagMaker], BagMaker], kind: str = "post") -> Json:
        self.bags += 1
        bag = make(BagMaker(self.root / f"bag{self.bags}", f"SD-{self.bags}", kind)).write()
        with open_receiving(str(self.store), SYSTEM) as receiving:
            return receive(bag, receiving).as_json()

    def order(self) -> tuple[str, ...]:
        """Sends what staff wished for and what may go; what the order says, line by line."""
        sent = order_paper(PROVIDER, (SITE,), open_ordering(str(self.store), self.root / "orders", SYSTEM))
        return tuple(f"{line.item} {line.wish}" for one in sent for line in one.order.lines)

    # --- what is so ------------------------------------------------------------------------------------------------
    @property
    def office(self) -> Office:
        return self.central.office(SITE)[1]

    def all(self, kind: type[Any]) -> list[Any]:
        return [record for record in self.office.all(kind.kind) if isinstance(record, kind)]

    def document(self, id_: str) -> Document:
        found = self.office.get(Document.kind, id_)
        assert found is not None and isinstance(found.record, Document)
        return found.record

    def item(self, item: str) -> str:
        """Id of the document that brought it first."""
        found = self.office.documents_of_item(PROVIDER, item)
        return next(one.id for one in found if one.sha256 and not one.rescan_of)

    def version(self, id_: str) -> int:
        found = self.office.get(Document.kind, id_)
        return found.version if found is not None else 0

    def everybody(self, work: Callable[[Person], None]) -> None:
        """In any order."""
        people = list(self.people.values())
        self.rng.shuffle(people)
        for person in people:
            work(person)

    def news(self) -> None:
        self.everybody(lambda person: person.send())
        self.everybody(lambda person: person.pull())
        list(self.carl.tell(pull=True))

    def close(self) -> None:
        for person in self.people.values():
            person.close()
        self.carl.power_cut()


@pytest.fixture(params=[1, 2])
def day(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Day]:
    made = Day(tmp_path, request.param)
    yield made
    made.close()


def who(worker: str) -> dict[str, Any]:
    return {"site": SITE, "by": worker}


def test_in_the_evening_every_document_is_accounted_for(day: Day) -> None:
    the_morning_post(day)
    day.news()
    work_is_shared(day)
    day.news()
    a_stack_is_taken_apart(day)
    two_off_line_want_the_same(day)
    the_power_fails(day)
    at_noon_more_post_comes(day)
    what_was_wrong_is_put_right(day)
    day.news()
    day.news()
    bring_on(day.central, day.central, (SITE, NEIGHBOUR))
    day.carl.leave()
    day.people[CARL] = Person(CARL, day.store, day.root / "desks", asked=day.carl.kept)
    day.people[CARL].send()
    for _round in range(2):
        day.everybody(lambda person: person.send())
        day.everybody(lambda person: person.pull())
    the_store_is_sound(day)
    every_page_is_in_one_document(day)
    every_document_is_filed_or_seen_by_somebody(day)
    every_action_is_in_the_log_or_its_refusal_was_told(day)
    all_desks_show_the_same(day)
    nothing_needed_may_be_destroyed(day)


# --- the day ------------------------------------------------------------------------------------------------------
def the_morning_post(day: Day) -> None:
    def pack(bag: BagMaker) -> BagMaker:
        for item in MORNING:
            bag.file(f"{item}.pdf", pdf(item, PAGES.get(item, 1)))
        bag.file("broken.pdf", b"%PDF-1.4 and then nothing")
        number = {"K02": CASES[1].case_number, "K03": CASES[2].case_number}
        rows = [row(f"{item}.pdf", item, case_number=number.get(item, "")) for item in MORNING]
        return bag.index(*rows, row("broken.pdf", "K99"))

    receipt = day.receive(pack)
    assert [len(receipt[part]) for part in ("taken_in", "set_aside")] == [len(MORNING), 1]
    announced = day.receive(lambda bag: bag.index(row("", "K20"), row("", "K21")), "announcement")
    assert announced["announced"] == 2


def work_is_shared(day: Day) -> None:
    """Dora is away until tomorrow, Carl stands in; the lead gives out the post, with a note where one is needed."""
    emil, today = day.people[EMIL], date.today().isoformat()  # noqa: DTZ011 - absences are days on the wall
    absence = Absence(id=new_id(), worker=DORA, since=today, until="2099-12-31", deputies=(CARL,))
    emil.do(PutAbsence(**who(EMIL), absence=absence, base=0))
    queues = {
        **{item: {"worker": ANNA} for item in ("K01", "K02", "K03", "K04", "K13", "K14")},
        **{item: {"team": "one"} for item in ("K05", "K06")},
        **{item: {"worker": DORA} for item in ("K07", "K08", "K09")},
        "K10": {"team": "two", "note": "Bitte bis Mittag."},
        "K12": {"worker": BERT},
    }
    emil.do(*(_forward(day, EMIL, day.item(item), **where) for item, where in queues.items()))
    shown = Information(id=new_id(), document=day.item("K04"), worker=EMIL, text="Zur Kenntnis")
    day.people[ANNA].do(PutInformation(**who(ANNA), information=shown, base=0))


def a_stack_is_taken_apart(day: Day) -> None:
    """Six pages are three letters and a blank page; one part goes on to Bert, one is merged into another document."""
    anna = day.people[ANNA]
    stack, other = day.item("K01"), day.item("K02")
    seen = anna.sees(stack)
    pages = sheets_of(seen[1])
    contents = split(seen, [pages[:2], pages[2:3], pages[4:]], pages[3:4])
    _first, second, third = (content.document for content in contents)
    assert not anna.do(ArrangePages(**who(ANNA), contents=contents))
    assert not anna.do(ArrangePages(**who(ANNA), contents=merge([anna.sees(other), anna.sees(third)])))
    assert not anna.undo()
    assert not anna.do(ArrangePages(**who(ANNA), contents=merge([anna.sees(other), anna.sees(third)])))
    filings = [
        FileDocument(**who(ANNA), document=id_, case="c1", document_type="Kontoauszug", received_on="2026-11-17")
        for id_ in (stack, other)
    ]
    assert not anna.do(*filings)
    version = anna.sees(second)[0]
    assert not anna.do(ForwardDocument(**who(ANNA), document=second, base=version, worker=BERT, note="Gehört zu dir"))
    day.everybody(lambda person: person.send())


def two_off_line_want_the_same(day: Day) -> None:
    """Both file one document, both take another; who comes second is told who was first."""
    anna, bert = day.people[ANNA], day.people[BERT]
    five, six = day.item("K05"), day.item("K06")
    for person, case in ((anna, "c2"), (bert, "c3")):
        assert not person.do(FileDocument(**who(person.worker), document=five, case=case, document_type="Klage"))
        assert not person.do(TakeDocument(**who(person.worker), document=six, team="one"))
    first, second = day.rng.sample([anna, bert], 2)
    first.send()
    second.send()
    refused = {entry.refused.code: entry.refused for entry in second.cache.waiting() if entry.refused}
    assert {"already-filed", "taken"} == set(refused)
    assert {entry.by for entry in refused.values()} == {first.worker}
    day.everybody(lambda person: person.pull())


def the_power_fails(day: Day) -> None:
    """Carl works off-line through what is Dora's; in the middle of sending it his computer goes dark."""
    seven, eight, nine, ten = (day.item(item) for item in ("K07", "K08", "K09", "K10"))
    assert {row.id for row in _open_cache_of(day, CARL)} >= {seven, eight, nine}  # the deputy sees it
    note = FollowUp(id=new_id(), due_on="2026-12-01", reason="Antwort abwarten", document=seven, worker=CARL)
    actions = (
        FileDocument(**who(CARL), document=seven, case="c4", document_type="Schreiben"),
        PutFollowUp(**who(CARL), follow_up=note, base=0),
        FileDocument(**who(CARL), document=eight, case="c4", document_type="Mietvertrag"),
        WishPaper(**who(CARL), document=nine, wish=HOLD, reason="evidence"),
        TakeDocument(**who(CARL), document=ten, team="two"),
        FileDocument(**who(CARL), document=day.item("K11"), case="c5", document_type="Klage"),
        FinishFollowUp(**who(CARL), follow_up=note.id),
    )
    answers = list(day.carl.tell(*actions))
    assert len(answers) == len(day.carl.kept) == len(actions)
    until = day.rng.randrange(1, len(actions))
    for number, _answer in enumerate(day.carl.tell(send=True), 1):
        if number == until:
            day.carl.power_cut()
            break
    got_through = {commit.head.action for commit in day.central.commits(SITE, 0)}
    assert until <= sum(action.id in got_through for action in actions) < len(actions)
    day.carl.start()
    list(day.carl.tell(send=True, pull=True))
    list(day.carl.tell(send=True, pull=True))


def _open_cache_of(day: Day, worker: str) -> list[Any]:
    """What another of the worker's desks would show as theirs: one that was just filled."""
    desk = Person(worker, day.store, day.root / "other")
    try:
        desk.pull()
        return desk.cache.inbox(SITE, worker=worker)
    finally:
        desk.close()


def at_noon_more_post_comes(day: Day) -> None:
    """A bad scan is wished for anew and comes; announced post comes; a paper that was looked at may go."""
    anna = day.people[ANNA]
    three, four = day.item("K03"), day.item("K04")
    anna.do(WishPaper(**who(ANNA), document=three, wish=RESCAN, reason="cut-off"))
    anna.do(CheckPaper(**who(ANNA), document=four))
    anna.do(FileDocument(**who(ANNA), document=three, case="c3", document_type="Klage"))
    anna.send()
    assert {"K03 rescan", "K04 release", "K09 hold"} <= set(day.order())
    receipt = day.receive(
        lambda bag: bag.post(K16=pdf("K16"), K20=pdf("K20", 2), K03=pdf("K03, jetzt ganz"))
    )
    scans = [one for one in receipt["taken_in"] if one.get("rescan_of")]
    assert [one["rescan_of"] for one in scans] == [three]
    assert day.document(three).replaced_by == scans[0]["document"]
    assert day.document(scans[0]["document"]).worker == ANNA
    day.news()
    assert not anna.do(FileDocument(**who(ANNA), document=scans[0]["document"], case="c3"))


def what_was_wrong_is_put_right(day: Day) -> None:
    """A misfiling is repaired, one too many is undone; post that is nobody's goes back; the lead redistributes."""
    anna, bert, emil = (day.people[name] for name in AT_DESKS)
    twelve = day.item("K12")
    assert not bert.do(FileDocument(**who(BERT), document=twelve, case="c6"))
    assert not bert.undo()
    back = ReturnToMailRoom(**who(BERT), document=twelve, base=bert.sees(twelve)[0], note="Nicht unser Standort?")
    assert not bert.do(back)
    day.news()
    eleven = day.item("K11")
    version, seen = emil.sees(eleven)
    assert seen.state_of_work == FILED
    wrong = RecordFilingCheck(**who(EMIL), document=eleven, filed_at=seen.filed_at, verdict=RIGHT)
    assert not emil.do(wrong)
    moved = MoveDocument(**who(EMIL), document=eleven, base=version, case="c1", document_type="Klage")
    assert not emil.do(moved)
    open_post = [row.id for row in emil.cache.inbox(SITE, worker=ANNA)]
    assert {day.item("K13"), day.item("K14")} <= set(open_post)
    assert not emil.do(*(_forward(day, EMIL, id_, worker=BERT) for id_ in open_post))
    assert not emil.undo()
    assert not emil.do(_forward(day, EMIL, day.item("K14"), worker=BERT))
    for entry, _version in emil.cache.records(SITE, Information):
        assert not emil.do(NoteInformation(**who(EMIL), information=entry.id))
    assert not emil.do(_forward(day, EMIL, day.item("K15"), to_site=NEIGHBOUR, note="Ist im Mai verzogen"))
    # Anna has not heard of it yet and files what is Bert's now: that makes sense all the same.
    assert not anna.do(FileDocument(**who(ANNA), document=day.item("K14"), case="c2"))
    # What was changed meanwhile is refused, and told.
    stale = MoveDocument(**who(ANNA), document=eleven, base=version, case="c5")
    anna.do(stale)


def _forward(day: Day, by: str, document: str, **where: str) -> ForwardDocument:
    base = day.people[by].sees(document)[0]
    return ForwardDocument(**who(by), document=document, base=base, **where)


# --- the evening ----------------------------------------------------------------------------------------------------
def the_store_is_sound(day: Day) -> None:
    for site in (SITE, NEIGHBOUR):
        report = verify_site(day.central, site)
        assert (report.chain, report.orphans, report.sound) == (INTACT, 0, True)
    actions = [commit.head.action for commit in day.central.commits(SITE, 0)]
    assert len(actions) == len(set(actions)), "an action was applied twice"


def every_page_is_in_one_document(day: Day) -> None:
    brought = {
        (document.id, page): document.item
        for commit in day.central.commits(SITE, 0)
        if commit.head.action_kind == "take-in"
        for line in commit.body
        if line.kind == Document.kind and line.state is not None
        for document in [Document.from_state(line.state)]
        if line.version == 1
        for page in range(1, document.pages + 1)
    }
    items = Counter(brought.values())
    assert {item: items[item] for item in ("K01", "K03", "K20")} == {"K01": 6, "K03": 2, "K20": 2}
    assert set(items) == {*MORNING, "K16", "K20"}
    held = Counter(page for document in day.all(Document) for page in held_by(document))
    assert set(held) == set(brought) and set(held.values()) == {1}
    assert [one.item for one in day.all(SetAside) if not one.resolved] == ["K99"]
    assert {one.item: bool(one.document) for one in day.all(Announcement)} == {"K20": True, "K21": False}


def every_document_is_filed_or_seen_by_somebody(day: Day) -> None:
    absent = {DORA}
    theirs = {worker.id: {row.id for row in day.people[worker.id].cache.inbox(SITE, worker=worker.id)}
              for worker in WORKERS if worker.id not in absent}  # fmt: skip
    shared = {row.id: row for row in day.people[EMIL].cache.inbox(SITE) if not row.worker}
    members = {team for worker in WORKERS if worker.id not in absent for team in worker.teams}
    cases = {case.id for case in CASES}
    left = []
    for document in day.all(Document):
        if document.state_of_work == FILED:
            assert document.case in cases and document.filed_by
        elif document.state_of_work == INBOX:
            left.append(document.item)
            in_queue = [name for name, ids in theirs.items() if document.id in ids]
            assert in_queue or (document.id in shared and (not document.team or document.team in members)), document
        elif document.state_of_work == MERGED:
            assert document.merged_into and not held_by(document)
        else:
            assert (document.state_of_work, document.handed_to, document.item) == (HANDED_OVER, NEIGHBOUR, "K15")
    assert {"K09", "K12", "K13", "K16", "K20"} <= set(left)
    arrived = [one for one in day.central.office(NEIGHBOUR)[1].all(Document.kind) if isinstance(one, Document)]
    assert [(one.item, one.state_of_work, one.handed_from) for one in arrived] == [("K15", INBOX, SITE)]
    assert arrived[0].id in {row.id for row in day.people[EMIL].cache.inbox(NEIGHBOUR)}
    assert day.item("K09") in theirs[CARL] and day.document(day.item("K09")).worker == DORA


def every_action_is_in_the_log_or_its_refusal_was_told(day: Day) -> None:
    logged = {commit.head.action for commit in day.central.commits(SITE, 0)}
    codes: Counter[str] = Counter()
    for person in day.people.values():
        left = person.cache.waiting()
        assert all(entry.state == REFUSED for entry in left)
        told = {entry.action.id: entry.refused for entry in left}
        for action in person.asked:
            assert (action.id in logged) != (action.id in told), action
        assert all(refused is not None and refused.title and refused.advice for refused in told.values())
        assert all(refused.title and refused.advice for refused in person.told)
        codes.update(refused.code for refused in told.values() if refused is not None)
    assert codes["already-filed"] >= 1 and codes["taken"] == 1


def all_desks_show_the_same(day: Day) -> None:
    documents = {document.id: document for document in day.all(Document)}
    for person in day.people.values():
        for id_, document in documents.items():
            assert person.cache.document(id_) == (SITE, day.version(id_), document)
        unfiled = {id_ for id_, document in documents.items() if document.state_of_work == INBOX}
        assert {row.id for row in person.cache.inbox(SITE)} == unfiled
        for case in CASES:
            filed = {row.id for row in person.cache.case_documents(case.id)}
            assert filed == {id_ for id_, document in documents.items() if document.case == case.id}
        follow_ups = [replace(entry, at="", done_at="") for entry, _version in person.cache.records(SITE, FollowUp)]
        assert follow_ups == [replace(entry, at="", done_at="") for entry in day.all(FollowUp)]


def nothing_needed_may_be_destroyed(day: Day) -> None:
    """Only what somebody has looked at was released, and nothing is waiting to be told that contradicts it."""
    assert "K04 release" not in day.order()  # it was told at noon
    for document in day.all(Document):
        if document.released:
            assert document.checked_at and not any(wish.open for wish in document.wishes)
    assert [document.item for document in day.all(Document) if document.released] == ["K04"]
