"""Two teams, five people, one day: post is received, shared, split, merged, filed, forwarded, held up and taken back,
some of it off-line, one desk loses its power; in the evening every document is accounted for."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.actions import (
    ArrangePages,
    CheckPaper,
    FileDocument,
    FinishFollowUp,
    ForwardDocument,
    MoveDocument,
    NoteInformation,
    PutAbsence,
    PutFollowUp,
    PutInformation,
    RecordFilingCheck,
    ReturnToMailRoom,
    TakeDocument,
    WishPaper,
)
from app.domain.ids import new_id
from app.domain.page_sets import merge, sheets_of, split
from app.domain.records import (
    FILED,
    HOLD,
    RESCAN,
    RIGHT,
    Absence,
    FollowUp,
    Information,
)
from app.services.hand_documents import bring_on
from tests.days.evening import (
    all_desks_show_the_same,
    every_action_is_in_the_log_or_its_refusal_was_told,
    every_document_is_filed_or_seen_by_somebody,
    every_page_is_in_one_document,
    nothing_needed_may_be_destroyed,
    the_store_is_sound,
)
from tests.days.people import Person
from tests.days.world import ANNA, AT_DESKS, BERT, CARL, CASES, DORA, EMIL, MORNING, NEIGHBOUR, PAGES, SITE, Day, who
from tests.receive.bags import BagMaker, pdf, row


@pytest.fixture(params=[1, 2])
def day(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Day]:
    made = Day(tmp_path, request.param)
    yield made
    made.close()


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
