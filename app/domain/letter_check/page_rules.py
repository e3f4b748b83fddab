"""What every page must keep: the margin, the carrier's zones, pictures that can be read; and whether it is blank."""

from collections.abc import Iterator

from app.domain.letter_check import findings as codes
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.facts import LetterPage
from app.domain.letter_check.findings import Finding
from app.domain.letter_check.geometry import bottom, common, grown, right, rounded, union
from app.domain.letter_check.ink import Ink
from app.domain.pages import Box

_SPECKS = 12
"""Cells with ink up to which a page without text is blank: dust on a scan."""
_ZONE_SPECKS = 3
_TEXT_SLACK = 0.5
"""Millimetres that a letter's box is wider than the letter."""
_TEXT_INNER = 0.25
"""The share of a line's height at its top and its foot that few letters reach."""
_SMALL_PICTURE = 15.0
"""Millimetres: a logo smaller than that may be coarse."""


def page_findings(number: int, page: LetterPage, carrier: Carrier, form: str) -> Iterator[Finding]:
    """``number`` counts from 1; ``form`` is the window's."""
    if not page.ink.rows:
        return  # larger than any letter: that is told already
    if page.ink.cells <= _SPECKS and not any(_on_paper(box, page.ink) for box in page.printed):
        yield Finding(codes.BLANK_PAGE, number, (0.0, 0.0, *page.ink.size), (number,))
        return
    yield from _margin(number, page, carrier.margin_mm)
    yield from _zones(number, page, carrier, form)
    yield from _pictures(number, page, carrier.least_dpi)


def _margin(number: int, page: LetterPage, margin: float) -> Iterator[Finding]:
    """Judged by what is drawn, and by the boxes of text, in case that it is too pale or too thin to be seen."""
    edges: list[str] = []
    places: list[Box] = []
    for edge, ink in page.ink.near_edges(margin):
        texts = [box for box in page.printed if _text_near(box, edge, page.ink, margin)]
        spot = ink.box()
        if spot is None and not texts:
            continue
        edges.append(edge)
        places += texts or ([_whole_of(spot, page)] if spot else [])
    around = union(places)
    if around is not None:
        values = (("edges", " ".join(edges)), ("margin", f"{margin:g}"))
        yield Finding(codes.MARGIN, number, rounded(around), (number,), values)


def _text_near(box: Box, edge: str, ink: Ink, margin: float) -> bool:
    """Whether a line of text reaches into the margin at ``edge`` by more than its box is larger than its letters."""
    width, height = ink.size
    inner = box[3] * _TEXT_INNER
    return _on_paper(box, ink) and {
        "left": box[0] < margin - _TEXT_SLACK,
        "right": right(box) > width - margin + _TEXT_SLACK,
        "top": box[1] + inner < margin - _TEXT_SLACK,
        "bottom": bottom(box) - inner > height - margin + _TEXT_SLACK,
    }[edge]


def _on_paper(box: Box, ink: Ink) -> bool:
    return common(box, (0.0, 0.0, *ink.size)) is not None


def _whole_of(spot: Box, page: LetterPage) -> Box:
    """The ink in the margin together with the texts and pictures that it is a part of."""
    things = (*page.printed, *(picture.box for picture in page.pictures))
    return union((spot, *(thing for thing in things if common(grown(spot, 0.5, 0.5), thing)))) or spot


def _zones(number: int, page: LetterPage, carrier: Carrier, form: str) -> Iterator[Finding]:
    for zone in carrier.zones:
        if not zone.counts(number, form):
            continue
        ink = page.ink.inside(zone.box)
        spot = ink.box()
        if spot is not None and ink.cells >= _ZONE_SPECKS:
            yield Finding(codes.ZONE, number, rounded(spot), (number,), (("zone", zone.name),))


def _pictures(number: int, page: LetterPage, least_dpi: float) -> Iterator[Finding]:
    coarse = [
        picture
        for picture in page.pictures
        if 0 < picture.dpi < least_dpi and min(picture.box[2:]) >= _SMALL_PICTURE
    ]
    if coarse:
        worst = min(coarse, key=lambda picture: picture.dpi)
        values = (("dpi", f"{worst.dpi:.0f}"), ("least", f"{least_dpi:.0f}"))
        yield Finding(codes.RESOLUTION, number, rounded(worst.box), (number,), values)
