"""The confirmed records of a site as an office, for deciding: here on trial, or for good on a folder store."""

from collections.abc import Iterator
from typing import Any

from app.adapters.cache.rows import key_of, read_any, record
from app.adapters.cache.site_store import SiteStore
from app.domain.office import Versioned
from app.domain.records import CaseFile, Document, Record, record_of

_SHA256 = "json_extract(CAST(state AS TEXT), '$.sha256')"
_ITEM = "json_extract(CAST(state AS TEXT), '$.item')"
_LOOK_UPS = (
    f"CREATE INDEX IF NOT EXISTS document_sha256 ON document ({_SHA256})",
    f"CREATE INDEX IF NOT EXISTS document_item ON document ({_ITEM})",
)
"""Only who receives deliveries asks this way, so these are made at the first question and not at every first fill."""


class SiteOffice:
    """Every answer is of the file's newest state."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store
        self._can_look_up = False

    def get(self, kind: str, id: str) -> Versioned | None:
        with self._store.read() as connection:
            found = None
            if kind == Document.kind:
                statement = "SELECT version, state FROM document WHERE key = ?"
                found = connection.execute(statement, (key_of(id),)).fetchone()
            elif kind == CaseFile.kind:
                statement = "SELECT version, state FROM case_file WHERE version > 0 AND id = ?"
                found = connection.execute(statement, (id,)).fetchone()
            if found is None:
                statement = "SELECT version, state FROM record WHERE kind = ? AND id = ?"
                found = connection.execute(statement, (kind, id)).fetchone()
        if found is None:
            return None
        version, state = found
        return Versioned(version, None if state is None else record_of(kind, read_any(state)))

    def all(self, kind: str) -> Iterator[Record]:
        if kind in (Document.kind, CaseFile.kind):
            yield from self._big(kind)
            return
        for state in self._store.states(kind):
            yield record_of(kind, state)

    def case_by_number(self, case_number: str) -> CaseFile | None:
        statement = "SELECT state FROM case_file WHERE case_number = ? AND state IS NOT NULL ORDER BY row DESC LIMIT 1"
        with self._store.read() as connection:
            found = connection.execute(statement, (case_number,)).fetchone()
        return None if found is None else record(CaseFile, read_any(found[0]))

    def document_with_bytes(self, sha256: str) -> Document | None:
        found = self._look_up(f"SELECT state FROM document WHERE {_SHA256} = ? ORDER BY row", sha256)
        # Who came later with the same bytes says so.
        return next((document for document in found if not document.duplicate_of), found[0] if found else None)

    def documents_of_item(self, provider: str, item: str) -> tuple[Document, ...]:
        if not item:
            return ()
        found = self._look_up(f"SELECT state FROM document WHERE {_ITEM} = ? ORDER BY row", item)
        return tuple(document for document in found if document.provider == provider)

    def _look_up(self, statement: str, value: str) -> list[Document]:
        if not self._can_look_up:
            with self._store.database.write() as connection:
                for index in _LOOK_UPS:
                    connection.execute(index)
            self._can_look_up = True
        with self._store.read() as connection:
            found = connection.execute(statement, (value,)).fetchall()
        return [record(Document, read_any(state)) for (state,) in found]

    def _big(self, kind: str) -> Iterator[Record]:
        table = "document" if kind == Document.kind else "case_file"
        with self._store.read() as connection:
            rows: list[Any] = connection.execute(f"SELECT state FROM {table} WHERE state IS NOT NULL").fetchall()
        for (state,) in rows:
            yield record_of(kind, read_any(state))
