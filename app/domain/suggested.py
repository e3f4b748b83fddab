"""What follows from a document's suggestions: what may be proposed, and what its own words speak against."""

from collections.abc import Sequence

from app.domain.recognise import clues
from app.domain.records import SuggestedCase

LIKELY = 500
"""Per mille: below it a suggestion is rather wrong than right and is not proposed by itself."""
_NUMBERS = frozenset({clues.NUMBER, clues.CUSTOMER, clues.CODE})
_NAMES = frozenset({clues.NAME, clues.REPAIRED_NAME, clues.LOOSE_NAME, clues.BORN_WITH_LAST, clues.BORN_WITH_FIRST})


def proposed(suggestions: Sequence[SuggestedCase]) -> SuggestedCase | None:
    """The suggestion that one key may accept; None where nothing is likely or the document names several households."""
    best = suggestions[0] if suggestions else None
    return best if best is not None and best.per_mille >= LIKELY and best.households == 1 else None


def households_named(suggestions: Sequence[SuggestedCase]) -> tuple[SuggestedCase, ...]:
    """The cases among which only a reader can decide; empty where one household, or none, is named."""
    named = tuple(one for one in suggestions if one.households > 1)
    return named if len(named) > 1 else ()


def contradiction(suggestions: Sequence[SuggestedCase], case: str) -> SuggestedCase | None:
    """Another case that the document names with certainty (its number, or a name and birth date of it) while it says
    nothing of the kind about ``case`` (an id). None: nothing speaks against filing it there."""
    if any(one.case == case and names_with_certainty(one) for one in suggestions):
        return None
    return next((one for one in suggestions if one.case != case and names_with_certainty(one)), None)


def names_with_certainty(suggestion: SuggestedCase) -> bool:
    kinds = {kind for kind, _said in suggestion.clues}
    if suggestion.certain or not kinds.isdisjoint(_NUMBERS):
        return True
    return not kinds.isdisjoint(_NAMES) and clues.BORN in kinds
