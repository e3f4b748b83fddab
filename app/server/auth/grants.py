"""Access to another site for reading: given by that site's team lead or the administration, with reason and end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from app.domain.errors import WrongUse
from app.domain.ids import new_id
from app.domain.texts import _
from app.server.auth.clock import Clock, iso
from app.server.auth.tables import grants
from app.server.store.database import Database

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class GivenGrant:
    """A line of the list; ``ended_*`` are empty unless it was ended before its time."""

    id: str
    worker: str
    site: str
    reason: str
    given_by: str
    given_at: str
    until: str
    ended_by: str
    ended_at: str


class Grants:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def give(self, *, worker: str, site: str, reason: str, until: str, by: str) -> str:
        """The new grant's id. ``until``: ISO 8601 with offset. Raises ``WrongUse``."""
        now = self._clock()
        if len(reason.strip()) < 5:
            raise WrongUse(
                _("Für den Zugriff auf einen anderen Standort fehlt der Grund."), _("Nennen Sie Anlass oder Vorgang.")
            )
        end = _seconds(until)
        if not now < end <= now + LONGEST_DAYS * 86_400:
            raise WrongUse(
                _("Ein Zugriff auf einen anderen Standort braucht ein Ende, das höchstens ein Jahr entfernt ist.")
            )
        if worker == by:
            raise WrongUse(
                _("Niemand gibt sich selbst Zugriff auf einen anderen Standort."),
                _("Bitten Sie eine andere Person mit dieser Aufgabe."),
            )
        id_ = new_id()
        with self._database.write() as connection:
            connection.execute(
                insert(grants).values(
                    id=id_,
                    worker=worker,
                    site=site,
                    reason=reason.strip(),
                    given_by=by,
                    given_at=now,
                    until=end,
                    ended_by="",
                    ended_at=0,
                )
            )
        return id_

    def end(self, site: str, id_: str, by: str) -> bool:
        """False: the site has given no such grant, or it is over."""
        now = self._clock()
        ended = (
            update(grants)
            .where(grants.c.id == id_, grants.c.site == site, grants.c.ended_at == 0, grants.c.until > now)
            .values(ended_by=by, ended_at=now)
        )
        with self._database.write() as connection:
            return connection.execute(ended).rowcount > 0

    def all(self) -> tuple[GivenGrant, ...]:
        """Newest first, those that are over as well."""
        with self._database.read() as connection:
            rows = connection.execute(select(grants).order_by(grants.c.given_at.desc(), grants.c.id)).all()
        return tuple(
            GivenGrant(
                row.id,
                row.worker,
                row.site,
                row.reason,
                row.given_by,
                iso(row.given_at),
                iso(row.until),
                row.ended_by,
                iso(row.ended_at),
            )
            for row in rows
        )


def _seconds(instant: str) -> int:
    try:
        parsed = datetime.fromisoformat(instant)
        if parsed.tzinfo is None:
            raise ValueError
        return int(parsed.timestamp())
    except (ValueError, OverflowError):
        raise WrongUse(_("Das Ende ist kein Zeitpunkt mit Zeitzone."), _("Schreiben Sie ihn nach ISO 8601.")) from None
