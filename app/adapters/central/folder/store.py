"""The centre as a folder, on a local disk or a share: the port ``Central`` on plain files."""

import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.adapters.central.folder import files
from app.adapters.central.folder.blobs import Blobs
from app.adapters.central.folder.checkpoints import Checkpoints
from app.adapters.central.folder.committing import Committing
from app.adapters.central.folder.deciding import Desk
from app.adapters.central.folder.erasing import Erasing
from app.adapters.central.folder.faults import translated, unknown_site
from app.adapters.central.folder.log_folder import LogFolder
from app.adapters.central.folder.presence import PresenceFolder
from app.adapters.central.folder.store_file import SITES, check_store, make_site, valid_site
from app.domain.actions import Action, Erase
from app.domain.central import CHECKPOINT_EVERY, Accepted, Checkpoint, OfficeSource, Outcome, check_adopted
from app.domain.errors import AppError, WrongUse
from app.domain.log import Commit
from app.domain.office import Office
from app.domain.presence import Looking
from app.domain.texts import _

_log = logging.getLogger(__name__)
_ACTION_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
DESKS_IN_MEMORY = 3
"""Sites whose records are held for deciding at the same time, where no cache lends them."""


class _SiteParts:
    """What belongs to one site of the store."""

    def __init__(self, root: Path, site: str, offices: OfficeSource | None) -> None:
        folder = root / SITES / site
        self.log = LogFolder(folder)
        self.checkpoints = Checkpoints(self.log)
        self.blobs = Blobs(folder)
        self.erasing = Erasing(self.log, self.checkpoints, self.blobs)
        self.presence = PresenceFolder(folder)
        self.desk = Desk(site, self.log, self.checkpoints, offices)
        self.tidied = False


class FolderCentral:
    """``root`` must be a store (``create_store``). ``offices`` lends the records for deciding, usually the cache's;
    without it they are read from checkpoint and log and held in memory. ``program`` is noted in every head.

    Raises ``CentreUnreachable`` and ``StoreIncompatible`` when ``root`` is none that this program can use.
    """

    def __init__(
        self,
        root: Path,
        offices: OfficeSource | None = None,
        program: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.root = root
        self.facts = check_store(root)
        self._offices = offices
        self._program = program
        self._clock = clock
        self._parts: dict[str, _SiteParts] = {}
        self._used: list[str] = []
        self._lock = threading.Lock()

    # --- sites ----------------------------------------------------------------------------------------------
    def sites(self) -> tuple[str, ...]:
        with translated():
            names = sorted(entry.name for entry in os.scandir(self.root / SITES) if valid_site(entry.name))
        return tuple(name for name in names if self._visible(name))

    def add_site(self, site: str) -> None:
        if not valid_site(site):
            raise WrongUse(
                _("„{site}“ ist kein Kürzel für einen Standort.").format(site=site),
                _("Erlaubt sind Kleinbuchstaben, Ziffern und Bindestriche, höchstens 64 Zeichen."),
            )
        make_site(self.root / SITES / site)

    # --- the log --------------------------------------------------------------------------------------------
    def position(self, site: str) -> int:
        return self._site(site).log.newest()

    def commits(self, site: str, after: int) -> Iterator[Commit]:
        return self._site(site).log.commits(after)

    def checkpoint(self, site: str) -> Checkpoint | None:
        return self._site(site).checkpoints.newest()

    def checkpoints(self, site: str) -> tuple[int, ...]:
        """Numbers of all checkpoints, newest first."""
        return tuple(self._site(site).checkpoints.numbers())

    def checkpoint_at(self, site: str, number: int) -> Checkpoint:
        return self._site(site).checkpoints.checked_facts(number)

    def checkpoint_lines(self, checkpoint: Checkpoint) -> Iterator[bytes]:
        return self._site(checkpoint.site).checkpoints.lines(checkpoint.number)

    def write_checkpoint(self, site: str) -> Checkpoint | None:
        parts = self._site(site)
        head = parts.log.head(parts.log.newest())
        if head is None:
            return None
        newest = parts.checkpoints.newest()
        return newest if newest is not None and newest.number == head.number else parts.checkpoints.write(head)

    def submit(self, action: Action) -> Outcome:
        if _ACTION_ID.fullmatch(action.id) is None:
            raise ValueError("an action's id names files and must be one")
        parts = self._site(action.site)
        self._tidy(parts)
        if isinstance(action, Erase):
            parts.erasing.announce(action.id)
        with parts.desk.lock:
            self._make_room(action.site)
            outcome = Committing(parts.log, parts.desk, self._program, self._clock).submit(action)
        if isinstance(outcome, Accepted) and outcome.changed:
            self._afterwards(action, parts, outcome.number)
        elif isinstance(action, Erase):
            parts.erasing.call_off(action.id)
        return outcome

    def adopt(self, site: str, commits: Sequence[Commit]) -> None:
        parts = self._site(site)
        with parts.desk.lock:
            newest = parts.log.head(parts.log.newest())
            for commit in commits:
                check_adopted(site, newest, commit)
                parts.log.adopt(commit)
                newest = commit.head
            parts.desk.forget()

    def outcome(self, site: str, action_id: str, after: int = 0) -> Accepted | None:
        log = self._site(site).log
        if _ACTION_ID.fullmatch(action_id) is None or not log.tried(action_id):
            return None
        number = log.find(action_id, log.newest(), after)
        return None if number is None else Accepted(number)

    def office(self, site: str) -> tuple[int, Office]:
        """The records at the end of the log, for services that decide or list. Not while other threads submit."""
        desk = self._site(site).desk
        with desk.lock:
            self._make_room(site)
            desk.catch_up()
            return desk.position, desk.office

    # --- bytes ----------------------------------------------------------------------------------------------
    def put(self, site: str, area: str, sha256: str, source: Path | bytes) -> None:
        self._site(site).blobs.put(area, sha256, source)

    def has(self, site: str, area: str, sha256: str) -> bool:
        return self._site(site).blobs.has(area, sha256)

    def size(self, site: str, area: str, sha256: str) -> int:
        return self._site(site).blobs.size(area, sha256)

    def read(self, site: str, area: str, sha256: str, offset: int = 0, length: int | None = None) -> bytes:
        return self._site(site).blobs.read(area, sha256, offset, length)

    def local_path(self, site: str, area: str, sha256: str) -> Path | None:
        return self._site(site).blobs.path(area, sha256)

    # --- people --------------------------------------------------------------------------------------------
    def looks_at(self, site: str, worker: str, document: str) -> tuple[Looking, ...]:
        """See ``domain.presence.Presence``."""
        self._site(site).presence.put(worker, document)
        return self.who_looks(site)

    def who_looks(self, site: str) -> tuple[Looking, ...]:
        return self._site(site).presence.all()

    # --- looking after the store ------------------------------------------------------------------------------
    def stored(self, site: str, area: str) -> Iterator[str]:
        """SHA-256 of everything that is stored in an area."""
        return self._site(site).blobs.stored(area)

    def stray_bodies(self, site: str) -> int:
        """How many stored bodies no head counts: left by writers that have died, or by one at work now."""
        log = self._site(site).log
        counted = {log.body_path(head.action, head.attempt) for head in log.heads(range(1, log.newest() + 1))}
        with translated():
            return sum(path not in counted and path.stat().st_size > 0 for path in log.bodies())

    def finish_erasures(self, site: str) -> None:
        """Remove what erasures ordered and a crash left."""
        self._site(site).erasing.finish()

    # --- inside -----------------------------------------------------------------------------------------------
    def _site(self, site: str) -> _SiteParts:
        with self._lock:
            parts = self._parts.get(site)
            if parts is None:
                if not valid_site(site):
                    raise unknown_site(site)
                parts = self._parts[site] = _SiteParts(self.root, site, self._offices)
            return parts

    def _visible(self, site: str) -> bool:
        try:
            with os.scandir(self.root / SITES / site / "log"):
                return True
        except OSError:
            return False

    def _make_room(self, site: str) -> None:
        """Keep the records of few sites in memory: a county's together would need gigabytes."""
        with self._lock:
            self._used = [*(used for used in self._used if used != site), site][-DESKS_IN_MEMORY:]
            idle = [parts.desk for name, parts in self._parts.items() if name not in self._used]
        for desk in idle:
            if desk.lock.acquire(blocking=False):
                desk.forget()
                desk.lock.release()

    def _tidy(self, parts: _SiteParts) -> None:
        """Once a run, whoever writes clears up after writers that have died."""
        if parts.tidied:
            return
        parts.tidied = True
        files.tidy(parts.log.aside)
        try:
            parts.erasing.finish()
        except AppError as error:
            _log.warning("erasures could not be finished: %s", error.code)

    def _afterwards(self, action: Action, parts: _SiteParts, number: int) -> None:
        """The commit stands whatever happens here; what fails is made up for later."""
        try:
            if isinstance(action, Erase):
                parts.erasing.finish()
            if number % CHECKPOINT_EVERY == 0:
                self.write_checkpoint(action.site)
        except AppError as error:
            _log.warning("work after commit %s of a site was put off: %s", number, error.code)
