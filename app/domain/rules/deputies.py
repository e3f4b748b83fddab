"""Who stands in for whom on a day. Pure.

The first deputy who is there stands in; a deputy who is away, too, is stood in for by their own deputies. Circles end
where they began: then nobody stands in.
"""

from collections.abc import Collection, Iterable

from app.domain.records import Absence


def absence_of(worker: str, day: str, absences: Iterable[Absence]) -> Absence | None:
    """The person's absence on ``day`` (ISO 8601); of several the one that was entered last."""
    found = [absence for absence in absences if absence.worker == worker and absence.covers(day)]
    return max(found, key=lambda absence: (absence.at, absence.id), default=None)


def deputy_of(worker: str, day: str, absences: Iterable[Absence], working: Collection[str]) -> str:
    """Id of who has the person's post on ``day`` besides them; "" when they are there, or when nobody stands in.

    ``working`` are the ids of those who work at the site: who has left stands in for nobody.
    """
    known = tuple(absences)
    return _stand_in(worker, day, known, working, {worker}) if absence_of(worker, day, known) else ""


def _stand_in(
    worker: str, day: str, absences: tuple[Absence, ...], working: Collection[str], asked: set[str]
) -> str:
    absence = absence_of(worker, day, absences)
    if absence is None:
        return worker if worker in working else ""
    for deputy in absence.deputies:
        if deputy not in asked:
            asked.add(deputy)
            found = _stand_in(deputy, day, absences, working, asked)
            if found:
                return found
    return ""


def stood_in_for(worker: str, day: str, absences: Iterable[Absence], working: Collection[str]) -> frozenset[str]:
    """Ids of those whose post is ``worker``'s on ``day``, too."""
    known = tuple(absence for absence in absences if absence.covers(day))
    away = {absence.worker for absence in known} - {worker}
    return frozenset(one for one in away if deputy_of(one, day, known, working) == worker)
