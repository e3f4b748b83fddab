"""The answer code on a letter: a random token is printed on it, and the reply that brings it back finds its case."""

import secrets
from dataclasses import dataclass

from app.domain.answer_code import RANDOM_BYTES, token_of
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.check import address_of
from app.domain.letter_check.code_place import QUIET_MM, code_place
from app.domain.letter_check.facts import LetterReader
from app.domain.letter_check.geometry import grown
from app.domain.pages import Box, Source


@dataclass(frozen=True, slots=True)
class Coded:
    """A letter with its code: the new file, the token, and where it stands (millimetres)."""

    data: bytes
    token: str
    box: Box


def put_answer_code(reader: LetterReader, source: Source, carrier: Carrier) -> Coded | None:
    """The letter with a new code on its first page; None where there is no room for one, or the file is locked.

    Raises ``DocumentUnreadable``.
    """
    if reader.letter_file(source).encrypted:
        return None  # the new file would not be, and nobody would learn of it
    page = reader.letter_page(source, 1)
    place = code_place(page, carrier, address_of([page], carrier).window.form)
    if place is None:
        return None
    token, box = token_of(secrets.token_bytes(RANDOM_BYTES)), grown(place, -QUIET_MM, -QUIET_MM)
    return Coded(reader.letter_with_code(source, token, box), token, box)
