"""The confirmed records of one site: what the centre's log says up to a position. Only fill and apply change them."""

import threading
from bisect import insort
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.adapters.cache.case_index import CaseIndex
from app.adapters.cache.database import Database
from app.adapters.cache.migrate import migrate
from app.adapters.cache.rows import (
    INBOX_END,
    ROWS_OF_A_CASE,
    CaseNames,
    ShownCase,
    case_name,
    document_row,
    inbox_order,
    is_replaced,
    key_of,
    no_collection,
    read_any,
    read_case,
    read_shown,
)
from app.adapters.cache.writing import PUT_META, LineWriter
from app.domain.cache import DocumentRow, Touched
from app.domain.codec import Json
from app.domain.log import Commit
from app.domain.records import FILED, INBOX

BATCH = 5_000
"""Body lines in one transaction at most (a commit is never split)."""
FOLLOWED = 1_000
"""Documents of a batch up to which the kept inbox is changed instead of read anew."""


MARKS = """SELECT version, state FROM record WHERE kind = 'mark' AND state IS NOT NULL
    AND json_extract(CAST(state AS TEXT), '$.document') = ?"""


_SCANNED = "json_extract(CAST(state AS TEXT), '$.scanned_at')"
_UNCHECKED = """json_extract(CAST(state AS TEXT), '$.destroyed_at') IS NULL
    AND json_extract(CAST(state AS TEXT), '$.checked_at') IS NULL
    AND json_extract(CAST(state AS TEXT), '$.item') > ''"""
_SHOWN = "json_extract(CAST(state AS TEXT), '$.merged_into') IS NULL"
INDEX_PAPERS = f"CREATE INDEX IF NOT EXISTS document_paper ON document ({_SCANNED}) WHERE {_UNCHECKED}"
"""Made at the first question, so that a first fill does not wait for what is asked now and then."""
PAPERS_DUE = f"""SELECT version, state FROM document
    WHERE {_UNCHECKED} AND {_SHOWN} AND {_SCANNED} >= ? AND {_SCANNED} < ?
    ORDER BY {_SCANNED} LIMIT ?"""
MOST_DUE = 2_000

LIVING = "state IS NOT NULL"
_ENDED = ("done_at", "seen_at", "arrived_at", "removed")
OPEN = " AND ".join((LIVING, *(f"json_extract(CAST(state AS TEXT), '$.{field}') IS NULL" for field in _ENDED)))
VERSIONS = f"SELECT id, version, state FROM record WHERE kind = ? AND {LIVING}"
VERSIONS_OPEN = f"SELECT id, version, state FROM record WHERE kind = ? AND {OPEN}"
INDEX_OPEN = f"CREATE INDEX IF NOT EXISTS record_open ON record (kind) WHERE {OPEN}"


class SiteStore:
    """Readers see one state of the file; the index over the cases is kept in memory until cases change."""

    def __init__(self, site: str, path: Path, key: bytes) -> None:
        self.site = site
        self.database = Database(path, key, durable=False)
        migrate(self.database, "site")
        self._lock = threading.Lock()
        self._names: tuple[str, CaseNames] = ("", {})
        self._index: tuple[str, CaseIndex] | None = None
        self._inbox: tuple[tuple[str, str], list[DocumentRow]] | None = None
        self._indexed: set[str] = set()

    @contextmanager
    def read(self) -> Iterator[Any]:
        with self.database.read() as connection:
            yield connection

    def close(self) -> None:
        self.database.close()

    # --- where we are ------------------------------------------------------------------------------------------
    def meta(self, name: str) -> str:
        with self.read() as connection:
            return _meta(connection, name)

    def position(self) -> int:
        return int(self.meta("position") or 0)

    # --- taking in ---------------------------------------------------------------------------------------------
    def apply(self, commits: Iterable[Commit]) -> tuple[Touched, set[str]]:
        """Take in commits; also the ids of their actions. Commits that are known already are passed over."""
        documents: set[str] = set()
        cases: set[str] = set()
        others: set[str] = set()
        actions: set[str] = set()
        for batch in _batches(commits):
            with self.database.write() as connection:
                writer = LineWriter(connection)
                inbox_before = _inbox_state(connection)
                position = int(_meta(connection, "position") or 0)
                for commit in batch:
                    actions.add(commit.head.action)
                    if commit.head.number <= position:
                        continue
                    if commit.head.number != position + 1:
                        raise ValueError(f"commit {commit.head.number} does not follow {position}")
                    for line in commit.body:
                        writer.write(line)
                    position = commit.head.number
                writer.finish()
                last = batch[-1].head
                if last.number == position:
                    rows = (("position", str(position)), ("head_hash", last.hash()))
                    connection.executemany(PUT_META, rows)
            with self.read() as connection:
                self._follow(connection, inbox_before, str(position), writer.documents)
            documents |= writer.documents
            cases |= writer.cases
            others |= writer.others
        return Touched(frozenset(documents), frozenset(cases), frozenset(others)), actions

    # --- cases -------------------------------------------------------------------------------------------------
    def names(self, connection: Any) -> CaseNames:
        """Number and applicant of every case, as ``connection`` sees them."""
        revision = _meta(connection, "cases_revision")
        known, names = self._names
        if known != revision or not revision:
            names = {case.id: case_name(case) for _, case in _all_cases(connection)}
            self._names = (revision, names)
        return names

    def index(self, connection: Any) -> CaseIndex:
        """The search index over the cases, made when it is asked for and cases have changed."""
        revision = _meta(connection, "cases_revision")
        with self._lock:
            if self._index is None or self._index[0] != revision or not revision:
                with no_collection():
                    self._index = (revision, CaseIndex(_all_cases(connection)))
            return self._index[1]

    @staticmethod
    def case_state(connection: Any, case_id: str) -> bytes | None:
        found = connection.execute("SELECT state FROM case_file WHERE id = ?", (case_id,)).fetchone()
        return None if found is None else found[0]

    # --- documents ---------------------------------------------------------------------------------------------
    def inbox(self) -> list[DocumentRow]:
        """All unfiled documents in the order of the inbox. Not to be changed: it is kept for the next time."""
        with self.read() as connection:
            state = _inbox_state(connection)
            with self._lock:
                known = self._inbox
            if known is not None and known[0] == state:
                return known[1]
            with no_collection():
                rows = sorted(self._rows_between(connection, 0, INBOX_END - 1, frozenset()), key=inbox_order)
        with self._lock:
            self._inbox = (state, rows)
        return rows

    def case_documents(self, case_id: str, hidden: Iterable[str] = ()) -> list[DocumentRow]:
        with self.read() as connection:
            found = connection.execute("SELECT row FROM case_file WHERE id = ?", (case_id,)).fetchone()
            if found is None:
                return []
            first = found[0] << ROWS_OF_A_CASE
            return self._rows_between(connection, first, first + INBOX_END - 1, frozenset(hidden))

    def _rows_between(self, connection: Any, first: int, last: int, hidden: frozenset[str]) -> list[DocumentRow]:
        site, read = self.site, read_shown
        found = connection.execute("SELECT version, state FROM document WHERE row BETWEEN ? AND ?", (first, last))
        stored = found.fetchall()
        names = self.names(connection)
        shown = [(version, read(state)) for version, state in stored]
        if hidden:
            shown = [entry for entry in shown if entry[1].id not in hidden]
        return [document_row(site, version, entry, names, False) for version, entry in shown]

    def _follow(self, connection: Any, before: tuple[str, str], position: str, documents: set[str]) -> None:
        """Bring the kept inbox up to what a batch of commits made of it, if it was up to date before."""
        with self._lock:
            known = self._inbox
        if known is None or known[0] != before or len(documents) > FOLLOWED:
            return
        after = _inbox_state(connection)
        if after != (position, before[1]):
            return
        rows = [row for row in known[1] if row.id not in documents]
        names = self.names(connection)
        for id_ in documents:
            found = connection.execute(
                "SELECT version, state FROM document WHERE key = ? AND row < ?", (key_of(id_), INBOX_END)
            ).fetchone()
            if found is not None:
                insort(rows, document_row(self.site, found[0], read_shown(found[1]), names, False), key=inbox_order)
        with self._lock:
            self._inbox = (after, rows)

    def document_state(self, document_id: str) -> tuple[int, bytes] | None:
        """(version, state as JSON) as confirmed; None if it is not here."""
        with self.read() as connection:
            found = connection.execute(
                "SELECT version, state FROM document WHERE key = ?", (key_of(document_id),)
            ).fetchone()
        return None if found is None else (found[0], found[1])

    def marks(self, document_id: str) -> list[tuple[int, Json]]:
        """(version, state) of the marks on a document as confirmed, removed ones too."""
        with self.read() as connection:
            found = connection.execute(MARKS, (document_id,)).fetchall()
        return [(version, read_any(state)) for version, state in found]

    def papers_due(self, since: str, until: str, hidden: frozenset[str]) -> list[DocumentRow]:
        """See ``Cache.papers_due``; the documents ``hidden`` are left out."""
        self.ensure_index(INDEX_PAPERS)
        with self.read() as connection:
            found = connection.execute(PAPERS_DUE, (since, f"{until}T~", MOST_DUE)).fetchall()
            names = self.names(connection)
        shown = [(version, read_shown(state)) for version, state in found]
        return [
            document_row(self.site, version, one, names, False)
            for version, one in shown
            if one.id not in hidden and not is_replaced(one) and one.state_of_work in (INBOX, FILED)
        ]

    def ensure_index(self, statement: str) -> None:
        """Make an index (``CREATE INDEX IF NOT EXISTS ...``) for a question that is asked now and then."""
        with self._lock:
            if statement not in self._indexed:
                with self.database.write() as connection:
                    connection.execute(statement)
                self._indexed.add(statement)

    # --- the small kinds ---------------------------------------------------------------------------------------
    def states(self, kind: str) -> list[Json]:
        with self.read() as connection:
            found = connection.execute(
                "SELECT state FROM record WHERE kind = ? AND state IS NOT NULL ORDER BY id", (kind,)
            ).fetchall()
        return [read_any(state) for (state,) in found]

    def versions(self, kind: str, open_only: bool = False) -> list[tuple[str, int, Json]]:
        """(id, version, state) of every living record, or of those that are neither done nor taken back."""
        if open_only:
            self.ensure_index(INDEX_OPEN)
        with self.read() as connection:
            found = connection.execute(VERSIONS_OPEN if open_only else VERSIONS, (kind,)).fetchall()
        return [(id_, version, read_any(state)) for id_, version, state in found]

    def state(self, kind: str, id_: str) -> Json | None:
        with self.read() as connection:
            found = connection.execute("SELECT state FROM record WHERE kind = ? AND id = ?", (kind, id_)).fetchone()
        return None if found is None or found[0] is None else read_any(found[0])

    def counts(self) -> tuple[int, int, int]:
        """(documents, cases, documents in the inbox)."""
        with self.read() as connection:
            (cases,) = connection.execute("SELECT count(*) FROM case_file WHERE state IS NOT NULL").fetchone()
            (documents,) = connection.execute("SELECT count(*) FROM document").fetchone()
            (inbox,) = connection.execute("SELECT count(*) FROM document WHERE row < ?", (INBOX_END,)).fetchone()
        return documents, cases, inbox


def _meta(connection: Any, name: str) -> str:
    found = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else ""


def _inbox_state(connection: Any) -> tuple[str, str]:
    """While this is the same, so is the inbox with the names of its cases."""
    return _meta(connection, "position"), _meta(connection, "cases_revision")


def _all_cases(connection: Any) -> Iterator[tuple[int, ShownCase]]:
    for row, state in connection.execute("SELECT row, state FROM case_file WHERE state IS NOT NULL"):
        yield row, read_case(state)


def _batches(commits: Iterable[Commit]) -> Iterator[list[Commit]]:
    batch: list[Commit] = []
    lines = 0
    for commit in commits:
        batch.append(commit)
        lines += len(commit.body)
        if lines >= BATCH or len(batch) >= 500:
            yield batch
            batch, lines = [], 0
    if batch:
        yield batch
