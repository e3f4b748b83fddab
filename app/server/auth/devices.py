"""Computers that people have signed in from. A lost one is revoked: its cache erases itself when it next asks."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from app.domain.errors import DeviceRevoked
from app.domain.texts import _
from app.server.auth.clock import Clock, iso
from app.server.auth.tables import devices, sessions
from app.server.store.database import Database


@dataclass(frozen=True, slots=True)
class Device:
    """``id`` is random, made by the program on that computer for that person."""

    id: str
    worker: str
    name: str
    first_seen: str
    last_seen: str
    revoked_at: str
    revoked_by: str


def device_revoked() -> DeviceRevoked:
    return DeviceRevoked(
        _("Dieser Arbeitsplatz ist gesperrt worden."),
        _("Der lokale Bestand wird gelöscht. Wenden Sie sich an die Administration, bevor Sie sich neu anmelden."),
    )


def register(connection: Connection, worker: str, device: str, name: str, now: int) -> None:
    """Note that somebody signs in there. Raises ``DeviceRevoked``; a revoked computer stays so until it is freed."""
    check(connection, device)
    if not device:
        return
    mine = (devices.c.id == device) & (devices.c.worker == worker)
    if not connection.execute(update(devices).where(mine).values(last_seen=now, name=name)).rowcount:
        values = {"first_seen": now, "last_seen": now, "revoked_at": 0, "revoked_by": ""}
        connection.execute(insert(devices).values(id=device, worker=worker, name=name, **values))


def check(connection: Connection, device: str) -> None:
    """Raises ``DeviceRevoked``."""
    revoked = (devices.c.id == device) & (devices.c.revoked_at > 0)
    if device and connection.execute(select(devices.c.id).where(revoked)).first() is not None:
        raise device_revoked()


class Devices:
    """For the administration."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self, worker: str = "") -> tuple[Device, ...]:
        """Newest first; of one person, or of everybody."""
        query = select(devices).order_by(devices.c.last_seen.desc(), devices.c.id)
        if worker:
            query = query.where(devices.c.worker == worker)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Device(
                row.id,
                row.worker,
                row.name,
                iso(row.first_seen),
                iso(row.last_seen),
                iso(row.revoked_at),
                row.revoked_by,
            )
            for row in rows
        )

    def revoke(self, device: str, by: str) -> bool:
        """For everybody who used that computer. False: there is none."""
        now = self._clock()
        with self._database.write() as connection:
            found = connection.execute(
                update(devices).where(devices.c.id == device).values(revoked_at=now, revoked_by=by)
            ).rowcount
            connection.execute(
                update(sessions).where(sessions.c.device == device, sessions.c.ended_at == 0).values(ended_at=now)
            )
        return found > 0

    def free(self, device: str) -> bool:
        """It was found again: signing in there works as before. False: there is none."""
        with self._database.write() as connection:
            freed = update(devices).where(devices.c.id == device).values(revoked_at=0, revoked_by="")
            return connection.execute(freed).rowcount > 0
