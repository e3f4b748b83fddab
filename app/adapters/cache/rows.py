"""Stored states to rows of lists, fast: only the fields that a list shows are looked at."""

import gc
from binascii import unhexlify
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import msgspec

from app.domain.cache import CaseRow, DocumentRow
from app.domain.codec import Json
from app.domain.records import INBOX, CaseFile, Document, Person, Record, record_of
from app.domain.rules.paper import FULFILLED, WITHDRAWN, wish_state

R = TypeVar("R", bound=Record)

ROWS_OF_A_CASE = 20
"""Bits of a document's row number below the row number of its case."""
INBOX_END = 1 << ROWS_OF_A_CASE
"""Rows below this one lie in the inbox."""
HANDED_OVER_PLACE = "handed-over:"
"""What stands for the case of documents that another site has."""
MERGED_PLACE = "merged"
"""In place of a case's id: where documents lie whose pages have gone to others. No list shows them."""


class ShownWish(msgspec.Struct, gc=False):
    """Same names and defaults as ``PaperWish``."""

    wish: str
    withdrawn_at: str = ""
    ordered: str = ""
    answer: str = ""
    fulfilled: str = ""


class Shown(msgspec.Struct, gc=False):
    """What lists and the search index need of a document's state. Same names and defaults as ``Document``."""

    id: str
    title: str = ""
    document_type: str = ""
    register: str = ""
    sender: str = ""
    channel: str = "letter"
    received_on: str = ""
    scanned_at: str = ""
    pages: int = 1
    media: str = "pdf"
    team: str = ""
    worker: str = ""
    state_of_work: str = INBOX
    case: str = ""
    proposed_case: str = ""
    item: str = ""
    delivery: str = ""
    destroyed_at: str = ""
    duplicate_of: str = ""
    warnings: tuple[Any, ...] = ()
    doubts: tuple[Any, ...] = ()
    wishes: tuple[ShownWish, ...] = ()
    checked_at: str = ""
    rescan_of: str = ""
    note: dict[str, str] | None = None
    assigned_by: str = ""
    at_mail_room: bool = False
    handed_to: str = ""
    handed_from: str = ""


class Filled(msgspec.Struct, gc=False):
    """What is looked at when a document is stored."""

    id: str
    title: str = ""
    document_type: str = ""
    register: str = ""
    sender: str = ""
    state_of_work: str = INBOX
    case: str = ""
    proposed_case: str = ""
    item: str = ""
    received_on: str = ""
    sha256: str = ""
    has_text: bool = False
    sheets: tuple[Any, ...] = ()


class ShownCase(msgspec.Struct, gc=False):
    id: str
    case_number: str
    persons: tuple["ShownPerson", ...] = ()
    street: str = ""
    postcode: str = ""
    town: str = ""
    worker: str = ""
    closed_on: str = ""


class ShownPerson(msgspec.Struct, gc=False):
    last_name: str
    first_name: str = ""
    born: str = ""
    customer_number: str = ""

    @property
    def name(self) -> str:
        return f"{self.last_name}, {self.first_name}" if self.first_name else self.last_name


read_shown: Callable[[bytes | str], Shown] = msgspec.json.Decoder(Shown).decode
read_filled: Callable[[bytes | str], Filled] = msgspec.json.Decoder(Filled).decode
read_case: Callable[[bytes | str], ShownCase] = msgspec.json.Decoder(ShownCase).decode
read_any: Callable[[bytes | str], Any] = msgspec.json.Decoder().decode
write_any: Callable[[Any], bytes] = msgspec.json.Encoder().encode

CaseNames = Mapping[str, tuple[str, str]]
"""(case number, applicant's name) by id of the case."""
_UNKNOWN = ("", "")


def record(cls: type[R], state: Json) -> R:
    """The record of a stored state. Raises ``StoreIncompatible`` when a newer program wrote it."""
    return cast(R, record_of(cls.kind, state))


def key_of(document_id: str) -> bytes:
    """A document's id in as few bytes as possible: the 16 bytes that 32 hex digits mean, or else the text."""
    if len(document_id) == 32:
        try:
            raw = unhexlify(document_id)
        except ValueError:
            pass
        else:
            if document_id.islower() or raw.hex() == document_id:
                return raw
    return b"\0" + document_id.encode()


def document_row(site: str, version: int, shown: Shown, names: CaseNames, pending: bool) -> DocumentRow:
    case = shown.case or shown.proposed_case
    number, name = names.get(case, _UNKNOWN)
    return DocumentRow(
        shown.id,
        site,
        version,
        shown.state_of_work,
        shown.title,
        shown.document_type,
        shown.register,
        shown.sender,
        shown.channel,
        shown.received_on,
        shown.scanned_at,
        shown.pages,
        shown.media,
        shown.team,
        shown.worker,
        case,
        number,
        name,
        shown.item,
        shown.delivery,
        shown.destroyed_at,
        bool(shown.warnings),
        bool(shown.duplicate_of),
        pending,
        bool(shown.doubts),
        _wishes(shown.wishes) if shown.wishes else (),
        bool(shown.checked_at),
        rescan_of=shown.rescan_of,
        replaced=bool(shown.wishes) and is_replaced(shown),
        noted=shown.note is not None,
        assigned_by=shown.assigned_by,
        at_mail_room=shown.at_mail_room,
        handed_to=shown.handed_to,
        handed_from=shown.handed_from,
    )


def is_replaced(shown: Shown) -> bool:
    """A new scan of its paper has come."""
    return any(wish.fulfilled for wish in shown.wishes)


def _wishes(wishes: tuple[ShownWish, ...]) -> tuple[tuple[str, str], ...]:
    states = ((one.wish, wish_state(one.ordered, one.withdrawn_at, one.answer, one.fulfilled)) for one in wishes)
    return tuple((wish, state) for wish, state in states if state not in (WITHDRAWN, FULFILLED))


def shown_of(document: Document) -> Shown:
    """The same view of a record that is at hand (a document with waiting actions)."""
    return msgspec.convert(document, Shown, from_attributes=True)


def case_row(site: str, case: ShownCase | CaseFile, matched: str = "") -> CaseRow:
    """A line of the case list; the first person stands for the household."""
    applicant: ShownPerson | Person | None = case.persons[0] if case.persons else None
    return CaseRow(
        case.id,
        site,
        case.case_number,
        applicant.name if applicant else "",
        applicant.born if applicant else "",
        case.street,
        case.postcode,
        case.town,
        case.worker,
        case.closed_on,
        matched,
    )


def case_name(case: ShownCase) -> tuple[str, str]:
    return case.case_number, case.persons[0].name if case.persons else ""


@contextmanager
def no_collection() -> Iterator[None]:
    """No garbage collection while very many lasting objects are made: it would look through them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def inbox_order(row: DocumentRow) -> tuple[str, str, str]:
    """Oldest receipt first, then the provider's paper number."""
    return row.received_on, row.item, row.id


def newest_first(rows: Iterable[DocumentRow]) -> list[DocumentRow]:
    return sorted(sorted(rows, key=lambda row: row.id), key=lambda row: row.received_on, reverse=True)
