"""A stack is split in the inbox and its parts are filed together; documents of the queue become one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.page_sets import sheets_of
from app.domain.records import MERGED, Document
from app.tasks.desk import Desk
from app.ui.inbox.screen import InboxScreen
from app.ui.viewer.pane import ViewerPane
from tests.ui.example import ME
from tests.ui.fakes import FakeCache, make_desk

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def cache() -> FakeCache:
    made = FakeCache(filed=0, inbox=0)
    for number, item in enumerate(("N-1", "N-2", "N-3")):
        made.put(
            Document(
                id=f"d-{number}", sha256=str(number), pages=3, item=item, received_on="2026-11-18", worker=ME.id,
                document_type="Stapel", page_sizes=((21000, 29700),),
            )
        )  # fmt: skip
    return made


@pytest.fixture
def desk(qapp: QApplication, cache: FakeCache) -> Iterator[Desk]:
    made = make_desk(cache)
    yield made
    made.close()


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> InboxScreen:
    made = InboxScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: len(made.queue.model.rows) == 3)
    return made


def shown(screen: InboxScreen) -> list[str]:
    return [row.id for row in screen.queue.model.rows]


def test_the_parts_of_a_stack_stand_in_its_place_and_are_chosen_together(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, desk: Desk
) -> None:
    pane = screen.viewer
    assert isinstance(pane, ViewerPane)
    screen.queue.go_to("d-1")
    qtbot.waitUntil(lambda: pane.document_id == "d-1" and pane.opening.complete)
    pane.commands.thumbnails.trigger()
    strip = pane.thumbnails
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Down)
    QTest.keyClick(strip, Qt.Key.Key_Return)
    QTest.keyClick(strip, Qt.Key.Key_Down)
    QTest.keyClick(strip, Qt.Key.Key_Return)
    QTest.keyClick(strip, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(shown(screen)) == 5)
    parts = shown(screen)[1:4]
    assert parts[0] == "d-1" and shown(screen)[0] == "d-0" and shown(screen)[4] == "d-2"
    qtbot.waitUntil(lambda: [row.id for row in screen.panel.rows()] == parts)
    current = screen.queue.table.current_row()
    assert current is not None and current.id == "d-1" and desk.undo_label == "Dokument in 3 geteilt"
    assert cache.inbox("borken")[1].pages == 1
    desk.undo()
    qtbot.waitUntil(lambda: shown(screen) == ["d-0", "d-1", "d-2"])
    qtbot.waitUntil(lambda: len(pane.canvas.column) == 3)


def test_documents_of_the_queue_become_one_and_are_parted_again(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, desk: Desk
) -> None:
    screen.queue.table.select_ids(["d-0", "d-2"])
    QTest.keyClick(screen.queue.table, Qt.Key.Key_U, CONTROL)
    qtbot.waitUntil(lambda: shown(screen) == ["d-0", "d-1"])
    found = cache.document("d-0")
    assert found is not None and [one.original for one in sheets_of(found[2])] == ["d-0"] * 3 + ["d-2"] * 3
    gone = cache.document("d-2")
    assert gone is not None and (gone[2].state_of_work, gone[2].merged_into) == (MERGED, "d-0")
    desk.undo()
    qtbot.waitUntil(lambda: shown(screen) == ["d-0", "d-1", "d-2"])


def test_one_document_alone_is_not_merged_and_the_reason_is_told(qtbot: QtBot, screen: InboxScreen, desk: Desk) -> None:
    screen.queue.table.clearSelection()
    screen.queue.table.setCurrentIndex(QModelIndex())
    with qtbot.waitSignal(desk.was_refused) as refused:
        screen.merging.merge()
    assert refused.args[0].code == "nothing-to-merge" and refused.args[0].advice
