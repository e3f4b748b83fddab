"""An hour of work, compressed: a beat on the Qt thread shows how long anything held it."""

import multiprocessing
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

from app.cli.bench.driving import Driven, open_window, wait
from app.cli.bench.figures import Figure, percentile
from app.cli.bench.hour import Hour, commit_elsewhere
from app.cli.bench.place import Place

BEAT_MS = 5
LIMIT_MS = 50.0
LATE_SECONDS = 0.025
"""Later than this the place is written down where the Qt thread is, if one asks why."""
DEEP = 5


@dataclass(frozen=True, slots=True, order=True)
class Hold:
    """``ms`` by which a beat came late; ``worked_ms`` of the time since the one before the thread was computing.

    What is left of ``ms`` it waited, for the interpreter's lock or a disk. Where the system tells (Linux), the time in
    which it was ready and other programs had the processors is not in it.
    """

    ms: float
    worked_ms: float
    doing: str


class Heartbeat(QObject):
    """Beats every ``BEAT_MS`` and writes down a ``Hold`` with every beat."""

    def __init__(self, why: bool = False) -> None:
        super().__init__()
        self.places: Counter[str] = Counter()
        self.holds: list[Hold] = []
        self.doing = ""
        self._why = why and hasattr(signal, "setitimer")  # not on Windows
        if self._why:
            signal.signal(signal.SIGALRM, self._late)
        self._last, self._worked, self._queued = time.perf_counter(), time.thread_time(), _queued()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last, self._worked, self._queued = time.perf_counter(), time.thread_time(), _queued()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        if self._why:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _beat(self) -> None:
        now, worked, queued = time.perf_counter(), time.thread_time(), _queued()
        late = max(0.0, (now - self._last - (queued - self._queued)) * 1000 - BEAT_MS)
        self.holds.append(Hold(late, (worked - self._worked) * 1000, self.doing))
        self._last, self._worked, self._queued = now, worked, queued
        if self._why:
            signal.setitimer(signal.ITIMER_REAL, LATE_SECONDS)

    def _late(self, _signal: int, frame: FrameType | None) -> None:
        """The thread is here, or was until the call below returned that held it."""
        frames = [entry for entry in traceback.extract_stack(frame) if "cli/bench" not in entry.filename][-DEEP:]
        where = " < ".join(f"{Path(entry.filename).name}:{entry.lineno} {entry.name}" for entry in reversed(frames))
        self.places[f"{self.doing}: {where}"] += 1


def _queued() -> float:
    """Seconds that this thread has waited for a processor so far, ready to run."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_bytes().split()[1]) / 1e9
    except OSError:
        return 0.0


def heartbeat(place: Place) -> Iterator[Figure]:
    store = place.copy_of_store("hour")
    with open_window(place, store) as driven:
        beat = Heartbeat(place.why)
        hour = Hour(driven, beat)
        other = multiprocessing.get_context("spawn").Process(target=commit_elsewhere, args=(store, place))
        synchronising = QTimer(interval=1000)
        synchronising.timeout.connect(driven.desk.synchronise_now)
        other.start()
        synchronising.start()
        beat.start()
        hour.work()
        beat.stop()
        wait(lambda: not other.is_alive())
        synchronising.stop()
        idle = _idle(driven, len(beat.holds))
        for where, times in beat.places.most_common():
            print(f"{times} × {where}", file=sys.stderr, flush=True)
    yield from _figures(beat, idle, hour.counted())


def _idle(driven: Driven, beats: int) -> list[float]:
    """The same beats in a window that nobody touches: what the machine itself does to them."""
    beat = Heartbeat()
    driven.opened.loop.close()
    beat.start()
    wait(lambda: len(beat.holds) >= beats, every=50)
    beat.stop()
    return [hold.ms for hold in beat.holds]


def _figures(beat: Heartbeat, idle: list[float], done: str) -> Iterator[Figure]:
    holds = [hold.ms for hold in beat.holds]
    worst = sorted(beat.holds, reverse=True)[:5]
    said = ", ".join(f"{hold.ms:.0f} (davon gerechnet {hold.worked_ms:.0f}, {hold.doing})" for hold in worst)
    reference = f"{done}; längste: {said}; unberührtes Fenster: {max(idle):.1f} ms"
    yield Figure("Qt-Thread am längsten gehalten", max(holds), "ms", LIMIT_MS, reference=reference)
    worked = percentile([hold.worked_ms for hold in beat.holds], 0.999)
    reference = (
        f"{len(holds):,} Schläge, davon gerechnet {worked:.1f} ms; "
        f"unberührtes Fenster: {percentile(idle, 0.999):.1f} ms"
    )
    yield Figure("Qt-Thread gehalten, 99,9. Perzentil", percentile(holds, 0.999), "ms", 16.0, reference=reference)
