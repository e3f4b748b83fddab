"""Filing, moving and turning documents."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.actions.base import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDocument(Action):
    """File a document of the inbox into a case."""

    kind: ClassVar[str] = "file-document"
    document: str
    case: str
    """Id of the case file."""
    document_type: str = ""
    register: str = ""
    title: str = ""
    received_on: str = ""
    """The legal receipt date (ISO) where it was not right; empty: it stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToInbox(Action):
    """Take a filed document out of its case (also the undo of filing), back to the queue it came from."""

    kind: ClassVar[str] = "return-to-inbox"
    document: str
    base: int
    restore: tuple[tuple[str, str], ...] = ()
    """(field, value) pairs of what filing had changed besides: type, register, title, receipt date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDocument(Action):
    """Change where and as what a filed document lies: case, register, type, title (all given, changed or not)."""

    kind: ClassVar[str] = "move-document"
    document: str
    base: int
    case: str
    document_type: str = ""
    register: str = ""
    title: str = ""
    received_on: str = ""
    """Empty: the receipt date stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateDocument(Action):
    """Show a document's pages turned, for everyone; ``rotation`` is degrees clockwise, the original stays as it is."""

    kind: ClassVar[str] = "rotate-document"
    document: str
    base: int
    rotation: int
