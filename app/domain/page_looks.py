"""Pages that are not read but part a stack: blank ones and separator sheets, told by their words and their ink.

A page that is wrongly called blank may be taken out unread. So the smallest thing that somebody may have written counts
as ink: a signature, a line of a fax, a date; only dust does not.
"""

from collections.abc import Sequence

from app.domain.folding import fold

BLANK, SEPARATOR = "blank", "separator"
LOOK_DPI = 40.0
"""Dots an inch at which a page is looked at: thin strokes are still there, as grey ones."""
MOST_WORDS = 12
"""A page of more words is read by somebody."""
_NAMES = ("trennblatt", "trennseite", "separator sheet", "patch-t", "patch code")
_EDGE = 0.05
"""Share of the page at each edge that does not count: shadows of the scanner, holes, the line that a fax adds."""
_BLOCK = 10
"""Edge in dots of the squares in which ink is counted: 6 mm."""
_INKED = 5
"""Dots of ink that make a square a written one; a speck of dust has fewer."""
_LONG = 0.4
"""Share of the page that a bar of a patch code spans."""
_FEWEST_BARS, _MOST_BARS = 4, 8
_INK = bytes(dot < 205 for dot in range(256))
_BLACK = bytes(dot < 128 for dot in range(256))
"""Translations of grey to 1 (ink, black) and 0."""


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
    if not words and not _written(rows):
        return BLANK
    columns = [bytes(column) for column in zip(*rows, strict=True)]
    return SEPARATOR if _is_patch(rows) or _is_patch(columns) else ""


def _written(rows: Sequence[bytes]) -> bool:
    """Whether a square of the page holds more than dust."""
    inked = [row.translate(_INK) for row in rows]
    for top in range(0, len(inked), _BLOCK):
        band = [row for row in inked[top : top + _BLOCK] if 1 in row]
        if sum(map(sum, band)) < _INKED:
            continue
        for left in range(0, len(inked[0]), _BLOCK):
            if sum(sum(row[left : left + _BLOCK]) for row in band) >= _INKED:
                return True
    return False


def _is_patch(lines: Sequence[bytes]) -> bool:
    """A few broad parallel bars and nothing written beside them."""
    bars: list[int] = []
    beside: list[bytes] = []
    inside = False
    for line in lines:
        bar = sum(line.translate(_BLACK)) >= _LONG * len(line)
        if not bar:
            beside.append(line)
        elif inside:
            bars[-1] += 1
        else:
            bars.append(1)
        inside = bar
    if not _FEWEST_BARS <= len(bars) <= _MOST_BARS or min(bars) < 2:
        return False
    # The soft edges of the bars are no writing.
    edges = {n for n, line in enumerate(beside) if sum(line.translate(_INK)) >= _LONG * len(line)}
    return not _written([line for n, line in enumerate(beside) if n not in edges])
