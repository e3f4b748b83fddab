"""Redistributing as a step that the desk performs and takes back as one. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.actions import ForwardDocument
from app.domain.cache import DocumentRow
from app.domain.folding import fold
from app.domain.records import Worker
from app.domain.texts import _, ngettext
from app.services.team_figures import Figures, Queue, queue_of
from app.tasks.desk import Step
from app.ui.common import format as say

SITE_QUEUE: Queue = ("", "")


@dataclass(frozen=True, slots=True)
class Goal:
    """A queue at a site that post can be given to: the site's, a team's or a person's. ``load``: what lies there."""

    queue: Queue
    name: str
    load: int
    away_until: str = ""
    """Last day of an absence (ISO date)."""

    @property
    def id(self) -> str:
        return f"{self.queue[0]}/{self.queue[1]}"


def goals(figures: Figures, site: str) -> tuple[Goal, ...]:
    """The site first, then teams and persons by name; who has left is not there."""
    loads = {queue: count for (at, queue), count in figures.loads.items() if at == site}
    away = {worker: absence.until for worker, absence in figures.people.absences}
    teams = sorted((one for at, one in figures.people.teams if at == site), key=lambda one: fold(one.name))
    workers = sorted((one for at, one in figures.people.workers if at == site), key=lambda one: fold(one.name))
    found = [Goal(SITE_QUEUE, _("Eingang des Standorts"), loads.get(SITE_QUEUE, 0))]
    found += [Goal((one.id, ""), one.name, loads.get((one.id, ""), 0)) for one in teams if not one.ended]
    found += [
        Goal(("", one.id), one.name, loads.get(("", one.id), 0), away.get(one.id, ""))
        for one in workers
        if not one.ended
    ]
    return tuple(found)


def share_out(rows: Sequence[DocumentRow], targets: Sequence[Goal]) -> dict[str, Queue]:
    """A queue for each document, by its id: with several targets each goes to who then has least."""
    here = {target.queue for target in targets}
    loads = {target.queue: target.load for target in targets}
    for row in rows:
        if queue_of(row) in here:
            loads[queue_of(row)] -= 1
    given: dict[str, Queue] = {}
    for row in rows:
        queue = min(loads, key=loads.__getitem__)
        loads[queue] += 1
        given[row.id] = queue
    return given


def changes_of(rows: Sequence[DocumentRow], given: Mapping[str, Queue]) -> dict[Queue, int]:
    """By how much each queue grows."""
    changes: dict[Queue, int] = {}
    for row in rows:
        before, after = queue_of(row), given[row.id]
        changes[before] = changes.get(before, 0) - 1
        changes[after] = changes.get(after, 0) + 1
    return {queue: change for queue, change in changes.items() if change}


def redistribute_step(
    rows: Sequence[DocumentRow], given: Mapping[str, Queue], names: Mapping[Queue, str], me: Worker
) -> Step | None:
    """Forward every document that is not where it shall be; None when all are."""
    moving = [row for row in rows if queue_of(row) != given[row.id]]
    if not moving:
        return None
    now = datetime.now(UTC).isoformat(timespec="seconds")
    actions = tuple(
        ForwardDocument(
            site=row.site,
            by=me.id,
            acted_at=now,
            document=row.id,
            base=row.version,
            team=given[row.id][0],
            worker=given[row.id][1],
        )
        for row in moving
    )
    receivers = dict.fromkeys(given[row.id] for row in moving)
    if len(receivers) == 1:
        label = ngettext("{n} Dokument umverteilt an {name}", "{n} Dokumente umverteilt an {name}", len(moving))
        name = names.get(next(iter(receivers)), "")
    else:
        label = ngettext("{n} Dokument umverteilt an {name}", "{n} Dokumente umverteilt an {name}", len(moving))
        name = ngettext("{n} Empfänger", "{n} Empfänger", len(receivers)).format(n=len(receivers))
    return Step(label.format(n=say.number(len(moving)), name=name), actions)
