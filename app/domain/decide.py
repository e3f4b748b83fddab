"""Deciding: what an accepted action changes, or why it is refused. Pure; the one place where the rules stand.

Whoever loses a race decides again on the newer office: accepted if it still makes sense, else refused with the reason.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.actions import (
    SYSTEM,
    Action,
    AnswerOrder,
    CheckPaper,
    Erase,
    FileDocument,
    ForwardDocument,
    ImportCases,
    MoveDocument,
    OrderPaper,
    PutMark,
    RecordAccess,
    RemoveMark,
    ReturnToInbox,
    RotateDocument,
    SetUpSite,
    TakeIn,
    WishPaper,
    WithdrawWish,
)
from app.domain.ids import derived_id
from app.domain.log import Change
from app.domain.mark_rules import marks_of, put_mark, record_access, remove_mark
from app.domain.office import Office
from app.domain.paper_rules import answer_order, check_paper, destroyed, order_paper, wish_paper, withdraw_wish
from app.domain.records import (
    FILED,
    INBOX,
    Announcement,
    CaseFile,
    Document,
    SetAside,
    Site,
    Team,
    Worker,
)
from app.domain.ruling import Changes, Refusal, Refused, known_document, put, record_in, refuse
from app.domain.texts import _

__all__ = ["Changes", "Refused", "announcement_id", "decide"]

MAY_WORK_ON_DOCUMENTS = frozenset({"caseworker", "team-lead", "mail-room", "central"})


def announcement_id(provider: str, item: str) -> str:
    """The id under which announced post waits, so that the delivery that brings it finds it."""
    return derived_id("announcement", provider, item)


def decide(action: Action, office: Office, at: str) -> Changes | Refused:
    """The records as the action leaves them; an empty tuple when they are so already.

    ``at`` (UTC, ISO 8601) is the instant that the commit will carry.
    """
    try:
        _check_actor(action, office)
        changes: Changes = _RULES[type(action)](action, office, at)
    except Refusal as refusal:
        return refusal.refused
    # An action that names the same record twice still makes one new version of it: what is said last holds.
    return tuple({(change.kind, change.id): change for change in changes}.values())


def _check_actor(action: Action, office: Office) -> None:
    if isinstance(action, (SetUpSite, ImportCases, TakeIn, OrderPaper, AnswerOrder, Erase)):
        if action.by == SYSTEM:
            return
        _require_role(action, office, frozenset({"admin", "mail-room"}))
    elif isinstance(action, RecordAccess):
        _known_worker(action, office)  # whoever could read it: what was done must not go unrecorded
    else:
        _require_role(action, office, MAY_WORK_ON_DOCUMENTS)


def _known_worker(action: Action, office: Office) -> Worker:
    found = office.get(Worker.kind, action.by)
    worker = found.record if found else None
    if not isinstance(worker, Worker) or worker.ended:
        raise refuse(
            "unknown-worker",
            _("„{worker}“ ist am Standort nicht als Sachbearbeitung eingetragen.").format(worker=action.by),
            _("Melden Sie sich mit Ihrer Kennung an oder bitten Sie die Administration, Sie einzutragen."),
        )
    return worker


def _require_role(action: Action, office: Office, roles: frozenset[str]) -> None:
    worker = _known_worker(action, office)
    if not roles.intersection(worker.roles):
        raise refuse(
            "not-allowed",
            _("Ihre Rolle erlaubt diesen Vorgang nicht."),
            _("Wenden Sie sich an Ihre Teamleitung, wenn Sie diese Aufgabe übernehmen sollen."),
        )


def _set_up_site(action: SetUpSite, office: Office, at: str) -> Changes:
    changes = list(put(office, action.record))
    wanted: tuple[tuple[type[Team] | type[Worker], tuple[Team, ...] | tuple[Worker, ...]], ...] = (
        (Team, action.teams),
        (Worker, action.workers),
    )
    for kind, records in wanted:
        named = {record.id for record in records}
        for record in records:
            changes += put(office, record)
        for gone in list(office.all(kind.kind)):
            if gone.id not in named and isinstance(gone, (Team, Worker)):
                changes += put(office, replace(gone, ended=True))
    return tuple(changes)


def _import_cases(action: ImportCases, office: Office, at: str) -> Changes:
    changes: list[Change] = []
    for case in {case.case_number: case for case in action.cases}.values():
        known = office.case_by_number(case.case_number)
        changes += put(office, case if known is None else replace(case, id=known.id))
    return tuple(changes)


def _take_in(action: TakeIn, office: Office, at: str) -> Changes:
    changes: list[Change] = []
    first_with: dict[str, str] = {}
    cases = {document.case or document.proposed_case for document in action.documents}
    known = {case for case in cases if record_in(office, CaseFile, case) is not None}
    for document in {document.id: document for document in action.documents}.values():
        if office.get(Document.kind, document.id) is not None:
            continue
        twin = None if action.shared_bytes else office.document_with_bytes(document.sha256)
        duplicate_of = twin.id if twin is not None else first_with.get(document.sha256, "")
        if not action.shared_bytes:
            first_with.setdefault(document.sha256, document.id)
        changes += put(office, _checked_case(replace(document, duplicate_of=duplicate_of), known))
        changes += _fulfil(document, office)
    for thing in action.set_aside:
        changes += _set_aside(thing, office)
    for announcement in action.announcements:
        if office.get(Announcement.kind, announcement.id) is None:
            changes += put(office, announcement)
    for document_id, destroyed_at in action.destroyed:
        found = office.get(Document.kind, document_id)
        if found is not None and isinstance(found.record, Document):
            delivery = action.delivery.number if action.delivery is not None else ""
            changes += destroyed(found.record, destroyed_at, delivery, office)
    if action.delivery is not None:
        changes += put(office, action.delivery)
    return tuple(changes)


def _set_aside(thing: SetAside, office: Office) -> Changes:
    """A fault is noted once; resolved it stays, and only what is known can be resolved."""
    found = office.get(SetAside.kind, thing.id)
    if found is None:
        return () if thing.resolved else put(office, thing)
    known = found.record
    if not isinstance(known, SetAside) or known.resolved:
        return ()
    if thing.resolved:
        return put(office, replace(known, resolved=True))
    return () if (known.code, known.sha256) == (thing.code, thing.sha256) else put(office, thing)


def _checked_case(document: Document, known: set[str]) -> Document:
    """A case that the office does not know sends the document to the site's queue."""
    case = document.case or document.proposed_case
    if not case or case in known:
        return document
    return replace(document, state_of_work=INBOX, case="", proposed_case="", worker="", team="")


def _fulfil(document: Document, office: Office) -> Changes:
    id_ = announcement_id(document.provider, document.item)
    waiting = record_in(office, Announcement, id_) if document.item else None
    return () if waiting is None else put(office, replace(waiting, document=document.id))


def _open_case(office: Office, id_: str) -> CaseFile:
    case = record_in(office, CaseFile, id_)
    if case is None:
        raise refuse(
            "unknown-case",
            _("Diese Akte gibt es am Standort nicht."),
            _("Prüfen Sie die Nummer, oder suchen Sie die Akte über Name oder Anschrift."),
        )
    if case.moved_to:
        raise refuse(
            "case-moved",
            _("Die Akte wurde an den Standort „{site}“ abgegeben.").format(site=case.moved_to),
            _("Leiten Sie das Dokument dorthin weiter."),
        )
    return case


def _file_document(action: FileDocument, office: Office, at: str) -> Changes:
    document = known_document(office, action.document)
    if document.state_of_work == FILED:
        raise _already_filed(document, office)
    case = _open_case(office, action.case)
    return put(
        office,
        replace(
            document,
            state_of_work=FILED,
            case=case.id,
            document_type=action.document_type or document.document_type,
            register=action.register or document.register,
            title=action.title or document.title,
            filed_by=action.by,
            filed_at=at,
            # They quote what the page says about households, and have done their work.
            suggestions=(),
            suggested_types=(),
        ),
    )


def _already_filed(document: Document, office: Office) -> Refusal:
    worker = record_in(office, Worker, document.filed_by)
    case = record_in(office, CaseFile, document.case)
    return refuse(
        "already-filed",
        _("{worker} hat das Dokument am {date} um {time} Uhr (UTC) in der Akte {number} abgelegt.").format(
            worker=worker.name if worker else document.filed_by,
            date=f"{document.filed_at[8:10]}.{document.filed_at[5:7]}.{document.filed_at[:4]}",
            time=document.filed_at[11:16],
            number=case.case_number if case else "?",
        ),
        _("Es ist nichts zu tun. Liegt es in der falschen Akte, verschieben Sie es von dort."),
        by=document.filed_by,
        at=document.filed_at,
    )


def _return_to_inbox(action: ReturnToInbox, office: Office, at: str) -> Changes:
    document = known_document(office, action.document, action.base)
    return put(office, replace(document, state_of_work=INBOX, case="", filed_by="", filed_at=""))


def _move_document(action: MoveDocument, office: Office, at: str) -> Changes:
    document = known_document(office, action.document, action.base)
    if document.state_of_work != FILED:
        raise refuse("not-filed", _("Das Dokument liegt noch im Posteingang."), _("Legen Sie es zuerst ab."))
    case = _open_case(office, action.case)
    return put(
        office,
        replace(
            document,
            case=case.id,
            document_type=action.document_type,
            register=action.register,
            title=action.title,
            filed_by=action.by,
            filed_at=at,
        ),
    )


def _forward_document(action: ForwardDocument, office: Office, at: str) -> Changes:
    document = known_document(office, action.document, action.base)
    if document.state_of_work != INBOX:
        raise _already_filed(document, office)
    worker = record_in(office, Worker, action.worker)
    team = record_in(office, Team, action.team)
    for name, target in ((action.worker, worker), (action.team, team)):
        if name and (target is None or target.ended):
            raise refuse(
                "unknown-target",
                _("Diese Person oder dieses Team gibt es am Standort nicht (mehr)."),
                _("Wählen Sie einen anderen Empfänger."),
            )
    return put(office, replace(document, team=action.team, worker=action.worker))


def _rotate_document(action: RotateDocument, office: Office, at: str) -> Changes:
    document = known_document(office, action.document, action.base)
    return put(office, replace(document, rotation=action.rotation % 360))


def _erase(action: Erase, office: Office, at: str) -> Changes:
    """Marks go with the document that they are on."""
    changes = []
    marks = marks_of(office, {id_ for kind, id_ in action.records if kind == Document.kind})
    for kind, id_ in (*action.records, *((mark.kind, mark.id) for mark in marks)):
        found = office.get(kind, id_)
        if found is not None and found.record is not None and kind != Site.kind:
            changes.append(Change(kind=kind, id=id_, version=found.version + 1, record=None))
    return tuple(changes)


_RULES: dict[type[Action], Callable[[Any, Office, str], Changes]] = {
    SetUpSite: _set_up_site,
    ImportCases: _import_cases,
    TakeIn: _take_in,
    FileDocument: _file_document,
    ReturnToInbox: _return_to_inbox,
    MoveDocument: _move_document,
    ForwardDocument: _forward_document,
    RotateDocument: _rotate_document,
    PutMark: put_mark,
    RemoveMark: remove_mark,
    WishPaper: wish_paper,
    WithdrawWish: withdraw_wish,
    CheckPaper: check_paper,
    OrderPaper: order_paper,
    AnswerOrder: answer_order,
    RecordAccess: record_access,
    Erase: _erase,
}
