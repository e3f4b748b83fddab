"""Printing and export: documents, pages or a selection of a file as one PDF, noted as an access.

The access is written down before the file appears under its name: nothing leaves unrecorded.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.actions import RecordAccess
from app.domain.cache import Cache
from app.domain.central import Central
from app.domain.errors import NotAllowed
from app.domain.ids import new_id
from app.domain.page_sets import originals_of, own_original, sheets_of
from app.domain.pages import NotesSheet, PageReader, PdfPart, PlacedMark
from app.domain.records import EXPORT, NOTE, Access, Document, Mark
from app.domain.texts import _
from app.services.fetch_page import (
    cached_page,
    check_page,
    fetch_bytes,
    fetch_original,
    fetch_page,
    known_document,
)
from app.services.whole_file import file_errors, nothing_left, publish, unfinished


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document, or pages of it (from 1, in this order)."""

    document: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be made. ``what`` is ``EXPORT`` or ``PRINT``; ``by`` the worker's id.

    ``marks``: highlights, notes and stamps are drawn on the pages, and the texts of notes follow each document.
    ``passwords``: of protected documents, by their id.
    """

    wanted: Sequence[Wanted]
    by: str
    what: str = EXPORT
    marks: bool = True
    passwords: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exported:
    """``pictures``: pages that could only be taken over as a picture; ``unreadable``: those that nothing could read,
    a sheet in their place says so. ``data``: the PDF where no target was named."""

    pages: int
    pictures: int = 0
    unreadable: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class _Planned:
    site: str
    document: Document
    pages: tuple[int, ...]
    part: Wanted


def export_documents(
    central: Callable[[], Central],
    cache: Cache,
    reader: PageReader,
    order: Order,
    target: Path | None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """One PDF at ``target``, or (None) as bytes, for printing. ``progress`` is told (pages done, all pages).

    ``reader`` should be one of its own. Raises ``InterruptedError`` when it was cancelled, ``WrongUse``,
    ``DocumentUnreadable`` (also for a full disk), ``NotAllowed``, ``CentreUnreachable``; no file is left then.
    """
    planned = [_plan(cache, wanted) for wanted in order.wanted]
    total = sum(len(plan.pages) for plan in planned)

    def parts() -> Iterator[PdfPart | NotesSheet]:
        for plan in planned:
            yield from _parts(central, cache, plan, order)

    def told(done: int) -> None:
        if progress is not None:
            progress(done, total)

    aside = None if target is None else unfinished(target)
    written = reader.write_pdf(parts(), aside, told, cancelled)
    with nothing_left(aside):
        _record(cache, planned, order)
        if target is not None and aside is not None:
            publish(aside, target)
    return Exported(written.pages, written.pictures, written.unreadable, written.data)


def save_original(
    central: Callable[[], Central], cache: Cache, document_id: str, target: Path, by: str
) -> None:
    """The document's file as it came, byte by byte, at ``target``; noted as an access.

    Raises ``StorageFull``, ``NotAllowed``, ``WrongUse``, ``CentreUnreachable``, ``StoreDamaged``; no file is left then.
    """
    plan = _plan(cache, Wanted(document_id))
    data = fetch_original(central, cache, document_id).data
    aside = unfinished(target)
    with nothing_left(aside):
        with file_errors():
            aside.write_bytes(data)
        _record(cache, [plan], Order(wanted=[plan.part], by=by))
        publish(aside, target)


def save_attachment(
    central: Callable[[], Central], cache: Cache, reader: PageReader, order: Order, index: int, target: Path
) -> None:
    """A file inside the one document of the order, byte by byte, at ``target``; noted as an access to the document.

    Raises as ``save_original`` does, and ``DocumentUnreadable``.
    """
    plan = _plan(cache, order.wanted[0])
    original = fetch_bytes(central, cache, originals_of(plan.document)[0]).data
    data = reader.attachment(original, index, order.passwords.get(plan.document.id))
    aside = unfinished(target)
    with nothing_left(aside):
        with file_errors():
            aside.write_bytes(data)
        _record(cache, [plan], order)
        publish(aside, target)


def record_access(cache: Cache, order: Order) -> None:
    """Note the access without making a file (printed from the screen's own pages). Raises ``NotAllowed``."""
    _record(cache, [_plan(cache, wanted) for wanted in order.wanted], order)


def _plan(cache: Cache, wanted: Wanted) -> _Planned:
    site, document = known_document(cache, wanted.document)
    for page in wanted.pages:
        check_page(document, page)
    return _Planned(site, document, wanted.pages or tuple(range(1, max(1, document.pages) + 1)), wanted)


def _parts(
    central: Callable[[], Central], cache: Cache, plan: _Planned, order: Order
) -> Iterator[PdfPart | NotesSheet]:
    document = plan.document
    placed = _placed(cache, plan) if order.marks else ()
    password = order.passwords.get(document.id)
    if _page_by_page(cache, plan):
        for page in plan.pages:
            fetched = fetch_page(central, cache, document.id, page)
            marks = tuple(_moved(mark, fetched.page) for number, mark in placed if number == page)
            yield PdfPart(fetched.data, (fetched.page,), (document.rotation + fetched.turn) % 360, marks, password)
    else:
        data = fetch_original(central, cache, document.id).data
        yield PdfPart(data, plan.pages, document.rotation, tuple(mark for _page, mark in placed), password)
    notes = tuple(
        (entry.number, _caption(cache, entry.mark, page), entry.mark.text) for page, entry in placed if entry.number
    )
    if notes:
        title = document.title or document.document_type or _("Dokument")
        yield NotesSheet(_("Notizen zu „{title}“").format(title=title), notes)


def _page_by_page(cache: Cache, plan: _Planned) -> bool:
    """Few pages of a large document are fetched alone; for most of it one read of the original is cheaper."""
    original = own_original(plan.document)
    if original is None:
        return True
    if not original.pack:
        return False
    if 2 * len(plan.pages) <= original.pages:
        return True
    return all(cached_page(cache, original, page) is not None for page in plan.pages)


def _placed(cache: Cache, plan: _Planned) -> tuple[tuple[int, PlacedMark], ...]:
    """(page of the document, mark) on the pages that are wanted; notes are numbered in the order of the pages."""
    placed = []
    number = 0
    sheets = enumerate(sheets_of(plan.document), start=1)
    places = {(sheet.original, sheet.page): page for page, sheet in sheets}
    for mark, _version in cache.marks(plan.document.id):
        page = places.get((mark.document, mark.page), 0)
        if page in plan.pages:
            number += mark.shape == NOTE
            placed.append((page, PlacedMark(mark, number if mark.shape == NOTE else 0)))
    return tuple(placed)


def _moved(placed: PlacedMark, page: int) -> PlacedMark:
    return replace(placed, mark=replace(placed.mark, page=page))


def _caption(cache: Cache, mark: Mark, page: int) -> str:
    found = cache.worker(mark.by)
    return _("Seite {page}, {author}, {date}").format(
        page=page,
        author=found[1].name if found else mark.by,
        date=f"{mark.at[8:10]}.{mark.at[5:7]}.{mark.at[:4]}",
    )


def _record(cache: Cache, planned: Sequence[_Planned], order: Order) -> None:
    """One access a site; the pages are named when it is about one document."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for site in dict.fromkeys(plan.site for plan in planned):
        here = [plan for plan in planned if plan.site == site]
        access = Access(
            id=new_id(),
            what=order.what,
            documents=tuple(dict.fromkeys(plan.document.id for plan in here)),
            pages=here[0].part.pages if len(here) == 1 else (),
            by=order.by,
            at=at,
        )
        refused = cache.enqueue(RecordAccess(site=site, by=order.by, acted_at=at, access=access))
        if refused is not None:
            raise NotAllowed(refused.title, refused.advice, code=refused.code)
