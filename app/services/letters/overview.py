"""What the screen of the outgoing post shows, and what makes it ask before a letter is sent; out of the cache."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain.cache import Cache
from app.domain.folding import fold
from app.domain.letter_states import seal
from app.domain.records import Worker
from app.domain.records.letters import (
    ACCEPTED,
    APPROVED,
    CANCELLED,
    CHECKED,
    DRAFT,
    FAILED,
    HANDED,
    LETTER_OFFICE_ID,
    PRINTED,
    RETURNED,
    Letter,
    LetterOffice,
)
from app.domain.rules.letter_approval import may_approve, rules_for, went_before

LETTER_TYPES = (
    "Schreiben",
    "Bewilligungsbescheid",
    "Änderungsbescheid",
    "Ablehnungsbescheid",
    "Aufhebungs- und Erstattungsbescheid",
    "Anhörung",
    "Aufforderung zur Mitwirkung",
)
"""Types of letters that are proposed; others may be written."""
TODO, WAY, BACK, DONE, ALL = "todo", "way", "back", "done", "all"
SHOWN = timedelta(days=60)
"""So long letters that are done with stay in the list; they are in their case for ever."""
_UNDER_WAY = (CHECKED, APPROVED, DRAFT, HANDED, ACCEPTED, PRINTED)
_WANTED = tuple(map(fold, ("mitwirkung", "unterlagen", "nachweis", "nachreich", "aufforderung", "versagung")))


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter as a line of a list."""

    id: str
    letter: Letter
    version: int
    name: str
    case_number: str
    lacks_approval: bool
    may_approve: bool
    """The user's approval would count."""
    people: tuple[tuple[str, str], ...] = ()
    """(id, name) of whoever the letter's history names."""

    @property
    def part(self) -> str:
        """Where it stands: to be done here, on its way, come back, done with."""
        letter = self.letter
        if not letter.job:
            return DONE if letter.status == CANCELLED else TODO
        if letter.status in (RETURNED, FAILED):
            return BACK
        return WAY if letter.status in _UNDER_WAY else DONE

    @property
    def ready(self) -> bool:
        """Nothing but somebody's wish is missing to send it."""
        return not self.letter.job and self.letter.status in (CHECKED, APPROVED) and not self.lacks_approval


@dataclass(frozen=True, slots=True)
class Doubts:
    """What to ask before letters are sent. ``before``: of these the same content went out a few days ago; ``waiting``:
    these ask for documents, and post of their case is on its way or lies in the inbox."""

    before: tuple[tuple[LetterRow, Letter], ...] = ()
    waiting: tuple[tuple[LetterRow, int, int], ...] = ()
    """(letter, announced and not delivered, unfiled)."""

    def __bool__(self) -> bool:
        return bool(self.before or self.waiting)


def load_letters(cache: Cache, site: str, me: Worker) -> tuple[LetterRow, ...]:
    """The letters of the site that are not done with and those of the last ``SHOWN``, the newest first."""
    found = cache.letters(site, since=(datetime.now(UTC) - SHOWN).isoformat())
    house = house_of(cache, site)
    cases = {row.id: row for row in cache.cases(dict.fromkeys(letter.case for letter, _version in found))}
    workers = {worker.id: worker for worker in cache.workers(site)}
    rows = []
    for letter, version in found:
        case = cases.get(letter.case)
        named = {letter.by, letter.changed_by, letter.sent_by, *(step.by for step in letter.history)} & workers.keys()
        rows.append(
            LetterRow(
                letter.id,
                letter,
                version,
                case.name if case is not None else "",
                case.case_number if case is not None else "",
                _lacks(letter, house, workers),
                may_approve(letter, me, house),
                tuple((id_, workers[id_].name) for id_ in sorted(named)),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.letter.at, row.id), reverse=True))


def house_of(cache: Cache, site: str) -> LetterOffice:
    found = cache.records(site, LetterOffice)
    return found[0][0] if found else LetterOffice(id=LETTER_OFFICE_ID)


def doubts_about(cache: Cache, site: str, rows: Sequence[LetterRow]) -> Doubts:
    """What speaks against sending these letters just now."""
    days, today = house_of(cache, site).same_within_days, datetime.now(UTC).isoformat()
    before = [
        (row, other)
        for row in rows
        for other, _version in cache.letters(site, case=row.letter.case)
        if went_before(row.letter, other, today, days)
    ]
    asking = [row for row in rows if asks_for_documents(row.letter)]
    return Doubts(
        tuple(before),
        _with_post(cache, site, asking) if asking else (),
    )


def asks_for_documents(letter: Letter) -> bool:
    """Whether it says that documents are missing, as far as its type and title tell."""
    said = fold(f"{letter.letter_type} {letter.title}")
    return any(word in said for word in _WANTED)


def _with_post(cache: Cache, site: str, rows: Sequence[LetterRow]) -> tuple[tuple[LetterRow, int, int], ...]:
    announced = [announcement.case for announcement in cache.announcements(site)]
    unfiled = [case for row in cache.inbox(site) for case in (row.case or _named_for_certain(cache, row.id),) if case]
    counted = ((row, announced.count(row.letter.case), unfiled.count(row.letter.case)) for row in rows)
    return tuple(entry for entry in counted if entry[1] or entry[2])


def _named_for_certain(cache: Cache, document_id: str) -> str:
    """The case that an unfiled document's own words name."""
    found = cache.document(document_id)
    suggestions = found[2].suggestions if found is not None else ()
    return next((one.case for one in suggestions[:1] if one.certain), "")


def _lacks(letter: Letter, house: LetterOffice, workers: dict[str, Worker]) -> bool:
    if letter.job or letter.status == CANCELLED or not rules_for(letter, house):
        return False
    approved = (workers.get(approval.by) for approval in letter.approvals if approval.seal == seal(letter))
    return not any(worker is not None and may_approve(letter, worker, house) for worker in approved)
