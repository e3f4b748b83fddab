"""A letter as somebody wants it put into the outgoing post; light to import, for screens."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.records.letters import LetterOptions

LETTER_TYPE = "Schreiben"
"""The type of a letter of which nobody says another."""


@dataclass(frozen=True, slots=True)
class NewLetter:
    """``files``: the letter, then its enclosures. ``case_number`` empty: the case that the letter names."""

    files: Sequence[Path]
    case_number: str = ""
    title: str = ""
    letter_type: str = LETTER_TYPE
    amount_cents: int = 0
    carrier: str = "folder"
    options: LetterOptions = field(default_factory=LetterOptions)
    answer_code: bool = False
    """Print a code on it by which the reply finds the case; where there is no room for one it goes without."""
