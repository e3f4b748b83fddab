"""The local cache on SQLCipher: the port ``Cache`` of the domain."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.adapters.cache.asking import Asking
from app.adapters.cache.asking_pages import AskingPages
from app.adapters.cache.outbox import Outbox
from app.adapters.cache.page_store import BOUND, PageStore
from app.adapters.cache.rows import record
from app.adapters.cache.site_office import SiteOffice
from app.adapters.cache.sites import RECENT_DAYS, Sites
from app.adapters.cache.texts import keep_text, missing_texts
from app.adapters.cache.vault import Vault, open_vault
from app.domain.actions import Action
from app.domain.cache import CaseRow, DocumentRow, FilingRow, Found, R, Touched, Waiting
from app.domain.codec import Json
from app.domain.decide import Refused
from app.domain.keys import KeyKeeper
from app.domain.log import Commit
from app.domain.office import MemoryOffice, Office
from app.domain.records import Announcement, CaseFile, Document, Letter, Mark, Original, SetAside, Site, Team, Worker
from app.domain.texts import _

RECENT_CASES = 100
PINNED_CASES = 1000


def open_sql_cache(
    root: Path, name: str, keeper: KeyKeeper, *, worker: str = "", now: datetime | None = None, bound: int = BOUND
) -> "SqlCache":
    """The cache ``name`` below ``root``; ``worker`` is whose it is. ``bound``: bytes of pages kept."""
    vault = open_vault(root, name, keeper, now or datetime.now(UTC))
    return SqlCache(vault, worker, bound)


class SqlCache:
    """See ``app.domain.cache.Cache``. A site's records are in a file of their own, the outbox in another."""

    def __init__(self, vault: Vault, worker: str = "", bound: int = BOUND) -> None:
        self._vault = vault
        self._sites = Sites(vault.folder, vault.desk, vault.keys.sites)
        self._sites.sweep()
        self._outbox = Outbox(vault.desk, self._sites)
        self._asking = Asking(self._sites, self._outbox, worker)
        self._asking_pages = AskingPages(self._sites, self._outbox, self._asking.document)
        self._pages = PageStore(vault.folder / "pages", vault.keys.pages, vault.keys.names, bound)
        self.persistent = vault.persistent

    @property
    def notice(self) -> str:
        self._sites.all()
        notices = list(self._vault.notices)
        if self._sites.damaged:
            notices.append(_("Ein Teil des lokalen Bestands war beschädigt und wird neu geholt."))
        return " ".join(notices)

    # --- filling -----------------------------------------------------------------------------------------------
    def sites(self) -> tuple[str, ...]:
        return tuple(self._sites.all())

    def position(self, site: str) -> int:
        store = self._sites.get(site)
        return 0 if store is None else store.position()

    def head_hash(self, site: str) -> str:
        store = self._sites.get(site)
        return "" if store is None else store.meta("head_hash")

    def fill(
        self,
        site: str,
        position: int,
        lines: Iterable[bytes],
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        head_hash: str = "",
    ) -> Touched:
        meta = {"site": site, "position": str(position), "head_hash": head_hash}
        recent_from = (datetime.now(UTC) - timedelta(days=RECENT_DAYS)).date().isoformat()
        self._sites.fill(site, meta, recent_from, lines, progress, cancelled)
        self._outbox.taken_in(site, set())
        return Touched(everything=True)

    def apply(self, site: str, commits: Iterable[Commit]) -> Touched:
        if self._sites.get(site) is None:
            self.fill(site, 0, ())
        store = self._sites.all()[site]
        touched, actions = store.apply(commits)
        return touched | self._outbox.taken_in(site, actions)

    def forget(self, site: str) -> None:
        self._sites.forget(site)
        self._vault.desk.start_over(site)

    def office(self, site: str) -> tuple[int, Office]:
        store = self._sites.get(site)
        return (0, MemoryOffice()) if store is None else (store.position(), SiteOffice(store))

    # --- asking ------------------------------------------------------------------------------------------------
    def all_sites(self) -> tuple[Site, ...]:
        found = (record(Site, state) for store in self._sites.all().values() for state in store.states(Site.kind))
        return tuple(sorted(found, key=lambda site: site.name))

    def teams(self, site: str) -> tuple[Team, ...]:
        return tuple(record(Team, state) for state in self._states(site, Team.kind))

    def workers(self, site: str) -> tuple[Worker, ...]:
        return tuple(record(Worker, state) for state in self._states(site, Worker.kind))

    def announcements(self, site: str) -> tuple[Announcement, ...]:
        found = (record(Announcement, state) for state in self._states(site, Announcement.kind))
        return tuple(announcement for announcement in found if not announcement.document)

    def set_aside(self, site: str) -> tuple[SetAside, ...]:
        return tuple(record(SetAside, state) for state in self._states(site, SetAside.kind))

    def _states(self, site: str, kind: str) -> Iterable[Json]:
        store = self._sites.get(site)
        return () if store is None else store.states(kind)

    def worker(self, worker_id: str) -> tuple[str, Worker] | None:
        return self._asking.worker(worker_id)

    def inbox(self, site: str, *, team: str | None = None, worker: str | None = None) -> list[DocumentRow]:
        return self._asking.inbox(site, team, worker)

    def search(self, text: str, limit: int = 20, *, documents: bool = True) -> Found:
        return self._asking.search(text, limit, documents)

    def cases(self, ids: Iterable[str]) -> tuple[CaseRow, ...]:
        return self._asking.cases(ids)

    def case(self, site: str, case_id: str) -> CaseFile | None:
        return self._asking.case(site, case_id)

    def case_documents(self, case_id: str) -> list[DocumentRow]:
        return self._asking.case_documents(case_id)

    def document(self, document_id: str) -> tuple[str, int, Document] | None:
        return self._asking.document(document_id)

    def original(self, original_id: str) -> tuple[str, Original] | None:
        return self._asking_pages.original(original_id)

    def document_row(self, document_id: str) -> DocumentRow | None:
        return self._asking.document_row(document_id)

    def papers_due(self, site: str, since: str, until: str) -> list[DocumentRow]:
        return self._asking.papers_due(site, since, until)

    def filings(self, site: str, since: str) -> list[FilingRow]:
        return self._asking.filings(site, since)

    def post_of_last_day(self, site: str, before: str) -> tuple[str, list[Document]]:
        return self._asking.post_of_last_day(site, before)

    def marks(self, document_id: str) -> tuple[tuple[Mark, int], ...]:
        return self._asking_pages.marks(document_id)

    def records(self, site: str, kind: type[R], *, open_only: bool = False) -> tuple[tuple[R, int], ...]:
        return self._asking.records(site, kind, open_only)

    def letters(self, site: str, *, case: str = "", since: str = "") -> tuple[tuple[Letter, int], ...]:
        return self._asking.letters(site, case, since)

    def counts(self) -> Mapping[str, int]:
        return self._asking.counts()

    # --- outbox ------------------------------------------------------------------------------------------------
    def enqueue(self, action: Action) -> Refused | None:
        return self._outbox.enqueue(action, _utc_now())

    def waiting(self) -> tuple[Waiting, ...]:
        return self._outbox.waiting()

    def accepted(self, action_id: str, number: int) -> Touched:
        return self._outbox.accepted(action_id, number)

    def refused(self, action_id: str, refusal: Refused) -> Touched:
        return self._outbox.refused(action_id, refusal)

    def postpone(self, action_id: str, next_attempt: str) -> None:
        self._vault.desk.postpone(action_id, next_attempt)

    def dismiss(self, action_id: str) -> None:
        self._vault.desk.dismiss(action_id)

    # --- pages and texts ---------------------------------------------------------------------------------------
    def page_bytes(self, document_id: str, page: int) -> bytes | None:
        return self._pages.get(document_id, page)

    def keep_page(self, document_id: str, page: int, data: bytes) -> None:
        self._pages.put(document_id, page, data)

    def missing_texts(self, limit: int) -> tuple[tuple[str, str, str], ...]:
        found: list[tuple[str, str, str]] = []
        for store in self._sites.all().values():
            found += missing_texts(store, limit - len(found))
        return tuple(found)

    def keep_text(self, document_id: str, pages: tuple[str, ...]) -> None:
        for store in self._sites.all().values():
            if keep_text(store, document_id, pages):
                return

    def text(self, document_id: str) -> tuple[str, ...] | None:
        return self._asking_pages.text(document_id)

    # --- small memory ------------------------------------------------------------------------------------------
    def remember(self, key: str, value: str) -> None:
        self._vault.desk.remember(key, value)

    def recall(self, key: str) -> str | None:
        return self._vault.desk.recall(key)

    def opened(self, case_id: str) -> None:
        self._vault.desk.put_on_top("recent", case_id, RECENT_CASES)

    def recent_cases(self, limit: int = 20) -> tuple[CaseRow, ...]:
        return self.cases(self._vault.desk.on_top("recent", limit))

    def pin(self, case_id: str, pinned: bool) -> None:
        if pinned:
            self._vault.desk.put_on_top("pinned", case_id, PINNED_CASES)
        else:
            self._vault.desk.take_off("pinned", case_id)

    def pinned_cases(self) -> tuple[CaseRow, ...]:
        return self.cases(self._vault.desk.on_top("pinned", PINNED_CASES))

    # --- the end -----------------------------------------------------------------------------------------------
    def rebuild(self) -> None:
        for site in self._vault.desk.files():
            self._vault.desk.set_file(site, None)
        self._sites.all()
        self._pages.clear()

    def erase(self) -> None:
        self._sites.close()
        self._vault.erase()

    def close(self) -> None:
        self._sites.close()
        self._vault.close()


def _utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
