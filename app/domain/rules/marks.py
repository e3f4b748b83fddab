"""Rules of marks on pages and of noting what was printed or exported.

A mark lies on a page of an original, in whichever document that page is.
Everybody who may work on documents may put one; only its author or a team lead
changes or removes it. An access is noted once, by who had it, and never changed.
"""

from dataclasses import replace

from app.domain.actions import PutMark, RecordAccess, RemoveMark
from app.domain.office import Office
from app.domain.records import (
    EXPORT,
    HIGHLIGHT,
    MARK_COLOURS,
    MARK_SHAPES,
    PRINT,
    Access,
    Mark,
    Original,
    Worker,
)
from app.domain.rules.pages import original_in
from app.domain.rules.ruling import ANYBODY, CASEWORK, Changes, Rule, put, record_in, refuse
from app.domain.texts import _

LONGEST_TEXT = 4_000
MOST_AREAS = 1_000
LARGEST_PAGE = 1_500_000
"""Hundredths of a millimetre: no page is larger than 15 m."""
TEAM_LEAD = "team-lead"


def put_mark(action: PutMark, office: Office, at: str) -> Changes:
    mark = action.mark
    original = original_in(office, mark.document)
    if original is None:
        raise refuse(
            "unknown-document",
            _("Dieses Dokument gibt es am Standort nicht (mehr)."),
            _("Aktualisieren Sie die Liste."),
        )
    _check_mark(mark, original)
    found = office.get(Mark.kind, mark.id)
    if found is None and action.base == 0:
        return put(office, replace(mark, by=action.by, at=at, changed_by="", removed=False))
    known = _known_mark(office, mark.id, mark.document, action.base, action.by)
    if replace(mark, by=known.by, at=known.at, changed_by=known.changed_by) == known:
        return ()
    changed_by = "" if action.by == known.by else action.by
    return put(office, replace(mark, by=known.by, at=known.at, changed_by=changed_by, removed=False))


def remove_mark(action: RemoveMark, office: Office, at: str) -> Changes:
    known = _known_mark(office, action.mark, action.document, action.base, action.by)
    return put(office, replace(known, removed=True))


def record_access(action: RecordAccess, office: Office, at: str) -> Changes:
    access = action.access
    if access.by != action.by:
        raise refuse(
            "not-own-access",
            _("Ein Zugriff wird nur von der Person vermerkt, die ihn hatte."),
            _("Melden Sie sich mit Ihrer eigenen Kennung an."),
        )
    if access.what not in (PRINT, EXPORT) or not access.documents or min(access.pages, default=1) < 1:
        raise refuse(
            "wrong-access",
            _("Der Zugriff ist unvollständig beschrieben."),
            _("Wiederholen Sie das Drucken oder Exportieren."),
        )
    return () if office.get(Access.kind, access.id) is not None else put(office, access)


def _check_mark(mark: Mark, original: Original) -> None:
    known = mark.shape in MARK_SHAPES and mark.colour in MARK_COLOURS and 1 <= mark.page <= original.pages
    if not known or not 1 <= len(mark.areas) <= MOST_AREAS or not all(_is_area(area) for area in mark.areas):
        raise refuse(
            "wrong-mark",
            _("Diese Markierung passt nicht auf das Dokument."),
            _("Markieren Sie eine Stelle auf einer Seite, die es gibt."),
        )
    if mark.shape != HIGHLIGHT and not mark.text.strip():
        raise refuse("empty-mark", _("Die Notiz oder der Stempel ist leer."), _("Schreiben Sie einen Text dazu."))
    if len(mark.text) > LONGEST_TEXT:
        raise refuse(
            "long-mark",
            _("Der Text der Markierung ist zu lang."),
            _("Kürzen Sie ihn auf {count} Zeichen.").format(count=LONGEST_TEXT),
        )


def _is_area(area: tuple[int, ...]) -> bool:
    if len(area) != 4:
        return False
    left, top, width, height = area
    return left >= 0 and top >= 0 and width > 0 and height > 0 and max(left + width, top + height) <= LARGEST_PAGE


def _known_mark(office: Office, id_: str, document: str, base: int, by: str) -> Mark:
    """The mark at version ``base``, if ``by`` may change it."""
    found = office.get(Mark.kind, id_)
    mark = found.record if found is not None else None
    if found is None or not isinstance(mark, Mark) or mark.document != document:
        raise refuse(
            "unknown-mark",
            _("Diese Markierung gibt es nicht (mehr)."),
            _("Sehen Sie sich das Dokument in seinem neuen Stand an."),
        )
    if found.version != base:
        raise refuse(
            "changed-since",
            _("Die Markierung wurde inzwischen geändert."),
            _("Sehen Sie sich den neuen Stand an und wiederholen Sie den Vorgang, wenn er noch passt."),
            by=mark.changed_by or mark.by,
            at=mark.at,
        )
    actor = record_in(office, Worker, by)
    if mark.by != by and (actor is None or TEAM_LEAD not in actor.roles):
        raise refuse(
            "not-own-mark",
            _("Eine Markierung ändert oder entfernt nur, wer sie gesetzt hat, oder eine Teamleitung."),
            _("Wenden Sie sich an die Person, die sie gesetzt hat, oder an Ihre Teamleitung."),
            by=mark.by,
            at=mark.at,
        )
    return mark


RULES = {
    PutMark: Rule(CASEWORK, put_mark),
    RemoveMark: Rule(CASEWORK, remove_mark),
    # Whoever could read it: what was done must not go unrecorded.
    RecordAccess: Rule(ANYBODY, record_access),
}
