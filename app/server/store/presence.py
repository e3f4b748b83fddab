"""Who looks at what, as rows that are written over and forgotten."""

import time

from sqlalchemy import delete, select

from app.domain.presence import FORGOTTEN_AFTER, Looking
from app.server.store import log
from app.server.store.database import Database
from app.server.store.tables import looking


def looks_at(database: Database, site: str, worker: str, document: str) -> tuple[Looking, ...]:
    """See ``domain.presence.Presence``; so is ``who_looks``."""
    with database.write() as connection:
        log.position_of(connection, site)
        if document:
            row = {"site": site, "worker": worker, "document": document, "at": int(time.time())}
            log.upsert(connection, looking, [row], change=("document", "at"))
        else:
            connection.execute(delete(looking).where(looking.c.site == site, looking.c.worker == worker))
    return who_looks(database, site)


def who_looks(database: Database, site: str) -> tuple[Looking, ...]:
    fresh = looking.c.site == site, looking.c.at >= int(time.time()) - FORGOTTEN_AFTER
    query = select(looking.c.worker, looking.c.document).where(*fresh).order_by(looking.c.worker)
    with database.read() as connection:
        log.position_of(connection, site)
        return tuple(Looking(row.worker, row.document) for row in connection.execute(query))
