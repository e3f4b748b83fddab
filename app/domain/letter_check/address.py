"""The address in the window of the envelope, by DIN 5008: which lines are it, and what stands beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.folding import folded_words
from app.domain.letter_check.carrier import Window
from app.domain.letter_check.geometry import bottom, centre, common, right, union
from app.domain.letter_check.layout import Piece
from app.domain.pages import Box

MOST_LINES = 6
NOTE_LINES = 5
"""Lines above the address: the sender's and postal notes."""
_COLUMN = 2.5
"""Millimetres by which lines of an address may begin apart."""
_NEXT, _BLANK = 0.9, 2.2
"""Heights of a line between one and the next: up to the first there is none between, up to the second a blank one."""
_LONGEST = 10
_SMALL_PRINT = 0.85
_SENDER_DEPTH = 8.0
"""Millimetres from the upper edge of the window in which the sender's line begins."""
_SLACK = 2.0
_TOWN = re.compile(r"^(?:[A-Z]{1,3}[- ])?[0-9]{5}\s+[^\W\d_][\w .\-/()']+$")
_FOREIGN_TOWN = re.compile(r"^(?=.*[0-9])(?=.*[^\W\d_]{2}).+$")
_SEPARATORS = re.compile(r"[·•●|*∙⋅]|\s[-–—,]\s|,")
_POSTCODE = re.compile(r"\b[0-9]{5}\b")
_NOTES = frozenset(
    folded_words(
        "Einschreiben Einwurf Eigenhändig Rückschein Persönlich Vertraulich Postzustellungsurkunde Zustellungsurkunde "
        "Postzustellungsauftrag Förmliche nachsenden unzustellbar Büchersendung Warensendung Premiumadress Postsache "
        "Dienstsache Bote"
    )
)
_COUNTRIES = frozenset(
    folded_words(
        "Deutschland Germany Niederlande Nederland Netherlands Belgien Belgique Luxemburg Frankreich France Österreich "
        "Austria Schweiz Suisse Switzerland Polen Polska Poland Dänemark Danmark Denmark Tschechien Italien Italy "
        "Spanien Spain Portugal Großbritannien Irland Ungarn Rumänien Bulgarien Griechenland Türkei Türkiye Kroatien "
        "Serbien Bosnien Ukraine Litauen Lettland Estland Slowakei Slowenien Schweden Norwegen Finnland Kosovo "
        "Albanien Nordmazedonien Moldau"
    )
)


@dataclass(frozen=True, slots=True)
class Address:
    """``lines`` are the address, ``above`` what may stand over it: notes and the sender's line. ``blank`` is the box of
    a blank line inside."""

    window: Window
    lines: tuple[Piece, ...] = ()
    above: tuple[Piece, ...] = ()
    blank: Box | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.lines)

    @property
    def box(self) -> Box | None:
        return union(line.box for line in self.lines)

    @property
    def complete(self) -> bool:
        """A name, and the postcode with the town at the end; before the country, where one is named."""
        texts = [line.text for line in self.lines]
        if len(texts) > 2 and _is_country(texts[-1]):
            abroad = _FOREIGN_TOWN.match(texts[-2]) is not None
            return abroad or _TOWN.match(texts[-2]) is not None
        return len(texts) > 1 and _TOWN.match(texts[-1]) is not None


def find_address(found: Sequence[Piece], windows: Sequence[Window]) -> Address:
    """The address in the window that it fits best; an ``Address`` without lines where there is none."""
    candidates = [_in_window(found, window) for window in windows]
    return max(candidates, key=_fit)


def is_town(text: str) -> bool:
    """Whether a line is a postcode with its town."""
    return _TOWN.match(text) is not None


def looks_like_sender(piece: Piece, height: float) -> bool:
    """Whether a line over an address of that height is the small one that says who it comes from."""
    text = piece.text
    listed = _SEPARATORS.search(text) is not None and (_POSTCODE.search(text) is not None or len(text.split()) > 4)
    return listed or piece.height < _SMALL_PRINT * height


def _fit(address: Address) -> float:
    """How well an address stands in its window; of two that stand alike the first is taken."""
    if not address.lines:
        return -10.0
    zone, first, last = address.window.address, address.lines[0], address.lines[-1]
    inside = zone[1] - _SLACK <= first.top and last.bottom <= bottom(address.window.box) + 1
    town = any(is_town(line.text) for line in address.lines)
    near_top = (line for line in address.above if line.top - address.window.box[1] < _SENDER_DEPTH)
    sender = any(looks_like_sender(line, first.height) for line in near_top)
    return 4.0 * town + 2.0 * inside + 3.0 * sender - abs(first.top - zone[1]) / 5


def _in_window(found: Sequence[Piece], window: Window) -> Address:
    shown = [piece for piece in found if _shows(window, piece)]
    anchor = _anchor(shown, window)
    if anchor is None:
        return Address(window, above=tuple(piece for piece in shown if piece.top < window.address[1]))
    column = [piece for piece in found if abs(piece.left - anchor.left) <= _COLUMN]
    lines, blank = _block(column, anchor, window)
    if not _may_be_one(lines, window):
        return Address(window)
    lines, notes = _without_notes(lines, window)
    above = [piece for piece in shown if piece.bottom <= lines[0].top + 1 and piece not in lines]
    height = lines[0].height
    beside = [
        piece for piece in above
        if piece.left - window.box[0] <= _COLUMN * 4 or piece in notes or looks_like_sender(piece, height)
    ]  # fmt: skip
    return Address(window, tuple(lines), tuple(beside[-NOTE_LINES:]), blank)


def _may_be_one(lines: Sequence[Piece], window: Window) -> bool:
    """Text that runs on beyond the window, or on and on, and names no town, is a letter's body and no address."""
    if any(is_town(line.text) for line in lines):
        return True
    return len(lines) <= _LONGEST and all(right(line.box) <= right(window.box) + _COLUMN for line in lines)


def _shows(window: Window, piece: Piece) -> bool:
    """Whether more than the edge of a line can be seen in the window."""
    met = common(window.box, piece.box)
    return met is not None and met[2] >= 1 and met[3] >= piece.height / 2


def _anchor(shown: Sequence[Piece], window: Window) -> Piece | None:
    """A line that is of the address for sure: its postcode, else the first one where addresses begin."""
    tallest = max((piece.height for piece in shown), default=0.0)
    own = [piece for piece in shown if not looks_like_sender(piece, min(tallest, 4.0))]
    towns = [piece for piece in own if is_town(piece.text)]
    if towns:
        return min(towns, key=lambda piece: (round(piece.left / 5), -piece.top))
    zone = window.address
    inside = [piece for piece in own if zone[1] - _SLACK <= centre(piece.box)[1] <= bottom(zone)]
    return min(inside, key=lambda piece: (round(piece.left / 5), piece.top), default=None)


def _block(column: Sequence[Piece], anchor: Piece, window: Window) -> tuple[list[Piece], Box | None]:
    """The lines around ``anchor`` without a larger hole, and where a blank line is among them."""
    place = column.index(anchor)
    lines, blank = [anchor], None
    for piece in reversed(column[:place]):
        hole = (lines[0].top - piece.bottom) / anchor.height
        if hole > _BLANK or centre(piece.box)[1] < window.box[1] or looks_like_sender(piece, anchor.height):
            break
        if hole > _NEXT:
            blank = _hole(piece, lines[0])
        lines.insert(0, piece)
    for piece in column[place + 1 :]:
        hole = (piece.top - lines[-1].bottom) / anchor.height
        inside = centre(piece.box)[1] < bottom(window.box)
        if hole > (_BLANK if inside and not is_town(lines[-1].text) else _NEXT):
            break
        if hole > _NEXT:
            blank = _hole(lines[-1], piece)
        lines.append(piece)
    return lines, blank


def _hole(upper: Piece, lower: Piece) -> Box:
    left = min(upper.left, lower.left)
    return left, upper.bottom, max(right(upper.box), right(lower.box)) - left, lower.top - upper.bottom


def _without_notes(lines: list[Piece], window: Window) -> tuple[list[Piece], list[Piece]]:
    """Postal notes that stand directly over the address are none of its lines."""
    notes: list[Piece] = []
    while len(lines) > 2 and (
        not _NOTES.isdisjoint(folded_words(lines[0].text))
        or (len(lines) > MOST_LINES and lines[0].top < window.address[1] - _SLACK)
    ):
        notes.append(lines.pop(0))
    return lines, notes


def _is_country(text: str) -> bool:
    return not _COUNTRIES.isdisjoint(folded_words(text))
