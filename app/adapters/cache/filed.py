"""What was filed since a day: read from an index alone, which is made at the first question.

A town files thousands of documents in two months, which lie all over the file; the index has them side by side.
"""

from typing import Any

from app.adapters.cache.site_store import SiteStore
from app.domain.cache import FilingRow
from app.domain.records import FILED, Document
from app.domain.rules.lead import first_filing


def _field(name: str) -> str:
    return f"json_extract(CAST(state AS TEXT), '$.{name}')"


_AT = f"coalesce({_field('first_filed_at')}, {_field('filed_at')})"
_BY = f"CASE WHEN {_field('first_filed_at')} IS NULL THEN {_field('filed_by')} ELSE {_field('first_filed_by')} END"
_COLUMNS = ", ".join((_AT, _field("id"), _field("received_on"), _BY, _field("channel"), _field("team")))
_BY_SOMEBODY = f"{_field('filed_at')} IS NOT NULL"
INDEX_FILED = f"CREATE INDEX IF NOT EXISTS document_filed ON document ({_COLUMNS}) WHERE {_BY_SOMEBODY}"
FILED_SINCE = f"SELECT {_COLUMNS} FROM document WHERE {_BY_SOMEBODY} AND {_AT} >= ? ORDER BY {_AT}"
_CHANNEL = Document(id="", sha256="").channel
"""Fields equal to their default are not in a stored state."""


def filed_since(store: SiteStore, since: str, hidden: frozenset[str]) -> list[FilingRow]:
    """Confirmed filings from that day on (ISO date, UTC), oldest first; the documents ``hidden`` are left out."""
    store.ensure_index(INDEX_FILED)
    site = store.site
    with store.read() as connection:
        found: list[tuple[Any, ...]] = connection.execute(FILED_SINCE, (since,)).fetchall()
    return [
        FilingRow(id_, site, received or "", at, by, channel or _CHANNEL, team or "")
        for at, id_, received, by, channel, team in found
        if by and id_ not in hidden  # what came filed and was moved was filed by nobody
    ]


def filing_of(site: str, document: Document, since: str) -> FilingRow | None:
    """The same of a record that is at hand (a document with waiting actions)."""
    by, at = first_filing(document)
    if document.state_of_work != FILED or not by or at < since:
        return None
    return FilingRow(document.id, site, document.received_on, at, by, document.channel, document.team)
