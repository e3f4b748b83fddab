"""What a page or a document says besides its picture: words with their places, outline, links, files inside.

Runs inside the reading process. Every list is bounded: a hostile file must not fill the pipe or the window's memory.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import pymupdf
from pymupdf import mupdf

from app.adapters.pages import sniff
from app.adapters.pages.pdf import FAILURES, POINTS_PER_INCH
from app.adapters.pages.readers import PdfDocument
from app.adapters.pages.refusal import ATTACHMENT_TOO_LARGE, DAMAGED, NO_SUCH_ATTACHMENT, Refusal
from app.adapters.pages.views import MM_PER_INCH, Engine, OpenDocument

if TYPE_CHECKING:
    from app.adapters.pages.pdfium_reading import PdfiumReading

MOST_WORDS = 50_000
MOST_ENTRIES = 5_000
MOST_LINKS = 2_000
MOST_ATTACHMENTS = 500
LARGEST_ATTACHMENT = 64 << 20
_LONGEST_WORD = 200
_LONGEST_TITLE = 300
_LONGEST_ADDRESS = 2_000
_LONGEST_NAME = 200
_MM_PER_POINT = MM_PER_INCH / POINTS_PER_INCH

Row = list[Any]


def words(document: OpenDocument, page: int) -> list[Row]:
    """[text, left, top, width, height, line] of every word of the text layer, in reading order; none in a picture."""
    if isinstance(document, PdfDocument):
        try:
            return _words_by_mupdf(document, page)
        except FAILURES as error:
            second = document.second()
            if second is None:
                raise Refusal(DAMAGED) from error
            other = _by_pdfium(second)
    else:
        other = _by_pdfium(document)
    if other is None:
        return []
    found = other.words_of_page(page, document.sizes_mm[page], MOST_WORDS)
    return [[_clean(text, _LONGEST_WORD), *place] for text, *place in found]


def _words_by_mupdf(document: PdfDocument, page: int) -> list[Row]:
    shown = document.mupdf[page]
    found = shown.get_text("words", sort=False)
    # PyMuPDF gives places of text on the page as it was before it was turned; of most nothing needs to be reckoned.
    turn = shown.rotation_matrix if shown.rotation else None
    rows: list[Row] = []
    lines: dict[tuple[int, int], int] = {}
    for x0, y0, x1, y1, text, block, line, _number in found[:MOST_WORDS]:
        box = _box((x0, y0, x1, y1) if turn is None else pymupdf.Rect(x0, y0, x1, y1) * turn)
        rows.append([_clean(text, _LONGEST_WORD), *box, lines.setdefault((block, line), len(lines))])
    return rows


def outline(document: OpenDocument) -> list[Row]:
    """[title, page from 1 (0: none), level from 1] of every entry, as it is read from top to bottom."""
    other = _by_pdfium(document)
    if other is not None:
        entries = islice(other.outline_entries(), MOST_ENTRIES)
        return [[_clean(title, _LONGEST_TITLE), page, level] for title, page, level in entries]
    if not isinstance(document, PdfDocument):
        return []
    rows: list[Row] = []
    try:
        above: list[mupdf.FzOutline] = []
        entry = mupdf.fz_load_outline(document.mupdf.this)
        while entry.m_internal and len(rows) < MOST_ENTRIES:
            page = _page_of(document, entry.m_internal.uri, entry.m_internal.page.page)
            rows.append([_clean(entry.m_internal.title or "", _LONGEST_TITLE), page or 0, len(above) + 1])
            below = entry.down()
            if below.m_internal:
                above.append(entry)
                entry = below
                continue
            entry = entry.next()
            while above and not entry.m_internal:
                entry = above.pop().next()
    except FAILURES as error:
        raise Refusal(DAMAGED) from error
    return rows


def links(document: OpenDocument, page: int) -> list[Row]:
    """[left, top, width, height, page from 1 or None, address] of every link of a page."""
    if not isinstance(document, PdfDocument):
        return []
    rows: list[Row] = []
    try:
        shown = document.mupdf[page]
        link = mupdf.fz_load_links(shown.this)
        while link.m_internal and len(rows) < MOST_LINKS:
            target = _page_of(document, link.m_internal.uri, -1)
            address = "" if target is not None else _clean(link.m_internal.uri or "", _LONGEST_ADDRESS)
            if target is not None or address:
                rows.append([*_box(pymupdf.Rect(link.m_internal.rect)), target, address])
            link = link.next()
    except FAILURES as error:
        raise Refusal(DAMAGED) from error
    return rows


def _page_of(document: PdfDocument, uri: str | None, page: int) -> int | None:
    """The page (from 1) that a target inside the document means; ``page`` (from 0) is what the engine made of it."""
    if not uri or mupdf.fz_is_external_link(uri):
        return None
    if page < 0:
        page = int(document.mupdf.resolve_link(uri)[0])
    return page + 1 if 0 <= page < len(document.sizes_mm) else None


def attachments(document: OpenDocument) -> list[Row]:
    """[name, bytes] of every file inside: those of the document, then those that are pinned to pages."""
    return [[_clean(name, _LONGEST_NAME), size] for name, size, _ in _attachments(document)]


def attachment(document: OpenDocument, index: int) -> bytes:
    """The bytes of the file with that index. Raises ``Refusal``."""
    for number, (_, size, read) in enumerate(_attachments(document)):
        if number == index:
            if size > LARGEST_ATTACHMENT:
                raise Refusal(ATTACHMENT_TOO_LARGE)
            try:
                data = bytes(read())
            except MemoryError:
                raise
            except Exception as error:  # whatever two libraries and their filters raise
                raise Refusal(DAMAGED) from error
            if len(data) > LARGEST_ATTACHMENT:
                raise Refusal(ATTACHMENT_TOO_LARGE)
            return data
    raise Refusal(NO_SUCH_ATTACHMENT)


def _attachments(document: OpenDocument) -> Iterator[tuple[str, int, Callable[[], bytes]]]:
    """(name, size, function that reads it as long as the next one is not asked for)."""
    other = _by_pdfium(document)
    if other is not None:
        yield from other.files_inside(MOST_ATTACHMENTS)
    elif isinstance(document, PdfDocument):
        yield from islice(chain(_embedded(document), _pinned(document.mupdf)), MOST_ATTACHMENTS)


def _by_pdfium(document: Engine) -> "PdfiumReading | None":
    """What PDFium reads of a document that it has opened."""
    if document.media != sniff.PDF or isinstance(document, PdfDocument):
        return None
    from app.adapters.pages.pdfium import PdfiumDocument  # loaded already: it has opened the document
    from app.adapters.pages.pdfium_reading import PdfiumReading

    return PdfiumReading(document.pdfium) if isinstance(document, PdfiumDocument) else None


def _embedded(document: PdfDocument) -> Iterator[tuple[str, int, Callable[[], bytes]]]:
    from app.adapters.pages.reopened import FAILURES as OTHER_FAILURES  # pikepdf is needed only here
    from app.adapters.pages.reopened import reopened

    try:
        with reopened(document) as pdf:
            for name, attached in pdf.attachments.items():
                file = attached.get_file()
                yield attached.filename or name, _size(file), file.read_bytes
    except (*OTHER_FAILURES, Refusal):
        return  # what is damaged there hides no page: those that are pinned to pages may still be found


def _size(file: Any) -> int:
    """As its sender wrote it down, else what it takes in the document."""
    said = "/Size" in file.obj.get("/Params", {})
    return max(0, int(file.size)) if said else len(file.obj.read_raw_bytes())


def _pinned(document: pymupdf.Document) -> Iterator[tuple[str, int, Callable[[], bytes]]]:
    try:
        for page in document:
            for annotation in page.annots(types=[pymupdf.PDF_ANNOT_FILE_ATTACHMENT]):
                info = annotation.file_info
                yield str(info["filename"]), max(0, int(info["length"])), annotation.get_file
    except FAILURES as error:
        raise Refusal(DAMAGED) from error


def _box(rect: Iterable[float]) -> Row:
    x0, y0, x1, y1 = rect
    sides = (min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
    return [round(value * _MM_PER_POINT, 2) for value in sides]


def _clean(text: str, longest: int) -> str:
    """Without signs that are not seen but change what is: controls, marks of direction, halves of characters."""
    return "".join(sign for sign in text[: 2 * longest] if sign.isprintable())[:longest]
