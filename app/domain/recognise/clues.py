"""Kinds of clues that a document gives for or against a household, and how each is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.texts import _

NUMBER, REPAIRED_NUMBER, NEAR_NUMBER, TAIL = "number", "number-repaired", "number-near", "number-tail"
CUSTOMER, REPAIRED_CUSTOMER, CODE, ANSWER = "customer", "customer-repaired", "code", "answer-code"
NAME, REPAIRED_NAME, LOOSE_NAME = "name", "name-repaired", "name-loose"
LAST_NAME, MORE_NAMES, MEMBERS = "last-name", "more-names", "members"
BORN, BORN_WITH_FIRST, BORN_WITH_LAST, BORN_APART = "born", "born-first", "born-last", "born-apart"
BORN_ALONE, BORN_NEAR, BORN_OTHER = "born-alone", "born-near", "born-other"
ADDRESS, REPAIRED_ADDRESS, STREET = "address", "address-repaired", "street"
POSTCODE = "postcode"
OTHER_NUMBER, UNKNOWN_NUMBER, SENDER, CLOSED = "other-number", "unknown-number", "sender", "closed"
OPEN = "open"
KINDS = (
    *(NUMBER, REPAIRED_NUMBER, NEAR_NUMBER, TAIL, CUSTOMER, REPAIRED_CUSTOMER, CODE, ANSWER),
    *(NAME, REPAIRED_NAME, LOOSE_NAME),
    *(LAST_NAME, MORE_NAMES, MEMBERS, BORN, BORN_WITH_FIRST, BORN_WITH_LAST, BORN_APART, BORN_ALONE, BORN_NEAR),
    *(BORN_OTHER, ADDRESS, REPAIRED_ADDRESS, STREET, POSTCODE, OTHER_NUMBER, UNKNOWN_NUMBER, SENDER, CLOSED, OPEN),
)
OF_NUMBERS = frozenset({NUMBER, REPAIRED_NUMBER, NEAR_NUMBER, TAIL, CUSTOMER, REPAIRED_CUSTOMER, CODE, ANSWER})
OF_NAMES = frozenset({NAME, REPAIRED_NAME, LOOSE_NAME, BORN_WITH_FIRST, BORN_WITH_LAST})
OF_BIRTHS = frozenset({BORN, BORN_WITH_FIRST, BORN_WITH_LAST, BORN_NEAR})
OF_ADDRESSES = frozenset({ADDRESS, REPAIRED_ADDRESS, STREET})
FAMILIES = (OF_NUMBERS, OF_NAMES, OF_BIRTHS, OF_ADDRESSES)
"""Kinds in different families can agree by chance only once in a while."""
AGAINST = frozenset({BORN_OTHER, OTHER_NUMBER, UNKNOWN_NUMBER, CLOSED})
DOUBTS = frozenset({BORN_OTHER, OTHER_NUMBER, UNKNOWN_NUMBER})
"""With one of these no suggestion is called certain."""

SAID = 4
"""Clues that a reason names at most, besides those that speak against it."""


@dataclass(frozen=True, slots=True)
class Clue:
    """``strength`` is 0 to about 1: how rare what was met is among the households. ``tokens`` are the words of the
    page on which it stands; ``said`` is what they say."""

    kind: str
    strength: float = 1.0
    tokens: tuple[int, ...] = ()
    said: str = ""


def sentence(kind: str, said: str) -> str:
    """What a clue says, without the full stop; a kind that only a newer program knows is told by its words."""
    return _sentences().get(kind, "{said}").format(said=said)


def reason_of(told: Sequence[tuple[str, str]], households: int) -> str:
    """The reason of a suggestion: its clues as (kind, said), what counts most first; ``households`` that are named."""
    speaking = [sentence(kind, said) for kind, said in told if kind not in AGAINST][:SAID]
    speaking += [sentence(kind, said) for kind, said in told if kind in AGAINST]
    if households > 1:
        speaking.append(_("das Schreiben nennt {count} Haushalte").format(count=households))
    return "; ".join(speaking)


WORD, OF_SENDER, USUAL, PRINTED, CAME_BACK = "word", "of-sender", "usual", "printed", "came-back"
"""Why a paper is of a type: a word on it, what papers of its sender were before, that the type is frequent, what is
printed on every paper of the type, that a letter of ours came back."""


def type_reason(told: Sequence[tuple[str, str]]) -> str:
    """The reason of a suggested type: its clues as (kind, said), what counts most first."""
    words = ", ".join(_("„{word}“").format(word=said) for kind, said in told if kind == WORD)
    parts = {
        WORD: _("Wörter {words}").format(words=words),
        OF_SENDER: _("so war es bei diesem Absender"),
        USUAL: _("kommt oft vor"),
        PRINTED: _("Aufdruck des Ausweises"),
        CAME_BACK: _("unser Schreiben mit einem Vermerk der Post"),
    }
    kinds = dict.fromkeys(kind for kind, _said in told)
    return "; ".join(parts[kind] for kind in kinds if kind in parts)


def _sentences() -> dict[str, str]:
    return {
        NUMBER: _("BG-Nummer „{said}“"),
        REPAIRED_NUMBER: _("BG-Nummer „{said}“, undeutlich gelesen"),
        NEAR_NUMBER: _("BG-Nummer „{said}“ weicht in einem Zeichen ab"),
        TAIL: _("Ziffern der BG-Nummer „{said}“ ohne die Dienststelle"),
        CUSTOMER: _("Kundennummer „{said}“"),
        REPAIRED_CUSTOMER: _("Kundennummer „{said}“, undeutlich gelesen"),
        CODE: _("Code „{said}“ unseres eigenen Schreibens"),
        ANSWER: _("Antwortcode unseres eigenen Schreibens"),
        NAME: _("Name „{said}“"),
        REPAIRED_NAME: _("ähnlicher Name „{said}“"),
        LOOSE_NAME: _("Vor- und Nachname „{said}“, nicht nebeneinander"),
        LAST_NAME: _("Nachname „{said}“"),
        MORE_NAMES: _("auch die weiteren Namensteile"),
        MEMBERS: _("weitere Person des Haushalts „{said}“"),
        BORN: _("Geburtsdatum {said} der genannten Person"),
        BORN_WITH_FIRST: _("Vorname und Geburtsdatum {said}, der Nachname ist ein anderer"),
        BORN_WITH_LAST: _("Nachname und Geburtsdatum {said}"),
        BORN_APART: _("Geburtsdatum {said} einer Person mit einem Namen im Text"),
        BORN_ALONE: _("Geburtsdatum {said}"),
        BORN_NEAR: _("Geburtsdatum {said} weicht in einem Zeichen ab"),
        BORN_OTHER: _("dagegen spricht das andere Geburtsdatum {said}"),
        ADDRESS: _("Anschrift „{said}“"),
        REPAIRED_ADDRESS: _("ähnliche Anschrift „{said}“"),
        STREET: _("Straße und Hausnummer „{said}“ ohne den Ort"),
        POSTCODE: _("Postleitzahl {said}"),
        OTHER_NUMBER: _("dagegen spricht „{said}“, die BG-Nummer einer anderen Akte"),
        UNKNOWN_NUMBER: _("die BG-Nummer „{said}“ gehört zu keiner Akte"),
        SENDER: _("Schreiben dieses Absenders kamen schon in diese Akte"),
        CLOSED: _("die Akte ist geschlossen"),
        OPEN: _("die Akte ist gerade geöffnet"),
    }
