"""Where the pages of a document lie: pure arithmetic in logical pixels, top to bottom in one column."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

MM_PER_INCH = 25.4
PIXELS_PER_INCH = 96.0
"""Logical pixels an inch at 100 %."""
GAP = 14.0
MARGIN = 16.0
SMALLEST, LARGEST = 0.1, 12.0
A4_MM = (210.0, 297.0)
HEAD = 44.0
"""Height of a document's name over its first page, where several documents are read as one."""
MOST_ENLARGED = 1.5
"""A till receipt is not blown up to the width of the window: at most this much more than the document's usual page."""


class Fit(Enum):
    WIDTH = auto()
    PAGE = auto()
    FREE = auto()


class Box(NamedTuple):
    """A page's place in the column. (A tuple: thousands are made with every step of the zoom.)"""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point of a page that must stay where it is on screen when the column is laid out anew.

    ``across`` and ``down`` are fractions of the page, ``at_x`` and ``at_y`` the place in the viewport.
    """

    page: int
    across: float
    down: float
    at_x: float
    at_y: float


class PageColumn:
    """The pages' boxes for a viewport, a way of fitting and a rotation. Pages count from 0 here.

    ``sizes_mm`` are as the file says; what is ``assumed`` (True: all but the first page) is set right by ``learn`` when
    the page was seen. ``heads`` are the pages over which a document's name stands.
    """

    def __init__(
        self,
        sizes_mm: Sequence[tuple[float, float]],
        assumed: bool | Collection[int] = False,
        heads: Mapping[int, str] | None = None,
    ) -> None:
        self._sizes = [(max(width, 1.0), max(height, 1.0)) for width, height in sizes_mm]
        if isinstance(assumed, bool):
            assumed = range(1, len(self._sizes)) if assumed else ()
        self._assumed = set(assumed)
        self.heads = dict(heads or {})
        self.paged = False
        """One page at a time: each has room of its own, at least as high as the view."""
        self.fit = Fit.WIDTH
        self.factor = 1.0
        """Zoom of ``Fit.FREE``; 1.0 is life size on a screen of 96 dpi."""
        self.rotation = 0
        self.viewport = (800.0, 600.0)
        self.width = 0.0
        self.height = 0.0
        self._boxes: list[Box] = []
        self._slots: list[tuple[float, float]] = []
        self._tops: list[float] = []
        self._bottoms: list[float] = []
        self._scales: list[float] = []

    def __len__(self) -> int:
        return len(self._sizes)

    def size_mm(self, page: int) -> tuple[float, float]:
        """As shown, rotation applied."""
        width, height = self._sizes[page]
        return (width, height) if self.rotation % 180 == 0 else (height, width)

    def learn(self, page: int, size_mm: tuple[float, float]) -> bool:
        """The true size (as shown) of a page whose size was assumed; True if the column must be arranged anew."""
        if page not in self._assumed:
            return False
        self._assumed.discard(page)
        true = size_mm if self.rotation % 180 == 0 else size_mm[::-1]
        known = self._sizes[page]
        if abs(true[0] - known[0]) <= 1.0 and abs(true[1] - known[1]) <= 1.0:
            return False
        self._sizes[page] = true
        return True

    def arrange(self) -> None:
        """Put every page in its place."""
        self._scales = self._find_scales()
        shown = self._find_shown()
        widest = max((width for width, _height in shown), default=0.0)
        self.width = max(self.viewport[0], widest + 2 * MARGIN)
        self._boxes = []
        self._slots = []
        y = MARGIN
        for page, (width, height) in enumerate(shown):
            head = HEAD if page in self.heads else 0.0
            y = self._own_room(height, head) if self.paged else y + head
            self._boxes.append(Box((self.width - width) / 2, y, width, height))
            y += height + GAP
        self.height = y - GAP + MARGIN if shown else 0.0
        if self.paged and shown:
            self.height = self._slots[-1][1]
        elif len(shown) == 1 and not self.heads and self.height < self.viewport[1]:
            shift = (self.viewport[1] - self.height) / 2
            only = self._boxes[0]
            self._boxes = [Box(only.x, only.y + shift, only.width, only.height)]
            self.height = self.viewport[1]
        self._tops = [box.y for box in self._boxes]
        self._bottoms = [box.bottom for box in self._boxes]

    def _own_room(self, height: float, head: float) -> float:
        """Make room for a page read by itself; returns where its sheet begins."""
        top = self._slots[-1][1] if self._slots else 0.0
        room = max(height + head + 2 * MARGIN, self.viewport[1])
        self._slots.append((top, top + room))
        return top + head + (room - head - height) / 2

    def box(self, page: int) -> Box:
        return self._boxes[page]

    def span(self, page: int) -> tuple[float, float]:
        """Top and bottom of what can be scrolled while ``page`` is read: the whole column, or the page's own room."""
        if self.paged and len(self):
            return self._slots[min(max(page, 0), len(self) - 1)]
        return 0.0, self.height

    def top(self, page: int) -> float:
        """Where a page begins, the name over it included."""
        return self._boxes[page].y - (HEAD if page in self.heads else 0.0)

    def start(self, page: int) -> float:
        """How far to scroll to begin to read a page."""
        if self.paged:
            return self.span(page)[0]
        return self.top(page) - GAP / 2 if page else 0.0

    def scale(self, page: int) -> float:
        """Zoom of a page; pages of different sizes are fitted one by one."""
        return self._scales[page]

    def between(self, top: float, bottom: float) -> range:
        """The pages of which something lies between two heights of the column."""
        return range(bisect_right(self._bottoms, top), bisect_left(self._tops, bottom))

    def nearest(self, y: float) -> int:
        """The page at a height, or the one that begins next."""
        return min(bisect_right(self._bottoms, y), len(self) - 1)

    def foremost(self, top: float, bottom: float) -> int:
        """The page of which most is seen; the first of equals."""
        best, best_share = 0, -1.0
        for page in self.between(top, bottom):
            box = self._boxes[page]
            seen = min(box.bottom, bottom) - max(box.y, top)
            share = seen / min(box.height, bottom - top)
            if share > best_share + 1e-6:
                best, best_share = page, share
        return best

    def anchor(self, x: float, y: float, at_x: float, at_y: float) -> Anchor:
        """What is at (x, y) of the column, to be kept at (at_x, at_y) of the viewport."""
        page = self.nearest(y)
        box = self._boxes[page]
        return Anchor(page, (x - box.x) / box.width, (y - box.y) / box.height, at_x, at_y)

    def scroll_for(self, anchor: Anchor) -> tuple[float, float]:
        """The scroll position that brings an anchor back to its place."""
        box = self._boxes[min(anchor.page, len(self) - 1)]
        return (
            box.x + anchor.across * box.width - anchor.at_x,
            box.y + anchor.down * box.height - anchor.at_y,
        )

    def _find_shown(self) -> list[tuple[float, float]]:
        """Width and height of every page on screen. Most pages of a document are alike."""
        known: dict[tuple[tuple[float, float], float], tuple[float, float]] = {}
        for key in set(zip(self._sizes, self._scales, strict=True)):
            size, scale = key
            width, height = self._natural(size)
            known[key] = width * scale, height * scale
        return [known[key] for key in zip(self._sizes, self._scales, strict=True)]

    def _natural(self, size: tuple[float, float]) -> tuple[float, float]:
        """Logical pixels of a page at 100 %, turned as it is shown."""
        per_mm = PIXELS_PER_INCH / MM_PER_INCH
        width, height = size if self.rotation % 180 == 0 else size[::-1]
        return width * per_mm, height * per_mm

    def _find_scales(self) -> list[float]:
        if self.fit is Fit.FREE:
            return [min(max(self.factor, SMALLEST), LARGEST)] * len(self)
        fitted = {size: self._fitted(size) for size in set(self._sizes)}
        wanted = sorted(fitted[size] for size in self._sizes)
        usual = wanted[(len(wanted) - 1) // 2] if wanted else 1.0
        ceiling = usual * MOST_ENLARGED if len(wanted) > 1 else LARGEST
        scales = {size: min(max(scale, SMALLEST), ceiling, LARGEST) for size, scale in fitted.items()}
        return [scales[size] for size in self._sizes]

    def _fitted(self, size: tuple[float, float]) -> float:
        width, height = self._natural(size)
        across = max(self.viewport[0] - 2 * MARGIN, 40.0) / width
        if self.fit is Fit.WIDTH:
            return across
        return min(across, max(self.viewport[1] - 2 * MARGIN, 40.0) / height)
