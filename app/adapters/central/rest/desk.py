"""The records of sites as they are now, for who decides or lists on this side: kept, and brought up to date."""

import json
import threading

from app.domain.central import Central
from app.domain.log import BodyLine
from app.domain.office import MemoryOffice

KEPT = 3
"""Sites whose records are held at the same time: a county's together would need gigabytes."""


class Desk:
    """Safe to use from several threads; an office that was given must not be read while it is asked for again."""

    def __init__(self, central: Central) -> None:
        self._central = central
        self._lock = threading.Lock()
        self._offices: dict[str, tuple[int, MemoryOffice]] = {}

    def office(self, site: str) -> tuple[int, MemoryOffice]:
        with self._lock:
            position, office = self._offices.pop(site) if site in self._offices else self._begin(site)
            for commit in self._central.commits(site, position):
                office.apply(commit.body)
                position = commit.head.number
            self._offices[site] = position, office
            for forgotten in list(self._offices)[:-KEPT]:
                del self._offices[forgotten]
            return position, office

    def _begin(self, site: str) -> tuple[int, MemoryOffice]:
        office = MemoryOffice()
        checkpoint = self._central.checkpoint(site)
        if checkpoint is None:
            return 0, office
        lines = self._central.checkpoint_lines(checkpoint)
        office.apply(BodyLine.from_json(json.loads(line)) for line in lines)
        return checkpoint.number, office
