"""Pages of documents: what readers are asked for and what they give. The port; the child process is an adapter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.records import Mark

Source = Path | bytes
"""A file, or bytes that must never touch the disk in the clear (a page out of the encrypted cache)."""

GREY8 = "grey8"
RGB24 = "rgb24"

DIFFERENT = "different"
ONE_ENGINE = "one-engine"
UNREADABLE_PAGE = "unreadable"
"""Why a page is doubtful: two engines draw it differently, only one of them can draw it, neither can."""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a file is. ``media`` is pdf, tiff, jpeg, png or jpeg2000.

    ``sizes_mm`` has one (width, height) in millimetres a page, as shown (the page's own rotation applied).
    """

    media: str
    sizes_mm: tuple[tuple[float, float], ...]
    has_text: bool = False
    hints: tuple[str, ...] = ()
    """What to know about the file: xfa, portfolio, javascript, attachments, form, password."""

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
    other_engine: bool = False
    """Draw with the engine that the rules do not prefer for this page."""


Box = tuple[float, float, float, float]
"""(left, top, width, height) in millimetres on the page as shown, its own rotation applied."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text layer. Words with the same ``line`` stand in one line; both come in reading order."""

    text: str
    box_mm: Box
    line: int


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A DataMatrix on a page and what it says."""

    text: str
    box_mm: Box


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline: ``page`` from 1, 0 where it leads nowhere; ``level`` from 1."""

    title: str
    page: int
    level: int


@dataclass(frozen=True, slots=True)
class Link:
    """An area that leads to a page (from 1) of the document or to an ``address``, which is shown and never followed."""

    box_mm: Box
    page: int | None
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document. ``name`` is what the sender wrote: not to be used as a path. ``size`` in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark for paper. A note shows its ``number``; its text stands on a ``NotesSheet`` with the same number."""

    mark: Mark
    number: int = 0


@dataclass(frozen=True, slots=True)
class PdfPart:
    """Pages (from 1, in this order; empty: all) of one source that go into a new PDF.

    ``rotation``: degrees clockwise on top of the pages' own. The marks' pages are those inside ``source``.
    """

    source: Source
    pages: tuple[int, ...] = ()
    rotation: int = 0
    marks: tuple[PlacedMark, ...] = ()
    password: str | None = None


@dataclass(frozen=True, slots=True)
class NotesSheet:
    """Pages of A4 with the texts of notes: (number, caption, text) each."""

    title: str
    notes: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """``pages``: of the documents, without sheets of notes; ``pictures``: how many could only be taken as a picture.

    ``unreadable``: how many are replaced by a sheet that says that they cannot be read. ``data`` is the file where no
    target was named.
    """

    pages: int
    pictures: int = 0
    unreadable: int = 0
    data: bytes = b""


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

    def words(self, source: Source, page: int, password: str | None = None) -> tuple[Word, ...]:
        """The text layer of a page (from 1), word by word; empty where there is none. At most 50,000."""
        ...

    def codes(self, source: Source, page: int, password: str | None = None) -> tuple[FoundCode, ...]:
        """The DataMatrix codes on a page (from 1). Draws it: 25 to 60 ms for a scan."""
        ...

    def outline(self, source: Source, password: str | None = None) -> tuple[OutlineEntry, ...]:
        """At most 5,000 entries, in the order of reading."""
        ...

    def links(self, source: Source, page: int, password: str | None = None) -> tuple[Link, ...]:
        """At most 2,000 of a page (from 1)."""
        ...

    def attachments(self, source: Source, password: str | None = None) -> tuple[Attachment, ...]:
        """Files inside the document and those pinned to its pages, at most 500."""
        ...

    def attachment(self, source: Source, index: int, password: str | None = None) -> bytes:
        """The bytes of ``attachments(source)[index]``, at most 64 MiB. Nothing is opened."""
        ...

    def cut_pack(self, source: Source, target: Path) -> tuple[tuple[int, int], ...]:
        """Write the page pack (ZIP, stored, ``0001.pdf`` ...) to ``target``; (offset, length) of each page's PDF bytes.

        Empty when a page cut out would not look like the page of the original: the document stays whole then.
        """
        ...

    def compare(self, source: Source, password: str | None = None) -> tuple[tuple[int, str], ...]:
        """Draw every page small by two engines: (page from 1, one of the codes above) where what is shown is doubtful.

        Costs a look at every page twice; the limit of time counts for each page.
        """
        ...

    def interrupt(self) -> None:
        """Give up what is being read now; called from another thread. Whoever waits for it gets an error."""
        ...

    def write_pdf(
        self,
        parts: Iterable[PdfPart | NotesSheet],
        target: Path | None = None,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> WrittenPdf:
        """One PDF of all parts, at ``target`` or (None) as bytes. Raises ``InterruptedError`` when it was cancelled.

        Scans and streams are taken over as they are, forms and annotations become part of their page, marks are
        drawn on it. ``progress`` is told the number of pages now and then. A failure leaves no file at ``target``.
        Use a reader of your own for it: it takes long, and others would wait between pages.
        """
        ...

    def close(self) -> None: ...
