"""The sample of filings that a team lead looks at: random, the same for every lead, some of each person, over days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.actions import SYSTEM
from app.domain.cache import Cache, DocumentRow, FilingRow
from app.domain.channels import OUTGOING
from app.domain.folding import fold
from app.domain.ids import derived_id
from app.domain.records import RIGHT, WRONG, FilingCheck, Site, Worker
from app.domain.rules.lead import check_id
from app.services.team_figures import day_of

DAYS = 7
"""A sample is drawn from the filings of so many days before today; so nothing that is filed today changes it."""
EACH = 3
"""Filings of each person in a day's sample."""
RESULT_DAYS = 90
"""Days back of which results are counted."""
ENOUGH = 10
"""From so many checked filings on a share says something about a person's filing."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A filing to look at, with the check if somebody has noted it. ``row`` None: the document is gone."""

    filing: FilingRow
    row: DocumentRow | None
    check: FilingCheck | None

    @property
    def id(self) -> str:
        return self.filing.document


@dataclass(frozen=True, slots=True)
class Result:
    """What was checked of a person's filings in the last ``RESULT_DAYS`` days."""

    worker: str
    checked: int
    wrong: int

    @property
    def share_right(self) -> int | None:
        """Per cent, None while too few were checked to say anything."""
        return None if self.checked < ENOUGH else round(100 * (self.checked - self.wrong) / self.checked)


@dataclass(frozen=True, slots=True)
class Sample:
    entries: tuple[Sampled, ...]
    """In the order of the persons' names, then by the instant of filing."""
    results: tuple[Result, ...]
    """In the order of the persons' names: no ranking."""


def load_sample(cache: Cache, sites: Sequence[Site], today: date, each: int = EACH) -> Sample:
    """Today's sample of these sites."""
    entries: list[Sampled] = []
    checks: list[FilingCheck] = []
    names: dict[str, str] = {}
    for site in sites:
        names |= {worker.id: _sort_name(worker) for worker in cache.workers(site.id)}
        known = {check.id: check for check, _version in cache.records(site.id, FilingCheck)}
        checks += known.values()
        since = (today - timedelta(days=DAYS + 1)).isoformat()
        came = [filing for filing in cache.filings(site.id, since) if filing.channel != OUTGOING]
        for filing in draw(came, known, today, each):
            check = known.get(check_id(filing.document, filing.filed_at))
            entries.append(Sampled(filing, cache.document_row(filing.document), check))
    entries.sort(key=lambda one: (names.get(one.filing.filed_by, ""), one.filing.filed_by, one.filing.filed_at))
    ordered = sorted(results(checks, today), key=lambda one: (names.get(one.worker, ""), one.worker))
    return Sample(tuple(entries), tuple(ordered))


def draw(
    filings: Iterable[FilingRow], checks: Mapping[str, FilingCheck], today: date, each: int = EACH
) -> list[FilingRow]:
    """``each`` filings of every person out of the ``DAYS`` days before ``today``, spread over those days.

    Chance comes from the day and the document's id alone, so everybody who has the same filings draws the same.
    What was checked before today is not drawn again; what was checked today stays in the sample.
    """
    first, last = ((today - timedelta(days=ago)).isoformat() for ago in (DAYS, 1))
    seed = today.isoformat()
    drawers: dict[str, dict[str, list[FilingRow]]] = defaultdict(lambda: defaultdict(list))
    for filing in filings:
        day = day_of(filing.filed_at)
        known = checks.get(check_id(filing.document, filing.filed_at))
        if filing.filed_by in ("", SYSTEM):  # a legacy file that came filed is nobody's work
            continue
        if first <= day <= last and (known is None or day_of(known.at) >= seed):
            drawers[filing.filed_by][day].append(filing)
    drawn: list[FilingRow] = []
    for worker, days in drawers.items():
        drawn += _spread(days, f"{seed}:{worker}", each)
    return drawn


def _spread(days: Mapping[str, list[FilingRow]], seed: str, each: int) -> list[FilingRow]:
    """One of each day in turn, days and filings in an order of chance, until there are enough."""
    order = sorted(days, key=lambda day: derived_id(seed, day))
    piles = [sorted(days[day], key=lambda one: derived_id(seed, one.document)) for day in order]
    turns = range(max(map(len, piles), default=0))
    return [pile[turn] for turn in turns for pile in piles if turn < len(pile)][:each]


def results(checks: Iterable[FilingCheck], today: date) -> list[Result]:
    since = (today - timedelta(days=RESULT_DAYS)).isoformat()
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for check in checks:
        if day_of(check.at) >= since and check.verdict in (RIGHT, WRONG):
            counted[check.filed_by][0] += 1
            counted[check.filed_by][1] += check.verdict == WRONG
    return [Result(worker, checked, wrong) for worker, (checked, wrong) in counted.items()]


def _sort_name(worker: Worker) -> str:
    return fold(worker.name)
