"""Papers that must not be kept in a file, and how they are known by what is printed on them."""

from collections.abc import Sequence

from app.domain.folding import fold
from app.domain.texts import N_, _

IDENTITY_CARD, PASSPORT = "Personalausweis", "Reisepass"
_RULES = {
    IDENTITY_CARD: N_("Die Kopie eines Personalausweises gehört nicht in die Akte (HEGA 03/2013, Anlage 1)."),
    PASSPORT: N_("Die Kopie eines Passes gehört nicht in die Akte (HEGA 03/2013, Anlage 1)."),
}
_PRINTED = {
    IDENTITY_CARD: ("personalausweis", "identity card", "carte d'identite", "idd<<"),
    PASSPORT: ("reisepass", "passport", "passeport", "p<d<<"),
}
_NEEDED = 2
"""Prints that make one: a letter that asks for somebody's identity card has its name alone."""
REGISTER = "Persönliche Daten"


def rule_against(document_type: str) -> str:
    """Why a paper of this type must not be kept, as a sentence; "" if nothing speaks against it."""
    rule = _RULES.get(document_type) or (_RULES[PASSPORT] if document_type == "Pass" else "")
    return _(rule) if rule else ""


def not_to_be_kept(pages: Sequence[str]) -> str:
    """The type of a copy of an identity card or passport among the pages (their texts); "" if there is none.

    >>> not_to_be_kept(["BUNDESREPUBLIK DEUTSCHLAND PERSONALAUSWEIS IDENTITY CARD CARTE D'IDENTITÉ"])
    'Personalausweis'
    >>> not_to_be_kept(["Bitte legen Sie Ihren Personalausweis vor."])
    ''
    """
    for page in pages:
        said = fold(page)
        for document_type, printed in _PRINTED.items():
            if sum(fold(words) in said for words in printed) >= _NEEDED:
                return document_type
    return ""
