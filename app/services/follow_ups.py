"""Follow-ups as people work through them: whose they are, what they are about, when they are due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.cache import Cache
from app.domain.records import FollowUp, Worker
from app.services.shared_work import stands_in_for

MINE, TEAM, SITE = "mine", "team", "site"
OVERDUE, TODAY, SOON, LATER = "overdue", "today", "soon", "later"
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Due:
    """An open follow-up with what makes it readable. ``version`` is the one that is shown."""

    follow_up: FollowUp
    version: int
    when: str
    """``OVERDUE``, ``TODAY``, ``SOON`` or ``LATER``."""
    document_title: str = ""
    case_id: str = ""
    case_number: str = ""
    case_name: str = ""
    owner: str = ""
    """Name of the person or team; empty for the site's."""
    deputy_for: str = ""
    """Name of the absent person in whose place it is shown."""


def when(due_on: str, today: date) -> str:
    if due_on < today.isoformat():
        return OVERDUE
    if due_on == today.isoformat():
        return TODAY
    return SOON if due_on <= (today + timedelta(days=SOON_DAYS)).isoformat() else LATER


def open_follow_ups(cache: Cache, site: str, me: Worker, queue: str, today: date) -> tuple[Due, ...]:
    """The earliest first: mine (those of the people for whom I stand in, too), my teams', or all of the site's."""
    absent = stands_in_for(cache, site, me.id, today.isoformat())
    workers = {one.id: one for one in cache.workers(site)}
    teams = {one.id: one.name for one in cache.teams(site)}
    found = [
        (one, version)
        for one, version in cache.records(site, FollowUp, open_only=True)
        if _belongs(one, queue, me, workers, absent)
    ]
    found.sort(key=lambda entry: (entry[0].due_on, entry[0].at, entry[0].id))
    return tuple(
        _due(cache, one, version, today, _owner(one, workers, teams), _name(absent, one)) for one, version in found
    )


def count_due(cache: Cache, site: str, me: Worker, today: date) -> int:
    """How many of mine are due today or overdue."""
    absent = stands_in_for(cache, site, me.id, today.isoformat())
    due = (one for one, _version in cache.records(site, FollowUp, open_only=True) if one.due_on <= today.isoformat())
    return sum(_belongs(one, MINE, me, {}, absent) for one in due)


def _belongs(one: FollowUp, queue: str, me: Worker, workers: dict[str, Worker], absent: Collection[str]) -> bool:
    if queue == SITE:
        return True
    if queue == MINE:
        return one.worker == me.id or one.worker in absent
    teams = set(me.teams)
    owner = workers.get(one.worker)
    return bool(teams.intersection(owner.teams)) if owner is not None else one.team in teams


def _owner(one: FollowUp, workers: dict[str, Worker], teams: dict[str, str]) -> str:
    if one.worker:
        return workers[one.worker].name if one.worker in workers else one.worker
    return teams.get(one.team, one.team)


def _name(absent: dict[str, str], one: FollowUp) -> str:
    return absent.get(one.worker, "") if one.worker else ""


def _due(cache: Cache, one: FollowUp, version: int, today: date, owner: str, deputy_for: str) -> Due:
    row = cache.document_row(one.document) if one.document else None
    case = next(iter(cache.cases([one.case])), None) if one.case else None
    return Due(
        follow_up=one,
        version=version,
        when=when(one.due_on, today),
        document_title=(row.title or row.document_type or row.sender) if row is not None else "",
        case_id=one.case or (row.case if row is not None else ""),
        case_number=case.case_number if case is not None else (row.case_number if row is not None else ""),
        case_name=case.name if case is not None else (row.case_name if row is not None else ""),
        owner=owner,
        deputy_for=deputy_for,
    )
