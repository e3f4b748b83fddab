"""What was filed since a day: found by an index that is made at the first question."""

from typing import Any

import msgspec

from app.adapters.cache.site_store import SiteStore
from app.domain.cache import FilingRow
from app.domain.records import FILED, Document
from app.domain.rules.lead import first_filing

_FILED_AT = "json_extract(CAST(state AS TEXT), '$.filed_at')"
_FIRST = f"coalesce(json_extract(CAST(state AS TEXT), '$.first_filed_at'), {_FILED_AT})"
_BY_SOMEBODY = f"{_FILED_AT} IS NOT NULL"
INDEX_FILED = f"CREATE INDEX IF NOT EXISTS document_filed ON document ({_FIRST}) WHERE {_BY_SOMEBODY}"
FILED_SINCE = f"SELECT state FROM document WHERE {_BY_SOMEBODY} AND {_FIRST} >= ? ORDER BY {_FIRST}"


class _Filed(msgspec.Struct, gc=False):
    """Same names and defaults as ``Document``."""

    id: str
    channel: str = "letter"
    received_on: str = ""
    team: str = ""
    filed_by: str = ""
    filed_at: str = ""
    first_filed_by: str = ""
    first_filed_at: str = ""


_read = msgspec.json.Decoder(_Filed).decode


def filed_since(store: SiteStore, since: str, hidden: frozenset[str]) -> list[FilingRow]:
    """Confirmed filings from that day on (ISO date, UTC), oldest first; the documents ``hidden`` are left out."""
    store.ensure_index(INDEX_FILED)
    with store.read() as connection:
        found: list[tuple[Any]] = connection.execute(FILED_SINCE, (since,)).fetchall()
    read = (_read(state) for (state,) in found)
    return [_row(store.site, one) for one in read if one.id not in hidden]


def filing_of(site: str, document: Document, since: str) -> FilingRow | None:
    """The same of a record that is at hand (a document with waiting actions)."""
    if document.state_of_work != FILED or not document.filed_at or first_filing(document)[1] < since:
        return None
    return _row(site, msgspec.convert(document, _Filed, from_attributes=True))


def _row(site: str, one: _Filed) -> FilingRow:
    by, at = first_filing(one)
    return FilingRow(one.id, site, one.received_on, at, by, one.channel, one.team)
