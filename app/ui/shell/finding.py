"""What the one search field asks of the cache, off the Qt thread, and the lines it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.cache import Cache, CaseRow, DocumentRow, Found
from app.domain.records import Announcement
from app.domain.texts import _
from app.ui.cases.entries import case_entry, document_entry
from app.ui.cases.loading import Shelf
from app.ui.common import format as say
from app.ui.common.grouped import Entry, Group
from app.ui.common.roles import Mark

LIMIT = 8
CASES_ASKED = 3
"""For so many of the files found it is said at once whether post of theirs is on its way."""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """Post that is not in a file yet: of the files found, and announced post whose number was typed."""

    inbox: tuple[DocumentRow, ...] = ()
    announced: tuple[Announcement, ...] = ()


def load_on_its_way(cache: Cache, cases: Sequence[CaseRow], site: str, text: str) -> OnItsWay:
    wanted = {row.id for row in cases[:CASES_ASKED]}
    inbox: list[DocumentRow] = []
    announced: list[Announcement] = []
    item = text.strip().casefold()
    for place in sorted({row.site for row in cases[:CASES_ASKED]} | {site}):
        if wanted:
            inbox.extend(row for row in cache.inbox(place) if row.case in wanted)
        announced.extend(
            entry
            for entry in cache.announcements(place)
            if entry.case in wanted or (len(item) > 2 and item in entry.item.casefold())
        )
    return OnItsWay(tuple(inbox), tuple(announced))


def shelf_result_groups(shelf: Shelf) -> tuple[Group, ...]:
    pinned = {row.id for row in shelf.pinned}
    recent = [row for row in shelf.recent if row.id not in pinned]
    return (
        Group("pinned", _("Angeheftet"), tuple(case_entry(row, "case:") for row in shelf.pinned[:LIMIT])),
        Group("recent", _("Zuletzt geöffnet"), tuple(case_entry(row, "case:") for row in recent[:LIMIT])),
    )


def result_groups(found: Found, coming: OnItsWay) -> tuple[Group, ...]:
    """Cases first, then what is on its way to them, then documents of the inbox and of files."""
    known = {row.id for row in coming.inbox}
    return (
        Group("cases", _("Akten"), tuple(_case(row, coming) for row in found.cases)),
        Group(
            "coming",
            _("Noch nicht in der Akte"),
            (
                *(_waiting(row) for row in coming.inbox[:LIMIT]),
                *(_announced(entry, found.cases) for entry in coming.announced[:LIMIT]),
            ),
        ),
        Group("inbox", _("Im Posteingang"), tuple(_waiting(row) for row in found.inbox if row.id not in known)),
        Group(
            "documents", _("Dokumente in Akten"), tuple(_filed(row) for row in found.documents if not row.handed_to)
        ),
        Group(
            "given", _("An andere Standorte abgegeben"), tuple(_given(row) for row in found.documents if row.handed_to)
        ),
    )


def _case(row: CaseRow, coming: OnItsWay) -> Entry:
    entry = case_entry(row, "case:")
    marks: list[Mark] = list(entry.marks)
    waiting = sum(document.case == row.id for document in coming.inbox)
    announced = sum(post.case == row.id for post in coming.announced)
    if waiting:
        marks.append((_("Im Posteingang: {n}").format(n=waiting), "accent"))
    if announced:
        marks.append((_("Angekündigt: {n}").format(n=announced), "caution"))
    spoken = ", ".join([entry.spoken, *(text for text, _tone in marks)])
    return replace(entry, marks=tuple(marks), spoken=spoken)


def _waiting(row: DocumentRow) -> Entry:
    entry = document_entry(row)
    where = row.case_name or _("keiner Akte zugeordnet")
    return replace(
        entry,
        id=f"inbox:{row.id}",
        detail=" · ".join((where, entry.detail or "")),
        icon="inbox:accent",
        spoken=_("Im Posteingang: {document}, {case}").format(document=entry.spoken, case=where),
    )


def _filed(row: DocumentRow) -> Entry:
    entry = document_entry(row)
    where = " · ".join(part for part in (row.case_name, say.case_number(row.case_number)) if part)
    return replace(
        entry,
        id=f"document:{row.id}",
        detail=" · ".join((where, entry.detail or "")),
        spoken=f"{entry.spoken}, {where}",
    )


def _given(row: DocumentRow) -> Entry:
    entry = _filed(row)
    mark: Mark = (_("beim Standort {site}").format(site=row.handed_to), "caution")
    return replace(entry, icon="location", marks=(*entry.marks, mark), spoken=f"{entry.spoken}, {mark[0]}")


def _announced(post: Announcement, cases: Sequence[CaseRow]) -> Entry:
    case = next((row.name for row in cases if row.id == post.case), "")
    title = post.document_type or _("Angekündigte Post")
    detail = _("Eingegangen am {date}, wird noch gescannt · {item}").format(
        date=say.day(post.received_on or post.announced_on), item=post.item
    )
    return Entry(
        id=f"announced:{post.id}",
        text=title,
        detail=" · ".join(part for part in (case, detail) if part),
        icon="on-the-way:caution",
        payload=post,
        spoken=_("Angekündigt: {title}, {detail}").format(title=title, detail=detail),
    )
