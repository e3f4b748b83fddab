"""Who has to approve a letter, and what makes somebody ask first. Asked by the rules, by services and by screens."""

from datetime import date, timedelta

from app.domain.ids import derived_id
from app.domain.letter_states import seal
from app.domain.office import Office
from app.domain.records import Worker
from app.domain.records.letters import (
    CANCELLED,
    FAILED,
    LETTER_OFFICE_ID,
    ApprovalRule,
    Letter,
    LetterOffice,
    SentContent,
)
from app.domain.rules.ruling import record_in


def letter_office(office: Office) -> LetterOffice:
    """How the site handles letters; the defaults where nobody has said anything."""
    return record_in(office, LetterOffice, LETTER_OFFICE_ID) or LetterOffice(id=LETTER_OFFICE_ID)


def rules_for(letter: Letter, house: LetterOffice) -> tuple[ApprovalRule, ...]:
    """The rules by which this letter needs a second person; none: it needs nobody."""
    authors = {letter.by, letter.changed_by} - {""}
    options = set(letter.options.names())
    return tuple(
        rule
        for rule in house.approval_rules
        if (not rule.letter_types or letter.letter_type in rule.letter_types)
        and letter.amount_cents >= rule.from_cents
        and (not rule.workers or authors & set(rule.workers))
        and (not rule.options or options & set(rule.options))
    )


def may_approve(letter: Letter, worker: Worker, house: LetterOffice) -> bool:
    """Whether that person's approval counts: a second one, not on probation, of a role that the rules name."""
    if worker.ended or worker.id in (letter.by, letter.changed_by):
        return False
    if any(worker.id in rule.workers for rule in house.approval_rules):
        return False
    return all(not rule.approvers or set(rule.approvers) & set(worker.roles) for rule in rules_for(letter, house))


def lacks_approval(letter: Letter, office: Office) -> bool:
    """Whether a second person still has to approve this very content."""
    house = letter_office(office)
    if not rules_for(letter, house):
        return False
    who = (record_in(office, Worker, approval.by) for approval in letter.approvals if approval.seal == seal(letter))
    return not any(worker is not None and may_approve(letter, worker, house) for worker in who)


def content_id(letter: Letter) -> str:
    """The id of the ``SentContent`` of this content in this case."""
    return derived_id("sent-content", letter.case, letter.content or letter.sha256)


def went_before(letter: Letter, other: Letter, day: str, days: int) -> bool:
    """Whether ``other`` brought (or is bringing) the same content to the same case in the last ``days``."""
    since = (date.fromisoformat(day[:10]) - timedelta(days=days)).isoformat()
    alike = (other.case, other.content or other.sha256) == (letter.case, letter.content or letter.sha256)
    under_way = bool(other.job) and other.status not in (CANCELLED, FAILED)
    return other.id != letter.id and alike and under_way and other.sent_at[:10] >= since


def sent_before(letter: Letter, office: Office, day: str) -> Letter | None:
    """The letter of the same content that went to the same case a few days ago."""
    content = record_in(office, SentContent, content_id(letter))
    other = record_in(office, Letter, content.letter) if content is not None else None
    days = letter_office(office).same_within_days
    return other if other is not None and went_before(letter, other, day, days) else None


def letters_of(office: Office) -> tuple[Letter, ...]:
    return tuple(letter for letter in office.all(Letter.kind) if isinstance(letter, Letter))


def letters_with(office: Office, documents: set[str], cases: set[str]) -> list[Letter]:
    """The letters that are these documents, or of these cases: they name their bytes, and go with them."""
    if not documents and not cases:
        return []
    return [letter for letter in letters_of(office) if letter.document in documents or letter.case in cases]
