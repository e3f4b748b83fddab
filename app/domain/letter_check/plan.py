"""A letter put right: which of its pages go where in the new file."""

from dataclasses import dataclass

from app.domain.letter_check.carrier import Window
from app.domain.letter_check.sentences import mend_said
from app.domain.pages import Box

FIT, TURN, ADDRESS_FIRST, COVER, STRIP = "fit", "turn", "address-first", "cover", "strip"
"""Kinds of mends."""


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing that can be put right on these pages (from 1)."""

    kind: str
    pages: tuple[int, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> str:
        """What would be done: a sentence in the language of the screen."""
        return mend_said(self.kind, dict(self.values))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the mended letter: ``page`` (from 1) of the letter turned by ``turn`` degrees clockwise, as a whole
    laid into ``box`` of an A4 page (None: as it is); or the sheet with the address (``page`` 0)."""

    page: int
    turn: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The mended letter: its ``sheets`` in order. ``cover`` are the lines of an address for the window ``at``."""

    mends: tuple[Mend, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    cover: tuple[str, ...] = ()
    at: Window | None = None
