"""The post of one day: found by an index that is made at the first question."""

from app.adapters.cache.rows import read_any, record
from app.adapters.cache.site_store import SiteStore
from app.domain.records import Document

_DAY = """substr(coalesce(json_extract(CAST(state AS TEXT), '$.scanned_at'),
    json_extract(CAST(state AS TEXT), '$.received_on')), 1, 10)"""
INDEX_POST = f"CREATE INDEX IF NOT EXISTS document_day ON document ({_DAY})"
LAST_DAY = f"SELECT max({_DAY}) FROM document WHERE {_DAY} < ?"
POST_OF = f"SELECT state FROM document WHERE {_DAY} = ?"


def post_of_last_day(store: SiteStore, before: str) -> tuple[str, list[Document]]:
    """The last day (ISO 8601) before ``before`` on which documents came, "" if there is none, and these documents."""
    store.ensure_index(INDEX_POST)
    with store.read() as connection:
        (day,) = connection.execute(LAST_DAY, (before,)).fetchone()
        states = connection.execute(POST_OF, (day,)).fetchall() if day else []
    return day or "", [record(Document, read_any(state)) for (state,) in states]
