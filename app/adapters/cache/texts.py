"""Full text of unfiled and recent documents: kept, and part of the search index."""

from app.adapters.cache.rows import key_of, read_any, read_filled, write_any
from app.adapters.cache.site_store import SiteStore
from app.adapters.cache.writing import CaseRows, all_terms, write_words


def missing_texts(store: SiteStore, limit: int) -> list[tuple[str, str, str]]:
    """(site, document id, sha256) of documents whose text is wanted and not here yet."""
    with store.read() as connection:
        rows = connection.execute("SELECT id, sha256 FROM text_wanted LIMIT ?", (limit,)).fetchall()
    return [(store.site, id_, sha256) for id_, sha256 in rows]


def keep_text(store: SiteStore, document_id: str, pages: tuple[str, ...]) -> bool:
    """False when the document is not at this site."""
    key = key_of(document_id)
    with store.database.write() as connection:
        connection.execute("DELETE FROM text_wanted WHERE key = ?", (key,))
        found = connection.execute("SELECT row, state FROM document WHERE key = ?", (key,)).fetchone()
        if found is None:
            return False
        connection.execute("INSERT OR REPLACE INTO full_text (key, pages) VALUES (?, ?)", (key, write_any(pages)))
        row, state = found
        write_words(connection, row, all_terms(connection, CaseRows(connection), key, read_filled(state)))
    return True


def read_text(store: SiteStore, document_id: str) -> tuple[str, ...] | None:
    with store.read() as connection:
        found = connection.execute("SELECT pages FROM full_text WHERE key = ?", (key_of(document_id),)).fetchone()
    return None if found is None else tuple(read_any(found[0]))
