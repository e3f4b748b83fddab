"""Python's search for unreachable objects, on the Qt thread only.

Python searches in whichever thread makes the next object. One that finds a dropped dialog or window there ends its Qt
objects in that thread, while the Qt thread may be sending them events: the whole program dies of it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class GarbageCollector(QObject):
    """From ``start`` on Python searches no longer by itself but when a timer of this object's thread says so."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collect_due)

    def start(self) -> None:
        """What is there now stays: never to be looked through again, which would hold the Qt thread."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()


def collect_due() -> None:
    """Search the oldest generation that Python itself would search now, if any."""
    counts, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > limits[generation]:
            gc.collect(generation)
            return
