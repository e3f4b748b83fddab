"""A centre in memory: the port in its shortest form, for tests and for trying things out."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.actions import Action, Erase
from app.domain.canonical import canonical, sha256_hex
from app.domain.central import AREAS, ORIGINALS, Accepted, Checkpoint, Outcome, check_adopted, checkpoint_rank
from app.domain.decide import Refused, decide
from app.domain.errors import NotAllowed, StoreDamaged
from app.domain.log import BodyLine, Commit, bytes_of, make_body, make_head
from app.domain.office import MemoryOffice, Office
from app.domain.presence import FORGOTTEN_AFTER, Looking


class _Site:
    def __init__(self) -> None:
        self.commits: list[Commit] = []
        self.office = MemoryOffice()
        self.checkpoints: dict[int, tuple[Checkpoint, list[bytes]]] = {}
        self.blobs: dict[tuple[str, str], bytes] = {}
        self.looking: dict[str, tuple[str, datetime]] = {}


class MemoryCentral:
    """Everything is gone with the object."""

    def __init__(self, program: str = "", clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._program = program
        self._clock = clock
        self._sites: dict[str, _Site] = {}
        self._lock = threading.RLock()

    def sites(self) -> tuple[str, ...]:
        return tuple(sorted(self._sites))

    def add_site(self, site: str) -> None:
        with self._lock:
            self._sites.setdefault(site, _Site())

    def position(self, site: str) -> int:
        return len(self._site(site).commits)

    def commits(self, site: str, after: int) -> Iterator[Commit]:
        commits, number = self._site(site).commits, after
        while number < len(commits):
            yield commits[number]
            number += 1

    def checkpoint(self, site: str) -> Checkpoint | None:
        known = self._site(site).checkpoints
        return known[max(known)][0] if known else None

    def checkpoints(self, site: str) -> tuple[int, ...]:
        return tuple(sorted(self._site(site).checkpoints, reverse=True))

    def checkpoint_at(self, site: str, number: int) -> Checkpoint:
        return self._site(site).checkpoints[number][0]

    def checkpoint_lines(self, checkpoint: Checkpoint) -> Iterator[bytes]:
        return iter(self._site(checkpoint.site).checkpoints[checkpoint.number][1])

    def write_checkpoint(self, site: str) -> Checkpoint | None:
        with self._lock:
            place = self._site(site)
            if not place.commits:
                return None
            head = place.commits[-1].head
            ordered = sorted(place.office.lines(), key=lambda line: checkpoint_rank(line.kind))
            lines = [canonical(line.to_json()) + b"\n" for line in ordered]
            made = Checkpoint(site=site, number=head.number, head_hash=head.hash(), records=len(lines))
            return place.checkpoints.setdefault(head.number, (made, lines))[0]

    def submit(self, action: Action) -> Outcome:
        with self._lock:
            known = self.outcome(action.site, action.id)
            if known is not None:
                return known
            place = self._site(action.site)
            previous = place.commits[-1].head if place.commits else None
            at = self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            at = at if previous is None else max(at, previous.at)
            changes = decide(action, place.office, at)
            if isinstance(changes, Refused):
                return changes
            if not changes:
                return Accepted(len(place.commits), changed=False)
            body = make_body(changes)
            head = make_head(
                site=action.site,
                previous=previous,
                action=action.id,
                action_kind=action.kind,
                by=action.by,
                now=at,
                body=body,
                program=self._program,
            )
            place.office.apply(body)
            place.commits.append(Commit(head=head, body=body))
            if isinstance(action, Erase):
                self.finish_erasures(action.site)
            return Accepted(head.number)

    def adopt(self, site: str, commits: Sequence[Commit]) -> None:
        with self._lock:
            place = self._site(site)
            for commit in commits:
                check_adopted(site, place.commits[-1].head if place.commits else None, commit)
                place.office.apply(commit.body)
                place.commits.append(commit)

    def outcome(self, site: str, action_id: str, after: int = 0) -> Accepted | None:
        heads = (commit.head for commit in self._site(site).commits[after:])
        return next((Accepted(head.number) for head in heads if head.action == action_id), None)

    def office(self, site: str) -> tuple[int, Office]:
        place = self._site(site)
        return len(place.commits), place.office

    def put(self, site: str, area: str, sha256: str, source: Path | bytes) -> None:
        data = source if isinstance(source, bytes) else source.read_bytes()
        if area == ORIGINALS and sha256_hex(data) != sha256:
            raise ValueError("the bytes do not have the SHA-256 under which they were to be stored")
        self._site(site).blobs.setdefault((area, sha256), data)

    def has(self, site: str, area: str, sha256: str) -> bool:
        return (area, sha256) in self._site(site).blobs

    def size(self, site: str, area: str, sha256: str) -> int:
        return len(self._blob(site, area, sha256))

    def read(self, site: str, area: str, sha256: str, offset: int = 0, length: int | None = None) -> bytes:
        data = self._blob(site, area, sha256)
        return data[offset:] if length is None else data[offset : offset + length]

    def local_path(self, site: str, area: str, sha256: str) -> Path | None:
        return None

    def looks_at(self, site: str, worker: str, document: str) -> tuple[Looking, ...]:
        with self._lock:
            self._site(site).looking[worker] = (document, self._clock())
        return self.who_looks(site)

    def who_looks(self, site: str) -> tuple[Looking, ...]:
        with self._lock:
            oldest = self._clock() - timedelta(seconds=FORGOTTEN_AFTER)
            told = sorted(self._site(site).looking.items())
        return tuple(Looking(worker, document) for worker, (document, at) in told if document and at >= oldest)

    def stored(self, site: str, area: str) -> Iterator[str]:
        return iter([sha256 for kept, sha256 in self._site(site).blobs if kept == area])

    def stray_bodies(self, site: str) -> int:
        return 0

    def finish_erasures(self, site: str) -> None:
        with self._lock:
            place = self._site(site)
            erased = {(line.kind, line.id) for line in place.office.lines() if line.state is None}
            place.commits = [
                Commit(head=commit.head, body=tuple(line for line in commit.body if not _erased(line, erased)))
                for commit in place.commits
            ]
            if any(_erased(line, erased) for _, lines in place.checkpoints.values() for line in map(_parse, lines)):
                place.checkpoints.clear()
                self.write_checkpoint(site)
            states = [line.state for line in place.office.lines() if line.state is not None]
            named = {sha256 for state in states for sha256 in bytes_of(state)}
            for area in AREAS:
                for sha256 in [sha for kept, sha in place.blobs if kept == area and sha not in named]:
                    del place.blobs[area, sha256]

    def _site(self, site: str) -> _Site:
        try:
            return self._sites[site]
        except KeyError:
            raise NotAllowed("Den Standort gibt es nicht.", code="unknown-site") from None

    def _blob(self, site: str, area: str, sha256: str) -> bytes:
        try:
            return self._site(site).blobs[area, sha256]
        except KeyError:
            raise StoreDamaged("Ein Original fehlt im Speicher.") from None


def _erased(line: BodyLine, erased: set[tuple[str, str]]) -> bool:
    return line.state is not None and (line.kind, line.id) in erased


def _parse(line: bytes) -> BodyLine:
    return BodyLine.from_json(json.loads(line))
