"""Recognising a document page by page through the real reader and the real Tesseract."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.adapters.pages.process import ReaderProcess
from app.adapters.recognition.ocr import TesseractProcess
from app.domain.errors import AppError
from app.domain.pages import Word
from app.tasks.lanes import Bridge
from app.tasks.pages import Located, PageQueue
from app.tasks.recognition import TextRecognition
from tests.recognition.test_ocr import needs_tesseract

WORDS = ["Mietvertrag", "Kontoauszug", "Widerspruch"]


class OneFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def locate(self, document: str, page: int) -> Located:
        return Located(self._path, page)

    def whole(self, document: str) -> Located:
        return Located(self._path, 1)


@pytest.fixture
def recognition(tmp_path: Path, qapp: QApplication) -> Iterator[TextRecognition]:
    sheets = []
    for word in WORDS:
        sheet = Image.new("1", (827, 400), 1)
        ImageDraw.Draw(sheet).text((200, 120), word, font=ImageFont.load_default(40), fill=0)
        sheets.append(sheet)
    file = tmp_path / "scan.tif"
    sheets[0].save(file, save_all=True, append_images=sheets[1:], dpi=(100, 100), compression="group4")
    bridge = Bridge()
    queue = PageQueue(OneFile(file), ReaderProcess(), bridge)
    made = TextRecognition(queue, TesseractProcess(), bridge)
    yield made
    made.close()
    queue.close()


@needs_tesseract
def test_pages_are_recognised_one_by_one_and_remembered(qtbot: QtBot, recognition: TextRecognition) -> None:
    found: list[tuple[int, list[str]]] = []
    failed: list[tuple[int, AppError]] = []
    done: list[bool] = []

    def note(page: int, words: tuple[Word, ...]) -> None:
        found.append((page, [word.text for word in words]))

    recognition.start("d", [2, 1, 9, 3], note, lambda: done.append(True), lambda page, e: failed.append((page, e)))
    qtbot.waitUntil(lambda: bool(done), timeout=60000)
    assert found == [(2, [WORDS[1]]), (1, [WORDS[0]]), (3, [WORDS[2]])]
    assert [page for page, _error in failed] == [9]
    words = recognition.words("d", 1)
    assert words is not None and words[0].box_mm[0] == pytest.approx(50.8, abs=2)
    assert recognition.words("d", 9) is None


@needs_tesseract
def test_cancelled_it_says_nothing_more(qtbot: QtBot, recognition: TextRecognition) -> None:
    said: list[object] = []
    run = recognition.start("d", [1, 2, 3], lambda *a: said.append(a), lambda: said.append(0), lambda *a: None)
    qtbot.waitUntil(lambda: len(said) == 1, timeout=60000)
    run.cancel()
    again: list[int] = []
    recognition.start("d", [3], lambda page, _words: again.append(page), lambda: None, lambda *a: None)
    qtbot.waitUntil(lambda: again == [3], timeout=60000)
    assert len(said) == 1
