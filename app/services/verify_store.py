"""Check a store against its own log: chain, states, checkpoints, and every stored byte that a record names."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from app.domain.central import ORIGINALS, PACKS, TEXTS, KeptCentral
from app.domain.codec import Json
from app.domain.errors import NotAllowed, StorageFull, StoreDamaged, StoreIncompatible
from app.domain.log import BodyLine, ChainCheck, Commit, bytes_of
from app.domain.records import Document, Original

INTACT = "intact"
BLOCK = 4 << 20
Key = tuple[str, str]
Progress = Callable[[str, str, int], None]
"""(site, "commits" or "originals", how many are done)."""


@dataclass(slots=True)
class SiteReport:
    """``chain`` is ``INTACT`` or the first break. ``orphans``: stored files and bodies that nothing names; None when
    the log is broken, because then nobody knows what it names."""

    site: str
    commits: int = 0
    chain: str = INTACT
    originals_missing: list[str] = field(default_factory=list)
    originals_damaged: list[str] = field(default_factory=list)
    packs_missing: list[str] = field(default_factory=list)
    texts_missing: list[str] = field(default_factory=list)
    orphans: int | None = None

    @property
    def sound(self) -> bool:
        wrong = (self.originals_missing, self.originals_damaged, self.packs_missing, self.texts_missing)
        return self.chain == INTACT and not any(wrong)


def verify_site(central: KeptCentral, site: str, progress: Progress = lambda site, what, done: None) -> SiteReport:
    """Read everything of a site; nothing is changed but for erasures that a crash left unfinished."""
    with suppress(NotAllowed, StorageFull, StoreDamaged):
        central.finish_erasures(site)
    report = SiteReport(site)
    replay = _Replay(central, site)
    report.chain = replay.run(lambda done: progress(site, "commits", done)) or INTACT
    report.commits = replay.check.commits
    _check_bytes(central, replay, report, lambda done: progress(site, "originals", done))
    if report.chain == INTACT:
        report.orphans = _orphans(central, site, replay)
    return report


class _Replay:
    """The log read from its beginning, and what the living records name."""

    def __init__(self, central: KeptCentral, site: str) -> None:
        self._central = central
        self._site = site
        self._digests: dict[Key, tuple[int, str]] = {}
        self.check = ChainCheck(site)
        self.named: dict[Key, Json] = {}
        """Living records that name bytes: the fields that matter here."""

    def run(self, progress: Callable[[int], None]) -> str | None:
        """The first break, or None."""
        try:
            checkpoints = set(self._central.checkpoints(self._site))
            last = self._central.position(self._site)
            for commit in self._central.commits(self._site, 0):
                self.check.add(commit)
                self._apply(commit)
                if self.check.first_break is None and commit.head.number in checkpoints:
                    self.check.first_break = self._compare(commit)
                if commit.head.number % 100 == 0:
                    progress(commit.head.number)
        except (StoreDamaged, StoreIncompatible) as error:
            return self.check.first_break or f"commit {self.check.commits + 1}: {error.title}"
        last = max(last, *checkpoints, 0)
        if self.check.commits < last:
            return self.check.first_break or f"commit {self.check.commits + 1}: is missing; {last} was there once"
        return self.check.finish()

    def names(self, area: str) -> set[str]:
        """The SHA-256 that living records name in an area."""
        if area == ORIGINALS:
            return {sha256 for state in self.named.values() for sha256 in bytes_of(state)}
        wanted = "pack" if area == PACKS else "has_text"
        return {state["sha256"] for state in self.named.values() if wanted in state}

    def _apply(self, commit: Commit) -> None:
        for ref in commit.head.records:
            self._digests[ref.kind, ref.id] = (ref.version, ref.digest)
            if not ref.digest:
                self.named.pop((ref.kind, ref.id), None)
        for line in commit.body:
            if line.state is not None and bytes_of(line.state):
                self.named[line.kind, line.id] = _what_matters(line)
            else:
                self.named.pop((line.kind, line.id), None)

    def _compare(self, commit: Commit) -> str | None:
        """The checkpoint at a commit must hold exactly the records that the log gives."""
        number = commit.head.number
        facts = self._central.checkpoint_at(self._site, number)
        if facts.head_hash != commit.head.hash():
            return f"checkpoint {number}: belongs to another log"
        seen = 0
        for raw in self._central.checkpoint_lines(facts):
            line = BodyLine.from_json(json.loads(raw))
            seen += 1
            if self._digests.get((line.kind, line.id)) != (line.version, line.digest()):
                return f"checkpoint {number}: the state of a {line.kind} is not that of the log"
        if seen != len(self._digests) or seen != facts.records:
            return f"checkpoint {number}: holds {seen} records where the log gives {len(self._digests)}"
        return None


def _what_matters(line: BodyLine) -> Json:
    state = line.state or {}
    with_pages = line.kind in (Document.kind, Original.kind)
    names = ("sha256", "certificate", "pack", "has_text") if with_pages else ("sha256", "certificate")
    return {name: name in ("pack", "has_text") or state[name] for name in names if state.get(name)}


def _check_bytes(central: KeptCentral, replay: _Replay, report: SiteReport, progress: Callable[[int], None]) -> None:
    for done, sha256 in enumerate(sorted(replay.names(ORIGINALS)), 1):
        if not central.has(report.site, ORIGINALS, sha256):
            report.originals_missing.append(sha256)
        elif _digest(central, report.site, sha256) != sha256:
            report.originals_damaged.append(sha256)
        if done % 100 == 0:
            progress(done)
    for area, missing in ((PACKS, report.packs_missing), (TEXTS, report.texts_missing)):
        missing += sorted(name for name in replay.names(area) if not central.has(report.site, area, name))


def _digest(central: KeptCentral, site: str, sha256: str) -> str:
    digest = hashlib.sha256()
    for block in _blocks(central, site, sha256):
        digest.update(block)
    return digest.hexdigest()


def _blocks(central: KeptCentral, site: str, sha256: str) -> Iterator[bytes]:
    offset, block = 0, b"?"
    while block and offset % BLOCK == 0:  # a short block is the last
        block = central.read(site, ORIGINALS, sha256, offset, BLOCK)
        yield block
        offset += len(block)


def _orphans(central: KeptCentral, site: str, replay: _Replay) -> int:
    strays = central.stray_bodies(site)
    for area in (ORIGINALS, PACKS, TEXTS):
        # A pack or text whose document does not count on it is named well enough: it can be made use of.
        names = replay.names(ORIGINALS)
        strays += sum(sha256 not in names for sha256 in central.stored(site, area))
    return strays
