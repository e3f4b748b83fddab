"""Which file holds which site: opening, filling anew, forgetting, and sweeping up what nobody needs any more."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from app.adapters.cache.desk import Desk
from app.adapters.cache.fill import fill_file
from app.adapters.cache.lock import FileLock
from app.adapters.cache.site_store import SiteStore
from app.domain.errors import CacheDamaged, NotAllowed

log = logging.getLogger(__name__)

RECENT_DAYS = 60
"""The full text of filed documents is wanted if they were received since so many days."""


class Sites:
    """The stores by site, as the desk's file names them. Another process may fill a site anew at any time."""

    def __init__(self, folder: Path, desk: Desk, key: bytes) -> None:
        self._folder = folder
        self._desk = desk
        self._key = key
        self._lock = threading.RLock()
        self._version = -1
        self._stores: dict[str, SiteStore] = {}
        self._retired: list[SiteStore] = []
        self.damaged = False
        """A site's file could not be read and was thrown away; the next synchronisation fetches it again."""

    def all(self) -> dict[str, SiteStore]:
        with self._lock:
            version = self._desk.version()
            if version != self._version:
                self._refresh()
                self._version = version
            return self._stores

    def get(self, site: str) -> SiteStore | None:
        return self.all().get(site)

    def fill(
        self,
        site: str,
        meta: dict[str, str],
        recent_from: str,
        lines: Iterable[bytes],
        progress: Callable[[int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        path = self._folder / f"site-{secrets.token_hex(12)}.db"
        with FileLock(path.with_suffix(".lock")) as lock:
            try:
                fill_file(path, self._key, meta, recent_from, lines, progress, cancelled)
                self._desk.set_file(site, path.name)
            except BaseException:
                _remove(path)
                raise
        lock.path.unlink(missing_ok=True)
        self.all()

    def forget(self, site: str) -> None:
        self._desk.set_file(site, None)
        self.all()

    def sweep(self) -> None:
        """Delete the files of crashed fills and of sites that were filled anew since."""
        for path in self._folder.glob("site-*.db"):
            if path.name in self._desk.files().values():
                continue
            lock = FileLock(path.with_suffix(".lock"))
            if not lock.acquire(wait=False):
                continue
            # Looked at once more: whoever held the lock may just have finished filling.
            unneeded = path.name not in self._desk.files().values()
            lock.release()
            if unneeded:
                _remove(path)
            lock.path.unlink(missing_ok=True)

    def close(self) -> None:
        with self._lock:
            for store in (*self._stores.values(), *self._retired):
                store.close()
            self._stores, self._retired, self._version = {}, [], -1

    def _refresh(self) -> None:
        files = self._desk.files()
        stores: dict[str, SiteStore] = {}
        for site, name in files.items():
            known = self._stores.get(site)
            if known is not None and known.database.path.name == name:
                stores[site] = known
                continue
            path = self._folder / name
            try:
                stores[site] = SiteStore(site, path, self._key)
            except (CacheDamaged, NotAllowed):
                if path.exists() and _is_locked_out(path):
                    raise
                log.warning("a site's file was unreadable and is fetched anew")
                self.damaged = True
                self._desk.set_file(site, None)
                _remove(path)
        for site, store in self._stores.items():
            if stores.get(site) is not store:
                # Another thread may be reading it this moment, so it is closed and deleted a little later.
                self._retired.append(store)
        self._stores = stores
        while len(self._retired) > len(files) + 1:
            store = self._retired.pop(0)
            store.close()
            _remove(store.database.path)


def _is_locked_out(path: Path) -> bool:
    """The file is there but may not be read: no damage."""
    try:
        path.open("rb").close()
    except OSError:
        return True
    return False


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        try:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        except OSError as error:
            # Windows keeps a file that somebody has open; the next start sweeps it up.
            log.debug("a file of the cache is still in use: %s", type(error).__name__)
