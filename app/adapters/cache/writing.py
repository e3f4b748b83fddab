"""Body lines into the tables of a site, one by one, inside the caller's transaction."""

import secrets
from collections.abc import Sequence
from typing import Any

from app.adapters.cache.rows import (
    HANDED_OVER_PLACE,
    INBOX_END,
    MERGED_PLACE,
    ROWS_OF_A_CASE,
    Filled,
    key_of,
    read_any,
    read_filled,
    write_any,
)
from app.adapters.cache.terms import LONGEST_BEGINNING, document_terms, has_digit, text_terms
from app.domain.log import BodyLine
from app.domain.records import FILED, HANDED_OVER, MERGED, CaseFile, Document, Mark

PUT_RECORD = "INSERT OR REPLACE INTO record (kind, id, version, state) VALUES (?, ?, ?, ?)"
GET_RECORD = "SELECT state FROM record WHERE kind = ? AND id = ?"
PUT_CASE = """INSERT INTO case_file (id, version, state, case_number) VALUES (?, ?, ?, ?) ON CONFLICT (id)
    DO UPDATE SET version = excluded.version, state = excluded.state, case_number = excluded.case_number"""
PUT_DOCUMENT = "INSERT INTO document (row, key, version, state) VALUES (?, ?, ?, ?)"
PUT_WORDS = "INSERT INTO words (rowid, terms) VALUES (?, ?)"
PUT_WANTED = "INSERT OR REPLACE INTO text_wanted (key, id, sha256) VALUES (?, ?, ?)"
PUT_VOCABULARY = "INSERT OR IGNORE INTO vocabulary (word) VALUES (?)"
PUT_META = "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)"


class CaseRows:
    """Row numbers of cases by their id. A case that is only named so far gets its row, too (version 0)."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._known: dict[str, int] = {}

    def of(self, case_id: str) -> int:
        row = self._known.get(case_id)
        if row is None:
            self._connection.execute("INSERT OR IGNORE INTO case_file (id, version) VALUES (?, 0)", (case_id,))
            (row,) = self._connection.execute("SELECT row FROM case_file WHERE id = ?", (case_id,)).fetchone()
            self._known[case_id] = row
        return int(row)


class LineWriter:
    """Writes lines; notes which documents and cases a screen would have to show anew."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._rows = CaseRows(connection)
        self._cases_changed = False
        self._left_rows: set[int] = set()
        self._new_words: set[bytes] = set()
        self.documents: set[str] = set()
        self.cases: set[str] = set()
        self.others: set[str] = set()

    def write(self, line: BodyLine) -> None:
        state = None if line.state is None else write_any(line.state)
        if line.kind == Document.kind:
            self._document(line.id, line.version, state)
        elif line.kind == CaseFile.kind:
            self.cases.add(line.id)
            self._cases_changed = True
            number = None if line.state is None else line.state["case_number"]
            self._connection.execute(PUT_CASE, (line.id, line.version, state, number))
        else:
            self.others.add(line.kind)
            if line.kind == Mark.kind:
                self._mark(line)
            self._connection.execute(PUT_RECORD, (line.kind, line.id, line.version, state))

    def finish(self) -> None:
        """Bring the search index up to date; without this nothing of the batch may be committed.

        The index takes rows in rising order; in any other it writes what it has gathered to the disk each time.
        """
        self._connection.executemany("DELETE FROM words WHERE rowid = ?", [(row,) for row in sorted(self._left_rows)])
        rows: list[tuple[int, str]] = []
        for key in self._new_words:
            found = self._connection.execute("SELECT row, state FROM document WHERE key = ?", (key,)).fetchone()
            if found is not None:
                rows.append((found[0], all_terms(self._connection, self._rows, key, read_filled(found[1]))))
        add_words(self._connection, sorted(rows))
        if self._cases_changed:
            new_cases_revision(self._connection)

    def _mark(self, line: BodyLine) -> None:
        """The document that the mark is or was on is shown anew."""
        state = line.state
        if state is None:
            found = self._connection.execute(GET_RECORD, (line.kind, line.id)).fetchone()
            state = read_any(found[0]) if found is not None and found[0] is not None else None
        if state is not None:
            self.documents.add(state["document"])

    def _document(self, id_: str, version: int, state: bytes | None) -> None:
        self.documents.add(id_)
        key = key_of(id_)
        after = None if state is None else read_filled(state)
        found = self._connection.execute("SELECT row, state FROM document WHERE key = ?", (key,)).fetchone()
        if found is not None:
            row, before = found[0], read_filled(found[1])
            self.cases.update({before.case} - {""})
            if after is not None and after.sheets != before.sheets:
                self._other_pages(id_, key, after)
                self._left_rows.add(row)
            if after is not None and self._place(after) == row >> ROWS_OF_A_CASE:
                self._connection.execute(
                    "UPDATE document SET version = ?, state = ? WHERE row = ?", (version, state, row)
                )
                if self._said(after) != self._said(before):
                    self._left_rows.add(row)
                    self._new_words.add(key)
                return
            self._connection.execute("DELETE FROM document WHERE row = ?", (row,))
            self._left_rows.add(row)
        elif after is not None and after.has_text:
            self._connection.execute(PUT_WANTED, (key, id_, text_source(after)))
        if after is None:
            self._connection.execute("DELETE FROM full_text WHERE key = ?", (key,))
            self._connection.execute("DELETE FROM text_wanted WHERE key = ?", (key,))
            self._connection.execute(PUT_RECORD, (Document.kind, id_, version, None))
            return
        row = free_row(self._connection, self._place(after))
        self._connection.execute(PUT_DOCUMENT, (row, key, version, state))
        self._new_words.add(key)

    def _other_pages(self, id_: str, key: bytes, after: Filled) -> None:
        """The document's text is that of its pages, which are others now."""
        self._connection.execute("DELETE FROM full_text WHERE key = ?", (key,))
        self._connection.execute("DELETE FROM text_wanted WHERE key = ?", (key,))
        if after.has_text and after.state_of_work != MERGED:
            self._connection.execute(PUT_WANTED, (key, id_, text_source(after)))
        self._new_words.add(key)

    def _said(self, filled: Filled) -> tuple[str, str]:
        return document_terms(filled), filled.proposed_case

    def _place(self, filled: Filled) -> int:
        if filled.state_of_work == MERGED:
            return self._rows.of(MERGED_PLACE)
        if filled.state_of_work == HANDED_OVER:
            return self._rows.of(HANDED_OVER_PLACE)
        if filled.state_of_work != FILED:
            return 0
        self.cases.update({filled.case} - {""})
        return self._rows.of(filled.case)


def text_source(filled: Filled) -> str:
    """SHA-256 under which the centre has the text; empty where it is that of pages of several originals."""
    return "" if filled.sheets else filled.sha256


def write_words(connection: Any, row: int, terms: str) -> None:
    """The search index keeps no content, so a row is replaced as a whole."""
    connection.execute("DELETE FROM words WHERE rowid = ?", (row,))
    add_words(connection, [(row, terms)])


def add_words(connection: Any, rows: Sequence[tuple[int, str]]) -> None:
    """``rows``: (row, terms) in the order of rows."""
    connection.executemany(PUT_WORDS, rows)
    vocabulary = {word for _, terms in rows for word in completable(terms)}
    connection.executemany(PUT_VOCABULARY, [(word,) for word in sorted(vocabulary)])


def completable(terms: str) -> list[str]:
    """The words that the vocabulary holds."""
    return [word for word in terms.split() if len(word) > LONGEST_BEGINNING and not has_digit(word)]


def proposal_term(case_row: int) -> str:
    """The word in the index of an unfiled document that says for which case it is proposed; nobody types it."""
    return f"ჯ{case_row}"


def indexed_terms(rows: CaseRows, filled: Filled) -> str:
    """The words of a document's fields as the index has them."""
    if filled.state_of_work == MERGED:
        return ""
    own = document_terms(filled)
    if filled.state_of_work == FILED or not filled.proposed_case:
        return own
    return f"{own} {proposal_term(rows.of(filled.proposed_case))}"


def all_terms(connection: Any, rows: CaseRows, key: bytes, filled: Filled) -> str:
    """The words of the document's fields and of its full text, if that is here."""
    found = connection.execute("SELECT pages FROM full_text WHERE key = ?", (key,)).fetchone()
    own = indexed_terms(rows, filled)
    return own if found is None else f"{own} {text_terms(tuple(read_any(found[0])))}"


def new_cases_revision(connection: Any) -> None:
    connection.execute(PUT_META, ("cases_revision", secrets.token_hex(8)))


def free_row(connection: Any, place: int) -> int:
    """A free document row of a case (``place`` is its row, 0 the inbox)."""
    first = place << ROWS_OF_A_CASE
    last = first + INBOX_END - 1
    (highest,) = connection.execute("SELECT max(row) FROM document WHERE row BETWEEN ? AND ?", (first, last)).fetchone()
    if highest is None:
        return first
    if highest < last:
        return int(highest) + 1
    # Years of post have gone through the inbox: take a row that was left.
    (gap,) = connection.execute(
        """SELECT min(d.row) FROM document d WHERE d.row BETWEEN ? AND ?
           AND NOT EXISTS (SELECT 1 FROM document e WHERE e.row = d.row + 1)""",
        (first, last - 1),
    ).fetchone()
    return first if gap is None else int(gap) + 1
