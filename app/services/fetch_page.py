"""The bytes of a page: out of the local cache, else one ranged read at the centre."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.cache import Cache
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, Central
from app.domain.errors import DocumentUnreadable, StorageFull, StoreDamaged, WrongUse
from app.domain.page_sets import own_original, sheet_of
from app.domain.records import MERGED, Document, Original
from app.domain.texts import _, ngettext

WHOLE = 0
"""The page number under which a whole document is kept."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """``data`` is a PDF of that one page, or the whole original (``whole``); then the page is number ``page`` in it.

    ``wire_bytes`` came from the centre, 0 for a cached page. ``turn``: degrees clockwise that the document has it
    turned, besides the document's own rotation.
    """

    data: bytes
    media: str
    page: int
    whole: bool
    wire_bytes: int
    original: Original
    turn: int = 0


def fetch_page(central: Callable[[], Central], cache: Cache, document_id: str, page: int) -> FetchedPage:
    """Page ``page`` (from 1) of a document; ``central`` is asked for only when the page is not here.

    Raises ``WrongUse``, ``CentreUnreachable``, ``StoreDamaged``.
    """
    site, document = known_document(cache, document_id)
    check_page(document, page)
    sheet, own = sheet_of(document, page), own_original(document)
    if own is not None:
        return _fetch(central, cache, site, own, page)
    return replace(fetch_sheet(central, cache, sheet.original, sheet.page), turn=sheet.turn)


def fetch_sheet(central: Callable[[], Central], cache: Cache, original_id: str, page: int) -> FetchedPage:
    """Page ``page`` (from 1) of an original, whichever document has it now. Raises as ``fetch_page`` does."""
    site, original = known_original(cache, original_id)
    check_page(original, page)
    return _fetch(central, cache, site, original, page)


def _fetch(central: Callable[[], Central], cache: Cache, site: str, original: Original, page: int) -> FetchedPage:
    cached = cached_page(cache, original, page)
    if cached is not None:
        return cached
    number = page if original.pack else WHOLE
    centre = central()
    data = _read_packed(centre, site, original, page) if original.pack else _read_whole(centre, site, original)
    _keep(cache, original.id, number, data)
    return _page(original, data, page, wire_bytes=len(data))


def cached_page(cache: Cache, original: Original, page: int) -> FetchedPage | None:
    """The page if it is here already: needs no centre."""
    data = cache.page_bytes(original.id, page if original.pack else WHOLE)
    return None if data is None else _page(original, data, page, wire_bytes=0)


def fetch_original(central: Callable[[], Central], cache: Cache, document_id: str) -> FetchedPage:
    """The whole file that a document is, its SHA-256 checked.

    Raises ``WrongUse`` (also where it is no file: its pages were arranged), ``CentreUnreachable``, ``StoreDamaged``.
    """
    _site, document = known_document(cache, document_id)
    if own_original(document) is None:
        raise WrongUse(
            _("Die Seiten dieses Dokuments wurden neu geordnet; es gibt keine einzelne Datei, die es ist."),
            _("Speichern Sie es als PDF, oder holen Sie es Seite für Seite."),
            code="arranged",
        )
    return fetch_bytes(central, cache, document_id)


def fetch_bytes(central: Callable[[], Central], cache: Cache, original_id: str) -> FetchedPage:
    """The whole of an original, with pages that may be other documents' now; its SHA-256 checked."""
    site, original = known_original(cache, original_id)
    data = None if original.pack else cache.page_bytes(original_id, WHOLE)
    if data is not None:
        return FetchedPage(data, original.media, 1, True, 0, original)
    data = _read_whole(central(), site, original)
    return FetchedPage(data, original.media, 1, True, len(data), original)


def check_page(document: Document | Original, page: int) -> None:
    """Raises ``WrongUse`` for a page that the document does not have."""
    if not 1 <= page <= max(1, document.pages):
        raise WrongUse(
            ngettext(
                "Die Seite {page} gibt es nicht: Das Dokument hat nur eine Seite.",
                "Die Seite {page} gibt es nicht: Das Dokument hat {pages} Seiten.",
                document.pages,
            ).format(page=page, pages=document.pages),
            _("Nennen Sie eine Seite, die es gibt."),
        )


def known_document(cache: Cache, document_id: str) -> tuple[str, Document]:
    """(site, record) as shown. Raises ``WrongUse``."""
    found = cache.document(document_id)
    if found is None:
        raise WrongUse(
            _("Dieses Dokument gibt es nicht."),
            _("Prüfen Sie die Nummer; „esozialakte find“ und „esozialakte list“ nennen sie."),
            code="unknown-document",
        )
    if found[2].state_of_work == MERGED:
        raise WrongUse(
            _("Die Seiten dieses Dokuments liegen jetzt in einem anderen."),
            _("Seine Nummer ist {document}.").format(document=found[2].merged_into),
            code="merged",
        )
    return found[0], found[2]


def known_original(cache: Cache, original_id: str) -> tuple[str, Original]:
    """(site, facts) of the bytes that a document brought. Raises ``WrongUse``."""
    found = cache.original(original_id)
    if found is None:
        raise WrongUse(
            _("Dieses Dokument gibt es nicht."),
            _("Prüfen Sie die Nummer; „esozialakte find“ und „esozialakte list“ nennen sie."),
            code="unknown-document",
        )
    return found


def _page(original: Original, data: bytes, page: int, wire_bytes: int) -> FetchedPage:
    if original.pack:
        return FetchedPage(data, "pdf", 1, False, wire_bytes, original)
    return FetchedPage(data, original.media, page, True, wire_bytes, original)


def _read_packed(central: Central, site: str, original: Original, page: int) -> bytes:
    if page > len(original.pack):
        raise DocumentUnreadable(_("Diese Seite fehlt im Seitenpaket des Dokuments."), _("Öffnen Sie das Original."))
    offset, length = original.pack[page - 1]
    data = central.read(site, PACKS, original.sha256, offset, length)
    if len(data) != length or not data.startswith(b"%PDF"):
        raise _damaged()
    return data


def _read_whole(central: Central, site: str, original: Original) -> bytes:
    data = central.read(site, ORIGINALS, original.sha256)
    if sha256_hex(data) != original.sha256:
        raise _damaged()
    return data


def _damaged() -> StoreDamaged:
    return StoreDamaged(
        _("Das Dokument ist in der Zentrale beschädigt."),
        _("Bitte melden Sie das der Administration; „esozialakte verify“ nennt alle beschädigten Dokumente."),
    )


def _keep(cache: Cache, document_id: str, page: int, data: bytes) -> None:
    try:
        cache.keep_page(document_id, page, data)
    except StorageFull:
        # The page can be shown all the same; it is only not here the next time.
        return
