"""Bags: deliveries as they come from outside (delivery-format.md). The port; reading folders and zips is an adapter."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.domain.errors import AppError, UnreadableInput

POST = "post"
LEGACY = "legacy"
ANNOUNCEMENT = "announcement"
DESTRUCTION = "destruction"
RECEIPT = "receipt"
DELIVERY_KINDS = (POST, LEGACY, ANNOUNCEMENT, DESTRUCTION, RECEIPT)
ORDER = "order"
"""The kind of the bags that we write: orders at the paper, answered by a receipt."""

CERTIFICATE = "certificate.pdf"
"""Path below ``data/`` of a destruction's certificate."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a bag, a file or a row: a stable ``code`` and a sentence without personal data."""

    code: str
    text: str


class BagRefused(UnreadableInput):
    """Nothing of the delivery can be taken in. ``number`` and ``kind`` as far as they could be read."""

    code = "not-a-bag"

    def __init__(self, code: str, title: str, advice: str = "", *, number: str = "", kind: str = "") -> None:
        super().__init__(title, advice, code=code)
        self.number = number
        self.kind = kind


class PayloadFault(AppError):
    """One file of a bag cannot be used; the others may be fine."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.text, code=finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class DeliveryInfo:
    """What ``bag-info.txt`` says. ``kind`` is one of ``DELIVERY_KINDS``; ``site`` may be empty or unknown."""

    number: str
    provider: str
    kind: str
    site: str = ""
    bagged_on: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the index: known columns that are not empty in ``values``, the others in ``extra``.

    ``line`` counts from 1, the header included. With a ``fault`` the row must not be trusted.
    """

    line: int
    values: Mapping[str, str]
    extra: tuple[tuple[str, str], ...] = ()
    fault: Finding | None = None

    def get(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload file whose checksums hold: its bytes, or a path where they lie while the bag is asked for them."""

    source: Path | bytes
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class PayloadFile:
    """A file below ``data/`` (``path`` is relative to it). With a ``fault`` it is not read."""

    path: str
    fault: Finding | None = None


@dataclass(frozen=True, slots=True)
class BagSummary:
    """Everything of a bag but its payload."""

    info: DeliveryInfo
    rows: tuple[Row, ...]
    files: tuple[PayloadFile, ...]
    """Payload files, those of the index left out, in the order of their paths."""
    warnings: tuple[Finding, ...] = field(default=())


class Bag(Protocol):
    """An open bag. Nothing outside of it is ever read, no link is followed, nothing is fetched."""

    @property
    def summary(self) -> BagSummary: ...

    def find(self, name: str) -> PayloadFile:
        """The payload file that a row of the index means; a fault if there is none or the name is not allowed."""
        ...

    def payload(self, path: str) -> AbstractContextManager[Payload]:
        """The file's bytes, checked against the manifests. Raises ``PayloadFault``."""
        ...

    def close(self) -> None: ...


class BagOpener(Protocol):
    def __call__(self, path: Path) -> Bag:
        """Open the bag in a folder or zip. Raises ``BagRefused``."""
        ...
