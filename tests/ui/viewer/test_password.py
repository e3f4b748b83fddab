"""Encrypted documents: the viewer asks, opens, and keeps the password to itself."""

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.records import Document
from app.tasks.desk import Desk
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import FakeCache
from tests.ui.viewer.conftest import Shelf, settle, sheet, write

PASSWORD = "Geheim 7ß"


@pytest.fixture
def locked(shelf: Shelf, viewer_cache: FakeCache, tmp_path: Path) -> str:
    plain = write(tmp_path / "plain.pdf", [sheet(1), sheet(2)])
    shelf.files["locked"] = tmp_path / "locked.pdf"
    with pikepdf.open(plain) as pdf:
        pdf.save(shelf.files["locked"], encryption=pikepdf.Encryption(owner="owner", user=PASSWORD, R=6))
    viewer_cache.put(Document(id="locked", sha256="00", pages=2, document_type="Kontoauszug"))
    return "locked"


def ask(qtbot: QtBot, pane: ViewerPane, document: str) -> None:
    pane.show_document(document)
    qtbot.waitUntil(pane.password.isVisible, timeout=20000)


def test_the_right_password_brings_the_page_and_the_keyboard(qtbot: QtBot, pane: ViewerPane, locked: str) -> None:
    ask(qtbot, pane, locked)
    pane.activateWindow()
    pane.setFocus()
    qtbot.waitUntil(pane.password.field.hasFocus)
    QTest.keyClicks(pane.password.field, PASSWORD)
    QTest.keyClick(pane.password.field, Qt.Key.Key_Return)
    settle(qtbot, pane, locked)
    assert pane.canvas.isVisible() and pane.canvas.hasFocus()
    assert not pane.canvas.pictures.failures
    pane.show_document("one")
    settle(qtbot, pane, "one")
    pane.show_document(locked)
    settle(qtbot, pane, locked)
    assert not pane.password.isVisible()


def test_a_wrong_password_says_so_and_another_try_works(qtbot: QtBot, pane: ViewerPane, locked: str) -> None:
    ask(qtbot, pane, locked)
    assert not pane.password.message.isVisible()
    QTest.keyClicks(pane.password.field, "falsch")
    pane.password.button.click()
    qtbot.waitUntil(lambda: pane.password.message.isVisible(), timeout=20000)
    assert "Kennwort passt nicht" in pane.password.message.accessibleName()
    assert pane.password.field.text() == ""
    QTest.keyClicks(pane.password.field, PASSWORD)
    pane.password.button.click()
    settle(qtbot, pane, locked)
    pane.show_document(None)
    assert not pane.password.message.isVisible()


def test_escape_empties_the_field_then_leads_back(qtbot: QtBot, pane: ViewerPane, locked: str) -> None:
    elsewhere = QLineEdit(pane)
    elsewhere.show()
    ask(qtbot, pane, locked)
    pane.activateWindow()
    elsewhere.setFocus()
    qtbot.waitUntil(elsewhere.hasFocus)
    pane.setFocus()
    QTest.keyClicks(pane.password.field, "abc")
    QTest.keyClick(pane.password.field, Qt.Key.Key_Escape)
    assert pane.password.field.text() == "" and pane.password.field.hasFocus()
    QTest.keyClick(pane.password.field, Qt.Key.Key_Escape)
    assert elsewhere.hasFocus()


def test_the_password_is_kept_nowhere(qtbot: QtBot, pane: ViewerPane, page_desk: Desk, locked: str) -> None:
    ask(qtbot, pane, locked)
    QTest.keyClicks(pane.password.field, PASSWORD)
    pane.password.button.click()
    settle(qtbot, pane, locked)
    assert isinstance(page_desk.cache, FakeCache)
    assert PASSWORD not in str(vars(page_desk.cache))
    assert all(PASSWORD not in str(QSettings().value(key)) for key in QSettings().allKeys())
    assert pane.password.field.text() == ""
