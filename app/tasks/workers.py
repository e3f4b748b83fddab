"""Threads in front of the reading processes: the most urgent work first, nothing twice, nothing that nobody wants."""

import contextlib
import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from app.domain.errors import AppError
from app.domain.pages import PageReader
from app.tasks.lanes import Bridge, Ticket, unexpected, whereabouts

log = logging.getLogger(__name__)
GRACE_S = 0.5
"""So long a page that nobody wants any more may go on while a visible one waits; then its reader is interrupted."""

Work = Callable[[PageReader], Any]
Following = Callable[[Any], tuple[Hashable, Work]]
"""Says by a work's result what will be asked for next: its key and how it is done."""


class Priority(IntEnum):
    VISIBLE = 0
    NEIGHBOUR = 1
    NEXT_DOCUMENT = 2
    THUMBNAIL = 3


@dataclass(frozen=True, slots=True)
class _Asker:
    ticket: Ticket
    done: Callable[..., None]
    failed: Callable[[AppError], None] | None
    early: Callable[..., None] | None = None


@dataclass(eq=False, slots=True)
class _Job:
    """One piece of work and all who wait for it. ``begun`` is monotonic seconds, 0 while it waits.

    ``group`` is a document that one reader opens sooner than two, or empty. ``early`` is what was told before the
    result.
    """

    work: Work
    key: Hashable | None
    group: str = ""
    following: Following | None = None
    askers: list[_Asker] = field(default_factory=list)
    begun: float = 0.0
    visible: bool = False
    early: Any = None

    def wanted(self) -> bool:
        return any(not asker.ticket.cancelled() for asker in self.askers)


class Workers:
    """One thread for each reader. With several, the first is kept free for what is visible.

    ``put`` may be called on any thread; answers come on the Qt thread.
    """

    def __init__(self, readers: Sequence[PageReader], bridge: Bridge) -> None:
        self._readers = tuple(readers)
        self._bridge = bridge
        self._order = itertools.count()
        self._heap: list[tuple[int, int, _Job]] = []
        self._by_key: dict[Hashable, _Job] = {}
        self._running: list[_Job | None] = [None] * len(self._readers)
        self._wake = threading.Condition()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._serve, args=(place,), name=f"pages-{place}", daemon=True)
            for place in range(len(self._readers))
        ]
        for thread in self._threads:
            thread.start()

    def put(
        self,
        priority: Priority,
        work: Work,
        done: Callable[..., None],
        failed: Callable[[AppError], None] | None = None,
        key: Hashable | None = None,
        following: Following | None = None,
        early: Callable[..., None] | None = None,
        group: str = "",
    ) -> Ticket:
        """Run ``work`` with a reader. Works of one ``key`` are the same: who asks again waits for the first.

        What ``following`` names is begun at once, while the answer travels, and waits there to be asked for. ``early``
        gets what the work tells before its result. Visible works of one ``group`` are done one after the other.
        """
        asker = _Asker(Ticket(), done, failed, early)
        with self._wake:
            job = self._by_key.get(key) if key is not None else None
            if job is None:
                job = _Job(work, key, group, following)
                if key is not None:
                    self._by_key[key] = job
            job.askers.append(asker)
            job.visible = job.visible or priority is Priority.VISIBLE
            if job.early is not None and early is not None:
                self._post(asker.ticket, early, job.early)
            if not job.begun:
                heapq.heappush(self._heap, (int(priority), next(self._order), job))
                self._wake.notify_all()
                if priority is Priority.VISIBLE and all(self._running) and self._unwanted(0.0):
                    timer = threading.Timer(GRACE_S, self._interrupt_unwanted)
                    timer.daemon = True
                    timer.start()
        return asker.ticket

    def awaited(self, key: Hashable) -> bool:
        """Whether somebody looks at the place where this work's result will be."""
        with self._wake:
            job = self._by_key.get(key)
            return job is not None and job.visible and job.wanted()

    def tell(self, key: Hashable, early: Any) -> None:
        """Something to look at until the work's result is there; for those, too, who ask from now on."""
        with self._wake:
            job = self._by_key.get(key)
            askers = tuple(job.askers) if job is not None else ()
            if job is not None:
                job.early = early
        for asker in askers:
            if asker.early is not None and not asker.ticket.cancelled():
                self._post(asker.ticket, asker.early, early)

    def close(self, deadline: float) -> None:
        with self._wake:
            self._closed = True
            self._heap.clear()
            self._wake.notify_all()
        for thread in self._threads:
            thread.join(deadline)

    def _serve(self, place: int) -> None:
        reader = self._readers[place]
        if place > 0:
            self._warm(reader, place)
        while True:
            with self._wake:
                job = self._next(place)
                while job is None and not self._closed:
                    self._wake.wait()
                    job = self._next(place)
                if job is None:
                    return
                job.begun = time.monotonic()
                self._running[place] = job
            self._run(job, reader, place)

    def _warm(self, reader: PageReader, place: int) -> None:
        """Start the process when there is work for it. Sooner it would take the processor from the first reader
        (started with the program), which draws what is visible before this one could."""
        with self._wake:
            while not (self._has_work(place) or self._closed):
                self._wake.wait()
            if self._closed:
                return
        with contextlib.suppress(AppError):  # what it then reads says so
            reader.warm()

    def _has_work(self, place: int) -> bool:
        if not self._heap:
            return False
        priority, _order, job = self._heap[0]
        return not job.begun and self._may_take(place, job, priority == Priority.VISIBLE)

    def _next(self, place: int) -> _Job | None:
        """The most urgent work that is still wanted and that this thread may take."""
        while self._heap:
            priority, _order, job = self._heap[0]
            if job.begun or not job.wanted():
                heapq.heappop(self._heap)
                if not job.begun:
                    self._forget(job)
                continue
            if not self._may_take(place, job, priority == Priority.VISIBLE):
                return None
            heapq.heappop(self._heap)
            if self._heap:
                self._wake.notify_all()  # the other thread may have left it to this one
            return job
        return None

    def _may_take(self, place: int, job: _Job, visible: bool) -> bool:
        """What is visible goes to the first thread if it is free; all else waits until nothing visible is drawn."""
        if len(self._readers) == 1:
            return True
        first = self._running[0]
        if visible:
            return place == 0 or (first is not None and not (job.group and first.group == job.group))
        return place > 0 and first is None

    def _run(self, job: _Job, reader: PageReader, place: int) -> None:
        """One piece of work and what follows from it."""
        current: _Job | None = job
        while current is not None:
            try:
                result = current.work(reader)
            except AppError as error:
                current = self._answer(current, place, error=error)
            except Exception as error:  # noqa: BLE001 - the edge of a thread: nothing above would see it
                log.error("drawing failed: %s", whereabouts(error))
                current = self._answer(current, place, error=unexpected(error))
            else:
                current = self._answer(current, place, result)

    def _answer(self, job: _Job, place: int, result: Any = None, error: AppError | None = None) -> _Job | None:
        """Tell all who wait, and give back what is to be done next, known by its key before they can ask for it."""
        then = _then(job, result) if error is None and job.following is not None else None
        with self._wake:
            self._forget(job)
            askers = tuple(job.askers)
            if then is not None:
                then.askers = [_Asker(asker.ticket, _unheard, None) for asker in askers]
                then = None if then.key in self._by_key else then
            if then is not None:
                self._by_key[then.key] = then
            self._running[place] = then
            self._wake.notify_all()
        for asker in askers:
            function, value = (asker.done, result) if error is None else (asker.failed, error)
            if function is not None and not asker.ticket.cancelled():
                self._post(asker.ticket, function, value)
        return then

    def _post(self, ticket: Ticket, function: Callable[..., None], value: Any) -> None:
        self._bridge.post(lambda: None if ticket.cancelled() else function(value))

    def _forget(self, job: _Job) -> None:
        if job.key is not None and self._by_key.get(job.key) is job:
            del self._by_key[job.key]

    def _unwanted(self, seconds: float) -> list[int]:
        """Where something runs that nobody wants any more, begun at least so long ago."""
        latest = time.monotonic() - seconds
        return [
            place for place, job in enumerate(self._running)
            if job is not None and job.begun <= latest and not job.wanted()
        ]  # fmt: skip

    def _interrupt_unwanted(self) -> None:
        with self._wake:
            waiting = any(priority == Priority.VISIBLE and job.wanted() for priority, _order, job in self._heap)
            for place in self._unwanted(GRACE_S) if waiting and not self._closed else ():
                self._readers[place].interrupt()  # in the lock: what it reads next must not be hit


def _then(job: _Job, result: Any) -> _Job | None:
    """What follows from a result, if it is still wanted."""
    assert job.following is not None
    if not job.wanted():
        return None
    try:
        key, work = job.following(result)
    except Exception as error:  # noqa: BLE001 - only the start is lost: who wants it asks for it
        log.error("nothing is drawn ahead: %s", whereabouts(error))
        return None
    return _Job(work, key, job.group, begun=time.monotonic(), visible=job.visible)


def _unheard(_result: Any) -> None:
    """Who asked for what comes before does not wait for what follows, but may go away and so make it unwanted."""
