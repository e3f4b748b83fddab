"""How words are compared: case, accents and the ways of writing umlauts do not count.

Folding is applied to what is stored and to what is typed or read. It keeps prefixes: when ``a`` begins ``b``,
``fold(a)`` begins ``fold(b)``, so that searching while typing never loses what it had found.
"""

import re
import unicodedata

_LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "a", "œ": "o", "ø": "o", "å": "a", "ı": "i", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ə": "e", "ɨ": "i", "ʒ": "z", "ƶ": "z", "ſ": "s", "ɵ": "o", "ʉ": "u",
    "ɓ": "b", "ɗ": "d", "ƒ": "f", "ǥ": "g", "ɣ": "g", "ɖ": "d", "ɔ": "o", "ɛ": "e", "ŉ": "n", "ĳ": "ij",
}  # fmt: skip
_SILENT = "'’ʼʹʺ`´_"
_WORD = re.compile(r"\w+")


def _bare(text: str) -> str:
    """Without accents; letters that do not come apart are left to the table."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _table() -> dict[int, str]:
    """What becomes of every Latin letter beyond ASCII, and of the signs inside names that are not spoken."""
    table: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        bare = _bare(_LETTERS.get(chr(code).lower(), chr(code).lower()))
        table[code] = "".join(_LETTERS.get(sign, sign) for sign in bare.lower())
    table.update((ord(sign), letters) for sign, letters in _LETTERS.items())
    table.update((ord(sign), " " if sign == "_" else "") for sign in _SILENT)
    return table


_TABLE = _table()


def fold(text: str) -> str:
    """Lower case without accents; ä, ae and a are the same, so are ö, oe, o and ü, ue, u; ß is ss.

    >>> fold("Müller-Łukasz") == fold("MUELLER-Lukasz")
    True
    """
    text = text.translate(_TABLE).lower() if not text.isascii() or "'" in text or "_" in text else text.lower()
    if not text.isascii():
        text = _bare(text.lower()).lower().translate(_TABLE)
    if "e" in text:
        text = text.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return text


def folded_words(text: str) -> list[str]:
    """The words of a text, folded: what stands between blanks, hyphens and other signs.

    >>> folded_words("Özdemir-Schulte, Ayşe")
    ['ozdemir', 'schulte', 'ayse']
    """
    return _WORD.findall(fold(text))
