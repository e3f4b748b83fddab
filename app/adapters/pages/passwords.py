"""Passwords as people type them: PDF 2.0 wants them normalised by SASLprep (RFC 4013)."""

import stringprep
import unicodedata


def spellings(password: str) -> tuple[str, ...]:
    """The password as typed, and normalised where that makes a difference."""
    normalised = _saslprep(password)
    return (password,) if normalised == password else (password, normalised)


def _saslprep(text: str) -> str:
    mapped = []
    for character in text:
        if stringprep.in_table_b1(character):
            continue
        mapped.append(" " if stringprep.in_table_c12(character) else character)
    return unicodedata.normalize("NFKC", "".join(mapped))
