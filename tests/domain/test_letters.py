"""Outgoing letters: what may be done when, who approves, and what follows from what carriers tell in any order."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actions import Action, Erase, ImportCases, SetUpSite, action_from_json, action_to_json
from app.domain.actions.letters import (
    ApproveLetter,
    CancelLetter,
    CheckLetter,
    LetterReport,
    PutLetter,
    ReportLetters,
    ReviveLetter,
    SendLetter,
    SetUpLetters,
)
from app.domain.letter_states import carrier_state, job_number, known_on, next_collection, told
from app.domain.records import FILED, CaseFile, Document, FollowUp, Person, Site, Worker
from app.domain.records.letters import (
    ACCEPTED,
    APPROVED,
    CANCELLED,
    CARRIER_STATES,
    CHECKED,
    DELIVERED,
    DRAFT,
    FAILED,
    HANDED,
    PAPER_STATES,
    POSTED,
    PRINTED,
    RETURNED,
    ApprovalRule,
    Letter,
    LetterCheck,
    LetterOffice,
    LetterOptions,
    LetterStep,
)
from app.domain.undo import inverse
from tests.domain.deciding import AT, DecidingOffice

GOOD = LetterCheck(ok=True, carrier="folder", form="B", sheets=1)
BAD = LetterCheck(ok=False, carrier="folder")
WORKERS = (
    Worker(id="anna", name="Anna", roles=("caseworker",)),
    Worker(id="ben", name="Ben", roles=("caseworker",)),
    Worker(id="lena", name="Lena", roles=("team-lead",)),
    Worker(id="nora", name="Nora", roles=("caseworker",)),
    Worker(id="gone", name="Gone", roles=("team-lead",), ended=True),
    Worker(id="adm", name="Adm", roles=("admin",)),
)
CASE = CaseFile(id="c1", case_number="35502BG0000001", persons=(Person(last_name="Muster"),), worker="ben")


class Office(DecidingOffice):
    def __init__(self, *rules: ApprovalRule) -> None:
        super().__init__()
        self.do(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), workers=WORKERS))
        self.do(ImportCases(site="heek", by="system", cases=(CASE,)))
        self.do(SetUpLetters(site="heek", by="system", office=LetterOffice(id="letters", approval_rules=rules)))

    def letter(self, id_: str = "l1") -> Letter:
        found = self.get(Letter.kind, id_)
        assert found is not None and isinstance(found.record, Letter)
        return found.record

    def version(self, id_: str = "l1") -> int:
        found = self.get(Letter.kind, id_)
        return 0 if found is None else found.version

    def put(self, by: str = "anna", id_: str = "l1", **fields: object) -> None:
        letter = Letter(id=id_, case="c1", sha256="a" * 64, **fields)  # type: ignore[arg-type]
        self.do(PutLetter(site="heek", by=by, letter=letter, base=self.version(id_)))

    def check(self, check: LetterCheck = GOOD, by: str = "anna", id_: str = "l1") -> None:
        options = self.letter(id_).options
        self.do(CheckLetter(site="heek", by=by, letter=id_, sha256="a" * 64, options=options, check=check, cents=110))

    def sent(self, by: str = "anna", id_: str = "l1") -> Letter:
        self.do(SendLetter(site="heek", by=by, letter=id_))
        return self.letter(id_)

    def report(self, *steps: tuple[str, str], by: str = "system") -> Letter:
        self.do(reporting(self.letter().job, *steps, by=by))
        return self.letter()

    def approve(self, by: str) -> ApproveLetter:
        return ApproveLetter(site="heek", by=by, letter="l1", base=self.version())


def reporting(job: str, *steps: tuple[str, str], by: str = "system") -> ReportLetters:
    made = tuple(LetterStep(state=state, at=at, source="folder") for state, at in steps)
    return ReportLetters(site="heek", by=by, reports=(LetterReport(letter="l1", job=job, steps=made),))


def send(by: str = "anna", id_: str = "l1") -> SendLetter:
    return SendLetter(site="heek", by=by, letter=id_)


@pytest.fixture
def office() -> Office:
    return Office()


def test_from_draft_to_delivered_each_step_is_noted_and_the_letter_lies_in_the_case(office: Office) -> None:
    office.put(title="Ihr Antrag", letter_type="Bewilligungsbescheid", register="Bescheide und Verfügungen")
    assert office.letter().status == DRAFT
    office.check()
    assert office.letter().status == CHECKED
    sent = office.sent()
    assert (sent.status, sent.job, sent.sent_by) == (CHECKED, job_number("heek", "l1"), "anna")
    assert office.do(send()) == ()
    times = ("11:00", "12:00", "13:00", "14:00", "15:00")
    for state, time in zip((HANDED, ACCEPTED, PRINTED, POSTED, DELIVERED), times, strict=True):
        assert office.report((state, f"2026-11-20T{time}:00+01:00")).status == state
    letter = office.letter()
    assert [step.state for step in letter.history] == [DRAFT, CHECKED, HANDED, ACCEPTED, PRINTED, POSTED, DELIVERED]
    filed = office.get(Document.kind, letter.document)
    assert filed is not None and isinstance(filed.record, Document)
    document = filed.record
    assert (document.state_of_work, document.case, document.sha256) == (FILED, "c1", letter.sha256)
    assert (document.title, document.document_type) == ("Ihr Antrag", "Bewilligungsbescheid")
    assert filed.version == 1, "it is filed once"


def test_nothing_is_sent_that_was_not_checked_or_failed_the_check_or_changed_since(office: Office) -> None:
    office.put()
    assert office.refusal(send()) == "letter-not-checked"
    office.check(BAD)
    assert office.refusal(send()) == "letter-not-checked"
    office.check()
    office.put(options=LetterOptions(duplex=True))
    assert office.letter().status == DRAFT
    assert office.refusal(send()) == "letter-not-checked"
    for late in (
        CheckLetter(site="heek", by="anna", letter="l1", sha256="b" * 64, options=office.letter().options, check=GOOD),
        CheckLetter(site="heek", by="anna", letter="l1", sha256="a" * 64, check=GOOD),
    ):
        assert office.refusal(late) == "changed-since", "it was checked as it is not any more"


def test_a_letter_that_was_sent_cannot_be_changed_checked_approved_or_sent_again(office: Office) -> None:
    office.put()
    office.check()
    office.sent()
    changed = PutLetter(site="heek", by="anna", letter=replace(office.letter(), title="neu"), base=office.version())
    check = CheckLetter(site="heek", by="anna", letter="l1", sha256="a" * 64, check=BAD)
    for action in (changed, check, office.approve("lena"), ReviveLetter(site="heek", by="anna", letter="l1")):
        assert office.refusal(action) == "sent-already"
    assert office.do(send("ben")) == ()


@pytest.mark.parametrize(
    "letter",
    [
        Letter(id="l2", case="nowhere", sha256="a" * 64),
        Letter(id="l2", case="c1", sha256="kurz"),
        Letter(id="l2", case="c1", sha256="a" * 64, pages=0),
        Letter(id="l2", case="c1", sha256="a" * 64, options=LetterOptions(registered="carrier pigeon")),
        Letter(
            id="l2", case="c1", sha256="a" * 64, options=LetterOptions(registered="registered", formal_service=True)
        ),
    ],
)
def test_what_is_no_letter_is_refused(office: Office, letter: Letter) -> None:
    assert office.refusal(PutLetter(site="heek", by="anna", letter=letter)) in ("unknown-case", "wrong-letter")


def test_only_what_people_choose_is_taken_over_from_the_action(office: Office) -> None:
    forged = Letter(
        id="l1", case="c1", sha256="a" * 64, status=APPROVED, check=GOOD, job="ES-1", by="lena", document="d"
    )
    office.do(PutLetter(site="heek", by="anna", letter=forged))
    letter = office.letter()
    assert (letter.status, letter.check, letter.job, letter.by, letter.document) == (DRAFT, None, "", "anna", "")


# --- approval ------------------------------------------------------------------------------------------------------
BY_TYPE = ApprovalRule(letter_types=("Ablehnungsbescheid",))
BY_AMOUNT = ApprovalRule(from_cents=100_000)
PROBATION = ApprovalRule(workers=("nora",))
BY_LEAD = ApprovalRule(letter_types=("Ablehnungsbescheid",), approvers=("team-lead",))
FORMAL = ApprovalRule(options=("formal-service",))


@pytest.mark.parametrize(
    ("rule", "author", "fields", "needed"),
    [
        (BY_TYPE, "anna", {"letter_type": "Ablehnungsbescheid"}, True),
        (BY_TYPE, "anna", {"letter_type": "Schreiben"}, False),
        (BY_AMOUNT, "anna", {"amount_cents": 100_000}, True),
        (BY_AMOUNT, "anna", {"amount_cents": 99_999}, False),
        (PROBATION, "nora", {}, True),
        (PROBATION, "anna", {}, False),
        (FORMAL, "anna", {"options": LetterOptions(formal_service=True)}, True),
        (FORMAL, "anna", {"options": LetterOptions(registered="registered")}, False),
    ],
)
def test_which_letters_need_a_second_person(
    rule: ApprovalRule, author: str, fields: dict[str, object], needed: bool
) -> None:
    office = Office(rule)
    office.put(author, **fields)
    office.check(by=author)
    if not needed:
        assert office.sent(author).job
        return
    assert office.refusal(send(author)) == "approval-missing"
    assert office.refusal(send("lena")) == "approval-missing", "nor can somebody else send it unapproved"
    assert office.refusal(office.approve(author)) == "not-the-second-person"
    office.do(office.approve("lena"))
    assert office.letter().status == APPROVED
    assert office.sent(author).job


@pytest.mark.parametrize("approver", ["anna", "nora", "ben", "gone", "adm", "nobody", "system"])
def test_whose_approval_does_not_count(approver: str) -> None:
    """anna wrote it, nora is on probation, ben is no team lead, gone has left, adm does no casework."""
    office = Office(BY_LEAD, PROBATION)
    office.put(letter_type="Ablehnungsbescheid")
    office.check()
    assert office.refusal(office.approve(approver)) in ("not-the-second-person", "not-allowed", "unknown-worker")
    assert office.refusal(send()) == "approval-missing"


def test_an_approval_counts_for_one_content_and_one_way_of_sending() -> None:
    office = Office(BY_TYPE)
    office.put(letter_type="Ablehnungsbescheid")
    office.check()
    seen = office.approve("lena")
    office.put(letter_type="Ablehnungsbescheid", amount_cents=5)
    assert office.refusal(seen) == "changed-since", "what lena saw is not what would go out"
    office.do(office.approve("lena"))
    for change in ({"options": LetterOptions(colour=True)}, {"amount_cents": 7}, {"title": "anders"}):
        office.put(letter_type="Ablehnungsbescheid", **change)
        office.check()
        assert office.letter().approvals == ()
        assert office.refusal(send()) == "approval-missing"
        office.do(office.approve("lena"))


def test_who_changes_a_letter_has_written_it_too() -> None:
    office = Office(BY_TYPE)
    office.put(letter_type="Ablehnungsbescheid")
    office.put("lena", letter_type="Ablehnungsbescheid", title="von Lena")
    office.check()
    assert office.refusal(office.approve("lena")) == "not-the-second-person"
    assert office.refusal(office.approve("anna")) == "not-the-second-person"
    office.do(office.approve("ben"))
    assert office.sent().job


def test_an_approval_can_be_taken_back_until_the_letter_is_sent() -> None:
    office = Office(BY_TYPE)
    office.put(letter_type="Ablehnungsbescheid")
    office.check()
    office.do(office.approve("lena"))
    office.do(ApproveLetter(site="heek", by="lena", letter="l1", base=office.version(), approved=False))
    assert office.letter().status == CHECKED
    assert office.refusal(send()) == "approval-missing"


def test_who_leaves_or_loses_the_role_before_it_is_sent_has_not_approved() -> None:
    office = Office(BY_LEAD)
    office.put(letter_type="Ablehnungsbescheid")
    office.check()
    office.do(office.approve("lena"))
    less = tuple(replace(worker, roles=("caseworker",)) if worker.id == "lena" else worker for worker in WORKERS)
    office.do(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), workers=less))
    assert office.refusal(send()) == "approval-missing"


ROUNDABOUT: dict[str, Action] = {
    "send as the author": send("anna"),
    "send as somebody else": send("ben"),
    "send as a team lead": send("lena"),
    "send as the machine": send("system"),
    "send and mean the same": SendLetter(site="heek", by="anna", letter="l1", same_meant=True),
    "report that it was handed over": reporting(job_number("heek", "l1"), (HANDED, AT)),
    "report without a job": reporting("", (PRINTED, AT)),
    "report as a caseworker": reporting(job_number("heek", "l1"), (ACCEPTED, AT), by="anna"),
    "put it as approved": PutLetter(
        site="heek", by="anna", letter=Letter(id="l1", case="c1", sha256="a" * 64, status=APPROVED), base=2
    ),
    "switch the rules off as a caseworker": SetUpLetters(site="heek", by="anna", office=LetterOffice(id="letters")),
    "switch the rules off as a team lead": SetUpLetters(site="heek", by="lena", office=LetterOffice(id="letters")),
    "approve as the machine": ApproveLetter(site="heek", by="system", letter="l1", base=2),
    "approve an old version": ApproveLetter(site="heek", by="lena", letter="l1", base=1),
}


@pytest.mark.parametrize("way", ROUNDABOUT)
def test_there_is_no_way_round_the_approval(way: str) -> None:
    """Window, command line and service all submit actions; every one of them is decided here."""
    office = Office(ApprovalRule())
    office.put()
    office.check()
    action = action_from_json(action_to_json(ROUNDABOUT[way]))
    if isinstance(action, PutLetter):
        office.do(action)
    else:
        assert office.refusal(action)
    letter = office.letter()
    assert not letter.job and letter.status in (DRAFT, CHECKED)
    assert office.refusal(send()) in ("approval-missing", "letter-not-checked")


# --- what carriers tell --------------------------------------------------------------------------------------------
STEPS = st.lists(
    st.tuples(st.sampled_from(CARRIER_STATES), st.integers(0, 59).map(lambda s: f"2026-11-20T10:00:{s:02}Z")),
    min_size=1,
    max_size=9,
)


def steps(said: list[tuple[str, str]]) -> list[LetterStep]:
    return [LetterStep(state=state, at=at, source="folder") for state, at in said]


@given(STEPS, st.randoms())
def test_the_state_does_not_depend_on_the_order_or_on_how_often_it_is_told(
    said: list[tuple[str, str]], chance: object
) -> None:
    once = told((), steps(said))
    mixed = said + said
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    piecemeal: tuple[LetterStep, ...] = ()
    for one in steps(mixed):
        piecemeal = told(piecemeal, [one])
    assert piecemeal == once
    assert carrier_state(piecemeal) == carrier_state(once)


@given(STEPS)
def test_a_state_never_goes_back(said: list[tuple[str, str]]) -> None:
    rank = {state: number for number, state in enumerate((HANDED, ACCEPTED, CANCELLED, PRINTED, POSTED, DELIVERED))}
    rank |= {FAILED: rank[CANCELLED], RETURNED: rank[DELIVERED]}
    history: tuple[LetterStep, ...] = ()
    before = -1
    for one in steps(said):
        history = told(history, [one])
        now = rank[carrier_state(history)]
        assert now >= before
        before = now


@pytest.mark.parametrize("order", list(permutations([CANCELLED, PRINTED, ACCEPTED])))
def test_what_was_printed_was_not_cancelled(order: tuple[str, ...]) -> None:
    assert carrier_state(told((), steps([(state, f"2026-11-20T10:0{n}:00Z") for n, state in enumerate(order)]))) in (
        PAPER_STATES
    )


def test_times_are_compared_not_spelled(office: Office) -> None:
    office.put()
    office.check()
    office.sent()
    office.report((DELIVERED, "2026-11-20T12:00:00+01:00"), (RETURNED, "2026-11-20T11:30:00Z"))
    assert office.letter().status == RETURNED
    assert office.report((DELIVERED, "quatsch")).status == RETURNED


def test_a_report_of_another_job_or_of_a_state_that_there_is_not_is_refused(office: Office) -> None:
    office.put()
    office.check()
    assert office.refusal(reporting("", (HANDED, AT))) == "wrong-job"
    office.sent()
    assert office.refusal(reporting("ES-0", (HANDED, AT))) == "wrong-job"
    assert office.refusal(reporting(office.letter().job, (APPROVED, AT))) == "wrong-state"
    report = LetterReport(letter="l1", job=office.letter().job, steps=())
    assert office.refusal(ReportLetters(site="heek", by="system", reports=(report, report))) == "wrong-state"


def test_a_returned_letter_asks_to_check_the_address_once(office: Office) -> None:
    office.put()
    office.check()
    office.sent()
    office.report((POSTED, AT), (RETURNED, AT))
    office.report((RETURNED, AT))
    (follow_up,) = office.all(FollowUp.kind)
    assert isinstance(follow_up, FollowUp)
    assert (follow_up.case, follow_up.worker, follow_up.document) == ("c1", "ben", office.letter().document)


# --- stopping ------------------------------------------------------------------------------------------------------
def cancel(by: str = "anna") -> CancelLetter:
    return CancelLetter(site="heek", by=by, letter="l1")


def test_a_letter_that_nobody_sent_is_withdrawn_at_once_and_can_come_back(office: Office) -> None:
    office.put()
    office.check()
    office.do(cancel())
    assert office.letter().status == CANCELLED
    assert office.refusal(send()) == "letter-withdrawn"
    assert office.do(cancel()) == ()
    office.do(ReviveLetter(site="heek", by="anna", letter="l1"))
    assert office.letter().status == CHECKED
    assert office.sent().job


def test_a_letter_that_was_sent_is_stopped_by_the_carrier_or_not_at_all(office: Office) -> None:
    office.put()
    office.check()
    office.sent()
    office.report((ACCEPTED, AT))
    office.do(cancel("ben"))
    assert (office.letter().status, office.letter().cancel_by) == (ACCEPTED, "ben")
    assert office.report((CANCELLED, AT)).status == CANCELLED
    assert office.letter().document, "it was handed over, and that stays in the file"
    assert office.report((PRINTED, AT)).status == PRINTED, "it came too late, and the paper exists"


def test_what_is_printed_cannot_be_stopped(office: Office) -> None:
    office.put()
    office.check()
    office.sent()
    office.report((PRINTED, AT))
    assert office.refusal(cancel()) == "too-late"


# --- the same letter again -----------------------------------------------------------------------------------------
def test_the_same_content_to_the_same_case_asks_first(office: Office) -> None:
    for id_ in ("l1", "l2"):
        office.put(id_=id_)
        office.check(id_=id_)
    office.sent()
    assert office.refusal(send(id_="l2")) == "sent-before"
    office.do(SendLetter(site="heek", by="anna", letter="l2", same_meant=True))
    assert office.letter("l2").job not in ("", office.letter("l1").job)


def test_a_letter_that_failed_or_was_cancelled_may_be_sent_anew(office: Office) -> None:
    for id_ in ("l1", "l2"):
        office.put(id_=id_)
        office.check(id_=id_)
    office.sent()
    office.report((FAILED, AT))
    assert office.sent(id_="l2").job


# --- days ----------------------------------------------------------------------------------------------------------
def test_when_a_letter_counts_as_known(office: Office) -> None:
    office.put()
    office.check()
    office.sent()
    assert known_on(office.letter()) == ""
    assert known_on(office.report((POSTED, "2026-11-20T17:00:00+01:00"))) == "2026-11-24"
    assert known_on(office.report((RETURNED, "2026-11-25T17:00:00+01:00"))) == ""


def test_formal_service_counts_from_its_certificate(office: Office) -> None:
    office.put(options=LetterOptions(formal_service=True))
    office.check()
    office.sent()
    assert known_on(office.report((POSTED, "2026-11-20T17:00:00+01:00"))) == ""
    assert known_on(office.report((DELIVERED, "2026-11-23T10:00:00+01:00"))) == "2026-11-23"


def test_letters_are_collected_on_working_days() -> None:
    from datetime import datetime

    friday = datetime.fromisoformat("2026-11-20T15:00+01:00")
    assert next_collection(friday, "16:00") == "2026-11-20T16:00+01:00"
    assert next_collection(friday.replace(hour=16), "16:00") == "2026-11-23T16:00+01:00"
    assert next_collection(friday, "") == next_collection(friday, "abends") == ""


# --- undo ----------------------------------------------------------------------------------------------------------
def back(office: Office, action: Action) -> Action | None:
    """Do it; what takes it back."""
    before = office.get(Letter.kind, "l1")
    office.do(action)
    return inverse(action, None if before is None else before.record, office.version())


def test_what_is_done_before_sending_can_be_taken_back(office: Office) -> None:
    new = PutLetter(site="heek", by="anna", letter=Letter(id="l1", case="c1", sha256="a" * 64))
    undo = back(office, new)
    assert undo is not None
    again = back(office, undo)
    assert office.letter().status == CANCELLED
    assert again is not None
    office.do(again)
    assert office.letter().status == DRAFT
    was = office.letter()
    changed = back(
        office, PutLetter(site="heek", by="anna", letter=replace(was, title="neu"), base=office.version())
    )
    assert changed is not None
    office.do(changed)
    assert office.letter().title == was.title
    office.check()
    undo = back(office, office.approve("lena"))
    assert office.letter().status == APPROVED and undo is not None
    office.do(undo)
    assert office.letter().status == CHECKED


def test_sending_cannot_be_taken_back_only_stopped(office: Office) -> None:
    office.put()
    office.check()
    assert back(office, send()) is None
    assert back(office, cancel()) is None


# --- deletion ------------------------------------------------------------------------------------------------------
def test_what_the_law_orders_to_delete_takes_the_letter_with_it(office: Office) -> None:
    for id_ in ("l1", "l2"):
        office.put(id_=id_)
        office.check(id_=id_)
    office.sent()
    office.report((POSTED, AT))
    office.do(Erase(site="heek", by="system", records=((Document.kind, office.letter().document),)))
    assert [letter.id for letter in office.all(Letter.kind)] == ["l2"]
    office.do(Erase(site="heek", by="system", records=((CaseFile.kind, "c1"),)))
    assert list(office.all(Letter.kind)) == []
