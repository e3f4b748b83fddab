"""Cases and documents as lines of lists: by register, along time, and in the list of files."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from app.domain.cache import CaseRow, DocumentRow
from app.domain.kept_kinds import rule_against
from app.domain.letter_states import step_at
from app.domain.records import Announcement, Letter
from app.domain.records.letters import CANCELLED, POSTED
from app.domain.registers import register_of, register_rank
from app.domain.texts import _
from app.ui.cases.loading import Arriving, Shelf
from app.ui.common import format as say
from app.ui.common.grouped import Entry, Group, grouped
from app.ui.common.letters import letter_mark, letter_title
from app.ui.common.paper import late_mark, wish_marks
from app.ui.common.roles import Mark

ARRIVING = "arriving"
REGISTERS, TIMELINE = "registers", "timeline"


def case_entry(row: CaseRow, prefix: str = "") -> Entry:
    """``prefix`` keeps ids apart when a case stands in two groups."""
    marks: list[Mark] = [(_("geschlossen"), "")] if row.closed_on else []
    born = _("geb. {date}").format(date=say.day(row.born)) if row.born else ""
    where = f"{row.street}, {row.town}" if row.street else row.town
    matched = _("mit {name}").format(name=row.matched) if row.matched else ""
    parts = [part for part in (say.case_number(row.case_number), matched, born, where) if part]
    return Entry(
        id=f"{prefix}{row.id}",
        text=row.name,
        detail=" · ".join(parts),
        icon="folder",
        marks=tuple(marks),
        payload=row,
        spoken=", ".join([row.name, row.case_number, *parts[1:], *(text for text, _tone in marks)]),
    )


def shelf_groups(shelf: Shelf) -> tuple[Group, ...]:
    pinned = {row.id for row in shelf.pinned}
    return (
        Group("pinned", _("Angeheftet"), tuple(case_entry(row) for row in shelf.pinned)),
        Group("recent", _("Zuletzt geöffnet"), tuple(case_entry(row) for row in shelf.recent if row.id not in pinned)),
    )


def found_groups(rows: Sequence[CaseRow]) -> tuple[Group, ...]:
    return (Group("found", _("Gefundene Akten"), tuple(case_entry(row) for row in rows)),)


def register_name(row: DocumentRow) -> str:
    """Where a document lies; one without a register lies where its type usually does."""
    return row.register or register_of(row.document_type)


def document_entry(row: DocumentRow, view: str = "", sent: Mapping[str, Letter] | None = None) -> Entry:
    """``view``: what the heading above says already is not said again. ``sent``: letters that we sent, by document."""
    register = register_name(row)
    letter = (sent or {}).get(row.id)
    marks = (*document_marks(row), *((letter_mark(letter),) if letter is not None else ()))
    parts = [
        say.day(row.received_on) if letter is None else _posted(letter),
        _(register) if view == TIMELINE and register else "",
        row.document_type if row.title and row.title != row.document_type else "",
        say.channel(row.channel),
        say.pages(row.pages),
        row.sender,
    ]
    parts = [part for part in parts if part]
    return Entry(
        id=row.id,
        text=say.title(row),
        detail=" · ".join(parts),
        icon="image" if row.media in ("jpeg", "png") else "document",
        marks=marks,
        payload=row,
        spoken=", ".join([say.title(row), *parts, *(text for text, _tone in marks)]),
    )


def _posted(letter: Letter) -> str:
    """``aufgegeben am 23.11.2026``: what a caller asks."""
    posted = step_at(letter, POSTED)
    if posted:
        return _("aufgegeben am {date}").format(date=say.day(posted))
    return _("übergeben am {date}").format(date=say.day(letter.sent_at))


def document_marks(row: DocumentRow) -> tuple[Mark, ...]:
    marks: list[Mark] = list(wish_marks(row.wishes))
    if row.checked:
        marks.append((_("Gesichtet"), "good"))
    if row.rescan_of:
        marks.append((_("Neuer Scan"), "good"))
    if row.replaced:
        marks.append((_("neu gescannt"), ""))
    if rule_against(row.document_type):
        marks.append((_("nicht aufbewahren"), "bad"))
    if row.warned:
        marks.append((_("Hinweis"), "caution"))
    if row.duplicate:
        marks.append((_("Doppelt"), "caution"))
    if row.pending:
        marks.append((_("wird gesendet"), "accent"))
    return tuple(marks)


def case_groups(documents: Iterable[DocumentRow], arriving: Arriving, view: str, words: str = "") -> tuple[Group, ...]:
    """The lines of an open file; ``words`` must all be met by a document."""
    wanted = words.casefold().split()
    rows = [row for row in documents if _meets(row, wanted)]
    sent = {letter.document: letter for letter in arriving.letters if letter.document}
    draw = partial(document_entry, view=view if view == TIMELINE else "", sent=sent)
    top = Group(
        ARRIVING,
        _("Noch nicht in der Akte"),
        (
            *(_arriving_entry(row) for row in arriving.inbox if _meets(row, wanted)),
            *(_announced_entry(entry, dict(arriving.late)) for entry in arriving.announced if not wanted),
        ),
        marks=_arriving_marks(arriving),
    )
    if view == TIMELINE:
        below = grouped(rows, lambda row: row.received_on[:7], lambda key: say.month(f"{key}-01"), draw)
    else:
        ordered = sorted(rows, key=lambda row: register_rank(register_name(row)))
        below = grouped(ordered, register_name, lambda name: _(name) if name else _("Ohne Register"), draw)
    return (top, *_outgoing(arriving.letters, wanted), *below)


def _outgoing(letters: Sequence[Letter], words: Sequence[str]) -> tuple[Group, ...]:
    """Letters that are no documents of the file yet; none that was discarded."""
    waiting = [letter for letter in letters if not letter.document and letter.status != CANCELLED and not words]
    entries = tuple(
        Entry(
            id=letter.id,
            text=letter_title(letter),
            detail=" · ".join((_("Brief an den Haushalt"), say.pages(letter.pages))),
            icon="outbox:accent",
            marks=(letter_mark(letter),),
            payload=letter,
            spoken=", ".join((_("Postausgang"), letter_title(letter), letter_mark(letter)[0])),
        )
        for letter in waiting
    )
    return (Group("outgoing", _("Im Postausgang"), entries),) if entries else ()


def _meets(row: DocumentRow, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = " ".join(
        (row.title, row.document_type, register_name(row), row.sender, row.item, say.day(row.received_on))
    ).casefold()
    return all(word in text for word in words)


def _arriving_marks(arriving: Arriving) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    if arriving.inbox:
        marks.append((_("Im Posteingang: {n}").format(n=len(arriving.inbox)), "accent"))
    if arriving.announced:
        marks.append((_("Unterwegs: {n}").format(n=len(arriving.announced)), "bad" if arriving.late else "caution"))
    return tuple(marks)


def _arriving_entry(row: DocumentRow) -> Entry:
    entry = document_entry(row)
    return Entry(
        id=entry.id,
        text=entry.text,
        detail=_("Im Posteingang · {detail}").format(detail=entry.detail),
        icon="inbox:accent",
        marks=entry.marks,
        payload=row,
        spoken=_("Im Posteingang: {document}").format(document=entry.spoken),
    )


def _announced_entry(entry: Announcement, late: Mapping[str, int]) -> Entry:
    marks = (late_mark(late[entry.id]),) if entry.id in late else ()
    title = entry.document_type or _("Angekündigte Post")
    detail = _("Eingegangen am {date}, wird noch gescannt · {channel} · {item}").format(
        date=say.day(entry.received_on or entry.announced_on), channel=say.channel(entry.channel), item=entry.item
    )
    return Entry(
        id=entry.id,
        text=title,
        detail=detail,
        icon="on-the-way:caution",
        marks=marks,
        payload=entry,
        spoken=", ".join(
            [_("Unterwegs: {title}, {detail}").format(title=title, detail=detail), *(text for text, _tone in marks)]
        ),
    )
