"""An hour of work, compressed: a beat on the Qt thread shows how long anything held it."""

import faulthandler
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from typing import IO

from PySide6.QtCore import QObject, Qt, QTimer

from app.cli.bench.driving import Driven, open_window, wait
from app.cli.bench.figures import Figure, percentile
from app.cli.bench.hour import Hour, commit_elsewhere
from app.cli.bench.place import Place

BEAT_MS = 5
LIMIT_MS = 50.0
LATE_SECONDS = 0.03
"""Later than this the stacks are written down, if one asks why."""


class Heartbeat(QObject):
    """Beats every ``BEAT_MS``; ``holds`` are the milliseconds by which each beat came late."""

    def __init__(self, stacks: IO[str] | None = None) -> None:
        super().__init__()
        self.holds: list[tuple[float, str]] = []
        self.doing = ""
        self._stacks = stacks
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.holds.append((max(0.0, (now - self._last) * 1000 - BEAT_MS), self.doing))
        self._last = now
        if self._stacks is not None:
            faulthandler.dump_traceback_later(LATE_SECONDS, file=self._stacks)


def heartbeat(place: Place) -> Iterator[Figure]:
    store = place.copy_of_store("hour")
    with tempfile.TemporaryFile("w+") as stacks, open_window(place, store) as driven:
        beat = Heartbeat(stacks if place.why else None)
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
        if place.why:
            stacks.seek(0)
            print(stacks.read(), flush=True, file=__import__("sys").stderr)
    yield from _figures(beat, idle, hour.counted())


def _idle(driven: Driven, beats: int) -> list[float]:
    """The same beats in a window that nobody touches: what the machine itself does to them."""
    beat = Heartbeat()
    driven.opened.loop.close()
    beat.start()
    wait(lambda: len(beat.holds) >= beats, every=50)
    beat.stop()
    return [hold for hold, _doing in beat.holds]


def _figures(beat: Heartbeat, idle: list[float], done: str) -> Iterator[Figure]:
    holds = [hold for hold, _doing in beat.holds]
    worst = sorted(beat.holds, reverse=True)[:5]
    said = ", ".join(f"{hold:.0f} ({doing})" for hold, doing in worst)
    reference = f"{done}; längste: {said}; unberührtes Fenster: {max(idle):.1f} ms"
    yield Figure("Qt-Thread am längsten gehalten", max(holds), "ms", LIMIT_MS, reference=reference)
    reference = f"{len(holds):,} Schläge; unberührtes Fenster: {percentile(idle, 0.999):.1f} ms"
    yield Figure("Qt-Thread gehalten, 99,9. Perzentil", percentile(holds, 0.999), "ms", 16.0, reference=reference)
