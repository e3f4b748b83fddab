"""What deciding needs to know of a site: its records at a position of the log, kept up to date step by step."""

import logging
import threading

from app.adapters.central.folder.checkpoints import Checkpoints
from app.adapters.central.folder.faults import damaged
from app.adapters.central.folder.log_folder import LogFolder
from app.domain.central import OfficeSource
from app.domain.errors import StoreDamaged
from app.domain.log import NO_PREVIOUS, Commit, Head
from app.domain.office import LayeredOffice, MemoryOffice, Office
from app.domain.texts import _

_log = logging.getLogger(__name__)


class Desk:
    """One site's office for deciding. Not safe for several threads: hold ``lock``."""

    def __init__(self, site: str, log: LogFolder, checkpoints: Checkpoints, offices: OfficeSource | None) -> None:
        self.lock = threading.RLock()
        self._site = site
        self._log = log
        self._checkpoints = checkpoints
        self._offices = offices
        self._office: LayeredOffice | MemoryOffice | None = None
        self._base = -1
        self.position = 0
        self.head: Head | None = None
        self.seen: dict[str, int] = {}
        """Commit by action, as far as this desk has read the log."""

    @property
    def office(self) -> Office:
        return self._office if self._office is not None else MemoryOffice()

    def catch_up(self) -> None:
        """Bring the office to the end of the log."""
        self._borrow()
        if self._office is None:
            self._restore()
        if self.head is None and self.position:
            self.head = self._log.head(self.position)
            if self.head is None:
                # The cache or the checkpoint knows more than the log: somebody put back an older copy of the store.
                raise damaged(_("Das Protokoll endet früher, als es schon einmal gelesen wurde."))
        for commit in self._log.commits(self.position):
            self.advance(commit)

    def advance(self, commit: Commit) -> None:
        """Take in the commit that follows."""
        expected = self.head.hash() if self.head is not None else NO_PREVIOUS
        if commit.head.previous != expected:
            number = commit.head.number
            raise damaged(_("Der Protokolleintrag {number} schließt nicht an den vorigen an.").format(number=number))
        if self._office is None:
            self._office = MemoryOffice()
        self._office.apply(commit.body)
        self.head = commit.head
        self.position = commit.head.number
        self.seen[commit.head.action] = commit.head.number

    def forget(self) -> None:
        """Give the memory back; the next ``catch_up`` starts from the newest checkpoint."""
        self._office, self.head, self.position, self._base = None, None, 0, -1

    def _borrow(self) -> None:
        """Build on the lent office where there is one; it moves on by itself as the cache is refreshed."""
        if self._offices is None:
            return
        base, office = self._offices.office(self._site)
        if base == 0 or (self._office is not None and base == self._base):
            return
        if self.head is None or self.head.number != base:
            self.head = None
        self._office, self._base, self.position = LayeredOffice(office), base, base

    def _restore(self) -> None:
        """From the newest checkpoint that is whole, or from the beginning of the log."""
        for number in self._checkpoints.numbers():
            office = MemoryOffice()
            try:
                office.apply(self._checkpoints.parsed(number))
            except StoreDamaged:
                _log.warning("checkpoint %s of site %s is damaged and was passed over", number, self._site)
                continue
            self._office, self.position = office, number
            return
        self._office, self.position = MemoryOffice(), 0
