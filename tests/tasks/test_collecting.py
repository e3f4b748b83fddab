"""What nobody holds any more ends on the Qt thread, whatever other threads do meanwhile."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.tasks.collecting import GarbageCollector


class Circle:
    """Holds itself, as a window does whose buttons call its methods."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector() -> Iterator[GarbageCollector]:
    parent = QObject()
    made = GarbageCollector(parent)
    made.start()
    yield made
    made.stop()
    gc.unfreeze()


def test_it_ends_on_the_qt_thread_though_another_makes_the_objects(qtbot: QtBot, collector: GarbageCollector) -> None:
    ended: list[threading.Thread] = []
    weakref.finalize(Circle(), lambda: ended.append(threading.current_thread()))
    stop = threading.Event()

    def work() -> None:
        kept = []
        while not stop.wait(0.001):
            kept.append([[number] for number in range(5000)])

    busy = threading.Thread(target=work)
    busy.start()
    try:
        qtbot.waitUntil(lambda: bool(ended), timeout=10_000)
    finally:
        stop.set()
        busy.join()
    assert ended == [threading.main_thread()]


def test_python_searches_by_itself_again_when_the_window_has_closed(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
