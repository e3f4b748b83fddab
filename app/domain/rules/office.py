"""Setting a site up, importing cases, taking deliveries in, erasing: what the machine account does."""

from dataclasses import replace

from app.domain.actions import Erase, ImportCases, SetUpSite, TakeIn
from app.domain.ids import derived_id
from app.domain.log import Change
from app.domain.office import Office
from app.domain.records import (
    INBOX,
    MERGED,
    Announcement,
    CaseFile,
    Document,
    Mark,
    Original,
    SetAside,
    Site,
    Team,
    Worker,
)
from app.domain.rules.hanging import hanging_on
from app.domain.rules.lead import checks_of
from app.domain.rules.letter_approval import letters_with
from app.domain.rules.pages import holders_left, with_their_pages
from app.domain.rules.paper import destroyed
from app.domain.rules.rescan import as_new_scan, fulfil_wishes
from app.domain.rules.ruling import SET_UP, Changes, Rule, put, record_in


def announcement_id(provider: str, item: str) -> str:
    """The id under which announced post waits, so that the delivery that brings it finds it."""
    return derived_id("announcement", provider, item)


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
        shared = action.shared_bytes or not document.sha256  # parts of a split document have no bytes of their own
        twin = None if shared else office.document_with_bytes(document.sha256)
        duplicate_of = twin.id if twin is not None else first_with.get(document.sha256, "")
        if not shared:
            first_with.setdefault(document.sha256, document.id)
        taken = as_new_scan(_checked_case(replace(document, duplicate_of=duplicate_of), known), office)
        changes += put(office, taken)
        changes += _fulfil(document, office)
        changes += fulfil_wishes(taken, office, at)
    for thing in action.set_aside:
        changes += _set_aside(thing, office)
    for original in action.originals:
        held = record_in(office, Original, original.id)
        holders = {*original.holders, *(held.holders if held is not None else ())}
        changes += put(office, replace(original, holders=tuple(sorted(holders))))
    for mark in action.marks:
        if office.get(Mark.kind, mark.id) is None:
            changes += put(office, mark)
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
    if not case or case in known or document.state_of_work == MERGED:
        return document
    return replace(document, state_of_work=INBOX, case="", proposed_case="", worker="", team="")


def _fulfil(document: Document, office: Office) -> Changes:
    id_ = announcement_id(document.provider, document.item)
    waiting = record_in(office, Announcement, id_) if document.item else None
    return () if waiting is None else put(office, replace(waiting, document=document.id))


def _erase(action: Erase, office: Office, at: str) -> Changes:
    """Marks and checks go with the document that they are about, and what was merged into it; the bytes of an original
    stay as long as another document has a page of it."""
    changes = []
    named = {id_ for kind, id_ in action.records if kind == Document.kind}
    documents, with_them = with_their_pages(office, named)
    with_them += checks_of(office, documents)
    cases = {id_ for kind, id_ in action.records if kind == CaseFile.kind}
    with_them += hanging_on(office, documents, cases)
    with_them += letters_with(office, documents, cases)
    ended = ((Document.kind, id_) for id_ in documents - named)
    for kind, id_ in (*action.records, *ended, *((record.kind, record.id) for record in with_them)):
        found = office.get(kind, id_)
        if found is not None and found.record is not None and kind != Site.kind:
            changes.append(Change(kind=kind, id=id_, version=found.version + 1, record=None))
    return (*changes, *holders_left(office, documents))


RULES = {
    SetUpSite: Rule(SET_UP, _set_up_site),
    ImportCases: Rule(SET_UP, _import_cases),
    TakeIn: Rule(SET_UP, _take_in),
    Erase: Rule(SET_UP, _erase),
}
