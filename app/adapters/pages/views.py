"""What the readers inside the child are asked for and what they give; the geometry all of them share."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.adapters.pages.refusal import TOO_LARGE, Refusal

MM_PER_INCH = 25.4
MAX_PIXELS = 50_000_000
"""Bound on a drawn picture: A4 at 600 dpi is 35 million. Posters are drawn with a smaller resolution instead."""


MAX_SIDE = 30_000
_MAX_GRID = 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """One page to draw: see ``RenderJob``; ``page`` counts from 0 here.

    ``enlarged`` multiplies the whole pixels of the page at ``dpi``, so that looks of different sharpness fit exactly;
    ``in_grey``: a grey picture will do where that is faster.
    """

    page: int
    dpi: float
    rotation: int = 0
    clip_mm: tuple[float, float, float, float] | None = None
    enlarged: int = 1
    in_grey: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The page in whole pixels (``page_width`` x ``page_height``, rotation applied) and the part that is wanted."""

    page_width: int
    page_height: int
    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def whole(self) -> bool:
        return (self.width, self.height) == (self.page_width, self.page_height)


@dataclass(slots=True)
class Drawn:
    """A drawn page inside the child; ``copy_into`` puts ``height`` x ``stride`` bytes into the shared memory."""

    width: int
    height: int
    stride: int
    format: str
    copy_into: Callable[[memoryview], None]


class Engine(Protocol):
    """A document that one engine has opened. Methods raise ``Refusal``; other exceptions mean "damaged"."""

    media: str
    data: bytes

    @property
    def sizes_mm(self) -> tuple[tuple[float, float], ...]: ...

    def has_text(self) -> bool: ...

    def draw(self, view: View) -> Drawn: ...

    def text(self, page: int) -> str: ...

    def close(self) -> None: ...


class OpenDocument(Engine, Protocol):
    """A document as the rules want it drawn, each page by the engine that is right for it."""

    def draw_other(self, view: View) -> Drawn:
        """The page by an engine that shares nothing with the one of ``draw``; ``NO_OTHER`` where none reads it."""
        ...

    def hints(self) -> tuple[str, ...]:
        """What to know about the file: codes of ``DocumentInfo.hints``."""
        ...


def frame_of(size_mm: tuple[float, float], view: View) -> Frame:
    """Pixels for ``view`` of a page of ``size_mm``; a whole page that would have too many gets fewer.

    Tiles are cut from the same whole-pixel grid as the page, so neighbours fit together without a seam. Raises
    ``Refusal`` for a tile that is too large.
    """
    width_mm, height_mm = size_mm if view.rotation % 180 == 0 else size_mm[::-1]
    scale = view.dpi / MM_PER_INCH
    if view.clip_mm is None:
        scale = min(scale, math.sqrt(MAX_PIXELS / (width_mm * height_mm)), MAX_SIDE / max(width_mm, height_mm))
    page_width = max(1, round(width_mm * scale)) * view.enlarged
    page_height = max(1, round(height_mm * scale)) * view.enlarged
    if view.clip_mm is None:
        return Frame(page_width, page_height, 0, 0, page_width, page_height)
    left, top, width, height = view.clip_mm
    x0 = min(max(0, round(left * scale)), page_width - 1)
    y0 = min(max(0, round(top * scale)), page_height - 1)
    x1 = min(max(x0 + 1, round((left + width) * scale)), page_width)
    y1 = min(max(y0 + 1, round((top + height) * scale)), page_height)
    if (x1 - x0) * (y1 - y0) > MAX_PIXELS or max(page_width, page_height) > _MAX_GRID:
        raise Refusal(TOO_LARGE)
    return Frame(page_width, page_height, x0, y0, x1, y1)
