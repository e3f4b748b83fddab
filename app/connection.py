"""The line to a store that may be away: opened when it is needed. Start-up module."""

import threading
from collections.abc import Callable

from app.bootstrap import open_central
from app.domain.cache import Cache, Touched
from app.domain.central import Central, NewsSource
from app.domain.reads import ReadLogged
from app.domain.records import HandOver
from app.services.fetch_page import fetch_bytes, fetch_sheet
from app.services.fetch_texts import AT_ONCE, fetch_texts
from app.services.hand_documents import bring_on
from app.services.report_reads import Reads
from app.services.send_waiting import send_waiting
from app.services.synchronise import synchronise
from app.tasks.pages import Located


class Connection:
    """A store as the loop and the viewer see it. Every method raises ``CentreUnreachable`` while it is away."""

    def __init__(self, store: str, cache: Cache) -> None:
        self._store = store
        self._cache = cache
        self._lock = threading.Lock()
        self._central: Central | None = None
        self.reads = Reads(cache)
        self.more: Callable[[], None] = lambda: None
        """Called when a round left something to do for the next one."""

    def central(self) -> Central:
        with self._lock:
            if self._central is None:
                self._central = open_central(self._store, self._cache)
            return self._central

    def locate(self, document: str, page: int) -> Located:
        """The bytes of an original's page: out of the cache, which needs no centre, else from it."""
        fetched = fetch_sheet(self.central, self._cache, document, page)
        return Located(fetched.data, fetched.page, fetched.wire_bytes, fetched.original)

    def whole(self, document: str) -> Located:
        fetched = fetch_bytes(self.central, self._cache, document)
        return Located(fetched.data, 1, fetched.wire_bytes, fetched.original)

    def send(self) -> Touched:
        return send_waiting(self.central(), self._cache)

    def fill(self, progress: Callable[[int, int], None], stop: Callable[[], bool]) -> Touched:
        """Records alone: enough to open the window."""
        return synchronise(self.central(), self._cache, progress, stop)

    def pull(self, progress: Callable[[int, int], None], stop: Callable[[], bool]) -> Touched:
        """Records, then some of the texts that search lacks."""
        touched = self.fill(progress, stop)
        self._report()
        giving = (site for site in self._cache.sites() if self._cache.records(site, HandOver, open_only=True))
        bring_on(self.central(), self._cache, tuple(giving))
        if fetch_texts(self.central(), self._cache, cancelled=stop) == AT_ONCE:
            self.more()
        return touched

    def news(self, seconds: int) -> bool | None:
        """Wait until the centre has something that is not here yet, at most ``seconds``; None: it cannot tell."""
        central = self.central()
        if not isinstance(central, NewsSource):
            return None
        known = {site: self._cache.position(site) for site in self._cache.sites()}
        return central.wait_for_news(known, seconds) != known

    def _report(self) -> None:
        central = self.central()
        if isinstance(central, ReadLogged):
            self.reads.report(central)
