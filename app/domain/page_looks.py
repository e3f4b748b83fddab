"""Pages that are not read but part a stack: blank ones and separator sheets, told by their words and their ink."""

from collections.abc import Sequence

from app.domain.folding import fold

BLANK, SEPARATOR = "blank", "separator"
LOOK_DPI = 24.0
"""Dots an inch at which a page is looked at: enough for a line of text, a few kilobytes."""
MOST_WORDS = 12
"""A page of more words is read by somebody."""
_NAMES = ("trennblatt", "trennseite", "separator sheet", "patch-t", "patch code")
_EDGE = 0.06
"""Share of the page at each edge that does not count: shadows of the scanner, holes."""
_DARK = 150
_INK_OF_A_BLANK_PAGE = 0.0008
"""Share of dark dots: dust stays below it, one line of text does not."""
_LONG = 0.4
"""Share of the page that a bar of a patch code spans."""
_FEWEST_BARS, _MOST_BARS = 4, 8
_LIGHT = bytes(range(_DARK, 256))


def look_of(words: Sequence[str], grey: bytes, width: int, height: int) -> str:
    """``BLANK``, ``SEPARATOR`` or "" for a page with these words that was drawn in grey, one byte a dot, at about
    ``LOOK_DPI``."""
    text = fold(" ".join(words))
    if len(words) <= 10 * MOST_WORDS and any(name in text for name in _NAMES):
        return SEPARATOR
    if len(words) > MOST_WORDS:
        return ""
    left, top = round(width * _EDGE), round(height * _EDGE)
    rows = [grey[y * width + left : (y + 1) * width - left] for y in range(top, height - top)]
    if not rows or not rows[0]:
        return ""
    ink = sum(_dark(row) for row in rows)
    if not words and ink <= _INK_OF_A_BLANK_PAGE * len(rows) * len(rows[0]):
        return BLANK
    columns = [bytes(column) for column in zip(*rows, strict=True)]
    return SEPARATOR if _is_patch(rows, ink) or _is_patch(columns, ink) else ""


def _dark(dots: bytes) -> int:
    return len(dots.translate(None, _LIGHT))


def _is_patch(lines: Sequence[bytes], ink: int) -> bool:
    """A few broad parallel bars and next to nothing else."""
    bars: list[int] = []
    inside = False
    in_bars = 0
    for line in lines:
        dark = _dark(line)
        if dark >= _LONG * len(line):
            in_bars += dark
            if inside:
                bars[-1] += 1
            else:
                bars.append(1)
        inside = dark >= _LONG * len(line)
    broad = [bar for bar in bars if bar >= 2]
    return _FEWEST_BARS <= len(broad) == len(bars) <= _MOST_BARS and in_bars >= 0.8 * ink
