"""Full text of unfiled and recent documents, fetched in the background so that search finds it."""

import json
from collections.abc import Callable, Mapping

import zstandard

from app.domain.cache import Cache
from app.domain.central import TEXTS, Central
from app.domain.errors import StoreDamaged
from app.domain.office import Office
from app.domain.page_sets import originals_of, sheets_of
from app.domain.records import Document
from app.domain.rules.pages import original_in
from app.domain.rules.ruling import record_in

AT_ONCE = 200
LARGEST = 64 << 20
"""Bytes of one document's text at most; more is not text."""


def fetch_texts(
    central: Central, cache: Cache, limit: int = AT_ONCE, cancelled: Callable[[], bool] = lambda: False
) -> int:
    """Bring up to ``limit`` texts into the cache; how many it were (0: all are here). Raises ``CentreUnreachable``."""
    missing = cache.missing_texts(limit)
    for number, (site, document_id, sha256) in enumerate(missing):
        if cancelled():
            return number
        text = text_of(central, site, sha256) if sha256 else _text_by_pages(central, cache, site, document_id)
        cache.keep_text(document_id, text)
    return len(missing)


def _text_by_pages(central: Central, cache: Cache, site: str, document_id: str) -> tuple[str, ...]:
    """The text of a document that has pages of several originals, as the centre knows it."""
    _position, office = cache.office(site)
    document = record_in(office, Document, document_id)
    return () if document is None else text_of_document(central, site, office, document)


def text_of_document(central: Central, site: str, office: Office, document: Document) -> tuple[str, ...]:
    """The text of each page that the document shows, of whichever original it is."""
    known = {id_: original_in(office, id_) for id_ in originals_of(document)}
    texts = {id_: text_of(central, site, one.sha256) for id_, one in known.items() if one is not None and one.has_text}
    return text_by_pages(document, texts)


def text_by_pages(document: Document, texts: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The text of each of the document's pages; ``texts`` are those of the originals, by their id."""
    return tuple(next(iter(texts.get(one.original, ())[one.page - 1 : one.page]), "") for one in sheets_of(document))


def text_of(central: Central, site: str, sha256: str) -> tuple[str, ...]:
    """The text of each page; nothing where the centre has none that can be read, so that it is not asked for again."""
    try:
        if not central.has(site, TEXTS, sha256):
            return ()
        packed = central.read(site, TEXTS, sha256)
        pages = json.loads(zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST))
    except (StoreDamaged, zstandard.ZstdError, ValueError):
        return ()
    return tuple(str(page) for page in pages) if isinstance(pages, list) else ()
