"""The offer to recognise the text of a scan, taken through the search, with the real Tesseract."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pytestqt.qtbot import QtBot

from app.adapters.recognition.ocr import TesseractProcess
from app.domain.records import Document
from app.tasks.desk import Desk
from app.tasks.lanes import Bridge
from app.tasks.recognition import TextRecognition
from app.ui.viewer.page_answers import text_of
from app.ui.viewer.pane import ViewerPane
from tests.recognition.test_ocr import needs_tesseract
from tests.ui.fakes import FakeCache
from tests.ui.viewer.conftest import Shelf, settle


@pytest.fixture
def scan(shelf: Shelf, viewer_cache: FakeCache, tmp_path: Path) -> str:
    sheets = []
    for word in ("Mietvertrag", "Kontoauszug"):
        sheet = Image.new("1", (827, 600), 1)
        ImageDraw.Draw(sheet).text((200, 220), word, font=ImageFont.load_default(40), fill=0)
        sheets.append(sheet)
    shelf.files["scan"] = tmp_path / "scan.tif"
    sheets[0].save(shelf.files["scan"], save_all=True, append_images=sheets[1:], dpi=(100, 100), compression="group4")
    viewer_cache.put(Document(id="scan", sha256="00", pages=2, media="tiff", document_type="Mietvertrag"))
    return "scan"


@pytest.fixture
def with_recognition(page_desk: Desk) -> Iterator[Desk]:
    page_desk.recognition = TextRecognition(page_desk.pages, TesseractProcess(), Bridge())
    yield page_desk


@needs_tesseract
def test_text_is_recognised_from_the_search_and_found(
    qtbot: QtBot, with_recognition: Desk, viewer_cache: FakeCache, scan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, tuple[str, ...]]] = []
    monkeypatch.setattr(viewer_cache, "keep_text", lambda document, pages: kept.append((document, pages)))
    pane = ViewerPane(with_recognition)
    qtbot.addWidget(pane)
    pane.resize(1000, 600)
    pane.show()
    pane.show_document(scan)
    settle(qtbot, pane, scan)
    assert pane.extras.recogniser.action.isEnabled()
    pane.commands.find.trigger()
    pane.text.finding.bar.field.setText("konto")
    button = pane.text.finding.panel.empty.button
    qtbot.waitUntil(button.isVisible, timeout=20000)
    button.click()
    bar = pane.extras.recogniser.bar
    assert bar.isVisible() and "Text wird erkannt" in bar.accessibleName()
    qtbot.waitUntil(lambda: not pane.extras.recogniser.running, timeout=60000)
    qtbot.waitUntil(lambda: len(pane.text.finding.search.hits) == 1, timeout=20000)
    assert pane.text.finding.search.hits[0].place.page == 2
    qtbot.waitUntil(lambda: kept == [("scan", ("Mietvertrag", "Kontoauszug"))])
    # Another document and back: the words are still known in this sitting.
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    pane.show_document(scan)
    settle(qtbot, pane, scan)
    assert text_of(pane.text.words.known(scan, 1) or ()) == "Mietvertrag"


@needs_tesseract
def test_leaving_the_document_or_the_button_ends_it(qtbot: QtBot, with_recognition: Desk, scan: str) -> None:
    pane = ViewerPane(with_recognition)
    qtbot.addWidget(pane)
    pane.resize(1000, 600)
    pane.show()
    recogniser = pane.extras.recogniser
    for leave in (recogniser.bar.button.click, lambda: pane.show_document("one")):
        pane.show_document(scan)
        settle(qtbot, pane, scan)
        recogniser.start(scan)
        assert recogniser.running
        leave()
        qtbot.waitUntil(lambda: not recogniser.running, timeout=20000)
        assert not recogniser.bar.isVisible()


def test_without_the_extra_there_is_no_offer(qtbot: QtBot, pane: ViewerPane, scan: str) -> None:
    pane.show_document(scan)
    settle(qtbot, pane, scan)
    assert not pane.extras.recogniser.available
    assert not pane.extras.recogniser.action.isVisible()
    pane.commands.find.trigger()
    pane.text.finding.bar.field.setText("konto")
    qtbot.waitUntil(lambda: pane.text.finding.panel.empty.isVisible(), timeout=20000)
    assert not pane.text.finding.panel.empty.button.isVisible()
