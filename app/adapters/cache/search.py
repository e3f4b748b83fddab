"""One search field over the cases, documents and unfiled post of a site.

A word may be met by a document's own words or by its case (number, names, birth date, address). Words that the cases
of a document meet are resolved to cases first; then only these cases' rows of the index are looked at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.adapters.cache.case_index import CaseIndex
from app.adapters.cache.fold import folded_words
from app.adapters.cache.query import Word
from app.adapters.cache.rows import (
    INBOX_END,
    ROWS_OF_A_CASE,
    Shown,
    case_row,
    document_row,
    read_case,
    read_shown,
)
from app.adapters.cache.site_store import SiteStore
from app.adapters.cache.terms import LONGEST_BEGINNING, document_terms, has_digit
from app.adapters.cache.writing import proposal_term
from app.domain.cache import CaseRow, DocumentRow
from app.domain.records import FILED, HANDED_OVER, MERGED

CASES_LOOKED_INTO = 40
"""A word that more cases meet ("m") is not taken as a name for finding documents."""
CASES_SHOWN_WHOLE = 3
"""So many cases' documents are shown when the words say nothing but the case."""
COMPLETIONS = 64
"""Whole words that the beginning of a long one is completed to at most."""
_LOOKS = 60
"""Cases looked into at most for one keystroke."""
ANSWERED = frozenset({FILED, HANDED_OVER})
"""What somebody who asks for it is told: it is in a file, or with another site."""
_LAST = "\U0010ffff"

Costs = Mapping[int, int]
Pending = Mapping[str, tuple[int, Shown | None]]
"""(version, state) by id of the documents with waiting actions; they are not what the file says (None: gone)."""


@dataclass(slots=True)
class SiteHits:
    """What one site holds, best first; documents with what they cost."""

    cases: list[tuple[int, CaseRow]] = field(default_factory=list)
    documents: list[tuple[int, DocumentRow]] = field(default_factory=list)
    inbox: list[tuple[int, DocumentRow]] = field(default_factory=list)


def search_site(
    store: SiteStore, words: Sequence[Word], limit: int, pending: Pending, with_documents: bool
) -> SiteHits:
    hits = SiteHits()
    with store.read() as connection:
        index = store.index(connection)
        met = [index.meeting(word) for word in words]
        found = index.best(met)
        hits.cases = _case_rows(store, connection, index, found[:limit], words)
        if not with_documents:
            return hits
        rows = _document_rows(connection, index, words, met, found, limit)
        site, names = store.site, index.names
        for row, version, state in _states(connection, rows):
            shown = read_shown(state)
            if shown.id not in pending:
                target = hits.documents if shown.state_of_work in ANSWERED else hits.inbox
                target.append((rows[row], document_row(site, version, shown, names, False)))
        for version, waiting in pending.values():
            if waiting is not None and waiting.state_of_work != MERGED and _meets(waiting, words, met, index):
                target = hits.documents if waiting.state_of_work in ANSWERED else hits.inbox
                target.append((0, document_row(site, version, waiting, names, True)))
    for documents in (hits.documents, hits.inbox):
        documents.sort(key=lambda hit: hit[1].received_on, reverse=True)
        documents.sort(key=lambda hit: hit[0])
        del documents[limit:]
    return hits


# --- documents -----------------------------------------------------------------------------------------------------
def _document_rows(
    connection: Any,
    index: CaseIndex,
    words: Sequence[Word],
    met: Sequence[Costs],
    found: Sequence[tuple[int, int]],
    limit: int,
) -> dict[int, int]:
    """Rows of documents with what they cost: 0 met with the help of a case, 1 by their own words, 2 by the case alone.

    So many candidates more than shown are looked at that the newest of them are not there by chance.
    """
    rows: dict[int, int] = {}
    left = _LOOKS
    for rest, places in _helped_by_cases(words, met):
        _look_into(connection, index, places[:left], rest, limit, rows, 0)
        left -= len(places)
        if left <= 0:
            break
    own = _expression(connection, words)
    if own:
        for first, last in ((INBOX_END, 1 << 62), (0, INBOX_END - 1)):
            for row in _rows(connection, own, first, last, 2 * limit):
                rows.setdefault(row, 1)
    if 0 < len(found) <= CASES_LOOKED_INTO:
        _look_into(connection, index, [place for _, place in found[:CASES_SHOWN_WHOLE]], (), limit, rows, 2)
    return rows


def _helped_by_cases(words: Sequence[Word], met: Sequence[Costs]) -> list[tuple[list[Word], list[int]]]:
    """Ways to split the words: (those that the document itself must meet, the cases that meet the others)."""
    ways: list[tuple[list[Word], list[int]]] = []
    everything = (1 << len(words)) - 1
    for mask in range(1, everything):
        chosen = [met[i] for i in range(len(words)) if mask >> i & 1]
        rest = [words[i] for i in range(len(words)) if not mask >> i & 1]
        if not all(word.text for word in rest) or not all(chosen):
            continue
        places = set(chosen[0]).intersection(*chosen[1:])
        if 0 < len(places) <= CASES_LOOKED_INTO:
            ways.append((rest, sorted(places, key=lambda place: sum(costs[place] for costs in chosen))))
    # Where the cases meet most of the words, the documents are meant most closely.
    ways.sort(key=lambda way: (len(way[0]), len(way[1])))
    return ways


def _look_into(
    connection: Any,
    index: CaseIndex,
    places: Iterable[int],
    rest: Sequence[Word],
    limit: int,
    rows: dict[int, int],
    cost: int,
) -> None:
    """Documents filed in these cases, and unfiled ones proposed for them, that meet the rest of the words."""
    expression = _expression(connection, rest)
    if rest and not expression:
        return
    case_rows = [index.entries[place].row for place in places]
    for case in case_rows:
        first = case << ROWS_OF_A_CASE
        last = first + INBOX_END - 1
        if expression:
            found = _rows(connection, expression, first, last, 2 * limit)
        else:
            statement = "SELECT row FROM document WHERE row BETWEEN ? AND ? ORDER BY row DESC LIMIT ?"
            found = [row for (row,) in connection.execute(statement, (first, last, limit))]
        for row in found:
            rows.setdefault(row, cost)
        if len(rows) > 8 * limit:
            break
    proposed = " OR ".join(f'"{proposal_term(case)}"' for case in case_rows)
    if proposed:
        both = f"({proposed}) AND {expression}" if expression else proposed
        for row in _rows(connection, both, 0, INBOX_END - 1, 2 * limit):
            rows.setdefault(row, min(cost, 1))


def _expression(connection: Any, words: Iterable[Word]) -> str:
    """The words in the language of FTS5; "" when there are none or one of them can be met by no document."""
    parts: list[str] = []
    for word in words:
        for piece in word.pieces or (word.text,):
            part = _beginning(connection, piece)
            if not part:
                return ""
            parts.append(part)
    return " AND ".join(parts)


def _beginning(connection: Any, piece: str) -> str:
    """A word's beginning: short ones have an index, long ones are completed to whole words, the shortest first."""
    if len(piece) <= LONGEST_BEGINNING:
        return f'"{piece}"*' if piece else ""
    if has_digit(piece):
        statement = "SELECT term FROM indexed_word WHERE term >= ? AND term < ? LIMIT ?"
    else:
        statement = "SELECT word FROM vocabulary WHERE word >= ? AND word < ? ORDER BY length(word) LIMIT ?"
    found = connection.execute(statement, (piece, piece + _LAST, COMPLETIONS)).fetchall()
    return f"({' OR '.join(chr(34) + word + chr(34) for (word,) in found)})" if found else ""


def _rows(connection: Any, expression: str, first: int, last: int, limit: int) -> list[int]:
    statement = "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?"
    return [row for (row,) in connection.execute(statement, (expression, first, last, limit))]


def _states(connection: Any, rows: Iterable[int]) -> list[tuple[int, int, bytes]]:
    wanted = sorted(rows)
    marks = ",".join("?" * len(wanted))
    found: list[tuple[int, int, bytes]] = connection.execute(
        f"SELECT row, version, state FROM document WHERE row IN ({marks})", wanted
    ).fetchall()
    return found


def _meets(shown: Shown, words: Sequence[Word], met: Sequence[Costs], index: CaseIndex) -> bool:
    """The same question for a document whose shown state is not in the index."""
    terms = document_terms(shown).split()
    place = index.place_of(shown.case or shown.proposed_case)
    return all(
        (place is not None and place in costs)
        or (bool(word.text) and all(any(t.startswith(p) for t in terms) for p in word.pieces or (word.text,)))
        for word, costs in zip(words, met, strict=True)
    )


# --- cases ---------------------------------------------------------------------------------------------------------
def _case_rows(
    store: SiteStore, connection: Any, index: CaseIndex, found: Sequence[tuple[int, int]], words: Sequence[Word]
) -> list[tuple[int, CaseRow]]:
    rows: list[tuple[int, CaseRow]] = []
    for cost, place in found:
        state = store.case_state(connection, index.entries[place].id)
        if state is not None:
            case = read_case(state)
            rows.append((cost, case_row(store.site, case, _matched(case.persons, words))))
    return rows


def _matched(persons: Sequence[Any], words: Sequence[Word]) -> str:
    """The name of the other person whom a word means, when the applicant cannot be meant by it."""
    if len(persons) < 2:
        return ""
    for word in words:
        if not word.text or _is_named(persons[0], word):
            continue
        for person in persons[1:]:
            if _is_named(person, word):
                return str(person.name)
    return ""


def _is_named(person: Any, word: Word) -> bool:
    return any(name.startswith(word.text) for name in folded_words(f"{person.last_name} {person.first_name}"))
