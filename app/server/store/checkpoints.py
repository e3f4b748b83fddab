"""Checkpoints: made once, kept packed, and sent as they lie there to everybody who begins."""

import secrets
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard
from sqlalchemy import Connection, Row, delete, insert, select

from app.adapters.central.packed import unpacked
from app.domain.central import Checkpoint
from app.domain.errors import StoreDamaged
from app.domain.log import Head
from app.domain.texts import _
from app.server.store import erasing, log
from app.server.store.database import Database
from app.server.store.faults import damaged
from app.server.store.objects import CHECKPOINTS, Objects, key_of
from app.server.store.tables import checkpoints, records, sites

KEPT = 3
"""Checkpoints of a site that stay; older ones help nobody."""
_LEVEL = 9
"""Packed once, sent over thin lines often."""
_STILL_READ = 3600
_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Stored:
    """A checkpoint and where its packed lines lie: zstd of NDJSON, ``size`` bytes."""

    facts: Checkpoint
    name: str
    size: int

    @property
    def key(self) -> str:
        return key_of(self.facts.site, CHECKPOINTS, self.name)


class Checkpoints:
    def __init__(self, database: Database, objects: Objects) -> None:
        self._database = database
        self._objects = objects

    def all(self, site: str) -> list[Stored]:
        """Newest first."""
        with self._database.read() as connection:
            log.position_of(connection, site)
            query = select(checkpoints).where(checkpoints.c.site == site)
            rows = connection.execute(query.order_by(checkpoints.c.number.desc())).all()
        return [Stored(_facts(row), row.name, row.size) for row in rows]

    def at(self, site: str, number: int) -> Stored:
        """Raises ``StoreDamaged`` when there is none."""
        found = next((stored for stored in self.all(site) if stored.facts.number == number), None)
        if found is None:
            raise _gone(number)
        return found

    def lines(self, stored: Stored) -> Iterator[bytes]:
        """Raises ``StoreDamaged``, perhaps only after the last line."""
        left = stored.facts.records
        try:
            for line in unpacked(self._objects.stream(stored.key)):
                left -= 1
                yield line
        except zstandard.ZstdError as error:
            raise _broken(stored.facts.number) from error
        if left:
            raise _broken(stored.facts.number)

    def write(self, site: str) -> Checkpoint | None:
        """Write one of this instant if there is none; None before the first commit."""
        with tempfile.TemporaryDirectory(prefix="esozialakte-") as folder:
            packed = Path(folder, "checkpoint")
            with self._database.snapshot() as connection:
                head = log.head_at(connection, site, log.position_of(connection, site))
                if head is None:
                    return None
                known = self._known(connection, head)
                if known is not None:
                    return known
                count = _pack(connection, site, packed)
            facts = Checkpoint(site=site, number=head.number, head_hash=head.hash(), records=count)
            stored = Stored(facts, f"{head.number:09d}-{secrets.token_hex(8)}", packed.stat().st_size)
            self._objects.put(stored.key, packed)
        return facts if self._enter(stored) else self.write(site)

    def _known(self, connection: Connection, head: Head) -> Checkpoint | None:
        query = select(checkpoints).where(checkpoints.c.site == head.site, checkpoints.c.number == head.number)
        row = connection.execute(query).first()
        return None if row is None else _facts(row)

    def _enter(self, stored: Stored) -> bool:
        """False: something was erased meanwhile that it still holds, or somebody else wrote the same one."""
        facts = stored.facts
        with self._database.write() as connection:
            log.lock(connection, facts.site)
            erased = connection.execute(select(sites.c.erased).where(sites.c.site == facts.site)).scalar_one()
            same = checkpoints.c.site == facts.site, checkpoints.c.number == facts.number
            if facts.number < erased or connection.execute(select(checkpoints.c.number).where(*same)).first():
                erasing.note(connection, facts.site, [(CHECKPOINTS, stored.name, 0)])
                return False
            row = {"site": facts.site, "number": facts.number, "head_hash": facts.head_hash, "records": facts.records}
            connection.execute(insert(checkpoints), {**row, "name": stored.name, "size": stored.size})
            self._trim(connection, facts.site)
        return True

    def _trim(self, connection: Connection, site: str) -> None:
        query = select(checkpoints.c.number, checkpoints.c.name).where(checkpoints.c.site == site)
        old = connection.execute(query.order_by(checkpoints.c.number.desc()).offset(KEPT)).all()
        if old:
            later = int(time.time()) + _STILL_READ
            erasing.note(connection, site, [(CHECKPOINTS, row.name, later) for row in old])
            newest = max(row.number for row in old)
            connection.execute(delete(checkpoints).where(checkpoints.c.site == site, checkpoints.c.number <= newest))


def _facts(row: Row[Any]) -> Checkpoint:
    return Checkpoint(site=row.site, number=row.number, head_hash=row.head_hash, records=row.records)


def _pack(connection: Connection, site: str, path: Path) -> int:
    count = 0
    query = select(records.c.line).where(records.c.site == site)
    query = query.order_by(records.c.rank, records.c.born, records.c.place)
    rows = connection.execution_options(yield_per=_ROWS).execute(query)
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    with path.open("wb") as file, packer.stream_writer(file, closefd=False) as packed:
        for row in rows:
            packed.write(row.line.encode() + b"\n")
            count += 1
    return count


def _gone(number: int) -> StoreDamaged:
    title = _("Den Sicherungspunkt {number} des Protokolls gibt es nicht.").format(number=number)
    return damaged(title, code="no-checkpoint")


def _broken(number: int) -> StoreDamaged:
    return damaged(_("Der Sicherungspunkt {number} des Protokolls ist beschädigt.").format(number=number))
