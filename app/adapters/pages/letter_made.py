"""What the reading process says of a letter, turned into the domain's own types. It is not trusted."""

import base64
import zlib
from math import isfinite
from typing import Any

from app.adapters.pages.made import document_sizes
from app.domain.letter_check.facts import ACTIVE, LetterFile, LetterPage, MissingFont, Picture
from app.domain.letter_check.ink import Ink
from app.domain.pages import Box, FoundCode, Word

MOST_ENTRIES = 50_000
_MOST_CELLS = 1_500
"""Cells of a side: more than the largest page that is drawn has."""
_LONGEST_TEXT = 1_000

Message = dict[str, Any]


def letter_file(answer: Message) -> LetterFile:
    active = tuple(kind for kind in ACTIVE if kind in answer["active"])
    return LetterFile(
        media="pdf",
        sizes_mm=document_sizes(answer),
        encrypted=bool(answer["encrypted"]),
        repaired=bool(answer["repaired"]),
        active=active,
        size=max(0, int(answer["size"])),
    )


def letter_page(answer: Message) -> LetterPage:
    return LetterPage(
        words=tuple(Word(_text(row[0]), _box(row[1:5]), int(row[5])) for row in answer["words"][:MOST_ENTRIES]),
        printed=tuple(_box(row) for row in answer["printed"][:MOST_ENTRIES]),
        pictures=tuple(
            Picture(_box(row["box"]), _finite(row["dpi"])) for row in answer["pictures"][:MOST_ENTRIES]
        ),
        missing_fonts=tuple(
            MissingFont(_text(row[0]), _box(row[1:5])) for row in answer["missing_fonts"][:MOST_ENTRIES]
        ),
        ink=_ink(int(answer["width"]), int(answer["height"]), str(answer["ink"])),
    )


def found_codes(answer: Message) -> tuple[FoundCode, ...]:
    return tuple(FoundCode(_text(row[0]), _box(row[1:5])) for row in answer["rows"][:MOST_ENTRIES])


def _ink(width: int, height: int, packed: str) -> Ink:
    """Raises ``ValueError`` when the bits do not fill the map."""
    if not (0 <= width <= _MOST_CELLS and 0 <= height <= _MOST_CELLS):
        raise ValueError("a map that large is not made")
    if not width or not height:
        return Ink(0, ())
    in_a_row = (width + 7) // 8
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(base64.b64decode(packed), in_a_row * height)
    except zlib.error as error:
        raise ValueError("no map") from error
    if len(data) != in_a_row * height:
        raise ValueError("a map with holes")
    spare = in_a_row * 8 - width
    starts = range(0, len(data), in_a_row)
    return Ink(width, tuple(int.from_bytes(data[start : start + in_a_row], "big") >> spare for start in starts))


def _text(value: Any) -> str:
    """Half characters, which no other program could store, are left out."""
    return str(value)[:_LONGEST_TEXT].encode("utf-8", "ignore").decode()


def _finite(value: Any) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError("a number that is none")
    return number


def _box(values: list[Any]) -> Box:
    left, top, width, height = (_finite(value) for value in values)
    return left, top, width, height
