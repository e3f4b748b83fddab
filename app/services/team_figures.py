"""What a team lead sees: open post by age, person, team, channel and site, what comes and goes, how long it takes.

Days are calendar days: a citizen waits on Sundays, too, and no calendar of holidays has to be kept right. A document
counts as filed on the local day on which somebody first filed it; old files that came filed count nowhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil
from operator import attrgetter

from app.domain.cache import Cache, DocumentRow, FilingRow
from app.domain.channels import CHANNELS, OUTGOING
from app.domain.folding import fold
from app.domain.records import Absence, Announcement, FollowUp, Site, Team, Worker
from app.domain.rules.marks import TEAM_LEAD

PERIOD = 30
"""Days of inflow and outflow that are shown, today included."""
AGE, PERSON, TEAM, CHANNEL, SITE = "age", "person", "team", "channel", "site"
UNASSIGNED, ABSENT = "unassigned", "absent"
AGE_BANDS = ((0, 1), (2, 3), (4, 7), (8, 14), (15, 28), (29, 99_999))
"""First and last day of each band of age."""
NO_DATE = "unknown"
"""Key of the band of those whose receipt date nobody knows."""

Queue = tuple[str, str]
"""(team, worker) as ``Document`` has them."""
_Group = tuple[str, str, str, str, str]
"""(received on, worker, team, channel, site)"""
_GROUP: Callable[[DocumentRow], _Group] = attrgetter("received_on", "worker", "team", "channel", "site")
_RECEIVED: Callable[[DocumentRow], str] = attrgetter("received_on")


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the open post: ``kind`` is AGE, PERSON, TEAM, CHANNEL, SITE (``key`` of a bar), UNASSIGNED, ABSENT."""

    kind: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """How much open post; ``oldest`` in days, None when there is none or no date is known. The key "" is nobody."""

    key: str
    count: int
    oldest: int | None


@dataclass(frozen=True, slots=True)
class DayFlow:
    """A day: post of that receipt date that is here or still on its way to us, and what was filed that day."""

    day: date
    received: int
    in_transit: int
    filed: int

    @property
    def id(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Times:
    """Days from receipt to filing of the ``count`` documents filed in a period and of known receipt date.

    By nearest rank: the median is the least number of days that half of them did not exceed, ``p90`` the least that
    nine in ten did not exceed. Both None when there are none.
    """

    count: int = 0
    median: int | None = None
    p90: int | None = None


@dataclass(frozen=True, slots=True)
class Overdue:
    site: str
    version: int
    follow_up: FollowUp
    days: int

    @property
    def id(self) -> str:
        return self.follow_up.id


@dataclass(frozen=True, slots=True)
class People:
    """Who and what has names, by site."""

    sites: tuple[Site, ...] = ()
    teams: tuple[tuple[str, Team], ...] = ()
    workers: tuple[tuple[str, Worker], ...] = ()
    absences: tuple[tuple[str, Absence], ...] = ()
    """Of those who are away today, by worker."""

    def away(self) -> frozenset[str]:
        return frozenset(worker for worker, _ in self.absences)


@dataclass(frozen=True, slots=True)
class Figures:
    """``rows`` are all open documents, oldest receipt first, those without a date last; every document is in exactly
    one bar of each kind."""

    day: date
    people: People
    rows: tuple[DocumentRow, ...]
    ages: tuple[Bar, ...]
    persons: tuple[Bar, ...]
    teams: tuple[Bar, ...]
    channels: tuple[Bar, ...]
    sites: tuple[Bar, ...]
    unassigned: int
    """Nobody's own: in the queue of a team or the site."""
    without_team: int
    """Of those the ones in the queue of the site."""
    absent: int
    """Lies with people who are away today."""
    oldest: int | None
    flow: tuple[DayFlow, ...]
    times: Times
    times_before: Times
    """Of the period before."""
    overdue: tuple[Overdue, ...]
    """Longest overdue first."""
    loads: Mapping[tuple[str, Queue], int]
    """How much lies in each queue, by (site, queue); a queue with nothing is not in it."""

    def bars(self, kind: str) -> tuple[Bar, ...]:
        found = {AGE: self.ages, PERSON: self.persons, TEAM: self.teams, CHANNEL: self.channels, SITE: self.sites}
        return found[kind]


# --- asking -----------------------------------------------------------------------------------------------------------
def lead_sites(cache: Cache, worker_id: str) -> tuple[Site, ...]:
    """The sites at which somebody is team lead."""
    return tuple(
        site
        for site in cache.all_sites()
        for worker in cache.workers(site.id)
        if worker.id == worker_id and TEAM_LEAD in worker.roles and not worker.ended
    )


def load_figures(
    cache: Cache, sites: Sequence[Site], today: date, moved: Mapping[str, Queue] | None = None, period: int = PERIOD
) -> Figures:
    """All figures of these sites. ``moved``: queues of documents that are being forwarded and not written down yet."""
    people = _people(cache, sites, today)
    rows = [row for site in sites for row in cache.inbox(site.id)]
    if moved:
        rows = [_moved(row, moved[row.id]) if row.id in moved else row for row in rows]
    since = (today - timedelta(days=2 * period + 1)).isoformat()
    filings = [filing for site in sites for filing in cache.filings(site.id, since) if filing.channel != OUTGOING]
    announced = [entry for site in sites for entry in cache.announcements(site.id)]
    overdue = [
        Overdue(site.id, version, entry, (today - date.fromisoformat(entry.due_on)).days)
        for site in sites
        for entry, version in cache.records(site.id, FollowUp)
        if entry.open and entry.due_on < today.isoformat()
    ]
    return make_figures(people, rows, filings, announced, overdue, today, period)


def _people(cache: Cache, sites: Sequence[Site], today: date) -> People:
    day = today.isoformat()
    away = [
        (absence.worker, absence)
        for site in sites
        for absence, _version in cache.records(site.id, Absence)
        if absence.covers(day)
    ]
    return People(
        tuple(sites),
        tuple((site.id, team) for site in sites for team in cache.teams(site.id)),
        tuple((site.id, worker) for site in sites for worker in cache.workers(site.id)),
        tuple(away),
    )


def _moved(row: DocumentRow, queue: Queue) -> DocumentRow:
    return replace(row, team=queue[0], worker=queue[1], pending=True)


# --- counting ---------------------------------------------------------------------------------------------------------
def make_figures(
    people: People,
    rows: Iterable[DocumentRow],
    filings: Sequence[FilingRow],
    announced: Iterable[Announcement],
    overdue: Iterable[Overdue],
    today: date,
    period: int = PERIOD,
) -> Figures:
    """Pure; 50,000 rows take some tens of milliseconds, so ask for it off the Qt thread."""
    dated = sorted(rows, key=_RECEIVED)
    undated = next((place for place, row in enumerate(dated) if row.received_on), len(dated))
    ordered = (*dated[undated:], *dated[:undated])
    groups = Counter(map(_GROUP, ordered))
    counts = _counted(groups, people, today)
    away = people.away()
    filed = [(filing.received_on[:10], day_of(filing.filed_at)) for filing in filings]
    spans = _spans(filed, today, period)
    return Figures(
        day=today,
        people=people,
        rows=ordered,
        ages=counts[AGE].bars([str(first) for first, _ in AGE_BANDS]),
        persons=counts[PERSON].bars(["", *_active(worker for _, worker in people.workers)]),
        teams=counts[TEAM].bars(["", *_active(team for _, team in people.teams)]),
        channels=counts[CHANNEL].bars(CHANNELS),
        sites=counts[SITE].bars([site.id for site in people.sites]),
        unassigned=sum(count for (_, worker, *_rest), count in groups.items() if not worker),
        without_team=sum(count for (_, worker, team, *_rest), count in groups.items() if not worker and not team),
        absent=sum(count for (_, worker, *_rest), count in groups.items() if worker in away),
        oldest=counts[SITE].oldest,
        flow=_flow(groups, filed, announced, today, period),
        times=times_of(spans[0]),
        times_before=times_of(spans[1]),
        overdue=tuple(sorted(overdue, key=lambda entry: -entry.days)),
        loads=_loads(groups),
    )


def queue_of(row: DocumentRow) -> Queue:
    """Whose queue a document is in; the team of a person's document only says where it came from."""
    return ("", row.worker) if row.worker else (row.team, "")


def _loads(groups: Mapping[_Group, int]) -> dict[tuple[str, Queue], int]:
    loads: Counter[tuple[str, Queue]] = Counter()
    for (_, worker, team, _, site), count in groups.items():
        loads[site, ("", worker) if worker else (team, "")] += count
    return loads


def _counted(groups: Mapping[_Group, int], people: People, today: date) -> dict[str, "_Count"]:
    """``groups`` come oldest first."""
    home = home_teams(people)
    ages = {received: _age(received, today) for received in {group[0] for group in groups}}
    bands = {received: band_of(days) for received, days in ages.items()}
    keys: dict[str, Callable[[_Group], str]] = {
        AGE: lambda group: bands[group[0]],
        PERSON: lambda group: group[1],
        TEAM: lambda group: group[2] or home.get(group[1], ""),
        CHANNEL: lambda group: group[3],
        SITE: lambda group: group[4],
    }
    return {kind: _Count(groups, key, ages) for kind, key in keys.items()}


class _Count:
    """Counts and the oldest by key."""

    def __init__(
        self, groups: Mapping[_Group, int], key_of: Callable[[_Group], str], ages: Mapping[str, int | None]
    ) -> None:
        self._counts: dict[str, int] = {}
        self._oldest: dict[str, int | None] = {}
        for group, count in groups.items():
            key = key_of(group)
            if key in self._counts:
                self._counts[key] += count
            else:
                self._counts[key], self._oldest[key] = count, ages[group[0]]

    @property
    def oldest(self) -> int | None:
        return max((days for days in self._oldest.values() if days is not None), default=None)

    def bars(self, known: Iterable[str]) -> tuple[Bar, ...]:
        """Those that are known, empty ones too, and whatever else has post."""
        keys = dict.fromkeys((*known, *self._counts))
        return tuple(Bar(key, self._counts.get(key, 0), self._oldest.get(key)) for key in keys)


def _active(records: Iterable[Worker | Team]) -> list[str]:
    return [record.id for record in sorted(records, key=lambda one: fold(one.name)) if not record.ended]


def home_teams(people: People) -> dict[str, str]:
    """The team to which a person's post is counted when the document names none: the first of their teams."""
    return {worker.id: worker.teams[0] for _, worker in people.workers if worker.teams}


def band_of(days: int | None) -> str:
    """Key of the band of age."""
    if days is None:
        return NO_DATE
    return str(next(first for first, last in AGE_BANDS if days <= last))


def _age(received_on: str, today: date) -> int | None:
    try:
        return max(0, (today - date.fromisoformat(received_on[:10])).days)
    except ValueError:
        return None


def within(figures: Figures, part: Slice) -> Callable[[DocumentRow], bool]:
    """Whether an open document belongs to a part."""
    home, away = home_teams(figures.people), figures.people.away()
    received = {row.received_on for row in figures.rows} if part.kind == AGE else set()
    bands = {on: band_of(_age(on, figures.day)) for on in received}
    tests: dict[str, Callable[[DocumentRow], bool]] = {
        AGE: lambda row: bands.get(row.received_on) == part.key,
        PERSON: lambda row: row.worker == part.key,
        TEAM: lambda row: (row.team or home.get(row.worker, "")) == part.key,
        CHANNEL: lambda row: row.channel == part.key,
        SITE: lambda row: row.site == part.key,
        UNASSIGNED: lambda row: not row.worker,
        ABSENT: lambda row: row.worker in away,
    }
    return tests[part.kind]


# --- in, out, and how long --------------------------------------------------------------------------------------------
def _flow(
    groups: Mapping[_Group, int],
    filed_on: Iterable[tuple[str, str]],
    announced: Iterable[Announcement],
    today: date,
    period: int,
) -> tuple[DayFlow, ...]:
    received: Counter[str] = Counter()
    filed: Counter[str] = Counter()
    for (day, *_rest), count in groups.items():
        received[day[:10]] += count
    for came, went in filed_on:
        received[came] += 1
        filed[went] += 1
    transit = Counter((entry.received_on or entry.announced_on)[:10] for entry in announced)
    days = [today - timedelta(days=ago) for ago in range(period - 1, -1, -1)]
    return tuple(DayFlow(day, received[key], transit[key], filed[key]) for day in days for key in (day.isoformat(),))


def day_of(instant: str) -> str:
    """The local day (ISO date) of an instant, "" when it is none."""
    try:
        return datetime.fromisoformat(instant).astimezone().date().isoformat()
    except ValueError:
        return ""


def _spans(filed_on: Iterable[tuple[str, str]], today: date, period: int) -> tuple[list[int], list[int]]:
    """Days from receipt to filing of what was filed in the period, and in the one before.

    ``filed_on``: (receipt, filing) as ISO dates, "" when it is not known.
    """
    spans: tuple[list[int], list[int]] = ([], [])
    for (came, went), count in Counter(filed_on).items():
        days = _age(came, date.fromisoformat(went)) if went else None
        ago = (today - date.fromisoformat(went)).days if went else -1
        if days is not None and 0 <= ago < 2 * period:
            spans[ago // period].extend([days] * count)
    return spans


def times_of(days: Iterable[int]) -> Times:
    ordered = sorted(days)
    if not ordered:
        return Times()
    return Times(len(ordered), nearest_rank(ordered, 50), nearest_rank(ordered, 90))


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """The least of the ordered values that ``percent`` of them do not exceed."""
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]
