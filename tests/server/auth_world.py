"""A county with people in every role, and the service's signing-in over it."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.domain.actions import SYSTEM, Action, SetUpSite
from app.domain.central import Accepted
from app.domain.ids import new_id
from app.domain.records import Site, Worker
from app.server.auth.principal import MACHINE, USER, Principal
from app.server.auth.service import Auth
from app.server.auth.settings import AuthSettings
from app.server.store.central import SqlCentral
from app.server.store.database import Database
from app.server.store.objects import Objects

HERE, THERE = "borken", "ahaus"
SITE_ROLES = ("caseworker", "team-lead", "mail-room", "central", "admin", "privacy-officer")
COUNTY = {"county.admin": "admin", "county.privacy": "privacy-officer", "county.central": "central", "scanner": MACHINE}
WORKERS = (*SITE_ROLES, *COUNTY)
"""Ids: those of the site roles work in Borken and are called like their role."""


class TestClock:
    __test__ = False

    def __init__(self, now: int = 1_800_000_000) -> None:
        self.now = now
        self.offset: int | None = None

    def __call__(self) -> int:
        return self.now if self.offset is None else int(time.time()) + self.offset


def no_provider(url: str) -> dict[str, Any]:
    raise OSError(url)


class World:
    def __init__(
        self,
        url: str,
        folder: Path,
        settings: AuthSettings | None = None,
        fetch: Callable[[str], dict[str, Any]] = no_provider,
    ) -> None:
        self.clock = TestClock()
        self.database = Database(url)
        self.database.migrate()
        self.central = SqlCentral(self.database, Objects(folder / "files"))
        self.settings = settings or AuthSettings()
        self.auth = Auth(self.database, self.settings, fetch, self.clock)
        self.set_up(HERE, {role: (role,) for role in SITE_ROLES})
        self.set_up(THERE, {"other": ("caseworker", "team-lead")})
        for worker, role in COUNTY.items():
            self.auth.people.give_county_role(worker, role, ["sgb2"] if role == "central" else [])

    def set_up(self, site: str, workers: Mapping[str, tuple[str, ...]]) -> None:
        self.central.add_site(site)
        self.do(
            SetUpSite(
                id=new_id(),
                by=SYSTEM,
                site=site,
                record=Site(id=site, name=site.title()),
                workers=tuple(Worker(id=id_, name=id_, roles=roles) for id_, roles in workers.items()),
            )
        )

    def do(self, action: Action) -> None:
        outcome = self.central.submit(action)
        assert isinstance(outcome, Accepted), outcome

    def token(self, worker: str, device: str = "") -> str:
        kind = MACHINE if COUNTY.get(worker) == MACHINE else USER
        return self.auth.sessions.open(worker, kind=kind, way="test", device=device, device_name="PC").access_token

    def principal(self, worker: str) -> Principal:
        return self.auth.sessions.principal(self.token(worker))

    def bearer(self, worker: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(worker)}"}

    def real_time(self) -> None:
        """From now on the clock goes on by itself: for tokens that others issue."""
        self.clock.offset = 0

    def close(self) -> None:
        self.database.close()
