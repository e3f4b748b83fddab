"""Words put together again as they stand on paper: pieces of lines, whatever order the file has them in."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.letter_check.geometry import bottom, centre, right, union
from app.domain.pages import Box, Word

_SAME_ROW = 0.45
"""Centres of two words of one row are nearer than this share of their height."""
_GAP, _LEAST_GAP = 1.2, 3.0
"""A hole of so many heights, and of at least so many millimetres, ends a piece."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand side by side."""

    text: str
    box: Box

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def bottom(self) -> float:
        return bottom(self.box)

    @property
    def height(self) -> float:
        return self.box[3]


def pieces(words: Iterable[Word]) -> list[Piece]:
    """From the top, in a row from the left."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: centre(one.box_mm)[1]):
        if rows and _same_row(rows[-1][-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    found = [piece for row in rows for piece in _split(sorted(row, key=lambda one: one.box_mm[0]))]
    return sorted(found, key=lambda piece: (round(piece.top, 1), piece.left))


def _same_row(one: Word, other: Word) -> bool:
    apart = abs(centre(one.box_mm)[1] - centre(other.box_mm)[1])
    return apart < _SAME_ROW * min(one.box_mm[3], other.box_mm[3])


def _split(row: list[Word]) -> list[Piece]:
    groups: list[list[Word]] = []
    for word in row:
        before = groups[-1][-1] if groups else None
        if before is not None and word.box_mm[0] - right(before.box_mm) < max(_LEAST_GAP, _GAP * word.box_mm[3]):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_piece(group) for group in groups]


def _piece(words: list[Word]) -> Piece:
    around = union(word.box_mm for word in words)
    assert around is not None
    return Piece(" ".join(word.text for word in words), around)
