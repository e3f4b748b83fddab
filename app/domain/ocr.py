"""Recognising text in pictures of pages: the port; the child process with Tesseract is an adapter."""

from dataclasses import dataclass
from typing import Protocol

from app.domain.pages import Word

RECOGNITION_DPI = 300.0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A drawn page: ``height`` rows of ``stride`` bytes, 1 (``grey8``) or 3 (``rgb24``) bytes a pixel."""

    width: int
    height: int
    stride: int
    format: str
    dpi: float
    data: bytes


class TextRecogniser(Protocol):
    """Blocking; one page at a time; call it off the Qt thread."""

    def available(self) -> bool:
        """Whether what it needs is installed; cheap."""
        ...

    def recognise(self, picture: PagePicture) -> tuple[Word, ...]:
        """The words with their places on the picture. Raises ``AppError``; ``InterruptedError`` when cancelled."""
        ...

    def cancel(self) -> None:
        """End the page that is being recognised; safe from any thread."""
        ...

    def close(self) -> None: ...
