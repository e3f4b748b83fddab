"""The read log: who saw what, when. Written before the answer goes out; nobody's role can alter it.

Every row's hash covers the row and the hash before it, so that a row that was altered, taken out or put in shows. Rows
that wait at the same time are written in one transaction by whoever comes first.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from app.domain.canonical import canonical
from app.domain.case_number import parse_case_number
from app.domain.log import BodyLine
from app.domain.records import CaseFile, Document
from app.server.auth.clock import Clock, iso
from app.server.auth.principal import Principal
from app.server.auth.tables import read_log, read_log_end
from app.server.store.database import Database
from app.server.store.tables import records

CASE, DOCUMENT, PAGE, ORIGINAL, TEXT = "case", "document", "page", "original", "text"
PRINT, EXPORT, SEARCH_HIT, SITE, READ_LOG = "print", "export", "search-hit", "site", "read-log"
KINDS = (CASE, DOCUMENT, PAGE, ORIGINAL, TEXT, PRINT, EXPORT, SEARCH_HIT, SITE, READ_LOG)
AHEAD = "ahead"
"""Detail of texts: the program fetches them for its search, whether anybody looks or not."""
REPORTED = "reported"
"""Detail of what the person's program says was looked at out of its own cache."""

ONCE_IN = 300
"""Seconds in which the same session reading the same thing is one reading: a document's pages come one by one."""

_REMEMBERED = 50_000
_COLUMNS = ("at", "worker", "session", "site", "kind", "case_id", "document", "sha256", "detail")


@dataclass(slots=True)
class _Row:
    values: dict[str, str]
    done: bool = False
    failure: BaseException | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A row as the officer sees it."""

    number: int
    at: str
    worker: str
    site: str
    kind: str
    case: str
    document: str
    sha256: str
    detail: str


@dataclass(frozen=True, slots=True)
class Question:
    """Who saw this file, or what did this person see. Empty fields do not narrow it."""

    worker: str = ""
    case: str = ""
    """Id or case number."""
    document: str = ""
    sites: tuple[str, ...] | None = None
    """None: all."""
    since: str = ""
    until: str = ""
    """ISO 8601, UTC; ``until`` is not included."""
    before: int = 0
    """Rows older than this number: the next page of a long answer."""
    limit: int = 200


class ReadLog:
    """Safe to use from several threads and, on one database, from several processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._turn = threading.Condition()
        self._waiting: list[_Row] = []
        self._writing = False
        self._lately: OrderedDict[tuple[str, ...], int] = OrderedDict()

    def note(
        self,
        principal: Principal,
        site: str,
        kind: str,
        *,
        case: str = "",
        document: str = "",
        sha256: str = "",
        detail: str = "",
    ) -> None:
        """Returns when the row is durable; raises what kept it from being so, and then nothing may be shown.

        A document known by the SHA-256 of its bytes alone is looked up, and so is a document's case.
        """
        if not detail and site not in principal.roles and (grant := principal.grant_at(site)) is not None:
            detail = f"grant {grant.id}"
        now = self._clock()
        key = (principal.session, site, kind, case, document, sha256, detail)
        if self._read_lately(key, now):
            return
        if not case and (document or sha256):
            document, case = self._where(site, document, sha256)
        values = (iso(now), principal.worker, principal.session, site, kind, case, document, sha256, detail)
        self._write(_Row(dict(zip(_COLUMNS, values, strict=True))))
        with self._turn:
            self._lately[key] = now
            while len(self._lately) > _REMEMBERED:
                self._lately.popitem(last=False)

    def ask(self, question: Question) -> tuple[Reading, ...]:
        """Newest first."""
        query = select(read_log).order_by(read_log.c.number.desc()).limit(question.limit)
        if question.worker:
            query = query.where(read_log.c.worker == question.worker)
        if question.case:
            query = query.where(read_log.c.case_id.in_(self._cases(question.case)))
        if question.document:
            query = query.where(or_(*self._document_is(question)))
        if question.sites is not None:
            query = query.where(read_log.c.site.in_(question.sites))
        if question.since:
            query = query.where(read_log.c.at >= question.since)
        if question.until:
            query = query.where(read_log.c.at < question.until)
        if question.before:
            query = query.where(read_log.c.number < question.before)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Reading(r.number, r.at, r.worker, r.site, r.kind, r.case_id, r.document, r.sha256, r.detail) for r in rows
        )

    def end(self) -> tuple[int, str]:
        """Number and hash of the last row: noted elsewhere, they prove that nothing before was altered."""
        with self._database.read() as connection:
            row = connection.execute(select(read_log_end.c.number, read_log_end.c.hash)).one()
        return row.number, row.hash

    def first_break(self) -> int | None:
        """Number of the first row that is not as it was written (one past the last if the end is missing)."""
        with self._database.snapshot() as connection:
            last, ending = connection.execute(select(read_log_end.c.number, read_log_end.c.hash)).one()
            number, before = 0, ""
            for row in _in_order(connection):
                number += 1
                values = {name: row[name] for name in _COLUMNS}
                if row["number"] != number or row["hash"] != _hash(number, values, before):
                    return number
                before = row["hash"]
        return None if (number, before) == (last, ending) else number + 1

    # --- inside ---------------------------------------------------------------------------------------------
    def _read_lately(self, key: tuple[str, ...], now: int) -> bool:
        with self._turn:
            return now - self._lately.get(key, -ONCE_IN) < ONCE_IN

    def _write(self, row: _Row) -> None:
        with self._turn:
            self._waiting.append(row)
            self._turn.wait_for(lambda: row.done or not self._writing)
            if row.done:
                batch: list[_Row] = []
            else:
                batch, self._waiting = self._waiting, []
                self._writing = True
        if batch:
            self._write_all(batch)
        if row.failure is not None:
            raise row.failure

    def _write_all(self, batch: list[_Row]) -> None:
        failure: BaseException | None = None
        try:
            with self._database.write() as connection:
                _append(connection, [row.values for row in batch])
        except BaseException as error:  # noqa: BLE001  each of the batch raises it, this thread's row among them
            failure = error
        finally:
            with self._turn:
                for row in batch:
                    row.done, row.failure = True, failure
                self._writing = False
                self._turn.notify_all()

    def _where(self, site: str, document: str, sha256: str) -> tuple[str, str]:
        """(document, case) of what was read; what the law has deleted since has neither."""
        is_it = records.c.id == document if document else records.c.sha256 == sha256
        query = select(records.c.line).where(
            records.c.site == site, records.c.kind == Document.kind, records.c.living, is_it
        )
        with self._database.read() as connection:
            line = connection.execute(query.limit(1)).scalar()
        found = None if line is None else BodyLine.from_json(json.loads(line))
        if found is None or found.state is None:
            return document, ""
        return found.id, str(found.state.get("case", ""))

    def _cases(self, said: str) -> list[str]:
        """Ids of the case files that an id or a case number, however it is written, means."""
        number = parse_case_number(said)
        if number is None:
            return [said]
        query = select(records.c.id).where(records.c.kind == CaseFile.kind, records.c.case_number == number)
        with self._database.read() as connection:
            return [said, *connection.execute(query).scalars()]

    def _document_is(self, question: Question) -> Iterator[Any]:
        yield read_log.c.document == question.document
        query = select(records.c.sha256).where(records.c.kind == Document.kind, records.c.id == question.document)
        with self._database.read() as connection:
            for sha256 in connection.execute(query).scalars():
                if sha256:
                    yield read_log.c.sha256 == sha256


def _hash(number: int, values: dict[str, str], before: str) -> str:
    return hashlib.sha256(canonical({**values, "number": number, "before": before})).hexdigest()


def _append(connection: Connection, rows: Sequence[dict[str, str]]) -> None:
    end = select(read_log_end.c.number, read_log_end.c.hash).with_for_update()
    number, before = connection.execute(end).one()
    filled = []
    for values in rows:
        number += 1
        before = _hash(number, values, before)
        filled.append({**values, "number": number, "hash": before})
    connection.execute(insert(read_log), filled)
    connection.execute(update(read_log_end).values(number=number, hash=before))


def _in_order(connection: Connection) -> Iterator[Any]:
    query = select(read_log).order_by(read_log.c.number).execution_options(yield_per=5000)
    return iter(connection.execute(query).mappings())
