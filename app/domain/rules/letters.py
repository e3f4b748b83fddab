"""Rules of outgoing letters: nothing is sent unchecked, unapproved where the site wants it, or twice."""

import re
from dataclasses import replace

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
from app.domain.ids import derived_id
from app.domain.letter_states import as_document, as_instant, carrier_state, job_number, own_state, seal, told
from app.domain.office import Office
from app.domain.records import CaseFile, Document, FollowUp, Worker
from app.domain.records.letters import (
    ACCEPTED,
    APPROVED,
    CANCELLED,
    CARRIER_STATES,
    CHECKED,
    FAILED,
    HANDED,
    LETTER_OFFICE_ID,
    REGISTRATIONS,
    RETURNED,
    Approval,
    Letter,
    LetterStep,
    SentContent,
)
from app.domain.rules.letter_approval import content_id, lacks_approval, letter_office, may_approve, sent_before
from app.domain.rules.ruling import CASEWORK, Changes, Refusal, Rule, Who, put, record_in, refuse
from app.domain.texts import _

_ADMIN = Who(frozenset({"admin"}), system=True)
_REPORTERS = Who(frozenset({"caseworker", "team-lead", "mail-room", "central", "admin"}), system=True)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_TITLE = 200
_MOST_PARTS = 50


# --- before it is sent ---------------------------------------------------------------------------------------------
def _set_up(action: SetUpLetters, office: Office, at: str) -> Changes:
    return put(office, replace(action.office, id=LETTER_OFFICE_ID))


def _put_letter(action: PutLetter, office: Office, at: str) -> Changes:
    wanted = action.letter
    _check_wanted(wanted, office)
    found = office.get(Letter.kind, wanted.id)
    if found is None and action.base == 0:
        new = replace(
            _chosen(Letter(id=wanted.id, case=wanted.case, sha256=wanted.sha256), wanted), by=action.by, at=at
        )
        return put(office, replace(new, history=(_step(own_state(new), action.by, at),)))
    letter = _unsent(office, wanted.id)
    if found is None or found.version != action.base:
        if _chosen(letter, wanted) == letter:
            return ()
        raise _changed_since(letter)
    changed = _chosen(letter, wanted)
    if changed == letter:
        return ()
    if (changed.sha256, changed.carrier, changed.options) != (letter.sha256, letter.carrier, letter.options):
        changed = replace(changed, check=None, cents=0)
    changed = replace(changed, changed_by=action.by, approvals=())
    return put(office, _moved(changed, action.by, at))


def _check_letter(action: CheckLetter, office: Office, at: str) -> Changes:
    letter = _unsent(office, action.letter)
    checked = (action.sha256, action.options, action.check.carrier)
    if checked != (letter.sha256, letter.options, letter.carrier):
        raise _changed_since(letter)
    check = replace(action.check, at=letter.check.at if letter.check and _alike(letter, action) else at)
    return put(office, _moved(replace(letter, check=check, cents=action.cents), action.by, at))


def _approve_letter(action: ApproveLetter, office: Office, at: str) -> Changes:
    letter = _unsent(office, action.letter)
    others = tuple(approval for approval in letter.approvals if approval.by != action.by)
    mine = next((approval for approval in letter.approvals if approval.by == action.by), None)
    if not action.approved:
        return put(office, _moved(replace(letter, approvals=others), action.by, at))
    if mine is not None and mine.seal == seal(letter):
        return ()
    found = office.get(Letter.kind, letter.id)
    if found is None or found.version != action.base:
        raise _changed_since(letter)
    worker = record_in(office, Worker, action.by)
    if worker is None or not may_approve(letter, worker, letter_office(office)):
        raise refuse(
            "not-the-second-person",
            _("Diesen Brief können Sie nicht selbst freigeben."),
            _("Bitten Sie eine zweite Person darum, die am Brief nicht mitgeschrieben hat und freigeben darf."),
        )
    _check_is_fine(letter)
    approval = Approval(by=action.by, at=at, seal=seal(letter))
    return put(office, _moved(replace(letter, approvals=(*others, approval)), action.by, at))


# --- sending and stopping ------------------------------------------------------------------------------------------
def _send_letter(action: SendLetter, office: Office, at: str) -> Changes:
    letter = _known(office, action.letter)
    if letter.job:
        return ()
    letter = _unsent(office, action.letter)
    _check_is_fine(letter)
    _open_case(office, letter.case)
    if lacks_approval(letter, office):
        raise refuse(
            "approval-missing",
            _("Dieser Brief braucht die Freigabe einer zweiten Person."),
            _("Bitten Sie jemanden darum, der am Brief nicht mitgeschrieben hat. Danach kann er gesendet werden."),
        )
    before = sent_before(letter, office, at)
    if before is not None and not action.same_meant:
        raise refuse(
            "sent-before",
            _("Derselbe Brief ging in den letzten Tagen schon an diese Akte."),
            _("Sehen Sie nach, was daraus wurde. Soll er wirklich noch einmal hinaus, bestätigen Sie das beim Senden."),
            by=before.sent_by,
            at=before.sent_at,
        )
    sent = replace(
        letter, job=job_number(action.site, letter.id), sent_by=action.by, sent_at=at, collect_at=action.collect_at
    )
    return (*put(office, sent), *put(office, SentContent(id=content_id(sent), letter=sent.id)))


def _cancel_letter(action: CancelLetter, office: Office, at: str) -> Changes:
    letter = _known(office, action.letter)
    if letter.status == CANCELLED or letter.cancel_at:
        return ()
    if not letter.job:
        step = _step(CANCELLED, action.by, at)
        return put(office, replace(letter, status=CANCELLED, history=(*letter.history, step)))
    if letter.status not in (CHECKED, APPROVED, HANDED, ACCEPTED):
        raise refuse(
            "too-late",
            _("Der Brief lässt sich nicht mehr aufhalten."),
            _("Er ist schon gedruckt oder zurückgemeldet. Schreiben Sie dem Empfänger, wenn er nicht gelten soll."),
        )
    return put(office, replace(letter, cancel_by=action.by, cancel_at=at))


def _revive_letter(action: ReviveLetter, office: Office, at: str) -> Changes:
    letter = _known(office, action.letter)
    if letter.job:
        raise _sent_already(letter)
    if letter.status != CANCELLED:
        return ()
    return put(office, _moved(replace(letter, status=""), action.by, at))


def _report_letters(action: ReportLetters, office: Office, at: str) -> Changes:
    if len({report.letter for report in action.reports}) != len(action.reports):
        raise _wrong_state()
    return tuple(change for report in action.reports for change in _reported(report, action.by, office, at))


def _reported(report: LetterReport, by: str, office: Office, at: str) -> Changes:
    letter = _known(office, report.letter)
    if not letter.job or report.job != letter.job:
        raise refuse(
            "wrong-job",
            _("Unter dieser Auftragsnummer wurde der Brief nicht gesendet."),
            _("Prüfen Sie die Rückmeldung des Druckdienstleisters."),
        )
    if any(step.state not in CARRIER_STATES or not step.source for step in report.steps):
        raise _wrong_state()
    news = (replace(step, at=as_instant(step.at) or at, by=by, noted_at=at) for step in report.steps)
    history = told(letter.history, news)
    after = replace(letter, history=history, reference=report.reference or letter.reference)
    after = replace(after, status=carrier_state(history) or letter.status)
    changes: Changes = ()
    if not after.document and after.status not in (CANCELLED, FAILED, letter.status):
        filed = _filed(after, at)
        after = replace(after, document=filed.id)
        changes += put(office, filed)
    if after.status == RETURNED != letter.status:
        changes += _look_at_address(after, office, at)
    return (*put(office, after), *changes)


def _filed(letter: Letter, at: str) -> Document:
    """The letter as it was handed over, as a document of its case."""
    return replace(as_document(letter, derived_id("letter-document", letter.id)), filed_at=at)


def _look_at_address(letter: Letter, office: Office, at: str) -> Changes:
    """A letter came back: whoever has the case is to check the address."""
    case = record_in(office, CaseFile, letter.case)
    follow_up = FollowUp(
        id=derived_id("letter-returned", letter.id),
        due_on=at[:10],
        reason=_("Ein Brief kam als unzustellbar zurück: Bitte die Anschrift prüfen."),
        document=letter.document,
        case=letter.case,
        worker=(case.worker if case is not None else "") or letter.sent_by,
        by=letter.sent_by,
        at=at,
    )
    return () if record_in(office, FollowUp, follow_up.id) is not None else put(office, follow_up)


# --- parts ---------------------------------------------------------------------------------------------------------
def _known(office: Office, id_: str) -> Letter:
    letter = record_in(office, Letter, id_)
    if letter is None:
        raise refuse(
            "unknown-letter",
            _("Diesen Brief gibt es am Standort nicht (mehr)."),
            _("Aktualisieren Sie die Liste."),
        )
    return letter


def _unsent(office: Office, id_: str) -> Letter:
    letter = _known(office, id_)
    if letter.job:
        raise _sent_already(letter)
    if letter.status == CANCELLED:
        raise refuse(
            "letter-withdrawn",
            _("Der Brief wurde verworfen."),
            _("Nehmen Sie das zuerst zurück, wenn er doch hinaus soll."),
        )
    return letter


def _sent_already(letter: Letter) -> Refusal:
    return refuse(
        "sent-already",
        _("Der Brief ist schon auf dem Weg und lässt sich nicht mehr ändern."),
        _("Sie können ihn aufhalten, solange er nicht gedruckt ist."),
        by=letter.sent_by,
        at=letter.sent_at,
    )


def _changed_since(letter: Letter) -> Refusal:
    return refuse(
        "changed-since",
        _("Der Brief wurde inzwischen geändert."),
        _("Sehen Sie sich den neuen Stand an und wiederholen Sie den Vorgang, wenn er noch passt."),
        by=letter.author,
        at=letter.history[-1].noted_at if letter.history else letter.at,
    )


def _wrong_state() -> Refusal:
    return refuse(
        "wrong-state",
        _("Diese Rückmeldung zu Briefen ergibt keinen Sinn."),
        _("Prüfen Sie die Rückmeldung des Druckdienstleisters."),
    )


def _check_is_fine(letter: Letter) -> None:
    if own_state(letter) not in (CHECKED, APPROVED):
        raise refuse(
            "letter-not-checked",
            _("Der Brief hat die Prüfung vor dem Versand nicht bestanden."),
            _("Sehen Sie sich die Befunde an, berichtigen Sie den Brief und prüfen Sie ihn erneut."),
        )


def _check_wanted(letter: Letter, office: Office) -> None:
    """Raises ``Refusal`` for what cannot be a letter of this site."""
    _open_case(office, letter.case)
    sound = _SHA256.fullmatch(letter.sha256) and letter.pages >= 1 and letter.amount_cents >= 0 and letter.carrier
    options = letter.options
    fitting = options.registered in REGISTRATIONS and not (options.registered and options.formal_service)
    short = len(letter.title) <= _LONGEST_TITLE and len(letter.enclosures) <= _MOST_PARTS
    if not (sound and fitting and short):
        raise refuse(
            "wrong-letter",
            _("So lässt sich der Brief nicht anlegen."),
            _("Wählen Sie entweder Einschreiben oder Zustellungsurkunde, und kürzen Sie den Titel, falls er lang ist."),
        )


def _open_case(office: Office, id_: str) -> CaseFile:
    case = record_in(office, CaseFile, id_)
    if case is None or case.moved_to:
        raise refuse(
            "unknown-case",
            _("Diese Akte gibt es am Standort nicht (mehr)."),
            _("Prüfen Sie die Nummer, oder suchen Sie die Akte über Name oder Anschrift."),
        )
    return case


def _chosen(letter: Letter, wanted: Letter) -> Letter:
    return replace(
        letter,
        case=wanted.case,
        sha256=wanted.sha256,
        size=wanted.size,
        pages=wanted.pages,
        title=wanted.title,
        letter_type=wanted.letter_type,
        register=wanted.register,
        amount_cents=wanted.amount_cents,
        enclosures=wanted.enclosures,
        options=wanted.options,
        carrier=wanted.carrier,
        code=wanted.code,
        content=wanted.content,
    )


def _moved(letter: Letter, by: str, at: str) -> Letter:
    """The letter in the state that follows from its check and approvals, with a step if that is a new one."""
    state = own_state(letter)
    if state == letter.status:
        return letter
    return replace(letter, status=state, history=(*letter.history, _step(state, by, at)))


def _step(state: str, by: str, at: str) -> LetterStep:
    return LetterStep(state=state, at=at, by=by, noted_at=at)


def _alike(letter: Letter, action: CheckLetter) -> bool:
    return letter.check is not None and replace(letter.check, at="") == replace(action.check, at="")


RULES = {
    SetUpLetters: Rule(_ADMIN, _set_up),
    PutLetter: Rule(CASEWORK, _put_letter),
    CheckLetter: Rule(CASEWORK, _check_letter),
    ApproveLetter: Rule(CASEWORK, _approve_letter),
    SendLetter: Rule(CASEWORK, _send_letter),
    CancelLetter: Rule(CASEWORK, _cancel_letter),
    ReviveLetter: Rule(CASEWORK, _revive_letter),
    ReportLetters: Rule(_REPORTERS, _report_letters),
}
