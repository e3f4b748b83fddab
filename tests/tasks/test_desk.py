"""What the desk tells the screens."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.cache import Touched
from app.tasks.desk import Desk
from tests.ui.fakes import FakeCache, make_desk


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(FakeCache(filed=0, inbox=1))
    yield made
    made.close()


def test_many_changes_are_told_together(desk: Desk, qtbot: QtBot) -> None:
    told: list[Touched] = []
    desk.touched.connect(told.append)
    numbers = range(10)
    for number in numbers:
        desk.tell(Touched(documents=frozenset({f"d{number}"})))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [Touched(documents=frozenset(f"d{number}" for number in numbers))]
    for number in numbers:
        desk.tell(Touched(cases=frozenset({f"c{number}"})))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == Touched(cases=frozenset(f"c{number}" for number in numbers))
