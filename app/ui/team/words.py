"""The figures in the words of the screen."""

from collections.abc import Callable, Sequence

from app.domain.texts import _, ngettext
from app.services.team_figures import (
    ABSENT,
    AGE_BANDS,
    NO_DATE,
    PERSON,
    SITE,
    TEAM,
    UNASSIGNED,
    Bar,
    Figures,
    Overdue,
    Slice,
    Times,
)
from app.services.team_tables import kind_name, names_of
from app.ui.common import format as say
from app.ui.common.tables import Column as TableColumn
from app.ui.team.bar_table import BarRow, scaled
from app.ui.team.charts import Column
from app.ui.team.open_list import Names, age_tone


def names(figures: Figures) -> Names:
    return Names(
        workers=names_of(figures, PERSON),
        teams=names_of(figures, TEAM),
        sites=names_of(figures, SITE),
        away=figures.people.away(),
    )


def part_name(figures: Figures, part: Slice) -> str:
    """Which part of the open post the list shows."""
    if part.kind == UNASSIGNED:
        return _("Ohne Person")
    if part.kind == ABSENT:
        return _("Bei Abwesenden")
    return f"{kind_name(part.kind)}: {names_of(figures, part.kind).get(part.key, part.key)}"


def bar_rows(figures: Figures, kind: str) -> tuple[BarRow, ...]:
    known = names_of(figures, kind)
    away = {worker: absence.until for worker, absence in figures.people.absences} if kind == PERSON else {}
    ended = {worker.id for _site, worker in figures.people.workers if worker.ended} if kind == PERSON else set()

    def row(bar: Bar) -> BarRow:
        mark = _("abwesend bis {date}").format(date=say.day(away[bar.key])) if bar.key in away else ""
        if bar.key in ended:
            mark = _("ausgeschieden")
        return BarRow(bar.key, known.get(bar.key, bar.key), bar.count, bar.oldest, mark)

    return scaled([row(bar) for bar in figures.bars(kind)])


def age_columns(bars: Sequence[Bar]) -> list[Column]:
    """The bands of age, short enough to stand below a column; those too old in the colours of warning."""
    labels = {str(first): f"{first}–{last}" for first, last in AGE_BANDS[:-1]}
    labels |= {str(AGE_BANDS[-1][0]): _("über {n}").format(n=AGE_BANDS[-1][0] - 1), NO_DATE: _("ohne Datum")}
    columns = []
    for bar in bars:
        tone = age_tone(int(bar.key)) if bar.key != NO_DATE else ""
        columns.append(Column(bar.key, labels[bar.key], bar.count, tone))
    return columns


def oldest_text(figures: Figures) -> str:
    days = figures.oldest
    return "–" if days is None else ngettext("{n} Tag", "{n} Tage", days).format(n=say.number(days))


def times_short(times: Times) -> str:
    """``3 · 9 Tage``: the median and the 90th percentile."""
    if times.median is None or times.p90 is None:
        return "–"
    return _("{median} · {p90} Tage").format(median=times.median, p90=times.p90)


def times_remark(times: Times, before: Times) -> str:
    said = _("Median · 90. Perzentil")
    if before.median is not None:
        said += _(", davor {median} · {p90}").format(median=before.median, p90=before.p90)
    return said


def overdue_columns(known: Callable[[], Names]) -> tuple[TableColumn, ...]:
    def whose(entry: Overdue) -> str:
        follow = entry.follow_up
        if follow.worker:
            return known().workers.get(follow.worker, follow.worker)
        return known().teams.get(follow.team, follow.team) if follow.team else _("Standort")

    return (
        TableColumn("reason", _("Wiedervorlage"), text=lambda entry: entry.follow_up.reason or _("ohne Grund")),
        TableColumn("holder", _("Bei"), text=whose, width=150),
        TableColumn("due", _("Fällig"), text=lambda entry: say.day(entry.follow_up.due_on), width=92, right=True),
        TableColumn(
            "days",
            _("Überfällig"),
            text=lambda entry: "",
            width=84,
            marks=lambda entry: [(_("{n} T").format(n=entry.days), "bad" if entry.days > 7 else "caution")],
            right=True,
        ),
    )


def overdue_spoken(entry: Overdue, known: Names) -> str:
    follow = entry.follow_up
    whose = known.workers.get(follow.worker, "") or known.teams.get(follow.team, "") or _("Standort")
    days = ngettext("{n} Tag überfällig", "{n} Tage überfällig", entry.days).format(n=entry.days)
    due = _("fällig am {date}").format(date=say.day(follow.due_on))
    return ", ".join((follow.reason or _("ohne Grund"), whose, due, days))


def flow_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn("day", _("Tag"), text=lambda day: say.day(day.id)),
        TableColumn("received", _("Eingang"), text=lambda day: say.number(day.received), width=80, right=True),
        TableColumn("transit", _("unterwegs"), text=lambda day: say.number(day.in_transit), width=92, right=True),
        TableColumn("filed", _("abgelegt"), text=lambda day: say.number(day.filed), width=84, right=True),
    )
