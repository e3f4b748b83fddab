"""First fill: a site's checkpoint into a file of its own, at the speed of the disk.

The new file becomes the site's only when it is whole (the caller notes its name), so a crash or a cancelled fill leaves
everything as it was; it needs no journal for the same reason.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from app.adapters.cache.database import Database, connect
from app.adapters.cache.errors import translated
from app.adapters.cache.fold import folded_words
from app.adapters.cache.migrate import migrate
from app.adapters.cache.rows import (
    HANDED_OVER_PLACE,
    MERGED_PLACE,
    ROWS_OF_A_CASE,
    Filled,
    key_of,
    no_collection,
    read_any,
    write_any,
)
from app.adapters.cache.terms import item_terms
from app.adapters.cache.writing import (
    PUT_CASE,
    PUT_DOCUMENT,
    PUT_META,
    PUT_RECORD,
    PUT_VOCABULARY,
    PUT_WANTED,
    PUT_WORDS,
    CaseRows,
    completable,
    new_cases_revision,
    proposal_term,
    text_source,
)
from app.domain.cache import iter_cancellable
from app.domain.records import FILED, HANDED_OVER, MERGED, CaseFile, Document

CHUNK = 25_000
"""Documents that are put in the order of their cases before they are written."""

FIELDS_KEPT = 100_000

_read_document = msgspec.json.Decoder(tuple[str, str, int, str, Filled | None]).decode
_DOCUMENT_START = b'["document"'
_Row = tuple[int, bytes, int, bytes, str]
"""(case row, key, version, state, terms)"""


def fill_file(
    path: Path,
    key: bytes,
    meta: dict[str, str],
    recent_from: str,
    lines: Iterable[bytes],
    progress: Callable[[int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Make the data base of one site at ``path``. Raises ``InterruptedError`` when it was cancelled.

    The full text is wanted of unfiled documents and of those received since ``recent_from`` (ISO date).
    """
    database = Database(path, key, durable=False, create=True)
    try:
        migrate(database, "site")
    finally:
        database.close()
    with translated():
        connection = connect(
            path,
            key,
            create=False,
            pragmas=("locking_mode = EXCLUSIVE", "journal_mode = OFF", "synchronous = OFF", "cache_size = -131072"),
        )
        try:
            stoppable = lines if cancelled is None else iter_cancellable(lines, cancelled)
            _load(connection, recent_from, stoppable, progress)
            connection.executemany(PUT_META, meta.items())
        finally:
            connection.close()
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _load(
    connection: Any, recent_from: str, lines: Iterable[bytes], progress: Callable[[int], None] | None
) -> None:
    connection.execute("DROP INDEX document_key")
    connection.execute("BEGIN")
    bulk = _Bulk(connection, recent_from)
    with no_collection():
        for number, line in enumerate(lines, 1):
            bulk.add(line)
            if progress is not None and number % 1000 == 0:
                progress(number)
        bulk.flush()
    new_cases_revision(connection)
    # Made at once it is a sort; kept up row by row it would be two million searches.
    connection.execute("CREATE UNIQUE INDEX document_key ON document (key)")
    connection.execute("COMMIT")


class _Said(dict[str, str]):
    """Folded words of types, titles and senders, which come again and again; ``new``: words for the vocabulary."""

    def __init__(self) -> None:
        super().__init__()
        self.new: set[str] = set()

    def __missing__(self, field: str) -> str:
        if len(self) > FIELDS_KEPT:
            self.clear()
        words = "".join(f"{word} " for word in folded_words(field))
        self.new.update(completable(words))
        self[field] = words
        return words


class _Bulk:
    def __init__(self, connection: Any, recent_from: str) -> None:
        self._connection = connection
        self._recent_from = recent_from
        self._rows = CaseRows(connection)
        self._used: dict[int, int] = {}
        self._chunk: list[_Row] = []
        self._wanted: list[tuple[bytes, str, str]] = []
        self._said = _Said()

    def add(self, line: bytes) -> None:
        if not line.startswith(_DOCUMENT_START):
            self._add_other(line)
            return
        _, id_, version, _, filled = _read_document(line)
        if filled is None:
            self._connection.execute(PUT_RECORD, (Document.kind, id_, version, None))
            return
        place = self._rows.of(filled.case) if filled.state_of_work == FILED else 0
        if filled.state_of_work == HANDED_OVER:
            place = self._rows.of(HANDED_OVER_PLACE)
        if filled.state_of_work == MERGED:
            state = line[line.index(b"{") : line.rindex(b"]")] if "{" not in id_ else write_any(read_any(line)[4])
            self._chunk.append((self._rows.of(MERGED_PLACE), key_of(id_), version, state, ""))
            return
        if filled.has_text and (place == 0 or filled.received_on >= self._recent_from):
            self._wanted.append((key_of(id_), id_, text_source(filled)))
        # The state as it came, cut out of the line: nothing is lost, and nothing has to be written down again.
        state = line[line.index(b"{") : line.rindex(b"]")] if "{" not in id_ else write_any(read_any(line)[4])
        said = self._said
        terms = f"{said[filled.document_type]}{said[filled.title]}{said[filled.register]}{said[filled.sender]}"
        terms += item_terms(filled.item)
        if place == 0 and filled.proposed_case:
            terms += " " + proposal_term(self._rows.of(filled.proposed_case))
        self._chunk.append((place, key_of(id_), version, state, terms))
        if len(self._chunk) >= CHUNK:
            self.flush()

    def _add_other(self, line: bytes) -> None:
        kind, id_, version, _, state = read_any(line)
        if kind == Document.kind:
            self.add(write_any([kind, id_, version, "", state]))
            return
        stored = None if state is None else write_any(state)
        if kind == CaseFile.kind:
            self._connection.execute(PUT_CASE, (id_, version, stored, None if state is None else state["case_number"]))
        else:
            self._connection.execute(PUT_RECORD, (kind, id_, version, stored))

    def flush(self) -> None:
        """Write the chunk in the order of rows: side by side on the disk, and the way the search index likes best."""
        chunk, used = self._chunk, self._used
        chunk.sort(key=_place)
        documents: list[tuple[int, bytes, int, bytes]] = []
        words: list[tuple[int, str]] = []
        for place, key, version, state, terms in chunk:
            number = used.get(place, 0)
            used[place] = number + 1
            row = place << ROWS_OF_A_CASE | number
            documents.append((row, key, version, state))
            words.append((row, terms))
        self._connection.executemany(PUT_DOCUMENT, documents)
        self._connection.executemany(PUT_WORDS, words)
        self._connection.executemany(PUT_WANTED, self._wanted)
        self._wanted.clear()
        self._connection.executemany(PUT_VOCABULARY, [(word,) for word in sorted(self._said.new)])
        self._said.new.clear()
        chunk.clear()


def _place(row: _Row) -> int:
    return row[0]
