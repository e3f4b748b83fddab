"""What must stand in the window of the envelope, and that nothing else can be seen there."""

from collections.abc import Iterator

from app.domain.letter_check import findings as codes
from app.domain.letter_check.address import MOST_LINES, Address, is_town
from app.domain.letter_check.facts import LetterPage
from app.domain.letter_check.findings import Finding
from app.domain.letter_check.geometry import bottom, common, grown, right, rounded, union
from app.domain.letter_check.layout import Piece, pieces
from app.domain.pages import Box

_CUT = 1.0
"""Millimetres by which a line may reach over the edge of the window."""
_BORDER = 1.0
"""Millimetres along the edge of the window where marks of its corners may stand."""
_SIDEWAYS, _UPRIGHT = 1.5, 1.5
"""Millimetres around a line that are its own: accents, and the rule below the sender's, as wide as the window."""
_STRAY = 6
"""Cells with ink that are more than dust."""


def window_findings(address: Address, page: LetterPage) -> Iterator[Finding]:
    """``page`` is the first one."""
    window = address.window.box
    if not address.lines:
        yield Finding(codes.ADDRESS_MISSING, 1, rounded(window), (1,), _elsewhere(page))
        return
    box = address.box or window
    if len(address.lines) > MOST_LINES:
        values = (("lines", str(len(address.lines))), ("most", str(MOST_LINES)))
        yield Finding(codes.ADDRESS_TOO_LONG, 1, rounded(box), (1,), values)
    else:
        if not address.complete:
            yield Finding(codes.ADDRESS_INCOMPLETE, 1, rounded(address.lines[-1].box), (1,))
        if _cut_off(address, window):
            yield Finding(codes.ADDRESS_CUT_OFF, 1, rounded(box), (1,))
    if address.blank is not None:
        yield Finding(codes.ADDRESS_BLANK_LINE, 1, rounded(address.blank), (1,))
    stray = _stray(address, page)
    if stray is not None:
        yield Finding(codes.WINDOW, 1, rounded(stray), (1,))


def _cut_off(address: Address, window: Box) -> bool:
    return any(
        line.left < window[0] - _CUT
        or right(line.box) > right(window) + _CUT
        or line.top < window[1] - _CUT
        or line.bottom > bottom(window) + _CUT
        for line in address.lines
    )


def _stray(address: Address, page: LetterPage) -> Box | None:
    """Around what can be seen in the window and is neither the address nor what may stand above it."""
    own = (*address.lines, *address.above)
    window = address.window.box
    texts = [piece.box for piece in pieces(page.words) if piece not in own and _visible(piece, window)]
    around = [grown(piece.box, _SIDEWAYS, _UPRIGHT) for piece in own]
    rules = [(window[0], piece.bottom, window[2], _UPRIGHT) for piece in address.above]
    rest = page.ink.inside(grown(window, -_BORDER, -_BORDER)).without((*around, *rules))
    spot = rest.box() if rest.cells >= _STRAY else None
    return union((*texts, *((spot,) if spot else ())))


def _visible(piece: Piece, window: Box) -> bool:
    met = common(grown(window, -_BORDER, -_BORDER), piece.box)
    return met is not None and met[2] >= 1 and met[3] >= piece.height / 3


def _elsewhere(page: LetterPage) -> tuple[tuple[str, str], ...]:
    """Where an address seems to stand instead, and whether the page has any text that could be one."""
    if not page.words:
        return (("why", "picture"),)
    towns = [piece for piece in pieces(page.words) if is_town(piece.text) and piece.top < 130]
    return (("why", "elsewhere"),) if towns else ()
