"""What somebody looked at out of the local cache, for a centre that keeps a read log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

CASE, DOCUMENT = "case", "document"


@dataclass(frozen=True, slots=True)
class Read:
    kind: str
    """``CASE`` or ``DOCUMENT``"""
    site: str
    case: str
    document: str
    at: str
    """UTC, ISO 8601."""


@runtime_checkable
class ReadLogged(Protocol):
    """A centre that wants to know."""

    def report_reads(self, site: str, reads: Sequence[Read]) -> None:
        """Said twice, they are noted once. Raises what ``Central`` does."""
        ...
