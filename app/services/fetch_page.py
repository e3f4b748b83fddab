"""The bytes of a page: out of the local cache, else one ranged read at the centre."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.cache import Cache
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, PACKS, Central
from app.domain.errors import DocumentUnreadable, StorageFull, StoreDamaged, WrongUse
from app.domain.records import Document
from app.domain.texts import _, ngettext

WHOLE = 0
"""The page number under which a whole document is kept."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """``data`` is a PDF of that one page, or the whole original (``whole``); then the page is number ``page`` in it.

    ``wire_bytes`` came from the centre, 0 for a cached page.
    """

    data: bytes
    media: str
    page: int
    whole: bool
    wire_bytes: int
    document: Document


def fetch_page(central: Callable[[], Central], cache: Cache, document_id: str, page: int) -> FetchedPage:
    """Page ``page`` (from 1) of a document; ``central`` is asked for only when the page is not here.

    Raises ``WrongUse``, ``CentreUnreachable``, ``StoreDamaged``.
    """
    site, document = known_document(cache, document_id)
    check_page(document, page)
    cached = cached_page(cache, document, page)
    if cached is not None:
        return cached
    number = page if document.pack else WHOLE
    centre = central()
    data = _read_packed(centre, site, document, page) if document.pack else _read_whole(centre, site, document)
    _keep(cache, document_id, number, data)
    return _page(document, data, page, wire_bytes=len(data))


def cached_page(cache: Cache, document: Document, page: int) -> FetchedPage | None:
    """The page if it is here already: needs no centre."""
    data = cache.page_bytes(document.id, page if document.pack else WHOLE)
    return None if data is None else _page(document, data, page, wire_bytes=0)


def fetch_original(central: Callable[[], Central], cache: Cache, document_id: str) -> FetchedPage:
    """The whole original, its SHA-256 checked."""
    site, document = known_document(cache, document_id)
    data = None if document.pack else cache.page_bytes(document_id, WHOLE)
    if data is not None:
        return FetchedPage(data, document.media, 1, True, 0, document)
    data = _read_whole(central(), site, document)
    return FetchedPage(data, document.media, 1, True, len(data), document)


def check_page(document: Document, page: int) -> None:
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
    return found[0], found[2]


def _page(document: Document, data: bytes, page: int, wire_bytes: int) -> FetchedPage:
    if document.pack:
        return FetchedPage(data, "pdf", 1, False, wire_bytes, document)
    return FetchedPage(data, document.media, page, True, wire_bytes, document)


def _read_packed(central: Central, site: str, document: Document, page: int) -> bytes:
    if page > len(document.pack):
        raise DocumentUnreadable(_("Diese Seite fehlt im Seitenpaket des Dokuments."), _("Öffnen Sie das Original."))
    offset, length = document.pack[page - 1]
    data = central.read(site, PACKS, document.sha256, offset, length)
    if len(data) != length or not data.startswith(b"%PDF"):
        raise _damaged()
    return data


def _read_whole(central: Central, site: str, document: Document) -> bytes:
    data = central.read(site, ORIGINALS, document.sha256)
    if sha256_hex(data) != document.sha256:
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
