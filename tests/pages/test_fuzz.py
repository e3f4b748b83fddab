"""A slice of the fuzzing run (``tests/pages/fuzz.py``), always the same one."""

import random
from pathlib import Path

import pytest

from app.adapters.pages.process import ReaderProcess
from app.domain.errors import DocumentUnreadable
from tests.pages import fuzz


def test_whatever_the_reading_process_says() -> None:
    report = fuzz.Report()
    fuzz.deceive(report, random.Random(22), 400)
    assert report.faults == []
    assert 0 < report.refused["protocol"] < report.inputs["protocol"] == 400


def test_damaged_documents() -> None:
    report = fuzz.Report()
    fuzz.read_damaged(report, random.Random(3), 150, fuzz.made_seeds())
    assert report.faults == []
    assert 0 < report.refused["documents"] < report.inputs["documents"] == 150
    assert report.refused["after all"] == 0


@pytest.mark.parametrize(
    ("verb", "frames"),
    [
        ("inspect", [b'{"media": "pdf", "sizes_mm": [[1e999, 297]], "has_text": true, "hints": []}']),
        ("inspect", [b'{"media": "pdf", "sizes_mm": [], "has_text": true, "hints": []}']),
        ("inspect", [b'{"media": "exe", "sizes_mm": [[1, 1]], "has_text": true, "hints": []}']),
        ("texts", [b'{"texts": null}']),
        ("compare", [b'{"doubts": [[0, "different"]]}']),
        ("compare", [b'{"doubts": [[1, "whatever"]]}']),
        ("render", [b'{"need": 1000000000000000}']),
        ("render", [b'{"need": "much"}']),
        ("render", [b'{"segment": "other", "width": 1, "height": 1, "stride": 3, "format": "rgb24"}']),
        ("render", [b'{"segment": "?", "width": null, "height": 1, "stride": 3, "format": ["rgb24"]}']),
        ("words", [b"[" * 100_000]),
    ],
)
def test_an_answer_that_makes_no_sense_costs_one_message(verb: str, frames: list[bytes]) -> None:
    reader = fuzz.DeceivedReader(1.0)
    reader.frames = [fuzz.framed(frame) for frame in frames]
    with pytest.raises(DocumentUnreadable):
        fuzz.CALLS[verb](reader, fuzz.DOCUMENT)
    reader._child = None
    reader.close()


def test_half_a_message_does_not_hold_the_caller() -> None:
    reader = fuzz.DeceivedReader(0.2)
    reader.frames, reader.ends = [b"\0\0\1\0{"], False
    with pytest.raises(DocumentUnreadable):
        reader.inspect(fuzz.DOCUMENT)
    reader._child = None
    reader.close()


def test_a_file_is_not_sent_because_the_child_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(fuzz.DOCUMENT)
    reader = fuzz.DeceivedReader(0.5)
    reader.frames = [fuzz.framed(b'{"send": true}')]
    with pytest.raises(DocumentUnreadable):
        reader.inspect(path)
    reader._child = None
    reader.close()


def test_the_next_document_opens_after_a_crash(reader: ReaderProcess) -> None:
    with pytest.raises(DocumentUnreadable):
        reader.inspect(b"%PDF-1.7\n" + b"x" * 3000)
    assert reader.inspect(fuzz.DOCUMENT).pages == 1
