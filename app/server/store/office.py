"""A site's records in the database, as deciding asks for them: nothing is held in memory."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from app.domain.log import BodyLine, bytes_of
from app.domain.office import Versioned
from app.domain.records import CaseFile, Document, Record
from app.server.store.tables import records

LONGEST_KEY = 200
"""Characters of a provider's or item's name that are looked up by; the rest is compared afterwards."""

Run = Callable[[Select[Any]], Sequence[Row[Any]]]


class SqlOffice:
    """``run`` executes a query: in the transaction of who decides, or each for itself."""

    def __init__(self, site: str, run: Run) -> None:
        self._site = site
        self._run = run

    def get(self, kind: str, id: str) -> Versioned | None:
        line = self.line(kind, id)
        return None if line is None else Versioned(line.version, line.record())

    def line(self, kind: str, id: str) -> BodyLine | None:
        """The record's newest line."""
        return next(iter(self._lines(records.c.kind == kind, records.c.id == id)), None)

    def all(self, kind: str) -> Iterator[Record]:
        for line in self._lines(records.c.kind == kind, records.c.living):
            yield _record(line)

    def case_by_number(self, case_number: str) -> CaseFile | None:
        found = self._lines(records.c.case_number == case_number[:LONGEST_KEY], records.c.kind == CaseFile.kind)
        cases = [record for line in found if isinstance(record := line.record(), CaseFile)]
        return next((case for case in reversed(cases) if case.case_number == case_number), None)

    def document_with_bytes(self, sha256: str) -> Document | None:
        found = map(_record, self._lines(records.c.sha256 == sha256, records.c.kind == Document.kind, limit=1))
        return next((record for record in found if isinstance(record, Document)), None)

    def documents_of_item(self, provider: str, item: str) -> tuple[Document, ...]:
        named = (records.c.item == item[:LONGEST_KEY], records.c.provider == provider[:LONGEST_KEY])
        found = map(_record, self._lines(*named, records.c.kind == Document.kind))
        documents = (record for record in found if isinstance(record, Document))
        return tuple(doc for doc in documents if (doc.provider, doc.item) == (provider, item))

    def _lines(self, *conditions: ColumnElement[bool], limit: int | None = None) -> list[BodyLine]:
        query = select(records.c.line).where(records.c.site == self._site, *conditions)
        rows = self._run(query.order_by(records.c.born, records.c.place).limit(limit))
        return [BodyLine.from_json(json.loads(row.line)) for row in rows]


class HeldOffice(SqlOffice):
    """For one decision, under the site's lock: nothing changes meanwhile, so what was asked once is known."""

    def __init__(self, site: str, run: Run) -> None:
        super().__init__(site, run)
        self._known: dict[tuple[str, str], BodyLine | None] = {}

    def line(self, kind: str, id: str) -> BodyLine | None:
        if (kind, id) not in self._known:
            self._known[kind, id] = super().line(kind, id)
        return self._known[kind, id]

    def bytes_stay(self, line: BodyLine) -> bool:
        """Whether the record, which was asked for, named the same bytes before."""
        before = self._known.get((line.kind, line.id))
        return before is not None and set(bytes_of(before.state or {})) == set(bytes_of(line.state or {}))


def _record(line: BodyLine) -> Record:
    record = line.record()
    if record is None:
        raise ValueError("a living record has a state")
    return record
