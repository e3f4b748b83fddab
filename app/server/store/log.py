"""The log of a site as rows: heads, bodies by line, and every record's newest line. Hold the site's lock to write."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.canonical import canonical
from app.domain.central import checkpoint_rank
from app.domain.errors import StoreDamaged
from app.domain.ids import derived_id
from app.domain.log import BodyLine, Commit, Head, bytes_of
from app.domain.records import CaseFile, Document
from app.domain.texts import _
from app.server.store.database import Database
from app.server.store.faults import damaged, unknown_site
from app.server.store.office import LONGEST_KEY
from app.server.store.tables import PARTITIONED, heads, lines, names, records, sites

AT_ONCE = 500
"""Commits that are read with one query."""
_MAKING_ROOM = 0x45534F53
"""Key of the advisory lock for adding a site."""
_LONGEST_NAME = 50

RawCommit = tuple[int, str, list[str]]
"""Number, head and lines of a commit, as the JSON that was written."""


def add_site(connection: Connection, site: str) -> None:
    """Make room for a site; nothing happens if it is there."""
    if connection.execute(select(sites.c.site).where(sites.c.site == site)).first() is not None:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKING_ROOM})
        name = site.replace("-", "_") if len(site) <= _LONGEST_NAME else derived_id(site)
        for table in PARTITIONED:
            # The site's name was checked: it holds letters, digits and hyphens alone.
            partition = f'CREATE TABLE IF NOT EXISTS "{table.name}_{name}" PARTITION OF {table.name}'
            connection.execute(text(f"{partition} FOR VALUES IN ('{site}')"))
    upsert(connection, sites, [{"site": site, "position": 0, "erased": 0}], change=())


def lock(connection: Connection, site: str) -> int:
    """Wait until nobody else writes to the site; its position. The lock goes with the transaction."""
    row = connection.execute(select(sites.c.position).where(sites.c.site == site).with_for_update()).first()
    if row is None:
        raise unknown_site(site)
    return int(row.position)


def position_of(connection: Connection, site: str) -> int:
    row = connection.execute(select(sites.c.position).where(sites.c.site == site)).first()
    if row is None:
        raise unknown_site(site)
    return int(row.position)


def head_at(connection: Connection, site: str, number: int) -> Head | None:
    """The head of a commit; None before the first. Raises ``StoreDamaged`` when it is missing."""
    if number == 0:
        return None
    row = connection.execute(select(heads.c.head).where(heads.c.site == site, heads.c.number == number)).first()
    if row is None:
        raise missing(number)
    return Head.from_json(json.loads(row.head))


def newest_and_own(connection: Connection, site: str, position: int, action: str) -> tuple[Head | None, int | None]:
    """The newest head and the number of the action's commit, if it has one: both with one question."""
    wanted = or_(heads.c.number == position, heads.c.action == action)
    query = select(heads.c.number, heads.c.action, heads.c.head).where(heads.c.site == site, wanted)
    found = connection.execute(query).all()
    newest = next((Head.from_json(json.loads(row.head)) for row in found if row.number == position), None)
    if newest is None and position:
        raise missing(position)
    return newest, next((int(row.number) for row in found if row.action == action), None)


def number_of(connection: Connection, site: str, action: str) -> int | None:
    row = connection.execute(select(heads.c.number).where(heads.c.site == site, heads.c.action == action)).first()
    return None if row is None else int(row.number)


def append(
    connection: Connection,
    head: Head,
    body: Sequence[BodyLine],
    bytes_stay: Callable[[BodyLine], bool] = lambda line: False,
) -> None:
    """The commit that follows; the caller holds the lock and has decided. ``bytes_stay``: a record is known to name the
    bytes that it named before."""
    here = {"site": head.site, "number": head.number}
    connection.execute(insert(heads), {**here, "action": head.action, "head": canonical(head.to_json()).decode()})
    written = [(line, canonical(line.to_json()).decode()) for line in body]
    rows = [
        {**here, "place": place, "kind": line.kind, "id": line.id, "line": raw}
        for place, (line, raw) in enumerate(written)
    ]
    if rows:  # what was adopted may have been erased
        connection.execute(insert(lines), rows)
    newest = [_newest(head, place, line, raw) for place, (line, raw) in enumerate(written)]
    if newest:
        upsert(connection, records, newest, change=("living", "line", *_LOOKED_UP))
    _name_bytes(connection, head.site, [line for line in body if not bytes_stay(line)])
    connection.execute(update(sites).where(sites.c.site == head.site).values(position=head.number))


_LOOKED_UP = ("case_number", "sha256", "provider", "item")


def _newest(head: Head, place: int, line: BodyLine, raw: str) -> dict[str, Any]:
    state = line.state or {}
    looked_up: dict[str, str | None] = dict.fromkeys(_LOOKED_UP)
    if line.kind == CaseFile.kind and state:
        looked_up["case_number"] = _key(state["case_number"])
    elif line.kind == Document.kind and state:
        looked_up["sha256"] = _key(state["sha256"])
        looked_up["provider"], looked_up["item"] = _key(state.get("provider", "")), _key(state.get("item", ""))
    return {
        "site": head.site,
        "kind": line.kind,
        "id": line.id,
        "rank": checkpoint_rank(line.kind),
        "born": head.number,
        "place": place,
        "living": line.state is not None,
        "line": raw,
        **looked_up,
    }


def _key(value: str) -> str:
    return value[:LONGEST_KEY]


def _name_bytes(connection: Connection, site: str, body: Sequence[BodyLine]) -> None:
    changed = [{"b_kind": line.kind, "b_id": line.id} for line in body if line.version > 1]
    named = [
        {"site": site, "sha256": sha256, "kind": line.kind, "id": line.id}
        for line in body
        for sha256 in set(bytes_of(line.state or {}))
    ]
    if changed:
        gone = delete(names).where(names.c.site == site, names.c.kind == bindparam("b_kind"))
        connection.execute(gone.where(names.c.id == bindparam("b_id")), changed)
    if named:
        upsert(connection, names, named, change=())


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], change: Iterable[str]) -> None:
    """Insert ``rows``; of those that are there, set the columns ``change`` (none: they stay as they are)."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table)
    key = [column.name for column in table.primary_key]
    set_ = {name: statement.excluded[name] for name in change}
    if set_:
        statement = statement.on_conflict_do_update(index_elements=key, set_=set_)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    connection.execute(statement, list(rows))


def read_commits(database: Database, site: str, after: int) -> Iterator[RawCommit]:
    """Every commit after ``after`` up to the newest at the time of asking. Raises ``StoreDamaged`` at a gap."""
    with database.read() as connection:
        last = position_of(connection, site)
    while after < last:
        upto = min(after + AT_ONCE, last)
        for raw in _read_part(database, site, after, upto):
            after += 1
            if raw[0] != after:
                raise missing(after)
            yield raw
        if after < upto:
            raise missing(after + 1)


def _read_part(database: Database, site: str, after: int, upto: int) -> list[RawCommit]:
    """Of one instant: a head is never read without the lines that an erasure takes away, or with half of them."""
    with database.snapshot() as connection:
        there = heads.c.site == site, heads.c.number > after, heads.c.number <= upto
        found = {
            row.number: (row.number, row.head, list[str]())
            for row in connection.execute(select(heads.c.number, heads.c.head).where(*there).order_by(heads.c.number))
        }
        named = lines.c.site == site, lines.c.number > after, lines.c.number <= upto
        query = select(lines.c.number, lines.c.line).where(*named).order_by(lines.c.number, lines.c.place)
        for row in connection.execute(query):
            if row.number in found:
                found[row.number][2].append(row.line)
    return list(found.values())


def commit_of(raw: RawCommit) -> Commit:
    """The commit as the domain knows it. Raises ``StoreDamaged``."""
    number, head, body = raw
    try:
        parsed = tuple(BodyLine.from_json(json.loads(line)) for line in body)
        return Commit(head=Head.from_json(json.loads(head)), body=parsed)
    except (ValueError, TypeError, KeyError) as error:
        title = _("Der Inhalt des Protokolleintrags {number} ist nicht lesbar.").format(number=number)
        raise damaged(title) from error


def missing(number: int) -> StoreDamaged:
    return damaged(_("Im Protokoll fehlt der Eintrag {number}.").format(number=number))
