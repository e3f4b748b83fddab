"""What the reading process finds in the file of a letter: facts, not yet judged."""

from dataclasses import dataclass
from typing import Protocol

from app.domain.letter_check.ink import Ink
from app.domain.letter_check.plan import Plan
from app.domain.pages import Box, Source, Word

JAVASCRIPT, LAUNCH, SUBMIT, EMBEDDED, MEDIA, XFA = "javascript", "launch", "submit", "embedded-file", "media", "xfa"
ACTIVE = (JAVASCRIPT, LAUNCH, SUBMIT, EMBEDDED, MEDIA, XFA)
"""Kinds of content that does something, or is carried along unseen."""


@dataclass(frozen=True, slots=True)
class LetterFile:
    """``media`` as in ``DocumentInfo``; ``sizes_mm`` of the pages as shown; ``encrypted`` also where it opens without a
    password; ``repaired`` where it is damaged and something may be missing; ``active`` of ``ACTIVE``; ``size``: bytes.
    """

    media: str
    sizes_mm: tuple[tuple[float, float], ...]
    encrypted: bool
    repaired: bool
    active: tuple[str, ...]
    size: int

    @property
    def pages(self) -> int:
        return len(self.sizes_mm)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page and how many of its pixels come on an inch there, in the direction that has fewer."""

    box: Box
    dpi: float


@dataclass(frozen=True, slots=True)
class MissingFont:
    """``box`` is around all that is written in it on the page."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A page of a letter, all boxes as it is shown.

    ``printed``: boxes of text that can be seen, which words of a scan's text layer are not. ``missing_fonts``: those
    that its visible text needs and the file does not bring along.
    """

    words: tuple[Word, ...]
    printed: tuple[Box, ...]
    pictures: tuple[Picture, ...]
    missing_fonts: tuple[MissingFont, ...]
    ink: Ink


class LetterReader(Protocol):
    """Looks at letters in a process of its own. Every method raises ``DocumentUnreadable``."""

    def letter_file(self, source: Source) -> LetterFile: ...

    def letter_page(self, source: Source, page: int) -> LetterPage:
        """``page`` counts from 1."""
        ...

    def mended_letter(self, source: Source, plan: Plan) -> bytes:
        """A new PDF as ``plan`` says; what is hidden in the file stays behind."""
        ...

    def letter_with_code(self, source: Source, text: str, box: Box) -> bytes:
        """A new PDF with ``text`` as a DataMatrix in ``box`` on the first page, otherwise as it was."""
        ...
