"""Letters on their way through a print provider, and how a site wants them handled."""

from dataclasses import dataclass, field
from typing import ClassVar

from app.domain.records.base import Record

DRAFT, CHECKED, APPROVED = "draft", "checked", "approved"
HANDED, ACCEPTED, PRINTED, POSTED = "handed-over", "accepted", "printed", "posted"
DELIVERED, RETURNED, CANCELLED, FAILED = "delivered", "returned", "cancelled", "failed"
LETTER_STATES = (
    *(DRAFT, CHECKED, APPROVED, HANDED, ACCEPTED, PRINTED, POSTED, DELIVERED, RETURNED, CANCELLED, FAILED),
)
CARRIER_STATES = (HANDED, ACCEPTED, PRINTED, POSTED, DELIVERED, RETURNED, CANCELLED, FAILED)
"""What a carrier may report."""
INBOX_SOURCE = "inbox"
"""Tells beside the carriers what became of a letter: it came back with the post."""
PAPER_STATES = (PRINTED, POSTED, DELIVERED, RETURNED)
"""There is paper: such a letter was neither cancelled nor did it fail, whatever else is told."""

REGISTERED, LETTERBOX = "registered", "registered-letterbox"
REGISTRATIONS = ("", REGISTERED, LETTERBOX)
"""Einschreiben, Einschreiben Einwurf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOptions:
    duplex: bool = False
    colour: bool = False
    registered: str = ""
    """One of ``REGISTRATIONS``."""
    formal_service: bool = False
    """Postzustellungsurkunde: periods begin with the day that the certificate names."""
    priority: bool = False
    envelope: str = ""
    """A name out of the carrier's profile; empty: the smallest that fits."""

    def names(self) -> tuple[str, ...]:
        """The options that cost extra, as profiles of carriers name them."""
        said = (self.registered, "formal-service" * self.formal_service, "priority" * self.priority)
        return tuple(name for name in said if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A part of the letter's file that was added as an enclosure: its pages stand behind the letter's own."""

    title: str
    first_page: int
    """From 1, in the letter's file."""
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFinding:
    """What the check found (``letter_check.findings``); ``box`` in hundredths of a millimetre, ``page`` 0: none."""

    code: str
    page: int = 0
    box: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCheck:
    """The check of this very content by the rules of a carrier."""

    ok: bool
    carrier: str
    at: str = ""
    form: str = ""
    sheets: int = 0
    grams: int = 0
    """0: not known."""
    address: tuple[str, ...] = ()
    findings: tuple[LetterFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterStep:
    """Something that became of a letter. ``at``: when it happened, as its ``source`` says ("" is this office).

    ``noted_at`` is when the log learned of it; ``by`` who did it here or passed it on.
    """

    state: str
    at: str
    by: str = ""
    source: str = ""
    """Code of the carrier that told it."""
    reason: str = ""
    noted_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Freigabe of one content with its options (``seal``): it does not count for any other."""

    by: str
    at: str
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Record):
    """Brief on its way out. Its bytes (``sha256``, one PDF with all enclosures) are what is printed."""

    kind: ClassVar[str] = "letter"
    case: str
    """Id of the case file."""
    sha256: str
    size: int = 0
    pages: int = 1
    title: str = ""
    letter_type: str = ""
    register: str = ""
    """Type and register under which it is filed in the case."""
    amount_cents: int = 0
    """What the letter decides about or claims, where somebody said so; some sites want an approval from an amount."""
    enclosures: tuple[Enclosure, ...] = ()
    options: LetterOptions = field(default_factory=LetterOptions)
    carrier: str = "folder"
    status: str = DRAFT
    """One of ``LETTER_STATES``."""
    history: tuple[LetterStep, ...] = ()
    """Everything that was told of it, by the time at which it happened."""
    check: LetterCheck | None = None
    approvals: tuple[Approval, ...] = ()
    cents: int = 0
    """Estimate of what it costs; 0: not known."""
    by: str = ""
    at: str = ""
    """Who put it here and when."""
    changed_by: str = ""
    """Who changed its content or options last."""
    job: str = ""
    """The number under which the carrier knows it: set, once, when sending was wanted, before it is handed over."""
    sent_by: str = ""
    sent_at: str = ""
    collect_at: str = ""
    """When the carrier collects it (ISO 8601), if its times are known."""
    reference: str = ""
    """The carrier's own number."""
    cancel_by: str = ""
    cancel_at: str = ""
    """Who wanted it back after it was sent. Whether the carrier still could is in ``status``."""
    code: str = ""
    """The answer code that is printed on it; a reply that brings it back finds the case. Empty: none."""
    content: str = ""
    """SHA-256 of the letter without its code, by which letters of the same content are known; empty: ``sha256``."""
    document: str = ""
    """Id of the document in the case: the letter as it was handed over."""

    @property
    def author(self) -> str:
        return self.changed_by or self.by

    @property
    def under_way(self) -> bool:
        """Sending was wanted, and how it ends is not known."""
        return bool(self.job) and self.status not in (DELIVERED, RETURNED, CANCELLED, FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentContent(Record):
    """Which letter brought a content to a case last: its id is derived from both, so that it is found at once."""

    kind: ClassVar[str] = "sent-content"
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """Letters that meet every condition that is set need a second person."""

    letter_types: tuple[str, ...] = ()
    """Any of these types; empty: every type."""
    from_cents: int = 0
    workers: tuple[str, ...] = ()
    """Written by any of these (on probation, in training); empty: by anybody. They approve nothing either."""
    options: tuple[str, ...] = ()
    """Sent with any of these options (``LetterOptions.names``)."""
    approvers: tuple[str, ...] = ()
    """Roles of which the second person has one; empty: anybody who may send letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierPlace:
    """Where a carrier is reached. Passwords and keys are not here: they lie in the keyring of who sends."""

    carrier: str
    """Name of its profile: folder, pingen ..."""
    transport: str = "folder"
    """folder, sftp or pingen."""
    place: str = ""
    """A folder; ``host:port/folder``; or the address of the interface."""
    user: str = ""
    """The account there; of Pingen the organisation's id."""
    host_key: str = ""
    """The pinned key of an SFTP server (``ssh-ed25519 AAAA...``)."""
    collected_at: str = ""
    """Time of day (``16:00``) at which it collects on working days."""


LETTER_OFFICE_ID = "letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOffice(Record):
    """Poststelle: how the site wants letters handled; there is one such record, ``LETTER_OFFICE_ID``."""

    kind: ClassVar[str] = "letter-office"
    approval_rules: tuple[ApprovalRule, ...] = ()
    carriers: tuple[CarrierPlace, ...] = ()
    same_within_days: int = 14
    """The same content to the same case within so many days is sent only when somebody says so."""
