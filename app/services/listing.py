"""What a store holds, as plain objects for the command line."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from app.domain.central import Central
from app.domain.doubts import doubt_reason
from app.domain.office import MemoryOffice
from app.domain.page_sets import sheets_of
from app.domain.records import INBOX, Absence, CaseFile, Delivery, Document, FollowUp, Worker
from app.domain.rules.deputies import deputy_of
from app.services.letters.showing import letters_in
from app.services.site_records import records_of

Item = dict[str, Any]


def inbox(central: Central, site: str) -> Iterator[Item]:
    """Unfiled documents, oldest receipt first."""
    entries = (entry for entry in documents(central, site) if entry["state"] == INBOX)
    return iter(sorted(entries, key=lambda entry: (entry["received_on"], entry["scanned_at"], entry["id"])))


def documents(central: Central, site: str) -> Iterator[Item]:
    """All documents but those of a case that another site took over: they are listed there."""
    office = records_of(central, site)
    moved = {case.id for case in office.all(CaseFile.kind) if isinstance(case, CaseFile) and case.moved_to}
    deputies = _deputies(office)
    return (
        _document(record, site, office, deputies)
        for record in office.all(Document.kind)
        if isinstance(record, Document) and record.case not in moved
    )


def _deputies(office: MemoryOffice) -> dict[str, str]:
    """Who stands in today for whom who is absent, by id."""
    absences = [one for one in office.all(Absence.kind) if isinstance(one, Absence)]
    working = {one.id for one in office.all(Worker.kind) if isinstance(one, Worker) and not one.ended}
    today = datetime.now().astimezone().date().isoformat()
    found = {one.worker: deputy_of(one.worker, today, absences, working) for one in absences}
    return {worker: deputy for worker, deputy in found.items() if deputy}


def follow_ups(central: Central, site: str) -> Iterator[Item]:
    """Those that are open, the earliest first."""
    office = records_of(central, site)
    found = (one for one in office.all(FollowUp.kind) if isinstance(one, FollowUp) and one.open)
    return (_follow_up(one, site, office) for one in sorted(found, key=lambda one: (one.due_on, one.id)))


def _follow_up(record: FollowUp, site: str, office: MemoryOffice) -> Item:
    case = _record(office, CaseFile, record.case)
    return {
        "id": record.id,
        "site": site,
        "due_on": record.due_on,
        "reason": record.reason,
        "document": record.document or None,
        "case_number": case.case_number if isinstance(case, CaseFile) else None,
        "team": record.team or None,
        "worker": record.worker or None,
        "by": record.by,
    }


def cases(central: Central, site: str) -> Iterator[Item]:
    office = records_of(central, site, master_only=True)
    return (_case(record, site) for record in office.all(CaseFile.kind) if isinstance(record, CaseFile))


def deliveries(central: Central, site: str) -> Iterator[Item]:
    office = records_of(central, site)
    return (_delivery(record, site) for record in office.all(Delivery.kind) if isinstance(record, Delivery))


def letters(central: Central, site: str) -> Iterator[Item]:
    """The newest first."""
    return letters_in(records_of(central, site), site)


LISTS: dict[str, Callable[[Central, str], Iterator[Item]]] = {
    "inbox": inbox,
    "cases": cases,
    "documents": documents,
    "deliveries": deliveries,
    "follow-ups": follow_ups,
    "letters": letters,
}


def _document(record: Document, site: str, office: MemoryOffice, deputies: Mapping[str, str]) -> Item:
    twin = _record(office, Document, record.duplicate_of)
    case = _record(office, CaseFile, record.case or record.proposed_case)
    return {
        "id": record.id,
        "site": site,
        "state": record.state_of_work,
        "team": record.team or None,
        "worker": record.worker or None,
        "deputy": deputies.get(record.worker),
        "note": record.note.text if record.note is not None else None,
        "at_mail_room": record.at_mail_room,
        "handed_to": record.handed_to or None,
        "handed_from": record.handed_from or None,
        "case_number": case.case_number if isinstance(case, CaseFile) else None,
        "document_type": record.document_type,
        "register": record.register,
        "title": record.title,
        "channel": record.channel,
        "received_on": record.received_on,
        "scanned_at": record.scanned_at,
        "pages": len(sheets_of(record)),
        "sheets": [{"original": one.original, "page": one.page, "turn": one.turn} for one in record.sheets],
        "dropped": len(record.dropped),
        "merged_into": record.merged_into or None,
        "media": record.media,
        "sha256": record.sha256,
        "item": record.item,
        "delivery": record.delivery,
        "file": record.file_name,
        "volume": record.volume,
        "duplicate_of": ((twin.item if isinstance(twin, Document) else "") or record.duplicate_of) or None,
        "duplicate_of_id": record.duplicate_of or None,
        "warnings": [{"code": code, "text": text} for code, text in record.warnings],
        "destroyed_at": record.destroyed_at or None,
        "page_sizes_mm": [list(size) for size in record.sizes_mm()],
        "hints": list(record.hints),
        "compared": record.compared,
        "doubts": [{"page": page, "code": code, "text": doubt_reason(code)} for page, code in record.doubts],
    }


def _case(record: CaseFile, site: str) -> Item:
    return {
        "id": record.id,
        "site": site,
        "case_number": record.case_number,
        "legal_area": record.legal_area,
        "persons": [
            {
                "last_name": person.last_name,
                "first_name": person.first_name,
                "born": person.born,
                "customer_number": person.customer_number,
            }
            for person in record.persons
        ],
        "street": record.street,
        "postcode": record.postcode,
        "town": record.town,
        "worker": record.worker,
        "closed_on": record.closed_on or None,
        "moved_to": record.moved_to or None,
    }


def _delivery(record: Delivery, site: str) -> Item:
    return {
        "id": record.number,
        "site": site,
        "provider": record.provider,
        "kind": record.delivery_kind,
        "bagged_on": record.bagged_on,
        "taken_in": record.taken_in,
        "set_aside": record.set_aside,
        "already_known": record.already_known,
        "announced": record.announced,
        "destroyed": record.destroyed,
    }


def _record(office: MemoryOffice, cls: type[Document] | type[CaseFile], id_: str) -> Document | CaseFile | None:
    versioned = office.get(cls.kind, id_) if id_ else None
    record = None if versioned is None else versioned.record
    return record if isinstance(record, (Document, CaseFile)) else None
