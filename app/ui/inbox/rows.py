"""The queue's rows: whose they are, how they are filtered, sorted and written. Pure; runs off the Qt thread."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from app.domain.cache import DocumentRow
from app.domain.kept_kinds import rule_against
from app.domain.paper_clock import KEPT_WEEKS, days_left
from app.domain.records import INBOX, Worker
from app.domain.rules.paper import LONG_OVER
from app.domain.texts import _, ngettext
from app.ui.common import format as fmt
from app.ui.common.paper import paper_icon, paper_mark, paper_tone, wish_marks, wishes_said
from app.ui.common.roles import Mark
from app.ui.common.tables import Column

MINE, TEAM, SITE, PERSON = "mine", "team", "site", "person"
AGE, RECEIPT, SENDER, PAGES, PAPER = "age", "receipt", "sender", "pages", "paper"
OLD_DAYS, AGED_DAYS = 14, 7
DUE_DAYS = 14
NO_PAPER = 99_999
"""Sorts behind all that has a paper clock."""
_ICONS = {"letter": "mail", "fax": "print", "email": "mail-read", "online": "keyboard", "counter": "person"}


@dataclass(frozen=True, slots=True)
class View:
    """What of the queue is looked at. ``person`` counts for ``PERSON`` alone; ``channel`` empty: all."""

    queue: str = SITE
    person: str = ""
    words: str = ""
    channel: str = ""
    at_mail_room: bool = False
    """Only what was returned to the mail room."""
    due: bool = False
    """Papers whose time is almost over and that nobody has checked, those of files too."""
    order: str = AGE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """The rows to show and how many lie in each queue, whatever the filter says."""

    rows: tuple[DocumentRow, ...]
    mine: int
    team: int
    site: int
    person: int


def belongs(
    queue: str, me: Worker, person: str, absent: Collection[str] = ()
) -> Callable[[DocumentRow], bool]:
    """Whether a row lies in a queue: mine (that of the ``absent`` for whom I stand in, too), my teams' (and nobody's
    own), the site's whole, or another person's."""
    teams = frozenset(me.teams)
    if queue == MINE:
        mine = frozenset({me.id, *absent})
        return lambda row: row.worker in mine
    if queue == TEAM:
        return lambda row: not row.worker and row.team in teams
    if queue == PERSON:
        return lambda row: row.worker == person
    return lambda row: True


@dataclass(frozen=True, slots=True)
class Others:
    """What lies in my queue because of others."""

    absent: Mapping[str, str] = field(default_factory=dict)
    """Names by id of those for whom I stand in."""
    informed: Sequence[DocumentRow] = ()
    """What I was shown for information."""

    def mine(self, rows: Iterable[DocumentRow], me: str) -> list[DocumentRow]:
        """My rows with the word why they are here, and those that I was shown besides."""
        own = [row if row.worker == me else replace(row, deputy_for=self.absent[row.worker]) for row in rows]
        there = {row.id for row in own}
        return [*own, *(row for row in self.informed if row.id not in there)]


def arrange_queue(
    rows: Iterable[DocumentRow],
    view: View,
    me: Worker,
    today: date,
    due: Sequence[DocumentRow] | None = None,
    others: Others = Others(),
) -> Arranged:
    """Filter and sort; 50,000 rows take some tens of milliseconds, so ask for it off the Qt thread.

    ``due`` takes the place of ``rows`` in what is shown, not in what is counted.
    """
    every = list(rows)
    counts = {
        queue: sum(map(belongs(queue, me, view.person), every)) if queue != SITE else len(every)
        for queue in (TEAM, SITE, PERSON)
    }
    own = others.mine(filter(belongs(MINE, me, "", others.absent), every), me.id)
    counts[MINE] = len(own)
    kept: Iterable[DocumentRow] = filter(belongs(view.queue, me, view.person), every if due is None else due)
    if view.queue == MINE and due is None:
        kept = own
    if view.at_mail_room:
        kept = (row for row in kept if row.at_mail_room)
    if view.channel:
        kept = (row for row in kept if row.channel == view.channel)
    words = view.words.casefold().split()
    if words:
        kept = (row for row in kept if _meets(row, words))
    key = _sort_key(view.order, today)
    return Arranged(
        tuple(sorted(kept, key=key, reverse=view.descending)),
        counts[MINE],
        counts[TEAM],
        counts[SITE],
        counts[PERSON],
    )


def _meets(row: DocumentRow, words: Sequence[str]) -> bool:
    fields = (
        row.title,
        row.document_type,
        row.sender,
        row.case_name,
        row.case_number,
        row.item,
        fmt.day(row.received_on),
        row.received_on,
        fmt.channel(row.channel),
        _("unsicher") if row.doubtful else "",
    )
    haystack = " ".join(fields).casefold()
    return all(word in haystack for word in words)


def _sort_key(order: str, today: date) -> Callable[[DocumentRow], Any]:
    if order == SENDER:
        return lambda row: (not row.sender, row.sender.casefold(), row.received_on)
    if order == PAGES:
        return lambda row: (row.pages, row.received_on)
    if order == PAPER:
        return lambda row: (_paper_days(row, today), row.received_on)
    if order == RECEIPT:
        # Newest first: a date's digits turned round sort the other way.
        return lambda row: tuple(-ord(digit) for digit in row.received_on or "0")
    return lambda row: row.received_on or "9"


def _paper_days(row: DocumentRow, today: date) -> int:
    left = days_left(row.scanned_at, row.destroyed_at, today)
    return NO_PAPER if left is None else left


def due_days(today: date) -> tuple[str, str]:
    """The first and last day of scanning (ISO dates) of paper that is due within ``DUE_DAYS``."""
    ends = (today - timedelta(days=LONG_OVER), today + timedelta(days=DUE_DAYS))
    first, last = (end - timedelta(weeks=KEPT_WEEKS) for end in ends)
    return first.isoformat(), last.isoformat()


def order_labels() -> tuple[tuple[str, str], ...]:
    """(order, label) pairs for the menu."""
    return (
        (AGE, _("Älteste zuerst")),
        (RECEIPT, _("Neueste zuerst")),
        (PAPER, _("Papierfrist")),
        (SENDER, _("Absender")),
        (PAGES, _("Seiten")),
    )


def columns(
    today: Callable[[], date], looked_at: Callable[[str], bool] = lambda _document: False
) -> tuple[Column, ...]:
    """The list's columns; the first one says most. ``looked_at``: whether somebody else looks at it just now."""

    def marks(row: DocumentRow) -> tuple[Mark, ...]:
        looked = ((_("wird angesehen"), "caution"),) if looked_at(row.id) else ()
        return (*row_marks(row), *looked)

    return (
        Column(
            "document",
            _("Dokument"),
            text=fmt.title,
            detail=second_line,
            icon=lambda row: _ICONS.get(row.channel, "document"),
            marks=marks,
        ),
        Column(
            "received",
            _("Eingang"),
            text=lambda row: fmt.day(row.received_on)[:6] if row.received_on else "",
            width=76,
            right=True,
        ),
        Column("pages", _("Seiten"), text=lambda row: fmt.number(row.pages), width=66, right=True),
        Column("age", _("Alter"), text=lambda row: "", width=64, marks=lambda row: age_marks(row, today()), right=True),
        Column(
            "paper",
            _("Papier"),
            text=lambda row: "",
            width=84,
            icon=lambda row: paper_icon(row.wishes, row.checked),
            marks=lambda row: paper_marks(row, today()),
            right=True,
        ),
    )


def second_line(row: DocumentRow) -> str:
    """For whom it is looked after here, whose case it seems to be, and who sent it if that is somebody else."""
    sender = row.sender if row.sender != row.case_name else ""
    absent = _("für {name}").format(name=row.deputy_for) if row.deputy_for else ""
    parts = (absent, row.case_name, sender, fmt.case_number(row.case_number))
    return "  ·  ".join(part for part in parts if part) or _("ohne Zuordnung")


def row_marks(row: DocumentRow) -> tuple[Mark, ...]:
    marks: list[Mark] = list(wish_marks(row.wishes))
    if row.rescan_of:
        marks.append((_("Neuer Scan"), "good"))
    if row.replaced:
        marks.append((_("neu gescannt"), ""))
    if row.state_of_work != INBOX:
        marks.append((_("in der Akte"), ""))
    if row.pending:
        marks.append((_("wird gesendet"), "accent"))
    if rule_against(row.document_type):
        marks.append((_("nicht aufbewahren"), "bad"))
    if row.duplicate:
        marks.append((_("Duplikat"), "caution"))
    if row.warned:
        marks.append((_("Hinweis"), "caution"))
    if row.doubtful:
        marks.append((_("unsicher"), "caution"))
    return (*marks, *_work_marks(row))


def _work_marks(row: DocumentRow) -> tuple[Mark, ...]:
    """In whose place it is shown here, how it came here, and that somebody left a word about it."""
    said: list[Mark] = []
    if row.information:
        said.append((_("zur Kenntnis"), "accent"))
    if row.deputy_for:
        said.append((_("Vertretung"), "accent"))
    if row.at_mail_room:
        said.append((_("an die Poststelle"), "caution"))
    if row.handed_from:
        said.append((_("von anderem Standort"), ""))
    if row.noted:
        said.append((_("Notiz"), "accent"))
    return tuple(said)


def age_marks(row: DocumentRow, today: date) -> tuple[Mark, ...]:
    days = fmt.days_since(row.received_on, today)
    if days is None:
        return ()
    tone = "bad" if days >= OLD_DAYS else "caution" if days >= AGED_DAYS else ""
    return ((_("{n} T").format(n=days), tone),)


def paper_marks(row: DocumentRow, today: date) -> tuple[Mark, ...]:
    left = days_left(row.scanned_at, row.destroyed_at, today)
    if left is None:
        return ()
    return ((_("{n} T").format(n=max(left, 0)), "" if row.checked else paper_tone(left)),)


def spoken(row: DocumentRow, today: date) -> str:
    """A whole row in one sentence for screen readers."""
    days = fmt.days_since(row.received_on, today)
    age = ngettext("{n} Tag alt", "{n} Tage alt", days).format(n=days) if days is not None else ""
    marks = [text for text, _tone in row_marks(row)]
    paper = paper_mark(row.scanned_at, row.destroyed_at, today)[0]
    parts = [
        fmt.title(row),
        fmt.channel(row.channel),
        second_line(row),
        _("Eingang {date}").format(date=fmt.day(row.received_on)) if row.received_on else "",
        age,
        fmt.pages(row.pages),
        paper,
        wishes_said(row.wishes),
        _("gesichtet") if row.checked else "",
        *marks,
    ]
    return ", ".join(part for part in parts if part)
