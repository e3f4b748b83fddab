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


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Record):
    """Standort: a town's office. Its id names its folder."""

    kind: ClassVar[str] = "site"
    name: str
    county: str = ""
    phase: str = "live"
    legal_areas: tuple[str, ...] = ("sgb2",)
    ended: bool = False


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
    for record in (Site, Team, Worker, CaseFile, Document, SetAside, Announcement, Delivery, Mark, Access)
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
