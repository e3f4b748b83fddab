"""The cache's folder and its key: made, found again, expired, lost, damaged, erased.

Only the outbox is precious. Whatever happens to the folder, what waits in it is carried over when it can be read, and
the user is told (``notice``) when it cannot.
"""

import hashlib
import hmac
import json
import logging
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from app.adapters.cache.crypto import Keys
from app.adapters.cache.desk import Desk, Entry
from app.adapters.cache.errors import translated
from app.adapters.cache.lock import FileLock
from app.adapters.cache.salvage import salvage_outbox
from app.domain.errors import CacheDamaged
from app.domain.keys import KeyKeeper
from app.domain.texts import _, ngettext

log = logging.getLogger(__name__)

EXPIRY = timedelta(days=14)
DESK_FILE = "desk.db"
_SEAL_FILE = "seal"
_SITTING = "sitting-"


@dataclass(slots=True)
class Vault:
    """An open folder. ``notices`` are sentences for the user."""

    folder: Path
    name: str
    keys: Keys
    desk: Desk
    keeper: KeyKeeper
    persistent: bool
    notices: list[str] = field(default_factory=list)
    sitting: FileLock | None = None

    def close(self) -> None:
        self.desk.close()
        if self.sitting is not None:
            _delete(self.folder)
            self.sitting.release()
            self.sitting.path.unlink(missing_ok=True)

    def erase(self) -> None:
        """Without the key the files say nothing any more, even where deleting them fails."""
        if self.persistent:
            self.keeper.discard(self.name)
        self.close()
        _delete(self.folder)


def open_vault(root: Path, name: str, keeper: KeyKeeper, now: datetime, expiry: timedelta = EXPIRY) -> Vault:
    """``name`` says which store and user (without saying it in the clear). Raises ``CacheTooNew``, ``NotAllowed``."""
    with translated():
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
    _delete_dead_sittings(root)
    if keeper.usable():
        # Two windows may start at once: the second waits and then finds the first one's key.
        with FileLock(root / f"{name}.lock"):
            vault = _open_kept(root, name, keeper, now, expiry)
        if vault is not None:
            return vault
    return _open_for_this_sitting(root, name, keeper)


def _open_kept(root: Path, name: str, keeper: KeyKeeper, now: datetime, expiry: timedelta) -> Vault | None:
    """None when the keyring does not keep what it is given."""
    folder = root / name
    notices: list[str] = []
    rescued: list[Entry] = []
    there = (folder / DESK_FILE).exists()
    key = keeper.get(name)
    if key is None and there:
        notices.append(_key_gone())
    elif key is not None and there:
        keys = Keys.of(key)
        if _signed_in(folder, keys) is None or now - (_signed_in(folder, keys) or now) > expiry:
            rescued, whole = salvage_outbox(folder / DESK_FILE, keys.desk)
            notices += [_expired(expiry.days), *_told(rescued, whole)]
            keeper.discard(name)
            key = None
    if key is None:
        _delete(folder)
        key = secrets.token_bytes(32)
        if not keeper.put(name, key):
            return None
    keys = Keys.of(key)
    _make(folder)
    _seal(folder, keys, now)
    desk = _open_desk(folder, keys, rescued, notices)
    return Vault(folder, name, keys, desk, keeper, True, notices)


def _open_for_this_sitting(root: Path, name: str, keeper: KeyKeeper) -> Vault:
    """A key that nobody keeps, in a folder that goes when the window closes (or at the next start after a crash)."""
    folder = root / f"{_SITTING}{secrets.token_hex(8)}"
    lock = FileLock(folder.with_suffix(".lock"))
    lock.acquire(wait=True)
    _make(folder)
    keys = Keys.of(secrets.token_bytes(32))
    desk = Desk(folder / DESK_FILE, keys.desk, create=True)
    return Vault(folder, name, keys, desk, keeper, False, [_not_kept()], lock)


def _open_desk(folder: Path, keys: Keys, rescued: list[Entry], notices: list[str]) -> Desk:
    path = folder / DESK_FILE
    try:
        desk = Desk(path, keys.desk, create=True)
        desk.check()
    except CacheDamaged:
        rescued, whole = salvage_outbox(path, keys.desk)
        notices += [_damaged(), *_told(rescued, whole)]
        for file in folder.glob(f"{DESK_FILE}*"):
            file.replace(file.with_name(f"damaged-{file.name}"))
        desk = Desk(path, keys.desk, create=True)
    for entry in rescued:
        desk.add_back(entry)
    return desk


def _seal(folder: Path, keys: Keys, now: datetime) -> None:
    """Note this sign-in, so that nobody can put off the expiry by changing it."""
    said = now.isoformat()
    aside = folder / f"{_SEAL_FILE}.{secrets.token_hex(4)}"
    with translated():
        aside.write_text(json.dumps({"signed_in": said, "mac": _mac(keys, said)}), encoding="utf-8")
        aside.replace(folder / _SEAL_FILE)


def _signed_in(folder: Path, keys: Keys) -> datetime | None:
    """When somebody signed in last; None when it cannot be trusted."""
    try:
        seal = json.loads((folder / _SEAL_FILE).read_text(encoding="utf-8"))
        said, mac = str(seal["signed_in"]), str(seal["mac"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return datetime.fromisoformat(said) if hmac.compare_digest(mac, _mac(keys, said)) else None


def _mac(keys: Keys, said: str) -> str:
    return hmac.new(keys.seal, said.encode(), hashlib.sha256).hexdigest()


def _make(folder: Path) -> None:
    with translated():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _delete(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        log.warning("a cache folder could not be deleted as a whole; its key is gone")


def _delete_dead_sittings(root: Path) -> None:
    for path in root.glob(f"{_SITTING}*.lock"):
        lock = FileLock(path)
        if lock.acquire(wait=False):
            _delete(path.with_suffix(""))
            lock.release()
            path.unlink(missing_ok=True)


# --- what the user is told ---------------------------------------------------------------------------------------
def _not_kept() -> str:
    return _(
        "Dieser Rechner hat keinen Schlüsselbund. Der lokale Bestand gilt deshalb nur für diese Sitzung; "
        "bitte schließen Sie das Programm erst, wenn keine Vorgänge mehr warten."
    )


def _key_gone() -> str:
    return _(
        "Der Schlüssel des lokalen Bestands fehlt im Schlüsselbund. Der Bestand wird neu aufgebaut; "
        "Vorgänge, die noch nicht übertragen waren, sind verloren. Bitte prüfen Sie Ihre letzten Schritte."
    )


def _expired(days: int) -> str:
    return _("Der lokale Bestand war länger als {days} Tage nicht benutzt und wurde gelöscht.").format(days=days)


def _damaged() -> str:
    return _("Der lokale Bestand war beschädigt und wird aus der Zentrale neu aufgebaut.")


def _told(rescued: list[Entry], whole: bool) -> list[str]:
    told: list[str] = []
    if rescued:
        text = ngettext("{n} wartender Vorgang wurde gerettet.", "{n} wartende Vorgänge wurden gerettet.", len(rescued))
        told.append(text.format(n=len(rescued)))
    if not whole:
        told.append(
            _("Wartende Vorgänge waren nicht alle lesbar. Bitte prüfen Sie, ob Ihre letzten Schritte angekommen sind.")
        )
    return told
