"""A site's log and bytes go from one store to another, unchanged: hashes, numbers, names and instants stay.

Repeating it brings what came since, and finishes what a break left. Nobody should work meanwhile: what is done in the
old store after its last commit was taken over is brought by the next run only, and not at all once work has begun in
the new one.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.domain.central import AREAS, KeptCentral, other_log
from app.domain.log import Commit

BLOCK = 4 << 20
_COMMITS, _LINES = 200, 2000
"""What goes over at once."""
Progress = Callable[[str, str, int], None]
"""(site, area or "commits", how many are done)."""


@dataclass(slots=True)
class Moved:
    """What this run brought; ``position`` is where both logs end now."""

    site: str
    position: int = 0
    commits: int = 0
    files: int = 0
    bytes: int = 0


def move_site(
    source: KeptCentral, target: KeptCentral, site: str, progress: Progress = lambda site, what, done: None
) -> Moved:
    """Raises ``StoreIncompatible`` (``other-log``) when the target has another log for the site."""
    target.add_site(site)
    moved = Moved(site, position=target.position(site))
    _check_same(source, target, site, moved.position)
    while (upto := source.position(site)) > moved.position:
        for area in AREAS:
            _move_bytes(source, target, area, moved, progress)
        _move_log(source, target, upto, moved, progress)
    if moved.commits:
        target.write_checkpoint(site)
    return moved


def _check_same(source: KeptCentral, target: KeptCentral, site: str, position: int) -> None:
    """Raises ``StoreIncompatible`` unless the target's log is the beginning of the source's."""
    if position == 0:
        return
    newest = next(target.commits(site, position - 1))
    same = next(source.commits(site, position - 1), None)
    if same is None or same.head.hash() != newest.head.hash():
        raise other_log()


def _move_bytes(source: KeptCentral, target: KeptCentral, area: str, moved: Moved, progress: Progress) -> None:
    there = set(target.stored(moved.site, area))
    for sha256 in source.stored(moved.site, area):
        if sha256 in there:
            continue
        moved.bytes += _copy(source, target, moved.site, area, sha256)
        moved.files += 1
        progress(moved.site, area, moved.files)


def _copy(source: KeptCentral, target: KeptCentral, site: str, area: str, sha256: str) -> int:
    path = source.local_path(site, area, sha256)
    if path is not None:
        target.put(site, area, sha256, path)
        return path.stat().st_size
    with tempfile.TemporaryDirectory(prefix="esozialakte-") as folder:
        kept = Path(folder, "bytes")
        with kept.open("wb") as file:
            for block in _blocks(source, site, area, sha256):
                file.write(block)
        target.put(site, area, sha256, kept)
        return kept.stat().st_size


def _blocks(source: KeptCentral, site: str, area: str, sha256: str) -> Iterator[bytes]:
    size = source.size(site, area, sha256)
    for offset in range(0, size, BLOCK):
        yield source.read(site, area, sha256, offset, BLOCK)


def _move_log(source: KeptCentral, target: KeptCentral, upto: int, moved: Moved, progress: Progress) -> None:
    coming = islice(source.commits(moved.site, moved.position), upto - moved.position)
    for part in _parts(coming):
        target.adopt(moved.site, part)
        moved.commits += len(part)
        moved.position = part[-1].head.number
        progress(moved.site, "commits", moved.commits)


def _parts(commits: Iterator[Commit]) -> Iterator[list[Commit]]:
    part: list[Commit] = []
    for commit in commits:
        part.append(commit)
        if len(part) == _COMMITS or sum(len(entry.body) for entry in part) >= _LINES:
            yield part
            part = []
    if part:
        yield part
