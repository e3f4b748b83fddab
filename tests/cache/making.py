"""Caches and log entries made for tests."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.adapters.cache.store import SqlCache, open_sql_cache
from app.domain.actions import Action
from app.domain.decide import Refused, decide
from app.domain.log import BodyLine, Commit, Head, make_body, make_head
from app.domain.office import MemoryOffice
from app.domain.records import FILED, CaseFile, Document, Person, Record, Site, Worker

SITE = "borken"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class MemoryKeeper:
    """A keyring in memory; ``works`` False: this computer has none."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}
        self.works = True

    def usable(self) -> bool:
        return self.works

    def get(self, name: str) -> bytes | None:
        return self.keys.get(name)

    def put(self, name: str, key: bytes) -> bool:
        self.keys[name] = key
        return True

    def discard(self, name: str) -> None:
        self.keys.pop(name, None)


def open_cache(root: Path, keeper: MemoryKeeper | None = None, **options: object) -> SqlCache:
    return open_sql_cache(root, "cache", keeper or MemoryKeeper(), worker="anna", **options)  # type: ignore[arg-type]


def worker(id_: str = "anna") -> Worker:
    return Worker(id=id_, name=id_.title(), roles=("caseworker",))


def case(number: str, *persons: Person, **more: str) -> CaseFile:
    """A case whose id is its number's last digits."""
    return CaseFile(id=f"case-{number[-4:]}", case_number=number, persons=persons, **more)  # type: ignore[arg-type]


def document(id_: str, **more: object) -> Document:
    return Document(id=id_, sha256=(id_.encode().hex() + "0" * 64)[:64], **more)  # type: ignore[arg-type]


def filed(id_: str, where: CaseFile, **more: object) -> Document:
    return document(id_, state_of_work=FILED, case=where.id, **more)


def line(record: Record, version: int = 1) -> bytes:
    body = BodyLine(kind=record.kind, id=record.id, version=version, salt="ab" * 16, state=record.state())
    return json.dumps(body.to_json(), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def lines(*records: Record) -> Iterator[bytes]:
    """A checkpoint's lines; site and worker come by themselves."""
    return map(line, (Site(id=SITE, name="Borken"), worker(), *records))


class Log:
    """A site's log that grows by deciding."""

    def __init__(self, cache: SqlCache | None = None, *records: Record) -> None:
        self.office = MemoryOffice()
        self.office.apply(BodyLine.from_json(json.loads(entry)) for entry in lines(*records))
        self.head: Head | None = None
        self.number = 0
        if cache is not None:
            cache.fill(SITE, 0, lines(*records))

    def commit(self, action: Action, at: str = "2026-11-20T10:00:00.000Z") -> Commit:
        changes = decide(action, self.office, at)
        assert not isinstance(changes, Refused), changes
        body = make_body(changes)
        self.head = make_head(
            site=SITE, previous=self.head, action=action.id, action_kind=action.kind, by=action.by, now=at,
            body=body, program="test",
        )  # fmt: skip
        self.office.apply(body)
        return Commit(head=self.head, body=body)


def ids(rows: Iterable[object]) -> list[str]:
    return [row.id for row in rows]  # type: ignore[attr-defined]
