"""How names are compared by their sound; by their letters: ``app.domain.folding``."""

from functools import lru_cache

import cologne_phonetics

from app.domain.folding import fold, folded_words

__all__ = ["fold", "folded_words", "sound"]


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """The Cologne phonetics of a name, or "" when there is too little of it to hear (fewer than two codes).

    >>> sound("Meier") == sound("Mayer") == sound("Maier")
    True
    """
    if len(word) < 3 or not word.isalpha():
        return ""
    codes = "".join(code for _, code in cologne_phonetics.encode(word))
    return codes if len(codes) > 1 else ""
