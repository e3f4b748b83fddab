"""At receipt: every page drawn small by two engines that share nothing, and where the two pictures disagree.

A page that is one fax scan to both is compared bit by bit (``same_scan``). Any other page is doubtful where one picture
has ink, or paper, that the other has nowhere near: a missing field, a picture turned black, a blank page. What engines
do differently every day is let pass: edges, half pixels, the weight of lines.
"""

from collections.abc import Callable
from functools import reduce as fold

from PIL import Image, ImageChops, ImageFilter

from app.adapters.pages.refusal import Refusal
from app.adapters.pages.same_scan import same_scan
from app.adapters.pages.views import MM_PER_INCH, Drawn, OpenDocument, View
from app.domain.pages import DIFFERENT, GREY8, ONE_ENGINE, UNREADABLE_PAGE

_DPI = 50.0
_SHARPER = 3
"""A doubt is looked at again, so many times sharper: most hairlines that differ at first are alike then."""
_SIDES = (200, 1000)
"""Pixels of the longer side, at least and at most: stamps larger and plans smaller than at ``_DPI``."""
_SHARE = 0.35
"""Ink counts as missing where the other picture has less than this share of it within a pixel."""
_USUAL = 12
"""Grey levels by which neighbouring places may always differ."""
_MISSING_AT, _OTHERWISE_AT = 4, 22
"""Grey levels, averaged over 3 mm: ink that is not there, and places that are darker or lighter."""
_ALIKE = 24
"""Pictures nowhere further apart than this cannot reach either of them."""

Doubts = list[tuple[int, str]]


def doubts(document: OpenDocument, progress: Callable[[], None]) -> Doubts:
    """(page from 1, code of ``app.domain.pages``) of the pages on which the two engines disagree."""
    found = []
    for page in range(len(document.sizes_mm)):
        code = doubt(document, page)
        if code:
            found.append((page + 1, code))
        progress()
    return found


def dpi_of(size_mm: tuple[float, float]) -> float:
    """The resolution in which a page of that size is compared."""
    inches = max(size_mm) / MM_PER_INCH
    return min(max(_DPI, _SIDES[0] / inches), _SIDES[1] / inches)


def doubt(document: OpenDocument, page: int) -> str:
    """Why the picture of ``page`` (from 0) is doubtful, "" if it is not."""
    if same_scan(document, page):
        return ""
    dpi = dpi_of(document.sizes_mm[page])
    try:
        shown = grey_picture(document.draw(View(page, dpi)))
    except Refusal:
        return UNREADABLE_PAGE
    try:
        if alike(shown, grey_picture(document.draw_other(View(page, dpi, in_grey=True)))):
            return ""
        sharp = View(page, dpi, enlarged=_SHARPER)
        both = (document.draw(sharp), document.draw_other(sharp))
        if alike(*(grey_picture(drawn).reduce(_SHARPER) for drawn in both)):
            return ""
    except Refusal:
        return ONE_ENGINE
    return DIFFERENT


def grey_picture(drawn: Drawn) -> Image.Image:
    """What was drawn, as a picture of mode L."""
    memory = bytearray(drawn.stride * drawn.height)
    drawn.copy_into(memoryview(memory))
    mode = "L" if drawn.format == GREY8 else "RGB"
    size = (drawn.width, drawn.height)
    return Image.frombuffer(mode, size, memory, "raw", mode, drawn.stride, 1).convert("L")


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two grey pictures of the same size show the same page."""
    one, other = _softened(one), _softened(other)
    if _top(ImageChops.difference(one, other)) <= _ALIKE:
        return True
    pairs = [(here, *_around(there)) for here, there in ((one, other), (other, one))]
    beyond = fold(ImageChops.lighter, (_beyond(*pair) for pair in pairs))
    if _strongest(beyond) <= _MISSING_AT * (1 - _SHARE) / _SHARE:  # then no more than that much can be missing
        return True
    if _strongest(beyond.point(_UNUSUAL)) >= _OTHERWISE_AT:
        return False
    return _strongest(fold(ImageChops.lighter, (_missing(*pair) for pair in pairs))) < _MISSING_AT


def _beyond(here: Image.Image, darkest: Image.Image, lightest: Image.Image) -> Image.Image:
    """By how much places are darker or lighter than anything near them in the other picture."""
    return ImageChops.difference(here, ImageChops.darker(ImageChops.lighter(here, darkest), lightest))


def _missing(here: Image.Image, darkest: Image.Image, lightest: Image.Image) -> Image.Image:
    """Ink without ink near it in the other picture, and paper without paper (white on black)."""
    ink = ImageChops.subtract(ImageChops.invert(here).point(_PART), ImageChops.invert(darkest))
    return ImageChops.lighter(ink, ImageChops.subtract(here.point(_PART), lightest))


_PART = [int(level * _SHARE) for level in range(256)]
_UNUSUAL = [max(0, level - _USUAL) for level in range(256)]


def _softened(picture: Image.Image) -> Image.Image:
    """Weights 1-2-1 in both directions: what antialiasing and hinting do differently evens out."""
    for _twice in range(2):
        for step in ((1, 0), (0, 1)):
            moved = ImageChops.offset(picture, *step)
            picture = Image.blend(picture, moved, 0.5)
    return picture


def _around(picture: Image.Image) -> tuple[Image.Image, Image.Image]:
    """The darkest and the lightest level within a pixel of every place."""
    return _spread(picture, ImageChops.darker), _spread(picture, ImageChops.lighter)


def _spread(picture: Image.Image, choose: Callable[[Image.Image, Image.Image], Image.Image]) -> Image.Image:
    for across, down in ((1, 0), (0, 1)):
        before, after = ImageChops.offset(picture, across, down), ImageChops.offset(picture, -across, -down)
        picture = choose(choose(picture, before), after)
    return picture


def _strongest(levels: Image.Image) -> int:
    """The highest average over a place of some millimetres."""
    if _top(levels) == 0:
        return 0
    if min(levels.size) >= 4:
        levels = levels.reduce(2)
    return _top(levels.filter(ImageFilter.BoxBlur(1)))


def _top(levels: Image.Image) -> int:
    _lowest, highest = levels.getextrema()
    return int(highest)  # type: ignore[arg-type]
