"""What the law orders to be deleted. Lines go with the very commit that orders it; bytes are noted then as garbage and
removed right afterwards, or by whoever comes next after a crash."""

import json
import time
from collections.abc import Iterable

from sqlalchemy import Connection, and_, delete, or_, select, update

from app.domain.central import AREAS
from app.domain.log import BodyLine, Head, bytes_of
from app.server.store import log
from app.server.store.database import Database
from app.server.store.objects import CHECKPOINTS, Objects, key_of
from app.server.store.tables import checkpoints, garbage, lines, names, puts, sites

GRACE = 24 * 3600
"""Seconds that bytes stay which were stored again after the last commit that named them: a delivery that brings them
once more may be on its way."""
_AT_ONCE = 20


def order(connection: Connection, head: Head) -> None:
    """Carry out the erasure that ``head`` stands for, all but the bytes. In the transaction of the commit."""
    site = head.site
    named: dict[str, int] = {}
    for ref in head.records:
        if not ref.digest:
            for sha256, number in _erase_lines(connection, site, ref.kind, ref.id):
                named[sha256] = max(number, named.get(sha256, 0))
    living = _living(connection, site, named)
    note(
        connection,
        site,
        [
            (area, sha256, _not_before(connection, site, area, sha256, number))
            for sha256, number in named.items()
            if sha256 not in living
            for area in AREAS
        ],
    )
    connection.execute(update(sites).where(sites.c.site == site).values(erased=head.number))
    older = checkpoints.c.site == site, checkpoints.c.number < head.number
    passed = connection.execute(select(checkpoints.c.name).where(*older)).scalars()
    note(connection, site, [(CHECKPOINTS, name, 0) for name in passed])
    connection.execute(delete(checkpoints).where(*older))


def note(connection: Connection, site: str, rows: Iterable[tuple[str, str, int]]) -> None:
    """Things that are to go: (area, name, not before)."""
    noted = [{"site": site, "area": area, "name": name, "not_before": when} for area, name, when in rows]
    if noted:
        log.upsert(connection, garbage, noted, change=("not_before",))


def put_again(connection: Connection, site: str, area: str, sha256: str) -> None:
    """Somebody counts on these bytes now: they stay for a while even if they are garbage."""
    same = garbage.c.site == site, garbage.c.area == area, garbage.c.name == sha256
    connection.execute(update(garbage).where(*same).values(not_before=int(time.time()) + GRACE))


def finish(database: Database, objects: Objects, site: str) -> None:
    """Remove what is to go by now."""
    with database.read() as connection:
        log.position_of(connection, site)
    while _finish_some(database, objects, site):
        pass


def _finish_some(database: Database, objects: Objects, site: str) -> bool:
    due = garbage.c.site == site, garbage.c.not_before <= int(time.time())
    with database.read() as connection:
        if connection.execute(select(garbage.c.name).where(*due).limit(1)).first() is None:
            return False
    with database.write() as connection:
        log.lock(connection, site)  # nobody comes to name these bytes meanwhile
        query = select(garbage.c.area, garbage.c.name).where(*due).limit(_AT_ONCE)
        found = connection.execute(query.with_for_update()).all()
        living = _living(connection, site, [row.name for row in found])
        for row in found:
            if row.name not in living:
                objects.remove(key_of(site, row.area, row.name))
        done = or_(*(and_(garbage.c.area == row.area, garbage.c.name == row.name) for row in found))
        if found:
            connection.execute(delete(garbage).where(garbage.c.site == site, done))
    return bool(found)


def _erase_lines(connection: Connection, site: str, kind: str, id_: str) -> list[tuple[str, int]]:
    """Take every state of a record out of the bodies; the bytes that they named, with the commit."""
    found = lines.c.site == site, lines.c.kind == kind, lines.c.id == id_
    named = []
    for row in connection.execute(select(lines.c.number, lines.c.place, lines.c.line).where(*found)).all():
        line = BodyLine.from_json(json.loads(row.line))
        if line.state is not None:
            named += [(sha256, int(row.number)) for sha256 in bytes_of(line.state)]
            connection.execute(delete(lines).where(*found, lines.c.number == row.number, lines.c.place == row.place))
    return named


def _living(connection: Connection, site: str, asked: Iterable[str]) -> set[str]:
    """Those of ``asked`` that a living record names."""
    wanted, living = list(asked), set[str]()
    for start in range(0, len(wanted), log.AT_ONCE):
        part = wanted[start : start + log.AT_ONCE]
        query = select(names.c.sha256).where(names.c.site == site, names.c.sha256.in_(part)).distinct()
        living |= set(connection.execute(query).scalars())
    return living


def _not_before(connection: Connection, site: str, area: str, sha256: str, named_by: int) -> int:
    same = puts.c.site == site, puts.c.area == area, puts.c.sha256 == sha256
    position = connection.execute(select(puts.c.position).where(*same)).scalar()
    return int(time.time()) + GRACE if position is not None and position >= named_by else 0
