"""Letters as plain objects for the command line, and finding one that somebody names."""

from collections.abc import Iterator
from typing import Any

from app.domain.central import Central, OfficeSource
from app.domain.errors import WrongUse
from app.domain.letter_check.kept import findings_of
from app.domain.letter_states import known_on
from app.domain.office import Office
from app.domain.records import CaseFile
from app.domain.records.letters import Letter
from app.domain.rules.letter_approval import lacks_approval, letters_of
from app.domain.rules.ruling import record_in
from app.domain.texts import _

Item = dict[str, Any]
_LEAST = 6
"""Signs of a letter's id by which it may be named, where no other begins like that."""


def letters_in(office: Office, site: str) -> Iterator[Item]:
    """The newest first."""
    for letter in sorted(letters_of(office), key=lambda one: (one.at, one.id), reverse=True):
        yield letter_item(letter, site, office)


def letter_item(letter: Letter, site: str, office: Office) -> Item:
    """The letter with its state (commands.md)."""
    case = record_in(office, CaseFile, letter.case)
    return {
        "id": letter.id,
        "site": site,
        "state": letter.status,
        "case_number": case.case_number if case is not None else None,
        "title": letter.title,
        "letter_type": letter.letter_type,
        "amount_cents": letter.amount_cents,
        "pages": letter.pages,
        "sha256": letter.sha256,
        "enclosures": [
            {"title": part.title, "first_page": part.first_page, "pages": part.pages} for part in letter.enclosures
        ],
        "carrier": letter.carrier,
        "options": _options(letter),
        "cents": letter.cents or None,
        "check": _check(letter),
        "needs_approval": not letter.job and lacks_approval(letter, office),
        "approved_by": [approval.by for approval in letter.approvals],
        "by": letter.by,
        "at": letter.at,
        "job": letter.job or None,
        "sent_by": letter.sent_by or None,
        "sent_at": letter.sent_at or None,
        "collect_at": letter.collect_at or None,
        "cancel_wanted": bool(letter.cancel_at),
        "known_on": known_on(letter) or None,
        "reference": letter.reference or None,
        "answer_code": letter.code or None,
        "document": letter.document or None,
        "history": [
            {"state": step.state, "at": step.at, "by": step.by, "source": step.source or None, "reason": step.reason}
            for step in letter.history
        ],
    }


def _options(letter: Letter) -> Item:
    options = letter.options
    return {
        "sides": "duplex" if options.duplex else "simplex",
        "colour": options.colour,
        "registered": options.registered or None,
        "formal_service": options.formal_service,
        "priority": options.priority,
        "envelope": options.envelope or None,
    }


def _check(letter: Letter) -> Item | None:
    check = letter.check
    if check is None:
        return None
    return {
        "ok": check.ok,
        "form": check.form or None,
        "sheets": check.sheets,
        "address": list(check.address),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "page": finding.page,
                "box": None if finding.box is None else [round(side, 1) for side in finding.box],
                "text": finding.said,
                "advice": finding.advice,
            }
            for finding in findings_of(check)
        ],
    }


def find_letter(central: Central, offices: OfficeSource, named: str) -> tuple[str, Letter, int]:
    """(site, letter, version) of an id, of its beginning if no other begins like that, or of a job number.

    Raises ``WrongUse``.
    """
    found: list[tuple[str, Letter, int]] = []
    for site in central.sites():
        office = offices.office(site)[1]
        for letter in letters_of(office):
            short = len(named) >= _LEAST and letter.id.startswith(named)
            if named in (letter.id, letter.job) or short:
                versioned = office.get(Letter.kind, letter.id)
                found.append((site, letter, versioned.version if versioned is not None else 0))
    exact = [entry for entry in found if named in (entry[1].id, entry[1].job)]
    if len(exact or found) != 1:
        raise WrongUse(
            _("Einen Brief „{id}“ gibt es in diesem Speicher nicht, oder es gibt mehrere.").format(id=named),
            _("Sehen Sie mit „esozialakte list letters“ nach, wie er heißt."),
        )
    return (exact or found)[0]
