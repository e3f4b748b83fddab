"""Outgoing letters: those of a case, and those that are not done with or new.

A town writes thousands a year, so both are found by indexes, which are made at the first question."""

from app.adapters.cache.rows import read_any
from app.adapters.cache.site_store import SiteStore
from app.domain.codec import Json
from app.domain.records.letters import CANCELLED, DELIVERED, DRAFT, POSTED, Letter

_CLOSED = (POSTED, DELIVERED, CANCELLED)


def _field(name: str) -> str:
    return f"json_extract(CAST(state AS TEXT), '$.{name}')"


_LETTERS = f"kind = '{Letter.kind}' AND state IS NOT NULL"
_OPEN = f"coalesce({_field('status')}, '{DRAFT}') NOT IN ({', '.join(repr(status) for status in _CLOSED)})"
_INDEXES = (
    f"CREATE INDEX IF NOT EXISTS letter_case ON record ({_field('case')}) WHERE {_LETTERS}",
    f"CREATE INDEX IF NOT EXISTS letter_at ON record ({_field('at')}) WHERE {_LETTERS}",
    f"CREATE INDEX IF NOT EXISTS letter_open ON record (id) WHERE {_LETTERS} AND {_OPEN}",
)
_COLUMNS = "SELECT id, version, state FROM record"
_OF_CASE = f"{_COLUMNS} WHERE {_LETTERS} AND {_field('case')} = ?"
_SINCE = f"{_COLUMNS} WHERE {_LETTERS} AND {_field('at')} >= ? UNION {_COLUMNS} WHERE {_LETTERS} AND {_OPEN}"


def stored_letters(store: SiteStore, case: str, since: str) -> list[tuple[str, int, Json]]:
    """(id, version, state) of the letters of a case; or, without one, of those that are not done with, and those that
    were put in since then (ISO 8601)."""
    for index in _INDEXES:
        store.ensure_index(index)
    with store.read() as connection:
        found = connection.execute(_OF_CASE, (case,)) if case else connection.execute(_SINCE, (since,))
        return [(id_, version, read_any(state)) for id_, version, state in found.fetchall()]


def is_wanted(letter: Letter, case: str, since: str) -> bool:
    """The same of a record that is at hand (a letter with waiting actions)."""
    return letter.case == case if case else letter.at >= since or letter.status not in _CLOSED
