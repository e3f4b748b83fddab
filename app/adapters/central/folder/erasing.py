"""What the law orders to be deleted: lines of bodies and checkpoints, and bytes that no living record names.

A note in ``erasures/`` stands from before the commit until everything is gone, so that whoever comes next finishes
what a crash interrupted. Files go first and the lines that name them last: repeating finds what is left to do.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time

from app.adapters.central.folder import files
from app.adapters.central.folder.blobs import Blobs
from app.adapters.central.folder.checkpoints import Checkpoints
from app.adapters.central.folder.faults import translated
from app.adapters.central.folder.log_folder import LogFolder
from app.domain.actions import Erase
from app.domain.central import AREAS
from app.domain.log import BodyLine, Head, bytes_of

Key = tuple[str, str]


class Erasing:
    def __init__(self, log: LogFolder, checkpoints: Checkpoints, blobs: Blobs) -> None:
        self._log = log
        self._checkpoints = checkpoints
        self._blobs = blobs
        self._notes = log.folder / "erasures"

    def announce(self, action: str) -> None:
        with translated():
            files.publish(self._notes / action, b"", self._log.aside)

    def call_off(self, action: str) -> None:
        """The action changed nothing."""
        files.discard(self._notes / action)

    def pending(self) -> bool:
        with translated():
            return self._notes.is_dir() and any(os.scandir(self._notes))

    def finish(self) -> None:
        """Carry out every erasure that stands in the log; returns early when there is none."""
        if not self.pending():
            return
        heads = list(self._log.heads(range(1, self._log.newest() + 1)))
        committed = {head.action for head in heads if head.action_kind == Erase.kind}
        with translated():
            notes = [Path(entry.path) for entry in os.scandir(self._notes)]
            done = [note for note in notes if note.name in committed]
            put_off = {sha256 for note in done for sha256 in note.read_text().split()}
        erased = {(ref.kind, ref.id): head for head in heads for ref in head.records if not ref.digest}
        waiting: set[str] = set()
        if done:
            bodies = [head for head in heads if any((ref.kind, ref.id) in erased for ref in head.records)]
            waiting = self._erase_bytes(heads[-1].number, self._named(bodies, erased), put_off)
            if waiting:
                self._put_off(done[0], waiting)
            self._erase_lines(heads[-1], bodies, erased)
            self._drop_strays({(head.action, head.attempt) for head in heads})
        with translated():
            for note in notes:
                abandoned = time() - note.stat().st_mtime > files.LEFT_OVER_AFTER
                if (note in done and not (waiting and note == done[0])) or (note not in done and abandoned):
                    note.unlink(missing_ok=True)

    def _put_off(self, note: Path, waiting: set[str]) -> None:
        """Once the lines are gone, only the note knows which bytes are still to go."""
        with translated():
            files.replace(note, "\n".join(sorted(waiting)).encode(), self._log.aside)

    def _named(self, bodies: list[Head], erased: dict[Key, Head]) -> dict[str, float]:
        """The bytes that erased records named, with the instant of the last commit that did."""
        named: dict[str, float] = {}
        for head in bodies:
            for line in self._log.body(head):
                if (line.kind, line.id) in erased and line.state is not None:
                    named.update(dict.fromkeys(bytes_of(line.state), self._log.written(head)))
        return named

    def _erase_bytes(self, newest: int, named: dict[str, float], put_off: set[str]) -> set[str]:
        """Remove what only erased records named; returns what must wait, because somebody stored it again.

        Stored again after the commit that named it means that a delivery which brings it once more may be on its way.
        All times are the file server's, so no computer's clock can be wrong about the order.
        """
        asked = named.keys() | put_off
        waiting: set[str] = set()
        for sha256 in asked - self._living_bytes(newest, asked):
            for area in AREAS:
                stored = self._blobs.last_put(area, sha256)
                if stored is None:
                    continue
                if stored > named.get(sha256, 0.0) and time() - stored < files.LEFT_OVER_AFTER:
                    waiting.add(sha256)
                else:
                    self._blobs.remove(area, sha256)
        return waiting

    def _living_bytes(self, number: int, asked: set[str]) -> set[str]:
        """Those of ``asked`` that a living record names."""
        living: dict[Key, tuple[str, ...]] = {}
        for line in self._newest_lines():
            names = () if line.state is None else tuple(name for name in bytes_of(line.state) if name in asked)
            if names:
                living[line.kind, line.id] = names
            else:
                living.pop((line.kind, line.id), None)
        return {name for names in living.values() for name in names}

    def _newest_lines(self) -> Iterator[BodyLine]:
        checkpoint = self._checkpoints.newest()
        if checkpoint is not None:
            yield from self._checkpoints.parsed(checkpoint.number)
        for commit in self._log.commits(0 if checkpoint is None else checkpoint.number):
            yield from commit.body

    def _erase_lines(self, newest: Head, bodies: list[Head], erased: dict[Key, Head]) -> None:
        for head in bodies:
            lines = self._log.body(head)
            kept = [line for line in lines if (line.kind, line.id) not in erased or line.state is None]
            if len(kept) < len(lines):
                self._log.rewrite_body(head.action, head.attempt, kept)
        last = max(head.number for head in erased.values())
        with translated():
            if any(number < last for number in self._checkpoints.numbers()):
                self._checkpoints.write(newest)
            for number in self._checkpoints.numbers():
                if number < last:
                    self._checkpoints.path(number).unlink(missing_ok=True)

    def _drop_strays(self, counted: set[tuple[str, int]]) -> None:
        """Bodies that crashed writers left may hold what was erased. Young ones may belong to somebody at work."""
        paths = {self._log.body_path(action, attempt) for action, attempt in counted}
        now = time()
        for path in self._log.bodies():
            with suppress(OSError):
                if path not in paths and now - path.stat().st_mtime > files.LEFT_OVER_AFTER:
                    path.unlink()
