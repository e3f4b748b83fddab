"""Notes what is looked at out of the local cache, and reports it to a centre that keeps a read log."""

import json
import threading
from collections.abc import Callable
from dataclasses import astuple
from datetime import UTC, datetime, timedelta

from app.domain.cache import Cache
from app.domain.reads import CASE, DOCUMENT, Read, ReadLogged

WAITING = "reads/waiting"
"""Name in the cache's small memory: JSON, a list of lists."""
ONCE_IN = timedelta(minutes=5)
"""Looking at the same thing again within it is one reading."""
AT_ONCE = 500


class Reads:
    """What waits survives the program. Safe to use from several threads."""

    def __init__(self, cache: Cache, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._cache = cache
        self._clock = clock
        self._lock = threading.Lock()
        self._lately: dict[tuple[str, str], datetime] = {}

    def case(self, case_id: str) -> None:
        """Somebody looks at a case file."""
        for row in self._cache.cases([case_id]):
            self._note(CASE, row.site, case_id, "")

    def document(self, document_id: str) -> None:
        """Somebody looks at a document's pages."""
        found = self._cache.document(document_id)
        if found is not None:
            site, _version, record = found
            self._note(DOCUMENT, site, record.case, document_id)

    def report(self, centre: ReadLogged) -> int:
        """How many were reported. What cannot be said now is said next time; raises what the centre raised."""
        with self._lock:
            waiting = self._waiting()
        for site in dict.fromkeys(read.site for read in waiting):
            mine = [read for read in waiting if read.site == site]
            for start in range(0, len(mine), AT_ONCE):
                centre.report_reads(site, mine[start : start + AT_ONCE])
        if waiting:
            with self._lock:
                self._keep(self._waiting()[len(waiting) :])
        return len(waiting)

    def _note(self, kind: str, site: str, case: str, document: str) -> None:
        now = self._clock()
        with self._lock:
            before = self._lately.get((kind, case + document))
            if before is not None and now - before < ONCE_IN:
                return
            self._lately = {thing: at for thing, at in self._lately.items() if now - at < ONCE_IN}
            self._lately[kind, case + document] = now
            self._keep([*self._waiting(), Read(kind, site, case, document, now.isoformat(timespec="seconds"))])

    def _waiting(self) -> list[Read]:
        return [Read(*entry) for entry in json.loads(self._cache.recall(WAITING) or "[]")]

    def _keep(self, reads: list[Read]) -> None:
        self._cache.remember(WAITING, json.dumps([astuple(read) for read in reads]))
