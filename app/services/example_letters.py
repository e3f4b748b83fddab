"""The outgoing post of the example county: letters put in, checked, sent and told of as in a real one."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from app.domain.actions import SYSTEM, Action
from app.domain.actions.letters import (
    CheckLetter,
    LetterReport,
    PutLetter,
    ReportLetters,
    SendLetter,
    SetUpLetters,
)
from app.domain.central import ORIGINALS, Central
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.example import Outgoing
from app.domain.ids import derived_id
from app.domain.letter_check.facts import LetterReader
from app.domain.letter_check.kept import kept
from app.domain.letter_states import job_number
from app.domain.records.letters import (
    ACCEPTED,
    CHECKED,
    DELIVERED,
    HANDED,
    LETTER_OFFICE_ID,
    POSTED,
    PRINTED,
    RETURNED,
    ApprovalRule,
    Letter,
    LetterOffice,
    LetterStep,
)
from app.services.carrier_profiles import FOLDER, load_carrier
from app.services.check_letter import Against, check_letter
from app.services.document_types import register_for
from app.services.site_records import records_of

_WAY = (HANDED, ACCEPTED, PRINTED, POSTED)
_BETWEEN = timedelta(seconds=5)
_HOUSE = LetterOffice(
    id=LETTER_OFFICE_ID,
    approval_rules=(ApprovalRule(letter_types=("Ablehnungsbescheid",), approvers=("team-lead",)),),
)


def example_letters(site: str, letters: Iterable[Outgoing], central: Central, reader: LetterReader) -> None:
    """Put in what is not there yet; the same however often it is done. Raises what the centre raises."""
    office = records_of(central, site)
    carrier = load_carrier(FOLDER)
    for outgoing in letters:
        id_ = derived_id("example-letter", site, outgoing.sha256)
        case = office.case_by_number(outgoing.case_number)
        if case is None or office.get(Letter.kind, id_) is not None:
            continue
        _submit(central, SetUpLetters(site=site, by=SYSTEM, office=_HOUSE))
        central.put(site, ORIGINALS, outgoing.sha256, outgoing.data)
        letter = Letter(
            id=id_,
            case=case.id,
            sha256=outgoing.sha256,
            size=len(outgoing.data),
            pages=outgoing.pages,
            title=outgoing.title,
            letter_type=outgoing.letter_type,
            register=register_for(outgoing.letter_type),
            options=outgoing.options,
        )
        _submit(central, PutLetter(site=site, by=outgoing.by, letter=letter))
        checked = check_letter(reader, outgoing.data, Against(carrier, letter.options.duplex))
        check = CheckLetter(
            site=site,
            by=outgoing.by,
            letter=id_,
            sha256=letter.sha256,
            options=letter.options,
            check=kept(checked, FOLDER),
            cents=checked.cents or 0,
        )
        _submit(central, check)
        if outgoing.state != CHECKED:
            _submit(central, SendLetter(site=site, by=outgoing.by, letter=id_))
            _submit(central, _told(site, id_, outgoing.state))


def _told(site: str, letter: str, state: str) -> ReportLetters:
    """All that a provider tells until a letter is in ``state``."""
    states = [*_WAY, state] if state in (DELIVERED, RETURNED) else [*_WAY[: _WAY.index(state) + 1]]
    now = datetime.now(UTC)
    steps = tuple(
        LetterStep(state=one, at=(now + _BETWEEN * number).isoformat(), source=FOLDER)
        for number, one in enumerate(states)
    )
    report = LetterReport(letter=letter, job=job_number(site, letter), steps=steps)
    return ReportLetters(site=site, by=SYSTEM, reports=(report,))


def _submit(central: Central, action: Action) -> None:
    outcome = central.submit(action)
    if isinstance(outcome, Refused):
        raise AppError(outcome.title, outcome.advice, code=outcome.code)
