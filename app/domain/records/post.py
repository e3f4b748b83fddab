"""What deliveries bring besides documents."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.records.base import Record


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
