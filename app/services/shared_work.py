"""What of the site's post is somebody's because of somebody else: in whose place they stand, what they were shown."""

from dataclasses import replace

from app.domain.cache import Cache, DocumentRow
from app.domain.records import Absence, Information, Worker
from app.domain.rules.deputies import absence_of, deputy_of, stood_in_for


def stands_in_for(cache: Cache, site: str, worker: str, day: str) -> dict[str, str]:
    """Names by id of those whose post is the worker's on ``day`` (ISO 8601), too."""
    absences = [absence for absence, _version in cache.records(site, Absence)]
    if not absences:
        return {}
    names = {one.id: one.name for one in cache.workers(site) if not one.ended}
    return {one: names.get(one, one) for one in stood_in_for(worker, day, absences, names)}


def informed(cache: Cache, site: str, me: Worker) -> list[DocumentRow]:
    """Documents that the worker or one of their teams was shown for information, and that nobody has noted yet."""
    rows: list[DocumentRow] = []
    seen: set[str] = set()
    for one, _version in cache.records(site, Information, open_only=True):
        mine = one.worker == me.id or (not one.worker and one.team in me.teams)
        if not mine or one.document in seen:
            continue
        row = cache.document_row(one.document)
        if row is not None:
            seen.add(one.document)
            rows.append(replace(row, information=one.id))
    return rows


def away(cache: Cache, site: str, day: str) -> dict[str, tuple[Absence, str]]:
    """Who is absent on ``day``, by id: the absence, and the id of who stands in ("" for nobody)."""
    absences = [absence for absence, _version in cache.records(site, Absence)]
    working = {one.id for one in cache.workers(site) if not one.ended}
    found = {}
    for worker in {absence.worker for absence in absences}:
        absence = absence_of(worker, day, absences)
        if absence is not None:
            found[worker] = (absence, deputy_of(worker, day, absences, working))
    return found
