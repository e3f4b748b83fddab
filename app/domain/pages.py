"""Pages of documents: what readers are asked for and what they give. The port; the child process is an adapter."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Source = Path | bytes
"""A file, or bytes that must never touch the disk in the clear (a page out of the encrypted cache)."""

GREY8 = "grey8"
RGB24 = "rgb24"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a file is. ``media`` is pdf, tiff, jpeg, png or jpeg2000.

    ``sizes_mm`` has one (width, height) in millimetres a page, as shown (the page's own rotation applied).
    """

    media: str
    sizes_mm: tuple[tuple[float, float], ...]
    has_text: bool = False

    @property
    def pages(self) -> int:
        return len(self.sizes_mm)


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One page to draw. ``page`` counts from 1. ``dpi`` is the resolution on the page's own size.

    ``clip_mm`` (left, top, width, height) draws only that part (tiles at high zoom), measured on the page as it is
    shown, ``rotation`` applied; ``rotation`` is degrees clockwise (a multiple of 90) on top of the page's own.
    """

    source: Source
    page: int
    dpi: float
    rotation: int = 0
    clip_mm: tuple[float, float, float, float] | None = None
    password: str | None = None


@dataclass(slots=True)
class Pixels:
    """A drawn page: ``height`` rows of ``stride`` bytes, 1 (``grey8``) or 3 (``rgb24``) bytes a pixel.

    ``data`` is a view of memory shared with the reading process: valid until ``release`` is called, once.
    """

    width: int
    height: int
    stride: int
    format: str
    data: memoryview
    release: Callable[[], None]


class PageReader(Protocol):
    """Reads documents in a process of its own. Blocking; one request at a time; call it off the Qt thread.

    Every method raises ``DocumentUnreadable`` (a clear reason; the reader goes on) and never hangs longer than the
    limits: 10 s a page, 1 GiB.
    """

    def warm(self) -> None:
        """Get ready before the first document is asked for; waits until that is done."""
        ...

    def inspect(self, source: Source, password: str | None = None) -> DocumentInfo: ...

    def render(self, job: RenderJob) -> Pixels: ...

    def texts(self, source: Source, password: str | None = None) -> tuple[str, ...]:
        """The text layer, one entry a page ("" where there is none)."""
        ...

    def cut_pack(self, source: Source, target: Path) -> tuple[tuple[int, int], ...]:
        """Write the page pack (ZIP, stored, ``0001.pdf`` ...) to ``target``; (offset, length) of each page's PDF bytes.

        Empty when a page cut out would not look like the page of the original: the document stays whole then.
        """
        ...

    def close(self) -> None: ...
