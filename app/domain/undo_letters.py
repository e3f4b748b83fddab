"""What takes back the actions on outgoing letters: see ``domain.undo``. What was sent is stopped, never taken back."""

from typing import Any

from app.domain.actions import Action
from app.domain.actions.letters import (
    ApproveLetter,
    CancelLetter,
    CheckLetter,
    PutLetter,
    ReviveLetter,
    SendLetter,
)
from app.domain.records import Record
from app.domain.records.letters import Letter


def letter_of(action: Action) -> tuple[str, str] | None:
    """(kind, id) of the letter that the action changes, if it is about one."""
    match action:
        case PutLetter():
            return Letter.kind, action.letter.id
        case CheckLetter() | ApproveLetter() | SendLetter() | CancelLetter() | ReviveLetter():
            return Letter.kind, action.letter
    return None


def letter_back(action: Action, before: Record | None, base: int, who: dict[str, Any]) -> Action | None:
    """A new letter is discarded, a changed one gets back what it was, an approval is withdrawn."""
    match action:
        case PutLetter() if isinstance(before, Letter):
            return PutLetter(**who, letter=before, base=base)
        case PutLetter():
            return CancelLetter(**who, letter=action.letter.id)
        case ApproveLetter():
            return ApproveLetter(**who, letter=action.letter, base=base, approved=not action.approved)
        case CancelLetter() if isinstance(before, Letter) and not before.job:
            return ReviveLetter(**who, letter=action.letter)
        case ReviveLetter():
            return CancelLetter(**who, letter=action.letter)
    return None
