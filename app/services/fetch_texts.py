"""Full text of unfiled and recent documents, fetched in the background so that search finds it."""

import json
from collections.abc import Callable

import zstandard

from app.domain.cache import Cache
from app.domain.central import TEXTS, Central
from app.domain.errors import StoreDamaged

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
        cache.keep_text(document_id, text_of(central, site, sha256))
    return len(missing)


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
