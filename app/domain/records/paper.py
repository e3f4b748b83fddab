"""Orders to the provider about paper."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.records.base import Record


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
