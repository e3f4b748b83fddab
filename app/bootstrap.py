"""The only place that builds and wires objects. Imports of what a command does not need happen when it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.pages import PageReader, Pixels


def open_window(store: str | None, worker: str | None) -> int:
    """Open the window on a store (default: the one opened last) and return the exit status when it closes."""
    from app.window import run_window

    return run_window(store, worker)


@contextmanager
def open_reader() -> Iterator[PageReader]:
    """A reading process of one's own, ended at the end of the block."""
    from app.adapters.pages.process import ReaderProcess

    reader = ReaderProcess()
    try:
        yield reader
    finally:
        reader.close()


def write_png(pixels: Pixels, out: Path) -> None:
    """Write a drawn page as an RGB picture. Raises ``OSError``."""
    from app.adapters.pages.drawing import write_png as write

    write(pixels, out)
