"""Attachments, hints and doubtful pages: shown, told, and never opened or run."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import cast

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.adapters.pages.process import ReaderProcess
from app.domain.actions import RecordAccess
from app.domain.central import Central
from app.domain.pages import DIFFERENT
from app.domain.records import Document
from app.tasks.desk import Desk, Status
from app.tasks.lanes import Bridge
from app.tasks.output import Output
from app.ui.viewer.banner import about
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import FakeCache
from tests.ui.viewer.conftest import Shelf, settle
from tests.ui.viewer.test_output import Files

INVOICE = b"<invoice/>" * 300


@pytest.fixture
def letter(shelf: Shelf, viewer_cache: FakeCache, page_desk: Desk, tmp_path: Path) -> Iterator[str]:
    """A letter with two files in it, one of which can run something."""
    path = tmp_path / "letter.pdf"
    with pymupdf.open() as pdf:
        for _page in range(2):
            pdf.new_page()
        pdf.embfile_add("rechnung.xml", INVOICE)
        pdf.embfile_add("bonus.pdf.exe", b"MZ")
        pdf.save(path)
    shelf.files["letter"] = path
    files = Files()
    digest = sha256(path.read_bytes()).hexdigest()
    files.kept[digest] = path.read_bytes()
    viewer_cache.put(
        Document(id="letter", sha256=digest, pages=2, document_type="Rechnung", hints=("attachments",),
                 compared=True, doubts=((2, DIFFERENT),))
    )  # fmt: skip
    page_desk.output = Output(lambda: cast(Central, files), page_desk.cache, ReaderProcess, Bridge())
    yield "letter"
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox):
            widget.reject()


@pytest.fixture
def shown(qtbot: QtBot, pane: ViewerPane, letter: str) -> ViewerPane:
    pane.show_document(letter)
    settle(qtbot, pane, letter)
    return pane


def test_attachments_are_listed_and_saved_on_request_only(
    qtbot: QtBot, shown: ViewerPane, page_desk: Desk, tmp_path: Path
) -> None:
    extras = shown.extras
    assert extras.banners.hints.isVisible()
    extras.banners.hints.button.click()
    assert shown.side.shown == "attachments"
    panel = extras.attachments
    qtbot.waitUntil(lambda: panel.list.count() == 2, timeout=20000)
    names = [panel.list.item(row).text() for row in range(2)]
    row = next(row for row, name in enumerate(names) if "rechnung.xml" in name)
    assert "3 kB" in names[row] and "Programme" in names[1 - row]
    asked: list[str] = []

    def target(_parent: object, name: str) -> Path:
        asked.append(name)
        return tmp_path / "saved"

    panel.find_target = target
    said: list[str] = []
    page_desk.acted.connect(said.append)
    panel.list.setCurrentRow(row)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said), timeout=30000)
    assert (tmp_path / "saved").read_bytes() == INVOICE and asked == ["rechnung.xml"]
    assert any(isinstance(entry.action, RecordAccess) for entry in page_desk.cache.waiting())
    panel.list.setCurrentRow(1 - row)
    panel.save.click()
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
    assert box.defaultButton().text() == "Abbrechen"
    box.reject()
    assert asked == ["rechnung.xml"]


def test_a_document_without_attachments_has_no_tab(qtbot: QtBot, shown: ViewerPane) -> None:
    shown.side.show_tab("attachments")
    shown.show_document("pdf")
    settle(qtbot, shown, "pdf")
    assert shown.side.shown != "attachments"
    assert not shown.extras.banners.hints.isVisible()


def test_a_hint_that_was_closed_does_not_come_back(qtbot: QtBot, shown: ViewerPane) -> None:
    shown.extras.banners.hints.close_button.click()
    shown.show_document("pdf")
    settle(qtbot, shown, "pdf")
    shown.show_document("letter")
    settle(qtbot, shown, "letter")
    assert not shown.extras.banners.hints.isVisible()


def test_every_hint_is_a_sentence_and_the_worst_comes_first() -> None:
    assert not about(())
    assert not about(("form", "password"))
    for hint in ("xfa", "portfolio", "javascript", "attachments"):
        assert about((hint,)).endswith(".")
    assert about(("attachments", "javascript", "xfa", "portfolio")) == about(("portfolio",))


def test_a_doubtful_page_says_so_and_is_shown_by_the_other_engine(qtbot: QtBot, shown: ViewerPane) -> None:
    banners, pictures = shown.extras.banners, shown.canvas.pictures
    assert not banners.doubt.isVisible()
    assert "Darstellung unsicher" in shown.facts.accessibleDescription()
    shown.show_page(2)
    qtbot.waitUntil(banners.doubt.isVisible)
    assert "Darstellung unsicher" in banners.doubt.accessibleName()
    qtbot.waitUntil(lambda: pictures.whole(2, 0) is not None, timeout=20000)
    before = pictures.whole(2, 0)
    shown.canvas.setFocus()
    QTest.keyClick(shown.canvas, Qt.Key.Key_E)
    assert 2 in pictures.by_other
    qtbot.waitUntil(lambda: pictures.whole(2, 0) is not None and pictures.whole(2, 0) is not before, timeout=20000)
    assert "zweite" in banners.doubt.accessibleName()
    banners.doubt.button.click()
    assert 2 not in pictures.by_other
    qtbot.waitUntil(lambda: pictures.whole(2, 0) is not None, timeout=20000)
    shown.show_page(1)
    assert not banners.doubt.isVisible()


def test_a_document_that_the_centre_has_opens_when_the_centre_is_back(
    qtbot: QtBot, pane: ViewerPane, shelf: Shelf, page_desk: Desk
) -> None:
    shelf.gone = {("pdf", 1)}
    pane.show_document("pdf")
    qtbot.waitUntil(lambda: pane.panel.button.isVisible(), timeout=20000)
    assert pane.facts.isVisible(), "what is known of the document is told all the same"
    shelf.gone = set()
    page_desk.set_status(Status(online=True))
    settle(qtbot, pane, "pdf")
