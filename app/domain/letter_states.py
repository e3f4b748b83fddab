"""How the state of a letter follows from what was told of it. Pure, and the same in whatever order it was told.

Carriers repeat themselves, mix up the order and lose answers. So nothing is ever moved "one further": all that was
told is kept, by the time at which it happened, and the state is read off the whole.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from app.domain.canonical import canonical, sha256_hex
from app.domain.channels import OUTGOING
from app.domain.codec import plain
from app.domain.ids import derived_id
from app.domain.records import FILED, Document
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
    POSTED,
    PRINTED,
    RETURNED,
    Letter,
    LetterStep,
)

_RANK = {HANDED: 1, ACCEPTED: 2, CANCELLED: 3, FAILED: 3, PRINTED: 4, POSTED: 5, DELIVERED: 6, RETURNED: 6}
"""Paper outranks what only says that there is none: who prints a letter late has not cancelled it."""
_DAYS_UNTIL_KNOWN = 4


def job_number(site: str, letter: str) -> str:
    """The number under which a carrier gets a letter: the same however often it is asked for, and about nobody."""
    return f"ES-{derived_id('letter-job', site, letter)[:16].upper()}"


def seal(letter: Letter) -> str:
    """What an approval is about: content, recipient's case, and how it is sent."""
    said = [letter.sha256, letter.case, letter.carrier, letter.letter_type, letter.amount_cents, plain(letter.options)]
    return sha256_hex(canonical(said))


def carrier_state(history: Iterable[LetterStep]) -> str:
    """The state that follows from what carriers told; "" when none has told anything."""
    told = [step for step in history if step.source and step.state in CARRIER_STATES]
    if not told:
        return ""
    return max(told, key=lambda step: (_RANK[step.state], step.at, step.state)).state


def own_state(letter: Letter) -> str:
    """The state of a letter that was not sent yet."""
    if letter.check is None or not letter.check.ok or letter.check.carrier != letter.carrier:
        return DRAFT
    return APPROVED if any(approval.seal == seal(letter) for approval in letter.approvals) else CHECKED


def told(history: Sequence[LetterStep], news: Iterable[LetterStep]) -> tuple[LetterStep, ...]:
    """The history with what a carrier told. Of a state that is told again counts when it happened first."""
    known = {(step.source, step.state): step for step in history if step.source}
    for step in news:
        before = known.get((step.source, step.state))
        if before is None or (step.at, step.reason) < (before.at, before.reason):
            known[step.source, step.state] = step
    own = [step for step in history if not step.source]
    # Sorting keeps the order of what happened here in one instant; what carriers tell has one of its own.
    return tuple(sorted((*own, *known.values()), key=lambda step: (step.at, step.state if step.source else "")))


def step_at(letter: Letter, *states: str) -> str:
    """When a carrier's step to one of these states happened; "" when it did not."""
    found = [step.at for step in letter.history if step.source and step.state in states]
    return min(found, default="")


def known_on(letter: Letter) -> str:
    """The day (ISO 8601) on which the letter counts as made known to the recipient; "" where that is not known yet.

    Formal service: the day of the certificate. Else the fourth day after posting (section 37 (2) SGB X).
    """
    if letter.status in (RETURNED, CANCELLED, FAILED):
        return ""
    if letter.options.formal_service:
        return step_at(letter, DELIVERED)[:10]
    posted = step_at(letter, POSTED)[:10]
    if not posted:
        return ""
    return (datetime.fromisoformat(posted).date() + timedelta(days=_DAYS_UNTIL_KNOWN)).isoformat()


def as_document(letter: Letter, id_: str = "") -> Document:
    """The letter as a document that a viewer shows: with the id of the letter, or of the document that is filed."""
    return Document(
        id=id_ or letter.id,
        sha256=letter.sha256,
        size=letter.size,
        pages=letter.pages,
        channel=OUTGOING,
        received_on=(letter.sent_at or letter.at)[:10],
        state_of_work=FILED,
        case=letter.case,
        document_type=letter.letter_type,
        register=letter.register,
        title=letter.title,
        code=letter.code,
        filed_by=letter.sent_by or letter.by,
        filed_at=letter.sent_at or letter.at,
    )


def as_instant(said: str) -> str:
    """A carrier's time as UTC in ISO 8601 with milliseconds, so that times compare; "" for what is none."""
    try:
        instant = datetime.fromisoformat(said)
    except ValueError:
        return ""
    instant = instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def next_collection(now: datetime, time_of_day: str) -> str:
    """When the carrier collects next: at that time (``16:00``) on a working day; "" where no time is known."""
    try:
        hour, minute = (int(part) for part in time_of_day.split(":"))
        found = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        return ""
    while found <= now or found.weekday() > 4:
        found += timedelta(days=1)
    return found.isoformat(timespec="minutes")
