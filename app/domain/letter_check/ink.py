"""Where a page is printed at all: a map of cells of half a millimetre."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor

from app.domain.pages import Box

CELLS_PER_MM = 2
_EXACT = 1e-6
"""What rounding leaves of a boundary that lies on one of the map's lines."""


@dataclass(frozen=True, slots=True)
class Ink:
    """``rows`` from the top; in each, the highest of ``width`` bits is the leftmost cell, 1 where there is ink."""

    width: int
    rows: tuple[int, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return self.width / CELLS_PER_MM, len(self.rows) / CELLS_PER_MM

    @property
    def cells(self) -> int:
        """How many have ink: four of them are a square millimetre."""
        return sum(row.bit_count() for row in self.rows)

    def box(self) -> Box | None:
        """Around all ink, None on a blank page."""
        printed = [number for number, row in enumerate(self.rows) if row]
        if not printed:
            return None
        every = 0
        for number in printed:
            every |= self.rows[number]
        left = self.width - every.bit_length()
        width = every.bit_length() - ((every & -every).bit_length() - 1)
        scale = 1 / CELLS_PER_MM
        return left * scale, printed[0] * scale, width * scale, (printed[-1] + 1 - printed[0]) * scale

    def inside(self, area: Box) -> "Ink":
        """The ink in the cells that lie in ``area`` as a whole."""
        columns, first, last = self._cells_of(area, inner=True)
        return Ink(self.width, tuple(row & columns if first <= n < last else 0 for n, row in enumerate(self.rows)))

    def blank_in(self, area: Box) -> bool:
        """Whether no cell that lies in ``area`` as a whole has ink."""
        columns, first, last = self._cells_of(area, inner=True)
        return not any(row & columns for row in self.rows[first:last])

    def without(self, areas: Iterable[Box]) -> "Ink":
        """The ink outside of every cell that one of ``areas`` touches."""
        rows = list(self.rows)
        for area in areas:
            columns, first, last = self._cells_of(area, inner=False)
            for number in range(first, last):
                rows[number] &= ~columns
        return Ink(self.width, tuple(rows))

    def near_edges(self, margin: float) -> "Iterator[tuple[str, Ink]]":
        """("left", "right", "top", "bottom") with the ink nearer than ``margin`` millimetres to that edge."""
        width, height = self.size
        yield "left", self.inside((0.0, 0.0, margin, height))
        yield "right", self.inside((width - margin, 0.0, margin, height))
        yield "top", self.inside((0.0, 0.0, width, margin))
        yield "bottom", self.inside((0.0, height - margin, width, margin))

    def _cells_of(self, area: Box, *, inner: bool) -> tuple[int, int, int]:
        """(bits of the columns, first row, row after the last) of the cells inside of ``area``, or touched by it."""
        left, top, width, height = (side * CELLS_PER_MM for side in area)
        low, high = (ceil, floor) if inner else (floor, ceil)
        slack = -_EXACT if inner else _EXACT
        first_column = min(max(0, low(left + slack)), self.width)
        last_column = min(max(first_column, high(left + width - slack)), self.width)
        first_row = min(max(0, low(top + slack)), len(self.rows))
        last_row = min(max(first_row, high(top + height - slack)), len(self.rows))
        columns = ((1 << (last_column - first_column)) - 1) << (self.width - last_column)
        return columns, first_row, last_row
