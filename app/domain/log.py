"""The log of a site: heads chained by hash, bodies beside them that the law may have deleted (design.md, section 4).

Follows the Delta Lake transaction protocol in small: commits are numbered 1, 2, 3 ..., a number is published once.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from app.domain.canonical import canonical, sha256_hex
from app.domain.codec import Json, build, plain
from app.domain.records import Record, record_of

FORMAT = 1
NO_PREVIOUS = "0" * 64
"""``previous`` of the first head."""
BYTES_FIELDS = ("sha256", "certificate")
"""Fields of records that name stored bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record as an action leaves it; ``record`` is None when it is deleted."""

    kind: str
    id: str
    version: int
    record: Record | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRef:
    """What a head says of a changed record: never its content. ``digest`` is empty when it was deleted."""

    kind: str
    id: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Who did what when, and to which records; holds no personal data of citizens.

    ``at`` is UTC in ISO 8601 with milliseconds and never before the previous head's. ``previous`` is the SHA-256 of the
    previous head's canonical bytes, 64 hex digits.
    """

    site: str
    number: int
    action: str
    action_kind: str
    by: str
    at: str
    previous: str
    records: tuple[RecordRef, ...]
    program: str = ""
    attempt: int = 1
    """Which body of the action counts: one that was tried before and did not get into the log may be left over."""
    format: int = FORMAT

    def to_json(self) -> Json:
        state: Json = plain(self)
        state["format"] = self.format
        state["records"] = [[ref.kind, ref.id, ref.version, ref.digest] for ref in self.records]
        return state

    @classmethod
    def from_json(cls, state: Json) -> "Head":
        refs = [dict(zip(("kind", "id", "version", "digest"), ref, strict=True)) for ref in state["records"]]
        return build(cls, {**state, "records": refs})

    def hash(self) -> str:
        """SHA-256 over the canonical JSON (RFC 8785), hex."""
        return sha256_hex(canonical(self.to_json()))


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLine:
    """A record's new state with the salt of its digest. ``state`` is None for a deletion."""

    kind: str
    id: str
    version: int
    salt: str
    state: Json | None

    def digest(self) -> str:
        return "" if self.state is None else state_digest(self.salt, self.state)

    def record(self) -> Record | None:
        return None if self.state is None else record_of(self.kind, self.state)

    def to_json(self) -> list[Any]:
        """``[kind, id, version, salt, state]``: one line of a body or a checkpoint."""
        return [self.kind, self.id, self.version, self.salt, self.state]

    @classmethod
    def from_json(cls, line: Sequence[Any]) -> "BodyLine":
        kind, id_, version, salt, state = line
        return cls(kind=kind, id=id_, version=version, salt=salt, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Protokolleintrag. ``body`` lacks the lines that were erased since."""

    head: Head
    body: tuple[BodyLine, ...]


def bytes_of(state: Json) -> tuple[str, ...]:
    """SHA-256 of the bytes on which a record's state counts. A document whose pages were arranged counts on those of
    the originals that it has pages of; their own records name them."""
    if state.get("sheets") or state.get("merged_into"):
        return ()
    return tuple(state[name] for name in BYTES_FIELDS if state.get(name))


def state_digest(salt: str, state: Json) -> str:
    """SHA-256 over the salt's bytes followed by the state's canonical JSON, hex."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(state)).hexdigest()


def make_body(changes: Iterable[Change]) -> tuple[BodyLine, ...]:
    """Body lines with fresh 16-byte salts; made once an action, so that a lost race does not write them again."""
    return tuple(
        BodyLine(
            kind=change.kind,
            id=change.id,
            version=change.version,
            salt=secrets.token_hex(16),
            state=None if change.record is None else change.record.state(),
        )
        for change in changes
    )


def make_head(
    *,
    site: str,
    previous: Head | None,
    action: str,
    action_kind: str,
    by: str,
    now: str,
    body: Iterable[BodyLine],
    program: str,
    attempt: int = 1,
) -> Head:
    """The head that follows ``previous``. A clock that is behind the log's does not turn time back."""
    return Head(
        site=site,
        number=1 if previous is None else previous.number + 1,
        action=action,
        action_kind=action_kind,
        by=by,
        at=now if previous is None else max(now, previous.at),
        previous=NO_PREVIOUS if previous is None else previous.hash(),
        records=tuple(
            RecordRef(kind=line.kind, id=line.id, version=line.version, digest=line.digest()) for line in body
        ),
        program=program,
        attempt=attempt,
    )


class ChainCheck:
    """Checks heads one after another; ``first_break`` is the first thing that is wrong, or None.

    Give it every commit of a site in order, from number 1. A body line may be missing only if the record is deleted by
    some later head, which is known at the end: call ``finish``.
    """

    def __init__(self, site: str) -> None:
        self._site = site
        self._number = 0
        self._previous: Head | None = None
        self._versions: dict[tuple[str, str], int] = {}
        self._missing: dict[tuple[str, str], int] = {}
        self.first_break: str | None = None

    @property
    def commits(self) -> int:
        return self._number

    def add(self, commit: Commit) -> None:
        if self.first_break is None:
            self.first_break = self._check(commit)
        self._number += 1
        self._previous = commit.head

    def finish(self) -> str | None:
        """The first break in the chain, or None if it is intact."""
        if self.first_break is None and self._missing:
            (kind, _), number = min(self._missing.items(), key=lambda entry: entry[1])
            self.first_break = f"commit {number}: the state of a {kind} is missing and was never erased"
        return self.first_break

    def _check(self, commit: Commit) -> str | None:
        head, number = commit.head, self._number + 1
        wrong = misfit(self._site, number, self._previous, commit)
        if wrong is not None:
            return wrong
        there = {(line.kind, line.id) for line in commit.body}
        for ref in head.records:
            key = (intern(ref.kind), ref.id)
            if ref.version != self._versions.get(key, 0) + 1:
                return f"commit {number}: version {ref.version} of a {ref.kind} does not follow"
            self._versions[key] = ref.version
            if ref.digest == "":
                self._missing.pop(key, None)
            elif key not in there:
                self._missing.setdefault(key, number)
        return None


def misfit(site: str, number: int, previous: Head | None, commit: Commit) -> str | None:
    """Why ``commit`` cannot be the one with that number, after ``previous``; None if it can."""
    head = commit.head
    if head.number != number or head.site != site:
        return f"commit {number}: the head names {head.site} {head.number}"
    if head.previous != (NO_PREVIOUS if previous is None else previous.hash()):
        return f"commit {number}: does not follow from commit {number - 1}"
    if previous is not None and head.at < previous.at:
        return f"commit {number}: is dated before commit {number - 1}"
    lines = {(line.kind, line.id): line for line in commit.body}
    if len(lines) != len(commit.body) or not lines.keys() <= {(ref.kind, ref.id) for ref in head.records}:
        return f"commit {number}: its body holds a state that the head does not name"
    for ref in head.records:
        line = lines.get((ref.kind, ref.id))
        if line is not None and (line.version != ref.version or line.digest() != ref.digest):
            return f"commit {number}: the state of a {ref.kind} was altered"
    return None
