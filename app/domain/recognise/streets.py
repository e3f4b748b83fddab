"""Addresses of households on a page."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.recognise import clues
from app.domain.recognise.index import CaseIndex, street_key
from app.domain.recognise.reading import Part, Reading
from app.domain.recognise.signs import digits_of
from app.domain.recognise.vocabulary import EXACT

POSTCODE_WORDS = 12
"""Words after a house number in which its postcode stands."""
NEXT_WORDS = 3
"""Words after it in which another town's postcode says that it is another town's street."""
STREET_WORDS = 4
LONGEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Match:
    """``cases`` live there; ``kind`` is a kind of clue."""

    kind: str
    cases: tuple[int, ...]
    tokens: tuple[int, ...]


def addresses(reading: Reading, index: CaseIndex) -> Iterator[Match]:
    """Every street with a house number at which households live; those of the postcode beside it, if it is there."""
    parts = reading.parts
    for place, part in enumerate(parts):
        if place and len(part.word) <= LONGEST_NUMBER and any(sign.isdigit() for sign in part.word):
            for number, length in _house_numbers(parts, place):
                for size in range(1, min(STREET_WORDS, place) + 1):
                    if part.line - parts[place - size].line > 1:
                        break
                    yield from _of_street(index, parts, place - size, place, number, length)


def _house_numbers(parts: tuple[Part, ...], place: int) -> Iterator[tuple[str, int]]:
    """``12`` and, when a single letter follows, ``12b``; ``g2`` may be 92. With how many words it has."""
    word = parts[place].word
    yield word, 1
    meant = digits_of(word[:-1]) + word[-1] if word[-1].isalpha() else digits_of(word)
    if meant != word:
        yield meant, 1
    if place + 1 < len(parts) and word.isdigit():
        following = parts[place + 1].word
        if len(following) == 1 and following.isalpha():
            yield word + following, 2


def _of_street(
    index: CaseIndex, parts: tuple[Part, ...], start: int, place: int, number: str, length: int
) -> Iterator[Match]:
    for known, how in index.streets.alike(street_key(part.word for part in parts[start:place])):
        holders = index.addresses.get((known, number), [])
        if not holders:
            continue
        after = [digits_of(part.word) for part in parts[place + length : place + length + POSTCODE_WORDS]]
        here = tuple(case for case in holders if index.households[case].address[2] in after)
        tokens = tuple(sorted({part.token for part in parts[start : place + length]}))
        if here:
            yield Match(clues.ADDRESS if how == EXACT else clues.REPAIRED_ADDRESS, here, tokens)
        elif index.postcodes.isdisjoint(after[:NEXT_WORDS]):
            yield Match(clues.STREET, tuple(holders), tokens)
