"""Pages of which documents are made up: an original's facts, and one of its pages as a document shows it."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.records.base import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of an original as a document shows it."""

    original: str
    """Id of the ``Original``: that of the document which brought it."""
    page: int
    """From 1, in the original."""
    turn: int = 0
    """Degrees clockwise (0, 90, 180, 270), before the document's own rotation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original(Record):
    """What is known of bytes whose pages were arranged anew. Its id is that of the document that brought them; it
    stays while some document has a page of them, also when that document is gone."""

    kind: ClassVar[str] = "original"
    sha256: str
    media: str = "pdf"
    size: int = 0
    """Bytes."""
    pages: int = 1
    pack: tuple[tuple[int, int], ...] = ()
    """(offset, length) of each page's PDF inside the page pack; empty: it travels whole."""
    has_text: bool = False
    page_sizes: tuple[tuple[int, int], ...] = ()
    """As in ``Document``."""
    compared: bool = False
    doubts: tuple[tuple[int, str], ...] = ()
    hints: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    """Ids of the documents that have its pages now."""

    def sizes_mm(self) -> tuple[tuple[float, float], ...]:
        """(width, height) in millimetres of every page as shown; empty when they are not known."""
        sizes = tuple((width / 100, height / 100) for width, height in self.page_sizes)
        return sizes * self.pages if len(sizes) == 1 else sizes

    def size_of(self, page: int) -> tuple[int, int] | None:
        """(width, height) of a page (from 1) in hundredths of a millimetre as shown; None: not known."""
        if len(self.page_sizes) == 1:
            return self.page_sizes[0]
        return self.page_sizes[page - 1] if 0 < page <= len(self.page_sizes) else None

    def bytes_of(self, page: int) -> int:
        """About how many bytes a page takes."""
        return self.pack[page - 1][1] if 0 < page <= len(self.pack) else self.size // max(self.pages, 1)
