"""Take in what is new at the centre: the first fill from a checkpoint, afterwards the commits after our position."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.cache import Cache, Touched
from app.domain.central import Central, Checkpoint
from app.domain.errors import AppError, CacheDamaged, CentreUnreachable, DeviceRevoked
from app.domain.log import Commit

Progress = Callable[[int, int], None]
"""(lines taken in, lines in all)"""

_DOCUMENT = b'["document"'


@dataclass(slots=True)
class Pulled:
    """What one round brought. ``bytes``: of the lines and commits that were read, before any compression."""

    touched: Touched = field(default_factory=Touched)
    commits: int = 0
    documents: int = 0
    bytes: int = 0
    problem: AppError | None = None
    """What kept the rest from coming."""


def synchronise(
    central: Central,
    cache: Cache,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    sites: Sequence[str] | None = None,
) -> Touched:
    """One round over ``sites`` (default: all that the user can see).

    Raises what ``pull`` noted as its problem if nothing was taken in; else the next round says it. Raises
    ``InterruptedError`` when it was cancelled; what was taken in until then stays.
    """
    pulled = pull(central, cache, progress, cancelled, sites)
    if pulled.problem is not None and pulled.touched == Touched():
        raise pulled.problem
    return pulled.touched


def pull(
    central: Central,
    cache: Cache,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    sites: Sequence[str] | None = None,
) -> Pulled:
    """Like ``synchronise``, with figures. Raises ``CentreUnreachable`` if there is no centre at all.

    Raises ``DeviceRevoked`` after everything that was kept here has been erased.
    """
    try:
        there = central.sites()
    except DeviceRevoked:
        cache.erase()
        raise
    pulled = Pulled()
    if sites is None:
        for gone in set(cache.sites()) - set(there):
            # We may not see that site any more, so its records must not stay here.
            cache.forget(gone)
            pulled.touched |= Touched(everything=True)
    fill = _Filling(central, cache, progress, cancelled)
    for site in there if sites is None else sites:
        try:
            _one_site(site, fill, pulled)
        except CentreUnreachable as error:
            pulled.problem = error
            break
        except AppError as error:
            pulled.problem = pulled.problem or error
    return pulled


def _one_site(site: str, fill: "_Filling", pulled: Pulled) -> None:
    try:
        fill.bring_up(site, pulled)
    except CacheDamaged:
        fill.cache.rebuild()
        pulled.touched |= Touched(everything=True)
        fill.bring_up(site, pulled)


class _Filling:
    def __init__(
        self, central: Central, cache: Cache, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self.cache = cache
        self._central = central
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0

    def bring_up(self, site: str, pulled: Pulled) -> None:
        self._stop_if_cancelled()
        position = self.cache.position(site)
        tail = iter(())  # type: Iterator[Commit]
        if position > 0:
            overlap = self._central.commits(site, position - 1)
            if self._continues(site, position, next(overlap, None)):
                tail = overlap
            else:
                # The centre was restored from a backup, or this is another store under the same name.
                self.cache.forget(site)
                pulled.touched |= Touched(everything=True)
                position = 0
        if position == 0:
            position = self._first_fill(site, pulled)
            tail = self._central.commits(site, position)
        self._apply(site, tail, pulled)

    def _continues(self, site: str, position: int, newest: Commit | None) -> bool:
        if newest is None or newest.head.number != position:
            return False
        known = self.cache.head_hash(site)
        return not known or known == newest.head.hash()

    def _first_fill(self, site: str, pulled: Pulled) -> int:
        checkpoint = self._central.checkpoint(site)
        if checkpoint is None:
            return 0
        lines = _counted(self._central.checkpoint_lines(checkpoint), pulled)
        progress = None if self._progress is None else self._shown(checkpoint, self._progress)
        pulled.touched |= self.cache.fill(
            site, checkpoint.number, lines, progress, self._cancelled, checkpoint.head_hash
        )
        self._done += checkpoint.records
        pulled.commits += checkpoint.number
        return checkpoint.number

    def _shown(self, checkpoint: Checkpoint, progress: Progress) -> Callable[[int], None]:
        done = self._done
        return lambda lines: progress(done + lines, done + checkpoint.records)

    def _apply(self, site: str, commits: Iterator[Commit], pulled: Pulled) -> None:
        first = next(commits, None)
        if first is None:
            return
        pulled.touched |= self.cache.apply(site, self._noted(first, commits, pulled))

    def _noted(self, first: Commit, rest: Iterable[Commit], pulled: Pulled) -> Iterator[Commit]:
        yield self._note(first, pulled)
        for commit in rest:
            self._stop_if_cancelled()
            yield self._note(commit, pulled)

    @staticmethod
    def _note(commit: Commit, pulled: Pulled) -> Commit:
        pulled.commits += 1
        pulled.documents += sum(line.kind == "document" for line in commit.body)
        pulled.bytes += len(json.dumps([commit.head.to_json(), *(line.to_json() for line in commit.body)]))
        return commit

    def _stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise InterruptedError


def _counted(lines: Iterable[bytes], pulled: Pulled) -> Iterator[bytes]:
    documents = size = 0
    for line in lines:
        documents += line.startswith(_DOCUMENT)
        size += len(line)
        yield line
    pulled.documents += documents
    pulled.bytes += size
