"""What the readers inside the child are asked for and what they give; the geometry all of them share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.adapters.pages.refusal import TOO_LARGE, Refusal

MM_PER_INCH = 25.4
MAX_PIXELS = 100_000_000
"""Bound on a drawn picture: A3 at 600 dpi is 70 million; RGB of this size stays below a third of the memory limit."""


@dataclass(frozen=True, slots=True)
class View:
    """One page to draw: see ``RenderJob``; ``page`` counts from 0 here."""

    page: int
    dpi: float
    rotation: int = 0
    clip_mm: tuple[float, float, float, float] | None = None


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


class OpenDocument(Protocol):
    """A document that one engine has opened. Methods raise ``Refusal``; other exceptions mean "damaged"."""

    media: str
    data: bytes
    sizes_mm: tuple[tuple[float, float], ...]

    def has_text(self) -> bool: ...

    def draw(self, view: View) -> Drawn: ...

    def text(self, page: int) -> str: ...

    def close(self) -> None: ...


def frame_of(size_mm: tuple[float, float], view: View) -> Frame:
    """Pixels for ``view`` of a page of ``size_mm``. Raises ``Refusal`` when there would be too many.

    Tiles are cut from the same whole-pixel grid as the page, so neighbours fit together without a seam.
    """
    width_mm, height_mm = size_mm if view.rotation % 180 == 0 else size_mm[::-1]
    scale = view.dpi / MM_PER_INCH
    page_width = max(1, round(width_mm * scale))
    page_height = max(1, round(height_mm * scale))
    if view.clip_mm is None:
        frame = Frame(page_width, page_height, 0, 0, page_width, page_height)
    else:
        left, top, width, height = view.clip_mm
        x0 = min(max(0, round(left * scale)), page_width - 1)
        y0 = min(max(0, round(top * scale)), page_height - 1)
        x1 = min(max(x0 + 1, round((left + width) * scale)), page_width)
        y1 = min(max(y0 + 1, round((top + height) * scale)), page_height)
        frame = Frame(page_width, page_height, x0, y0, x1, y1)
    if frame.width * frame.height > MAX_PIXELS or max(page_width, page_height) > 1_000_000:
        raise Refusal(TOO_LARGE)
    return frame
