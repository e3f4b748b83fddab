"""Which pictures a view needs now, most urgent first."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from app.tasks.pages import PageWant, Priority
from app.ui.viewer.layout import MM_PER_INCH, PIXELS_PER_INCH, PageColumn

MOST_PIXELS = 9_000_000
"""Bound of a whole page's picture (A4 at 300 dpi); zoomed further, the visible part gets a picture of its own."""
MOST_DPI = 1200.0
DETAIL_MARGIN = 0.15
"""The sharp part reaches this share of the viewport beyond it, so that small scrolling finds it drawn."""

Seen = tuple[float, float, float, float]
"""left, top, right, bottom of what is in view, in the column's logical pixels."""


@dataclass(frozen=True, slots=True)
class Look:
    """A column as it is looked at. ``rotation`` is what the reader is asked for; pages count from 0."""

    column: PageColumn
    document: str
    rotation: int
    seen: Seen
    pixel_ratio: float

    def wanted(self, held_detail: Callable[[int], PageWant | None]) -> dict[PageWant, Priority]:
        """The visible pages, their sharp parts, and the pages next to them. ``held_detail`` takes pages from 1."""
        visible = self.column.between(self.seen[1], self.seen[3])
        wanted: dict[PageWant, Priority] = {}
        foremost = self.column.foremost(self.seen[1], self.seen[3])
        for page in sorted(visible, key=lambda page: page != foremost):
            base = self.whole(page)
            wanted[base] = Priority.VISIBLE
            part = self.detail(base, held_detail(page + 1))
            if part is not None:
                wanted[part] = Priority.VISIBLE
        for page in (visible.stop, visible.stop + 1, visible.start - 1):
            if 0 <= page < len(self.column) and page not in visible:
                wanted[self.whole(page)] = Priority.NEIGHBOUR
        return wanted

    def whole(self, page: int) -> PageWant:
        """The picture of a whole page, as sharp as the screen shows it, but never larger than ``MOST_PIXELS``."""
        width, height = self.column.size_mm(page)
        largest = math.sqrt(MOST_PIXELS / max(width * height / MM_PER_INCH**2, 0.01))
        return PageWant(self.document, page + 1, round(min(self.sharp_dpi(page), largest), 2), self.rotation)

    def sharp_dpi(self, page: int) -> float:
        """Dots an inch that the screen shows of a page."""
        return round(min(PIXELS_PER_INCH * self.column.scale(page) * self.pixel_ratio, MOST_DPI), 2)

    def detail(self, base: PageWant, held: PageWant | None) -> PageWant | None:
        """The sharp picture of what is seen of a page, if ``base`` is too coarse; ``held`` again if it still does."""
        page = base.page - 1
        dpi = self.sharp_dpi(page)
        if dpi <= base.dpi * 1.05:
            return None
        if held is not None and (held.dpi, held.rotation) == (dpi, base.rotation) and self._covers(held, page):
            return held
        left, top, right, bottom = self._seen_mm(page, DETAIL_MARGIN)
        if right - left < 0.2 or bottom - top < 0.2:
            return None
        clip = (round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))
        return PageWant(base.document, base.page, dpi, base.rotation, clip)

    def _covers(self, held: PageWant, page: int) -> bool:
        assert held.clip_mm is not None
        left, top, width, height = held.clip_mm
        seen = self._seen_mm(page, 0.0)
        slack = 0.2
        return (
            left <= seen[0] + slack
            and top <= seen[1] + slack
            and left + width >= seen[2] - slack
            and top + height >= seen[3] - slack
        )

    def _seen_mm(self, page: int, margin: float) -> Seen:
        box, (left, top, right, bottom) = self.column.box(page), self.seen
        per_mm = PIXELS_PER_INCH * self.column.scale(page) / MM_PER_INCH
        reach_x, reach_y = (right - left) * margin, (bottom - top) * margin
        return (
            max(left - reach_x - box.x, 0.0) / per_mm,
            max(top - reach_y - box.y, 0.0) / per_mm,
            min(right + reach_x - box.x, box.width) / per_mm,
            min(bottom + reach_y - box.y, box.height) / per_mm,
        )
