"""Sharing the work: accepted, refused, done twice, and after somebody else was first; and taken back."""

from dataclasses import replace

import pytest

from app.domain.actions import (
    Action,
    ConfirmHandOver,
    Erase,
    FileDocument,
    FinishFollowUp,
    ForwardDocument,
    GiveBack,
    ImportCases,
    NoteInformation,
    PutAbsence,
    PutFollowUp,
    PutInformation,
    PutRouting,
    ReturnToMailRoom,
    RotateDocument,
    SetUpSite,
    TakeDocument,
    TakeIn,
    action_from_json,
    action_to_json,
)
from app.domain.records import (
    HANDED_OVER,
    INBOX,
    ROUTING_ID,
    Absence,
    CaseFile,
    Document,
    FollowUp,
    HandOver,
    Information,
    Record,
    RoutingRule,
    Site,
    Team,
    Worker,
)
from app.domain.undo import inverse, touched_record
from tests.domain.deciding import AT, DecidingOffice

WORKERS = (
    Worker(id="anna", name="Anna Berger", teams=("gone", "one"), roles=("caseworker",)),
    Worker(id="bert", name="Bert Koch", teams=("two",), roles=("caseworker",)),
    Worker(id="lead", name="Lea Lang", teams=("one",), roles=("team-lead",)),
    Worker(id="left", name="War Da", roles=("caseworker",), ended=True),
)
TEAMS = (Team(id="one", name="Eins"), Team(id="two", name="Zwei"), Team(id="gone", name="Weg", ended=True))
BY_ANNA = {"site": "heek", "by": "anna"}
BY_BERT = {"site": "heek", "by": "bert"}
BY_LEAD = {"site": "heek", "by": "lead"}
RULE = RoutingRule(letter_from="A", letter_to="K", team="one")


@pytest.fixture
def office() -> DecidingOffice:
    office = DecidingOffice()
    office.do(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), teams=TEAMS, workers=WORKERS))
    office.do(ImportCases(site="heek", by="system", cases=(CaseFile(id="c1", case_number="35502BG0000001"),)))
    documents = [
        Document(id="d0", sha256="s0", team="one"),
        Document(id="d1", sha256="s1", worker="anna"),
        Document(id="d2", sha256="s2"),
    ]
    office.do(TakeIn(site="heek", by="system", documents=tuple(documents)))
    return office


def document(office: DecidingOffice, id_: str = "d0") -> Document:
    found = office.get(Document.kind, id_)
    assert found is not None and isinstance(found.record, Document)
    return found.record


def version(office: DecidingOffice, kind: str, id_: str) -> int:
    found = office.get(kind, id_)
    return found.version if found is not None else 0


def take(by: dict[str, str] = BY_ANNA, team: str = "one", worker: str = "", id_: str = "d0") -> TakeDocument:
    return TakeDocument(**by, document=id_, team=team, worker=worker)


def follow_up(**fields: str) -> FollowUp:
    return FollowUp(**{"id": "f1", "due_on": "2026-12-01", "reason": "Antwort der AOK", "document": "d0", **fields})


def away(**fields: object) -> Absence:
    given = {"id": "a1", "worker": "anna", "since": "2026-11-20", "until": "2026-11-30", "deputies": ("bert",)}
    return Absence(**{**given, **fields})  # type: ignore[arg-type]


# --- taking and giving back ----------------------------------------------------------------------------------------
def test_taken_it_is_ones_own_and_given_back_it_lies_where_it_was(office: DecidingOffice) -> None:
    office.do(take())
    taken = document(office)
    assert (taken.worker, taken.team, taken.assigned_by, taken.assigned_at) == ("anna", "one", "anna", AT)
    assert office.do(take()) == ()
    office.do(GiveBack(**BY_ANNA, document="d0", base=2))
    assert (document(office).team, document(office).worker, document(office).taken_from) == ("one", "", ())


def test_the_second_who_takes_is_told_who_has_it_since_when(office: DecidingOffice) -> None:
    office.do(take())
    assert office.refusal(take(BY_BERT)) == "taken"
    office.do(take(BY_BERT, worker="anna"))
    assert document(office).worker == "bert" and document(office).taken_from == ("one", "anna")


def test_turning_a_page_meanwhile_does_not_keep_anybody_from_taking(office: DecidingOffice) -> None:
    office.do(RotateDocument(**BY_BERT, document="d0", base=1, rotation=90))
    office.do(take())
    assert document(office).worker == "anna"


def test_what_receipt_gave_somebody_is_given_back_to_a_team_that_there_still_is(office: DecidingOffice) -> None:
    office.do(GiveBack(**BY_ANNA, document="d1", base=1))
    assert (document(office, "d1").team, document(office, "d1").worker) == ("one", "")


def test_only_who_has_it_gives_it_back(office: DecidingOffice) -> None:
    assert office.refusal(GiveBack(**BY_BERT, document="d1", base=1)) == "not-yours"


# --- forwarding ----------------------------------------------------------------------------------------------------
def test_a_note_stays_until_the_next_one(office: DecidingOffice) -> None:
    office.do(ForwardDocument(**BY_ANNA, document="d0", base=1, worker="bert", note=" Bitte prüfen "))
    note = document(office).note
    assert note is not None and (note.text, note.by, note.at) == ("Bitte prüfen", "anna", AT)
    office.do(ForwardDocument(**BY_BERT, document="d0", base=2, team="two"))
    assert document(office).note == note
    office.do(ForwardDocument(**BY_BERT, document="d0", base=3, team="one", note="Erledigt"))
    assert document(office).note != note


def test_a_forward_that_changes_nothing_leaves_no_commit(office: DecidingOffice) -> None:
    assert office.do(ForwardDocument(**BY_ANNA, document="d0", base=1, team="one")) == ()


def test_the_mail_room_is_told_why_and_who_takes_it_from_there_clears_the_mark(office: DecidingOffice) -> None:
    assert office.refusal(ReturnToMailRoom(**BY_ANNA, document="d0", base=1, note="  ")) == "note-missing"
    office.do(ReturnToMailRoom(**BY_ANNA, document="d0", base=1, note="Gehört zum Jugendamt"))
    back = document(office)
    assert (back.team, back.worker, back.at_mail_room) == ("", "", True)
    office.do(ForwardDocument(**BY_BERT, document="d0", base=2))
    assert not document(office).at_mail_room


def test_what_goes_to_another_site_stays_as_proof_and_can_not_be_worked_on(office: DecidingOffice) -> None:
    office.do(ForwardDocument(**BY_ANNA, document="d0", base=1, to_site="legden", note="Verzogen"))
    gone = document(office)
    assert (gone.state_of_work, gone.handed_to, gone.team) == (HANDED_OVER, "legden", "")
    (given,) = office.all(HandOver.kind)
    assert isinstance(given, HandOver)
    assert (given.document, given.to_site, given.text, given.arrived_at) == ("d0", "legden", "Verzogen", "")
    later: tuple[Action, ...] = (
        FileDocument(**BY_ANNA, document="d0", case="c1"),
        ForwardDocument(**BY_ANNA, document="d0", base=2, team="two"),
        take(),
        PutFollowUp(**BY_ANNA, follow_up=follow_up(), base=0),
    )
    assert {office.refusal(action) for action in later} == {"handed-over"}
    office.do(ConfirmHandOver(site="heek", by="system", hand_over=given.id))
    assert office.do(ConfirmHandOver(site="heek", by="system", hand_over=given.id)) == ()
    assert office.refusal(ConfirmHandOver(**BY_ANNA, hand_over=given.id)) == "not-allowed"


def test_a_forward_of_an_older_program_still_reads_and_one_to_the_own_site_is_refused(office: DecidingOffice) -> None:
    old = {"kind": "forward-document", "id": "1", "site": "heek", "by": "anna", "document": "d0", "base": 1}
    assert action_from_json(old) == ForwardDocument(id="1", **BY_ANNA, document="d0", base=1)
    assert office.refusal(ForwardDocument(**BY_ANNA, document="d0", base=1, to_site="heek")) == "same-site"


# --- for information -------------------------------------------------------------------------------------------------
def test_for_information_the_document_stays_where_it_is_until_somebody_has_seen_it(office: DecidingOffice) -> None:
    shown = Information(id="i1", document="d0", worker="bert", text="zum Vorgang Meier")
    office.do(PutInformation(**BY_ANNA, information=shown, base=0))
    assert document(office).team == "one"
    office.do(NoteInformation(**BY_BERT, information="i1"))
    assert office.do(NoteInformation(**BY_BERT, information="i1")) == ()
    found = office.get(Information.kind, "i1")
    assert found is not None and isinstance(found.record, Information)
    assert (found.record.by, found.record.seen_by, found.record.open) == ("anna", "bert", False)


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (Information(id="i", document="d0"), "target-missing"),
        (Information(id="i", document="d0", worker="left"), "unknown-target"),
        (Information(id="i", document="nix", worker="bert"), "unknown-document"),
        (Information(id="i", document="d0", worker="bert", text="x" * 1001), "long-note"),
    ],
)
def test_information_for_nobody_or_about_nothing_is_refused(
    office: DecidingOffice, shown: Information, code: str
) -> None:
    assert office.refusal(PutInformation(**BY_ANNA, information=shown, base=0)) == code


# --- follow-ups ------------------------------------------------------------------------------------------------------
def test_a_follow_up_is_entered_changed_done_and_opened_again(office: DecidingOffice) -> None:
    office.do(PutFollowUp(**BY_ANNA, follow_up=follow_up(worker="anna"), base=0))
    office.do(PutFollowUp(**BY_BERT, follow_up=follow_up(worker="anna", due_on="2026-12-09"), base=1))
    office.do(FinishFollowUp(**BY_BERT, follow_up="f1"))
    assert office.do(FinishFollowUp(**BY_BERT, follow_up="f1")) == ()
    assert office.refusal(FinishFollowUp(**BY_ANNA, follow_up="f1")) == "already-done"
    found = office.get(FollowUp.kind, "f1")
    assert found is not None and isinstance(found.record, FollowUp)
    assert (found.record.by, found.record.due_on, found.record.done_by) == ("anna", "2026-12-09", "bert")
    office.do(FinishFollowUp(**BY_ANNA, follow_up="f1", done=False))
    assert office.refusal(PutFollowUp(**BY_ANNA, follow_up=follow_up(), base=2)) == "changed-since"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (follow_up(reason=" "), "reason-missing"),
        (follow_up(due_on="morgen"), "wrong-day"),
        (follow_up(document=""), "no-subject"),
        (follow_up(document="", case="nix"), "no-subject"),
        (follow_up(document="nix"), "unknown-document"),
        (follow_up(team="gone"), "unknown-target"),
    ],
)
def test_a_follow_up_without_reason_day_or_subject_is_refused(
    office: DecidingOffice, wanted: FollowUp, code: str
) -> None:
    assert office.refusal(PutFollowUp(**BY_ANNA, follow_up=wanted, base=0)) == code


def test_what_hangs_on_a_document_or_case_goes_with_it(office: DecidingOffice) -> None:
    office.do(PutFollowUp(**BY_ANNA, follow_up=follow_up(), base=0))
    office.do(PutFollowUp(**BY_ANNA, follow_up=follow_up(id="f2", document="", case="c1"), base=0))
    office.do(PutFollowUp(**BY_ANNA, follow_up=follow_up(id="f3", document="d2"), base=0))
    shown = Information(id="i1", document="d0", worker="bert")
    office.do(PutInformation(**BY_ANNA, information=shown, base=0))
    office.do(Erase(site="heek", by="system", records=((Document.kind, "d0"), (CaseFile.kind, "c1"))))
    assert [record.id for record in office.all(FollowUp.kind)] == ["f3"]
    assert list(office.all(Information.kind)) == []


# --- absences ------------------------------------------------------------------------------------------------------
def test_an_absence_is_entered_by_oneself_or_by_the_lead(office: DecidingOffice) -> None:
    office.do(PutAbsence(**BY_ANNA, absence=away(), base=0))
    assert office.refusal(PutAbsence(**BY_BERT, absence=away(id="a2"), base=0)) == "not-allowed"
    assert office.refusal(PutAbsence(**BY_BERT, absence=away(worker="bert", deputies=()), base=1)) == "not-allowed"
    office.do(PutAbsence(**BY_LEAD, absence=away(until="2026-12-05"), base=1))
    assert office.refusal(PutAbsence(**BY_ANNA, absence=away(removed=True), base=1)) == "changed-since"


@pytest.mark.parametrize(
    ("absence", "code"),
    [
        (away(until="2026-11-19"), "wrong-day"),
        (away(since="gestern"), "wrong-day"),
        (away(deputies=("anna",)), "wrong-deputies"),
        (away(deputies=("bert", "bert")), "wrong-deputies"),
        (away(deputies=("",)), "wrong-deputies"),
        (away(deputies=("left",)), "unknown-target"),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused(office: DecidingOffice, absence: Absence, code: str) -> None:
    assert office.refusal(PutAbsence(**BY_ANNA, absence=absence, base=0)) == code


# --- routing rules -------------------------------------------------------------------------------------------------
def test_rules_are_switched_on_by_the_lead_after_a_trial(office: DecidingOffice) -> None:
    assert office.refusal(PutRouting(**BY_ANNA, base=0, draft=(RULE,))) == "not-allowed"
    office.do(PutRouting(**BY_LEAD, base=0, draft=(RULE,)))
    assert office.do(PutRouting(**BY_LEAD, base=0, draft=(RULE,))) == ()
    assert office.refusal(PutRouting(**BY_LEAD, base=1, rules=(RULE,))) == "not-tried"
    office.do(PutRouting(**BY_LEAD, base=1, rules=(RULE,), tried_on="2026-11-19"))
    assert office.refusal(PutRouting(**BY_LEAD, base=1, draft=(RULE,))) == "changed-since"
    office.do(PutRouting(**BY_LEAD, base=2, draft=(RULE,)))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (RoutingRule(team="one"), "rule-empty"),
        (replace(RULE, worker="bert"), "rule-target"),
        (replace(RULE, team=""), "rule-target"),
        (replace(RULE, team="gone"), "unknown-target"),
        (replace(RULE, letter_from="Sch", letter_to="Sa"), "rule-range"),
        (replace(RULE, number_from="35502//9", number_to="35502//1"), "rule-range"),
        (replace(RULE, number_from="zwölf"), "rule-number"),
    ],
)
def test_a_rule_that_can_not_be_meant_is_refused(office: DecidingOffice, rule: RoutingRule, code: str) -> None:
    assert office.refusal(PutRouting(**BY_LEAD, base=0, draft=(rule,))) == code


def test_what_speaks_of_somebody_who_has_left_can_still_be_changed_and_deleted(office: DecidingOffice) -> None:
    office.do(PutAbsence(**BY_ANNA, absence=away(), base=0))
    office.do(PutFollowUp(**BY_ANNA, follow_up=follow_up(worker="bert"), base=0))
    office.do(PutRouting(**BY_LEAD, base=0, draft=(replace(RULE, team="", worker="bert"), RULE)))
    known = office.get(Absence.kind, "a1")
    assert known is not None and isinstance(known.record, Absence)
    staying = tuple(worker for worker in WORKERS if worker.id != "bert")
    office.do(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), teams=TEAMS, workers=staying))
    office.do(PutAbsence(**BY_ANNA, absence=replace(known.record, removed=True), base=1))
    office.do(PutFollowUp(**BY_ANNA, follow_up=follow_up(worker="bert", due_on="2026-12-24"), base=1))
    office.do(PutRouting(**BY_LEAD, base=1, draft=(RULE, replace(RULE, team="", worker="bert"))))
    office.do(PutRouting(**BY_LEAD, base=2, draft=(RULE,)))
    again = PutRouting(**BY_LEAD, base=3, draft=(RULE, replace(RULE, team="", worker="bert")))
    assert office.refusal(again) == "unknown-target"


# --- taking back -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "action",
    [
        take(),
        GiveBack(**BY_ANNA, document="d1", base=1),
        ForwardDocument(**BY_ANNA, document="d0", base=1, worker="bert", note="Bitte"),
        ReturnToMailRoom(**BY_ANNA, document="d0", base=1, note="falsch"),
        PutFollowUp(**BY_ANNA, follow_up=follow_up(), base=0),
        PutInformation(**BY_ANNA, information=Information(id="i1", document="d0", worker="bert"), base=0),
        PutAbsence(**BY_ANNA, absence=away(), base=0),
        PutRouting(**BY_LEAD, base=0, draft=(RULE,)),
    ],
    ids=lambda action: action.kind,
)
def test_everything_can_be_taken_back_and_done_again(office: DecidingOffice, action: Action) -> None:
    key = touched_record(action)
    assert key is not None
    states: list[Record | None] = []
    for _turn in range(3):
        found = office.get(*key)
        before, base = (found.record, found.version) if found is not None else (None, 0)
        office.do(action)
        after = office.get(*key)
        assert after is not None
        states.append(after.record)
        back = inverse(action, before, base + 1)
        assert back is not None and action_from_json(action_to_json(back)) == back
        action = back
    assert states[0] == states[2]
    if key[0] == Document.kind:
        assert states[1] == Document(id=key[1], sha256=f"s{key[1][1]}", **_queue(key[1]))
        assert isinstance(states[1], Document) and states[1].state_of_work == INBOX


def _queue(id_: str) -> dict[str, str]:
    return {"team": "one"} if id_ == "d0" else {"worker": "anna"}


def test_done_is_taken_back_too(office: DecidingOffice) -> None:
    office.do(PutFollowUp(**BY_ANNA, follow_up=follow_up(), base=0))
    done = FinishFollowUp(**BY_ANNA, follow_up="f1")
    before = office.get(FollowUp.kind, "f1")
    assert before is not None
    office.do(done)
    back = inverse(done, before.record, 2)
    assert back is not None
    office.do(back)
    after = office.get(FollowUp.kind, "f1")
    assert after is not None and after.record == before.record


def test_only_the_other_site_can_give_back_what_it_got() -> None:
    given = ForwardDocument(**BY_ANNA, document="d0", base=1, to_site="legden")
    assert inverse(given, Document(id="d0", sha256="s"), 2) is None


def test_the_routing_rules_are_one_record() -> None:
    assert touched_record(PutRouting(**BY_LEAD, base=0)) == ("routing", ROUTING_ID)
