"""Waiting and refused actions in words. Runs off the Qt thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.actions import (
    Action,
    ArrangePages,
    FileDocument,
    MoveDocument,
    PutMark,
    RecordAccess,
    RecordFilingCheck,
    RemoveMark,
    ReturnToInbox,
    RotateDocument,
)
from app.domain.cache import REFUSED, Cache, Waiting
from app.domain.decide import Refused
from app.domain.texts import _
from app.domain.undo import touched_documents
from app.ui.common import format as say
from app.ui.common.grouped import Entry, Group
from app.ui.shell.letter_deeds import letter_said
from app.ui.shell.work_deeds import work_said


@dataclass(frozen=True, slots=True)
class Deed:
    """A waiting or refused action with the names that make it readable; ``action_id`` is empty for a local refusal."""

    id: str
    action_id: str
    what: str
    document: str
    since: str
    refused: Refused | None
    attempts: int = 0
    next_attempt: str = ""


@dataclass(frozen=True, slots=True)
class Deeds:
    refused: tuple[Deed, ...] = ()
    waiting: tuple[Deed, ...] = ()


def load_deeds(cache: Cache, local: Sequence[Refused]) -> Deeds:
    """``local`` are refusals of this sitting that never reached the outbox."""
    known = [_deed(entry, cache) for entry in cache.waiting()]
    reasons = {deed.refused for deed in known if deed.refused}
    here = [
        Deed(id=f"local-{number}", action_id="", what=_("Nicht ausgeführt"), document="", since="", refused=refusal)
        for number, refusal in enumerate(local)
        if refusal not in reasons
    ]
    return Deeds(
        refused=(*here, *(deed for deed in known if deed.refused is not None)),
        waiting=tuple(deed for deed in known if deed.refused is None),
    )


def _deed(entry: Waiting, cache: Cache) -> Deed:
    document = next(iter(touched_documents(entry.action)), "")
    row = cache.document_row(document) if document else None
    case = getattr(entry.action, "case", "")
    case_row = next(iter(cache.cases([case])), None) if case else None
    refused = None
    if entry.state == REFUSED:
        refused = entry.refused or Refused(code="refused", title=_("Nicht angenommen."))
    return Deed(
        id=entry.action.id,
        action_id=entry.action.id,
        what=_what(entry.action, say.title(row) if row else "", case_row.case_number if case_row else ""),
        document=document,
        since=entry.since,
        refused=refused,
        attempts=entry.attempts,
        next_attempt=entry.next_attempt,
    )


def _what(action: Action, document: str, case: str) -> str:
    name = document or _("Dokument")
    match action:
        case FileDocument():
            return _("„{document}“ in {case} ablegen").format(document=name, case=say.case_number(case) or _("Akte"))
        case MoveDocument():
            return _("„{document}“ in {case} verschieben oder ändern").format(
                document=name, case=say.case_number(case) or _("Akte")
            )
        case ArrangePages():
            return _("Seiten von „{document}“ ordnen").format(document=name)
        case ReturnToInbox():
            return _("„{document}“ in den Posteingang zurücklegen").format(document=name)
        case RotateDocument():
            return _("„{document}“ drehen").format(document=name)
        case PutMark():
            return _("Markierung auf „{document}“ setzen oder ändern").format(document=name)
        case RemoveMark():
            return _("Markierung von „{document}“ entfernen").format(document=name)
        case RecordAccess():
            return _("Druck oder Export vermerken")
        case RecordFilingCheck():
            return _("Prüfung der Ablage von „{document}“ vermerken").format(document=name)
    return work_said(action, name) or letter_said(action) or _("Vorgang „{kind}“").format(kind=action.kind)


def deed_groups(deeds: Deeds) -> tuple[Group, ...]:
    return (
        Group("refused", _("Nicht angenommen"), tuple(_refused_entry(deed) for deed in deeds.refused)),
        Group("waiting", _("Wartet auf die Zentrale"), tuple(_waiting_entry(deed) for deed in deeds.waiting)),
    )


def _refused_entry(deed: Deed) -> Entry:
    title = deed.refused.title if deed.refused else ""
    return Entry(deed.id, deed.what, title, "refused:bad", payload=deed, spoken=f"{deed.what}. {title}")


def _waiting_entry(deed: Deed) -> Entry:
    detail = _("seit {when}").format(when=say.moment(deed.since))
    if deed.attempts:
        detail += " · " + _("Versuche: {n}").format(n=deed.attempts)
    return Entry(deed.id, deed.what, detail, "clock", payload=deed)
