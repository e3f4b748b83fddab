"""The queue's rows as they are read and arranged. Runs off the Qt thread."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.cache import Cache, DocumentRow
from app.domain.page_sets import part_of
from app.services.shared_work import informed, stands_in_for
from app.tasks.desk import Desk
from app.ui.inbox import rows as queue
from app.ui.inbox.rows import Arranged, View


def today() -> date:
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Loaded:
    """All of the site's post, and what of it is shown for a view on a day."""

    rows: Sequence[DocumentRow]
    view: View
    day: date
    arranged: Arranged


def arrange(cache: Cache, desk: Desk, rows: Sequence[DocumentRow], view: View, day: date) -> Arranged:
    """Filters and sorts; on any thread."""
    due = cache.papers_due(desk.site, *queue.due_days(day)) if view.due else None
    others = queue.Others(
        stands_in_for(cache, desk.site, desk.me.id, day.isoformat()), informed(cache, desk.site, desk.me)
    )
    return queue.arrange_queue(rows, view, desk.me, day, due, others)


def reader(desk: Desk, view: View) -> Callable[[Cache], Loaded]:
    """Reads all of the site's post and arranges it for a view."""
    day = today()

    def read(cache: Cache) -> Loaded:
        rows = cache.inbox(desk.site)
        return Loaded(rows, view, day, arrange(cache, desk, rows, view, day))

    return read


def with_post(view: View, arranged: Arranged) -> View:
    """The view of the narrowest queue that has post; the same one where that has some, or is another person's."""
    counts = {queue.MINE: arranged.mine, queue.TEAM: arranged.team, queue.SITE: arranged.site}
    if view.queue == queue.PERSON or counts.get(view.queue):
        return view
    return replace(view, queue=next((key for key, count in counts.items() if count), view.queue))


def heir_of(rows: Sequence[DocumentRow], place: int, staying: set[str]) -> int | None:
    """Which row comes after the one at ``place``, which goes: the next one whose id stays, else the one before."""
    others = (*range(place + 1, len(rows)), *range(place - 1, -1, -1))
    return next((number for number in others if rows[number].id in staying), None)


def with_parts(rows: Iterable[DocumentRow]) -> list[DocumentRow]:
    """The rows in their order, but parts of a document that was split behind the one they were split from."""
    rows = list(rows)
    known = {row.id for row in rows}
    parts: dict[str, list[DocumentRow]] = {}
    for row in rows:
        if part_of(row.id) in known:
            parts.setdefault(part_of(row.id), []).append(row)
    ordered: list[DocumentRow] = []
    for row in rows:
        if part_of(row.id) not in known:
            ordered += [row, *sorted(parts.get(row.id, ()), key=lambda part: part.id)]
    return ordered
