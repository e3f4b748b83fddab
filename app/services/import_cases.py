"""Take over case files and persons from the specialist application (master-data.md). Repeating it changes nothing.

Households that a later file does not name stay as they are: the export may be a part.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from app.domain.actions import SYSTEM, ImportCases
from app.domain.central import Central
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.ids import new_id
from app.domain.records import CaseFile, Person, Worker
from app.services.hand_over import hand_over
from app.services.household_rows import Household, Rejected, read_households
from app.services.site_records import records_of

CASES_A_COMMIT = 500


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Numbers of case files; ``rejected`` counts rows."""

    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]


def import_cases(central: Central, path: Path) -> ImportResult:
    """Add and update the households of ``path``. Raises ``UnreadableInput``; single bad rows are reported."""
    offices = {site: records_of(central, site, master_only=True) for site in central.sites()}
    workers = {site: frozenset(worker.id for worker in office.all(Worker.kind)) for site, office in offices.items()}
    households, rejected = read_households(path, workers)
    added, changed, unchanged = 0, 0, 0
    wanted: dict[str, list[CaseFile]] = {}
    moves: list[tuple[str, CaseFile, CaseFile]] = []
    for number, household in households.items():
        giving = [
            (site, case)
            for site, office in offices.items()
            if site != household.site and (case := office.case_by_number(number)) is not None and not case.moved_to
        ]
        known = offices[household.site].case_by_number(number)
        case = _merged(household, known, giving)
        moves += [(site, gone, case) for site, gone in giving]
        wanted.setdefault(household.site, [])
        if giving or known is None or case != known:
            wanted[household.site].append(case)
            added, changed = (added, changed + 1) if giving or known else (added + 1, changed)
        else:
            unchanged += 1
    for site, cases in wanted.items():
        _submit(central, site, cases)
    for giving_site, gone, case in moves:
        hand_over(central, gone, giving_site, households[case.case_number].site)
    return ImportResult(added, changed, unchanged, tuple(sorted(rejected, key=lambda entry: entry.line)))


def _merged(household: Household, known: CaseFile | None, giving: list[tuple[str, CaseFile]]) -> CaseFile:
    """The case as it shall be: what is known of it here or at the site that gives it, with the file's rows on top."""
    before = known or (giving[0][1] if giving else None)
    persons = tuple(household.persons)
    if household.partial and before is not None:
        persons = _patched(before.persons, persons)
    moved_from = giving[0][0] if giving else known.moved_from if known else ""
    return replace(household.case, id=known.id if known else new_id(), persons=persons, moved_from=moved_from)


def _patched(known: tuple[Person, ...], rows: tuple[Person, ...]) -> tuple[Person, ...]:
    """A row that was rejected must not make a person vanish: everybody known stays, in the known order."""
    by_name = {(row.last_name, row.first_name): row for row in rows}
    kept = tuple(by_name.pop((person.last_name, person.first_name), person) for person in known)
    return (*kept, *by_name.values())


def _submit(central: Central, site: str, cases: list[CaseFile]) -> None:
    for part in _parts(cases, CASES_A_COMMIT):
        outcome = central.submit(ImportCases(site=site, by=SYSTEM, cases=tuple(part)))
        if isinstance(outcome, Refused):
            raise AppError(outcome.title, outcome.advice, code=outcome.code)


def _parts(cases: Iterable[CaseFile], size: int) -> Iterator[list[CaseFile]]:
    iterator = iter(cases)
    while part := list(islice(iterator, size)):
        yield part

