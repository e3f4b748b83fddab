"""The records of a site: what the log's bodies hold, one frozen dataclass a kind.

A record's *state* is the JSON object of its fields that differ from their defaults (so that a field added
later does not change the digest of what was written before). Dates are ISO 8601 text (``2026-11-18``), instants
ISO 8601 with offset; there are no floats.
"""

from dataclasses import dataclass
from typing import ClassVar, Self, cast

from app.domain.codec import Json, build, plain
from app.domain.errors import StoreIncompatible
from app.domain.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Something with an id that is unique in its site and kind. Ids say nothing about citizens: heads name them."""

    kind: ClassVar[str] = ""
    id: str

    def state(self) -> Json:
        """The JSON object that is stored: fields equal to their default are left out."""
        return cast(Json, plain(self))

    @classmethod
    def from_state(cls, state: Json) -> Self:
        """The record of a stored object; fields that this version does not know are refused with ``TypeError``."""
        return build(cls, state)


PROMISED_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Record):
    """Standort: a town's office. Its id names its folder."""

    kind: ClassVar[str] = "site"
    name: str
    county: str = ""
    phase: str = "live"
    legal_areas: tuple[str, ...] = ("sgb2",)
    ended: bool = False
    promised_days: int = PROMISED_DAYS
    """Working days in which the provider has announced post scanned and delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Record):
    kind: ClassVar[str] = "team"
    name: str
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(Record):
    """Sachbearbeitung: somebody who signs in; ``id`` is the sign-in name."""

    kind: ClassVar[str] = "worker"
    name: str
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    last_name: str
    first_name: str = ""
    born: str = ""
    customer_number: str = ""

    @property
    def name(self) -> str:
        return f"{self.last_name}, {self.first_name}" if self.first_name else self.last_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile(Record):
    """Akte: one household's file. ``persons[0]`` is the applicant. ``id`` is opaque: heads name no case numbers."""

    kind: ClassVar[str] = "case"
    case_number: str
    legal_area: str = "sgb2"
    persons: tuple[Person, ...] = ()
    street: str = ""
    postcode: str = ""
    town: str = ""
    worker: str = ""
    closed_on: str = ""
    moved_to: str = ""
    """The site that took the case over; the file is closed here then."""
    moved_from: str = ""
    """The site that gave the case over."""


INBOX = "inbox"
FILED = "filed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedCase:
    """A case that a document's own words point to, as it was recognised at receipt."""

    case: str
    """Id of the case file."""
    per_mille: int
    """How often suggestions like this one are right, in thousandths."""
    certain: bool = False
    """May be taken without a second look."""
    households: int = 1
    """How many households the document names; of more than one only a reader can tell whose it is."""
    clues: tuple[tuple[str, str], ...] = ()
    """(kind, words of the page) pairs, what counts most first: ``domain.recognise.clues``."""
    page: int = 0
    """From 1, where the best clue stands; 0: nowhere."""
    box: tuple[int, ...] = ()
    """(left, top, width, height) in hundredths of a millimetre on that page as shown; empty: only the page is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedType:
    document_type: str
    register: str = ""
    per_mille: int
    reason: str = ""


ORIGINAL, RESCAN, HOLD = "original", "rescan", "hold"
PAPER_WISHES = (ORIGINAL, RESCAN, HOLD)
RELEASE = "release"
"""The paper may be destroyed: not somebody's wish, but told to the provider in the same orders."""
DONE, DECLINED = "done", "declined"
"""What the provider answers to a line of an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWish:
    """What shall happen with a document's paper at the provider, newest state; withdrawn ones stay."""

    wish: str
    """One of ``PAPER_WISHES``."""
    reason: str = ""
    """A code of ``paper_rules.REASONS``: the provider reads it, so it names nobody."""
    by: str = ""
    at: str = ""
    withdrawn_by: str = ""
    withdrawn_at: str = ""
    ordered: str = ""
    """Number of the order that asked for it; empty until then."""
    recalled: str = ""
    """Number of the order that took it back at the provider."""
    answer: str = ""
    """``DONE`` or ``DECLINED``, to the newest of both orders; empty until the provider's receipt has come."""

    @property
    def open(self) -> bool:
        return not self.withdrawn_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """Dokument: a scan or letter with pages, in the inbox or in a file. Its bytes (``sha256``) never change."""

    kind: ClassVar[str] = "document"
    sha256: str
    media: str = "pdf"
    """pdf, tiff, jpeg or png: what the bytes are, whatever the file's name said."""
    size: int = 0
    """Bytes of the original."""
    pages: int = 1
    item: str = ""
    """The paper's number at the provider."""
    delivery: str = ""
    """The ``External-Identifier`` of the delivery that brought it first."""
    provider: str = ""
    file_name: str = ""
    """Name inside the delivery."""
    channel: str = "letter"
    received_on: str = ""
    """The legal receipt date."""
    scanned_at: str = ""
    state_of_work: str = INBOX
    case: str = ""
    """Id of the case file in which it is filed."""
    proposed_case: str = ""
    """Id of the case file that the provider's index names."""
    document_type: str = ""
    register: str = ""
    title: str = ""
    sender: str = ""
    """Sender guess shown in the queue."""
    team: str = ""
    worker: str = ""
    """Queue: a person's if ``worker`` is set, else a team's if ``team`` is set, else the site's."""
    filed_by: str = ""
    filed_at: str = ""
    code: str = ""
    remark: str = ""
    volume: int = 0
    extra: tuple[tuple[str, str], ...] = ()
    """Columns of the index that we do not know, kept and shown."""
    warnings: tuple[tuple[str, str], ...] = ()
    """(code, sentence) pairs noted at receipt."""
    duplicate_of: str = ""
    """Id of the document with the same bytes that came earlier under another item."""
    pack: tuple[tuple[int, int], ...] = ()
    """(offset, length) in bytes of each page's PDF inside the page pack; empty: the document travels whole."""
    has_text: bool = False
    rotation: int = 0
    """Degrees clockwise, for everyone (0, 90, 180, 270)."""
    destroyed_at: str = ""
    """The paper's end, by the provider's certificate."""
    page_sizes: tuple[tuple[int, int], ...] = ()
    """(width, height) in hundredths of a millimetre as shown (the page's own rotation applied): one entry when all
    pages are alike, else one a page; empty when they are not known."""
    compared: bool = False
    """Every page was drawn by two engines at receipt."""
    doubts: tuple[tuple[int, str], ...] = ()
    """(page from 1, reason) of the pages that the two engines draw differently."""
    hints: tuple[str, ...] = ()
    """What to know about the file: xfa, portfolio, javascript, attachments, form, password."""
    suggestions: tuple[SuggestedCase, ...] = ()
    """Whose it may be, best first; they go when the document is filed."""
    suggested_types: tuple[SuggestedType, ...] = ()
    wishes: tuple[PaperWish, ...] = ()
    """At most one of each kind, in the order of ``PAPER_WISHES``."""
    checked_by: str = ""
    checked_at: str = ""
    """Gesichtet: who has seen that the scan is good, and when."""
    released: str = ""
    """Number of the order that told the provider that the paper may be destroyed."""
    release_answer: str = ""
    """``DONE`` or ``DECLINED``, when the provider has answered that."""

    def sizes_mm(self) -> tuple[tuple[float, float], ...]:
        """(width, height) in millimetres of every page as shown; empty when they are not known."""
        sizes = tuple((width / 100, height / 100) for width, height in self.page_sizes)
        return sizes * self.pages if len(sizes) == 1 else sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(Record):
    """An item of a delivery that could not be taken in: kept if it had bytes, and shown to staff."""

    kind: ClassVar[str] = "set-aside"
    delivery: str
    provider: str = ""
    item: str = ""
    file_name: str = ""
    code: str = ""
    reason: str = ""
    sha256: str = ""
    """The bytes as they came, if there were any that may be kept."""
    resolved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement(Record):
    """Post that has reached the provider and is not scanned yet."""

    kind: ClassVar[str] = "announcement"
    provider: str = ""
    item: str
    delivery: str
    channel: str = "letter"
    received_on: str = ""
    case: str = ""
    document_type: str = ""
    announced_on: str = ""
    document: str = ""
    """Id of the document that fulfilled it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Record):
    """Lieferung: one batch of a provider as far as it touches this site."""

    kind: ClassVar[str] = "delivery"
    number: str
    """``External-Identifier``"""
    provider: str = ""
    delivery_kind: str = "post"
    bagged_on: str = ""
    taken_in: int = 0
    set_aside: int = 0
    already_known: int = 0
    announced: int = 0
    destroyed: int = 0
    certificate: str = ""
    """SHA-256 of the destruction certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """``wish`` is one of ``PAPER_WISHES`` or ``RELEASE``; with ``recall`` the provider shall forget it."""

    document: str
    item: str
    wish: str
    recall: bool = False
    reason: str = ""
    answer: str = ""
    """``DONE`` or ``DECLINED``; empty until the provider's receipt has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOrder(Record):
    """Auftrag ans Papier: what a site told the provider in one numbered file."""

    kind: ClassVar[str] = "paper-order"
    number: str
    provider: str
    ordered_on: str
    lines: tuple[OrderLine, ...]


HIGHLIGHT = "highlight"
NOTE = "note"
STAMP = "stamp"
MARK_SHAPES = (HIGHLIGHT, NOTE, STAMP)
MARK_COLOURS = ("yellow", "green", "red", "blue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Record):
    """Markierung: what somebody put on a page. It lies beside the original, whose bytes stay as they are."""

    kind: ClassVar[str] = "mark"
    document: str
    page: int
    """From 1."""
    shape: str
    """One of ``MARK_SHAPES``."""
    areas: tuple[tuple[int, int, int, int], ...]
    """(left, top, width, height) in hundredths of a millimetre on the page as shown with the document's rotation 0."""
    text: str = ""
    colour: str = "yellow"
    """One of ``MARK_COLOURS``."""
    by: str = ""
    at: str = ""
    """Author, and when it was made; both are set when the action is decided."""
    changed_by: str = ""
    """Who changed it last, if that was not its author."""
    removed: bool = False


PRINT = "print"
EXPORT = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access(Record):
    """Zugriff: somebody printed or exported pages."""

    kind: ClassVar[str] = "access"
    what: str
    """``PRINT`` or ``EXPORT``"""
    documents: tuple[str, ...]
    pages: tuple[int, ...] = ()
    """Of the one document; empty: all pages."""
    by: str = ""
    at: str = ""
    """When it was done (ISO 8601); the commit can be later."""


RECORD_KINDS: dict[str, type[Record]] = {
    record.kind: record
    for record in (Site, Team, Worker, CaseFile, Document, SetAside, Announcement, Delivery, PaperOrder, Mark, Access)
}


def record_of(kind: str, state: Json) -> Record:
    """The record of a stored state. Raises ``StoreIncompatible`` for what only a newer program can have written."""
    try:
        return RECORD_KINDS[kind].from_state(state)
    except (KeyError, TypeError, AttributeError) as error:
        raise StoreIncompatible(
            _("Der Speicher enthält Angaben, die diese Programmversion nicht kennt."),
            _("Aktualisieren Sie das Programm auf die Version, mit der am Standort gearbeitet wird."),
        ) from error
