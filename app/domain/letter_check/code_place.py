"""Where on the first page of a letter its answer code stands."""

from collections.abc import Iterator

from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.facts import LetterPage
from app.domain.letter_check.geometry import A4, common, grown
from app.domain.pages import Box

SIDE_MM = 12.0
"""Of the printed code: 20 modules of 0.6 mm, which are four pixels and more at 200 dpi."""
QUIET_MM = 1.8
"""White around it."""
_FOLDS = (87.0, 105.0, 192.0, 210.0)
"""Millimetres from the top at which letters of form A and B are folded: a crease through the code spoils it."""
_FOLD = 1.0
_STEP = 2.0
_ASKEW = 13.0
"""Millimetres from the edge that stay on the picture of a page which is turned by 3 degrees and more."""
_SEEN = 5.0
"""Millimetres by which a letter slips in its envelope: so far from the window nothing more may be seen in it."""


def code_place(page: LetterPage, carrier: Carrier, form: str) -> Box | None:
    """Where the code goes on the first page, with its white border; None where there is no room.

    Not in the margin, in the window or where the carrier prints, not over a fold, and with white paper around it.
    """
    side = SIDE_MM + 2 * QUIET_MM
    if any(abs(found - wanted) > 2 for found, wanted in zip(page.ink.size, A4, strict=True)):
        return None
    windows = [grown(window.box, _SEEN, _SEEN) for window in carrier.windows if window.form == form]
    taken = [*windows, *(zone.box for zone in carrier.zones if zone.counts(1, form))]
    taken += [(0.0, fold - _FOLD, A4[0], 2 * _FOLD) for fold in _FOLDS]
    for left, top in _places(carrier.margin_mm, side):
        box = (left, top, side, side)
        if any(common(box, other) for other in (*taken, *page.printed)):
            continue
        if page.ink.blank_in(box):
            return box
    return None


def _places(margin: float, side: float) -> Iterator[tuple[float, float]]:
    """Far from the edges first, where a page that is scanned askew loses nothing: from the top at the right, then
    everywhere from the bottom right."""
    for edge in (max(margin, _ASKEW), margin + 0.5):
        right, low = A4[0] - edge - side, A4[1] - edge - side
        downwards = [edge + _STEP * number for number in range(int((low - edge) / _STEP) + 1)]
        across = [edge + _STEP * number for number in range(int((right - edge) / _STEP) + 1)]
        yield from ((right, top) for top in downwards)
        for top in reversed(downwards):
            yield from ((left, top) for left in reversed(across))
