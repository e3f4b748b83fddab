"""Case numbers (BG-Nummern): five digits, BG, seven digits, written in many ways (master-data.md)."""

import re

_SPELLING = re.compile(r"(?P<office>[0-9]{5})(?:BG|//|/)(?P<number>[0-9]{1,7})")
_LEADING_BG = re.compile(r"BG(?P<office>[0-9]{5})(?:BG|//|/)?(?P<number>[0-9]{1,7})")


def parse_case_number(text: str) -> str | None:
    """The one spelling that is stored (``35502BG0001234``) for any way of writing it, or None if it is none.

    >>> parse_case_number("35502//0001234")
    '35502BG0001234'
    >>> parse_case_number("BG 35502/1234")
    '35502BG0001234'
    """
    squeezed = re.sub(r"[\s.\-]+", "", text).upper()
    match = _SPELLING.fullmatch(squeezed) or _LEADING_BG.fullmatch(squeezed)
    if match is None:
        return None
    number = match["number"].zfill(7)
    return f"{match['office']}BG{number}"
