"""Two documents side by side, and the window for the second monitor."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.tasks.desk import Desk
from app.ui.viewer.beside import Companion
from app.ui.viewer.pane import ViewerPane
from app.ui.viewer.reading_pane import ReadingPane
from app.ui.viewer.second_window import SecondWindow
from tests.ui.viewer.conftest import settle
from tests.ui.viewer.test_reading import Listed


@pytest.fixture
def two(qtbot: QtBot, pane: ViewerPane) -> tuple[ViewerPane, Companion]:
    pane.resize(1200, 700)
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    pane.use_list(Listed("one", "pdf", "tiff"))
    pane.show_document("one")
    settle(qtbot, pane, "one")
    pane.canvas.setFocus()
    QTest.keyClick(pane.canvas, Qt.Key.Key_D)
    second = pane.beside.second
    assert second is not None
    ready(qtbot, second, "pdf")
    return pane, second


def ready(qtbot: QtBot, pane: ReadingPane, document: str) -> None:
    qtbot.waitUntil(lambda: pane.canvas.document == document and pane.settled, timeout=20000)


def test_the_second_view_has_the_next_document_and_keeps_it(qtbot: QtBot, two: tuple[ViewerPane, Companion]) -> None:
    pane, second = two
    assert second.isVisible() and abs(second.width() - pane.body.width()) < 60
    pane.step(1)
    settle(qtbot, pane, "pdf")
    pane.step(1)
    settle(qtbot, pane, "tiff")
    assert second.document_id == "pdf"
    pane.show_beside("one")
    ready(qtbot, second, "one")
    assert pane.document_id == "tiff"


def test_keys_go_to_the_view_that_has_the_keyboard(qtbot: QtBot, two: tuple[ViewerPane, Companion]) -> None:
    pane, second = two
    pane.show_document("tiff")
    settle(qtbot, pane, "tiff")
    second.canvas.setFocus()
    QTest.keyClick(second.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(second.canvas, Qt.Key.Key_R)
    assert (second.canvas.page, second.canvas.turned) == (2, 90)
    assert (pane.canvas.page, pane.canvas.turned) == (1, 0)
    pane.canvas.setFocus()
    QTest.keyClick(pane.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert (second.canvas.page, pane.canvas.page) == (2, 2)
    second.canvas.setFocus()
    QTest.keyClick(second.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    ready(qtbot, second, "tiff")
    QTest.keyClick(second.canvas, Qt.Key.Key_D)
    assert not second.isVisible() and second.document_id is None and pane.canvas.hasFocus()
    assert not pane.beside_action.isChecked()


def test_in_the_viewer_its_own_key_is_meant_not_that_of_the_screen_around(qtbot: QtBot, page_desk: Desk) -> None:
    screen, heard = QWidget(), []
    qtbot.addWidget(screen)
    pane = ViewerPane(page_desk, screen)
    around = QAction("around", screen)
    around.setShortcut(QKeySequence("R"))
    around.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    around.triggered.connect(lambda: heard.append("around"))
    screen.addAction(around)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    pane.show_document("one")
    settle(qtbot, pane, "one")
    pane.canvas.setFocus()
    QTest.keyClick(pane.canvas, Qt.Key.Key_R)
    assert pane.canvas.turned == 90 and heard == []


def test_the_second_window_follows_or_keeps_its_document(qtbot: QtBot, page_desk: Desk) -> None:
    window = SecondWindow(page_desk)
    qtbot.addWidget(window)
    window.follow("one")
    assert window.pane.document_id is None, "nothing is opened while the window is closed"
    window.present()
    ready(qtbot, window.pane, "one")
    assert "Mietvertrag" in window.windowTitle()
    window.pin.setChecked(True)
    window.follow("tiff")
    assert window.pane.document_id == "one" and "bleibt" in window.windowTitle()
    window.pin.setChecked(False)
    ready(qtbot, window.pane, "tiff")
    window.setGeometry(40, 50, 640, 480)
    window.pin.setChecked(True)
    window.close()
    again = SecondWindow(page_desk)
    qtbot.addWidget(again)
    again.present()
    assert (again.width(), again.height()) == (640, 480) and again.pin.isChecked()
    assert QApplication.quitOnLastWindowClosed()
    assert not again.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
