"""What the case screen asks of the cache. Runs off the Qt thread and builds all that is painted later."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.cache import Cache, CaseRow, DocumentRow
from app.domain.records import PROMISED_DAYS, Announcement, CaseFile, Letter
from app.domain.rules.paper import days_overdue


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A file as it is shown: the case, its documents (newest receipt first), who works on it, and whether pinned."""

    site: str
    case: CaseFile
    documents: tuple[DocumentRow, ...]
    worker: str
    moved_to: str
    """Name of the site that took it over, or empty."""
    pinned: bool


@dataclass(frozen=True, slots=True)
class Arriving:
    """Post of a case that is not in the file yet: in the inbox, and announced."""

    inbox: tuple[DocumentRow, ...] = ()
    announced: tuple[Announcement, ...] = ()
    late: tuple[tuple[str, int], ...] = ()
    """(id, days) of announced post that the provider has not delivered in the time that he promised."""
    letters: tuple[Letter, ...] = ()
    """Letters to the household, newest first; those that were handed over are documents of the file, too."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the list of files shows without a search."""

    pinned: tuple[CaseRow, ...] = ()
    recent: tuple[CaseRow, ...] = ()
    cases: int = 0
    """How many files the cache holds; 0 while it is filled for the first time."""


def load_case(cache: Cache, site: str, case_id: str) -> OpenedCase | None:
    """None if the site has no such case."""
    case = cache.case(site, case_id)
    if case is None:
        return None
    worker = cache.worker(case.worker) if case.worker else None
    moved = next((entry.name for entry in cache.all_sites() if entry.id == case.moved_to), case.moved_to)
    return OpenedCase(
        site=site,
        case=case,
        documents=tuple(cache.case_documents(case_id)),
        worker=worker[1].name if worker else case.worker,
        moved_to=moved,
        pinned=any(row.id == case_id for row in cache.pinned_cases()),
    )


def load_arriving(cache: Cache, site: str, case_id: str) -> Arriving:
    announced = tuple(entry for entry in cache.announcements(site) if entry.case == case_id)
    promised = next((entry.promised_days for entry in cache.all_sites() if entry.id == site), PROMISED_DAYS)
    today = datetime.now().astimezone().date()
    late = ((entry.id, days_overdue(entry, promised, today)) for entry in announced)
    return Arriving(
        inbox=tuple(row for row in cache.inbox(site) if row.case == case_id),
        announced=announced,
        late=tuple(entry for entry in late if entry[1]),
        letters=_letters(cache, site, case_id),
    )


def _letters(cache: Cache, site: str, case_id: str) -> tuple[Letter, ...]:
    found = (letter for letter, _version in cache.letters(site, case=case_id))
    return tuple(sorted(found, key=lambda letter: letter.at, reverse=True))


def load_shelf(cache: Cache) -> Shelf:
    return Shelf(cache.pinned_cases(), cache.recent_cases(), cache.counts().get("cases", 0))
