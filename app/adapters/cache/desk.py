"""What is the user's own: the outbox and the small memory, in a file of its own whose every transaction is durable.

It also says which file holds which site, so that a new first fill takes effect in one durable step.
"""

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.adapters.cache.database import Database, connect
from app.adapters.cache.errors import damaged, translated
from app.adapters.cache.migrate import migrate
from app.domain.actions import Action, action_from_json, action_to_json
from app.domain.cache import REFUSED, WAITING, Waiting
from app.domain.decide import Refused

ACCEPTED = "accepted"
"""In the log, but its commit has not come to this cache yet."""


OUTBOX_ROWS = """SELECT site, action, state, since, after, attempts, next_attempt, number, refusal
    FROM outbox ORDER BY seq"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outbox. ``number`` is the commit of an accepted action."""

    waiting: Waiting
    site: str
    number: int


class Desk:
    def __init__(self, path: Path, key: bytes, *, create: bool) -> None:
        self.database = Database(path, key, durable=True, create=create)
        migrate(self.database, "desk")
        self._watch_lock = threading.Lock()
        self._closed = False
        with translated():
            self._watch = connect(path, key, create=False, pragmas=("query_only = ON",))

    def version(self) -> int:
        """Changes whenever anybody, in this process or another, has written here.

        Raises ``InterruptedError`` after ``close``: every question about a site begins here, so that who still works
        while the window closes (a fill in the middle of a large step) is ended and reports no fault.
        """
        with self._watch_lock, translated():
            if self._closed:
                raise InterruptedError
            (version,) = self._watch.execute("PRAGMA data_version").fetchone()
            return int(version)

    def check(self) -> None:
        """Look at every page once; the file is small. Raises ``CacheDamaged``."""
        with self.database.read() as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise damaged()

    def close(self) -> None:
        with self._watch_lock:
            self._closed = True
            self._watch.close()
        self.database.close()

    # --- which file holds which site -------------------------------------------------------------------------
    def files(self) -> dict[str, str]:
        with self.database.read() as connection:
            return dict(connection.execute("SELECT site, file FROM site ORDER BY site").fetchall())

    def set_file(self, site: str, file: str | None) -> None:
        with self.database.write() as connection:
            connection.execute("DELETE FROM site WHERE site = ?", (site,))
            if file is not None:
                connection.execute("INSERT INTO site (site, file) VALUES (?, ?)", (site, file))

    # --- the outbox --------------------------------------------------------------------------------------------
    def entries(self) -> list[Entry]:
        """Everything in the outbox in the order of sending."""
        with self.database.read() as connection:
            rows = connection.execute(OUTBOX_ROWS).fetchall()
        return [entry_of(row) for row in rows]

    def add(self, action: Action, since: str, after: int) -> None:
        """Durable when it returns."""
        written = json.dumps(action_to_json(action), ensure_ascii=False)
        with self.database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO outbox (id, site, action, state, since, after) VALUES (?, ?, ?, ?, ?, ?)",
                (action.id, action.site, written, WAITING, since, after),
            )

    def add_back(self, entry: Entry) -> None:
        """An entry that was saved from a file that is no more. Its answer may have been lost with it."""
        self.add(entry.waiting.action, entry.waiting.since, 0)
        if entry.waiting.refused is not None:
            self.refuse(entry.waiting.action.id, entry.waiting.refused)

    def start_over(self, site: str) -> None:
        """The site's log is another one now: what was accepted is asked for again, from the beginning."""
        with self.database.write() as connection:
            connection.execute(
                """UPDATE outbox SET state = ?, number = 0, after = 0, attempts = max(attempts, 1), next_attempt = ''
                   WHERE site = ? AND state <> ?""",
                (WAITING, site, REFUSED),
            )

    def settle(self, action_id: str, number: int) -> None:
        self._set("state = ?, number = ?, next_attempt = ''", (ACCEPTED, number), action_id)

    def refuse(self, action_id: str, refusal: Refused) -> None:
        self._set("state = ?, refusal = ?", (REFUSED, json.dumps(refusal.as_json(), ensure_ascii=False)), action_id)

    def postpone(self, action_id: str, next_attempt: str) -> None:
        self._set("attempts = attempts + 1, next_attempt = ?", (next_attempt,), action_id)

    def _set(self, what: str, values: tuple[Any, ...], action_id: str) -> None:
        with self.database.write() as connection:
            connection.execute(f"UPDATE outbox SET {what} WHERE id = ? AND state <> ?", (*values, action_id, REFUSED))

    def remove(self, action_ids: Iterable[str]) -> None:
        with self.database.write() as connection:
            connection.executemany("DELETE FROM outbox WHERE id = ?", [(id_,) for id_ in action_ids])

    def dismiss(self, action_id: str) -> None:
        with self.database.write() as connection:
            connection.execute("DELETE FROM outbox WHERE id = ? AND state = ?", (action_id, REFUSED))

    # --- small memory ------------------------------------------------------------------------------------------
    def remember(self, name: str, value: str) -> None:
        with self.database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO memory (name, value) VALUES (?, ?)", (name, value))

    def recall(self, name: str) -> str | None:
        with self.database.read() as connection:
            found = connection.execute("SELECT value FROM memory WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def put_on_top(self, table: str, case_id: str, keep: int) -> None:
        """``table``: recent or pinned. Only the newest ``keep`` stay."""
        with self.database.write() as connection:
            connection.execute(
                f"INSERT OR REPLACE INTO {table} SELECT ?, coalesce(max(turn), 0) + 1 FROM {table}", (case_id,)
            )
            connection.execute(
                f"DELETE FROM {table} WHERE turn NOT IN (SELECT turn FROM {table} ORDER BY turn DESC LIMIT ?)", (keep,)
            )

    def take_off(self, table: str, case_id: str) -> None:
        with self.database.write() as connection:
            connection.execute(f"DELETE FROM {table} WHERE case_id = ?", (case_id,))

    def on_top(self, table: str, limit: int) -> list[str]:
        with self.database.read() as connection:
            rows = connection.execute(f"SELECT case_id FROM {table} ORDER BY turn DESC LIMIT ?", (limit,)).fetchall()
        return [case_id for (case_id,) in rows]


def entry_of(row: tuple[Any, ...]) -> Entry:
    site, action, state, since, after, attempts, next_attempt, number, refusal = row
    refused = None if refusal is None else Refused(**json.loads(refusal))
    written = action_from_json(json.loads(action))
    waiting = Waiting(written, state, since, attempts, next_attempt, refused, after)
    return Entry(waiting, site, number)
