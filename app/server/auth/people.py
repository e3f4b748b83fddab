"""What a worker may do where: the records of the sites' logs, roles for the whole county, and grants that hold."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from app.domain.errors import WrongUse
from app.domain.log import BodyLine
from app.domain.records import Worker
from app.domain.texts import _
from app.server.auth.clock import Clock, iso
from app.server.auth.principal import MACHINE, Grant, Principal
from app.server.auth.tables import county_roles, grants
from app.server.store.database import Database
from app.server.store.tables import records, sites

COUNTY_ROLES = ("admin", "privacy-officer", "central", MACHINE)


class People:
    """Safe to use from several threads."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def principal(self, connection: Connection, worker: str, *, kind: str, session: str, device: str) -> Principal:
        """The worker's rights as they are now."""
        now = self._clock()
        county = connection.execute(
            select(county_roles.c.role, county_roles.c.legal_areas).where(county_roles.c.worker == worker)
        ).all()
        given = connection.execute(
            select(grants).where(grants.c.worker == worker, grants.c.ended_at == 0, grants.c.until > now)
        ).all()
        return Principal(
            worker=worker,
            kind=kind,
            roles={site: frozenset(record.roles) for site, record in _records_of(connection, worker).items()},
            county=frozenset(row.role for row in county),
            legal_areas=frozenset(area for row in county for area in row.legal_areas.split()),
            grants=tuple(Grant(row.id, worker, row.site, row.reason, iso(row.until), row.given_by) for row in given),
            session=session,
            device=device,
        )

    def known(self, worker: str) -> bool:
        """Whether there is anything that this worker could do here."""
        with self._database.read() as connection:
            anywhere = connection.execute(select(county_roles.c.role).where(county_roles.c.worker == worker)).first()
            return anywhere is not None or bool(_records_of(connection, worker))

    def sites_of(self, worker: str) -> tuple[str, ...]:
        """Where the worker is entered."""
        with self._database.read() as connection:
            return tuple(_records_of(connection, worker))

    def give_county_role(self, worker: str, role: str, legal_areas: Iterable[str] = ()) -> None:
        """A role at every site; given again, the legal areas of a central task are those of the last time.

        Raises ``WrongUse`` for roles that belong to one site, and for a central task without a legal area.
        """
        areas = " ".join(sorted(set(legal_areas)))
        if role not in COUNTY_ROLES:
            raise WrongUse(
                _("Diese Rolle gilt nur an einem Standort."), _("Tragen Sie sie in der Kreisdatei am Standort ein.")
            )
        if (role == "central") != bool(areas):
            raise WrongUse(
                _("Rechtskreise gehören zur zentralen Aufgabe und nur zu ihr: Geben Sie mindestens einen an.")
            )
        self.take_county_role(worker, role)
        with self._database.write() as connection:
            connection.execute(insert(county_roles).values(worker=worker, role=role, legal_areas=areas))

    def take_county_role(self, worker: str, role: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(county_roles).where(county_roles.c.worker == worker, county_roles.c.role == role))


def _records_of(connection: Connection, worker: str) -> dict[str, Worker]:
    """Site -> the Worker record with this id at the end of its log, ended ones left out."""
    query = select(records.c.site, records.c.line).where(
        records.c.site.in_(select(sites.c.site)),
        records.c.kind == Worker.kind,
        records.c.id == worker,
        records.c.living,
    )
    found = {row.site: BodyLine.from_json(json.loads(row.line)).record() for row in connection.execute(query)}
    return {site: record for site, record in found.items() if isinstance(record, Worker) and not record.ended}
