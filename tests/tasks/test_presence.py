"""Seeing each other, from the window's side."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.central.memory import MemoryCentral
from app.domain.errors import CentreUnreachable
from app.domain.presence import FORGOTTEN_AFTER, Looking
from app.tasks.lanes import Bridge
from app.tasks.presence import THIN_ASK_MS, Watch


@pytest.fixture
def central() -> MemoryCentral:
    central = MemoryCentral()
    central.add_site("heek")
    return central


def test_others_are_seen_and_oneself_is_not(qapp: QApplication, qtbot: QtBot, central: MemoryCentral) -> None:
    watch = Watch(lambda: central, Bridge(), "heek", "anna")
    central.looks_at("heek", "bert", "d-1")
    central.looks_at("heek", "carl", "d-2")
    with qtbot.waitSignal(watch.changed, timeout=5000):
        watch.look("d-1")
    assert watch.at("d-1") == ("bert",) and watch.at("d-2") == ("carl",) and watch.at("d-3") == ()
    assert [one.worker for one in central.who_looks("heek")] == ["anna", "bert", "carl"]
    watch.close()
    assert [one.worker for one in central.who_looks("heek")] == ["bert", "carl"]


def test_two_windows_on_one_share_see_each_other(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    create_store(tmp_path / "store", "test")
    central = FolderCentral(tmp_path / "store")
    central.add_site("heek")
    one, other = (Watch(lambda: FolderCentral(tmp_path / "store"), Bridge(), "heek", name) for name in ("anna", "bert"))
    one.look("d-1")
    qtbot.waitUntil(lambda: bool(central.who_looks("heek")))
    with qtbot.waitSignal(other.changed, timeout=5000):
        other.look("d-1")
    assert other.at("d-1") == ("anna",)
    with qtbot.waitSignal(one.changed, timeout=5000):
        one.ask()
    assert one.at("d-1") == ("bert",)
    other.close()
    with qtbot.waitSignal(one.changed, timeout=5000):
        one.ask()
    assert one.at("d-1") == ()
    one.close()


def test_a_centre_that_is_away_or_can_not_tell_shows_nobody(qapp: QApplication, qtbot: QtBot) -> None:
    def away() -> object:
        raise CentreUnreachable("Die Leitung ist unterbrochen.")

    for centre in (away, lambda: object()):
        watch = Watch(centre, Bridge(), "heek", "anna")
        watch.look("d-1")
        watch.close()
        assert watch.others == {}


class Counting:
    """Notes what it is asked."""

    def __init__(self, central: MemoryCentral) -> None:
        self.central = central
        self.asked: list[str] = []

    def looks_at(self, site: str, worker: str, document: str) -> tuple[Looking, ...]:
        self.asked.append("say")
        return self.central.looks_at(site, worker, document)

    def who_looks(self, site: str) -> tuple[Looking, ...]:
        self.asked.append("ask")
        return self.central.who_looks(site)


def test_over_a_thin_line_who_shows_nothing_asks_nothing(
    qapp: QApplication, qtbot: QtBot, central: MemoryCentral
) -> None:
    counting = Counting(central)
    watch = Watch(lambda: counting, Bridge(), "heek", "anna", thin=True)
    for _minute in range(5):
        watch.ask()
    assert counting.asked == []
    central.looks_at("heek", "bert", "d-1")
    with qtbot.waitSignal(watch.changed, timeout=5000):
        watch.look("d-1")
    watch.ask()  # a minute later: one question, and what is shown is said again before it is forgotten
    qtbot.waitUntil(lambda: counting.asked == ["say"] * 2)
    with qtbot.waitSignal(watch.changed, timeout=5000):
        watch.look("")
    assert watch.at("d-1") == ()
    watch.ask()
    watch.close()
    assert counting.asked == ["say"] * 4
    assert THIN_ASK_MS < FORGOTTEN_AFTER * 1000
