"""What is put on pages, and what left the program."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.records.base import Record

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
    """The original on which it lies: the id of the document that brought it, wherever the page is now."""
    page: int
    """From 1, in the original."""
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
