"""A batch of letters: checked side by side, with progress, stopped when nobody wants it any more."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.adapters.example.office_letters import office_letters
from app.adapters.pages.process import ReaderProcess
from app.cli.bench import letter_figures
from app.cli.bench.place import Place
from app.domain.letter_check.findings import Checked
from app.domain.pages import Source
from app.services.carrier_profiles import load_carrier
from app.services.check_letter import Against
from app.services.check_letters import LetterBatch, LetterToCheck
from app.tasks.letter_batch import run_batch
from tests.letters.making import letter

FOLDER = Against(load_carrier("folder"))


@pytest.fixture(scope="module")
def readers() -> Iterator[tuple[ReaderProcess, ReaderProcess]]:
    both = (ReaderProcess(), ReaderProcess())
    yield both
    for reader in both:
        reader.close()


def batch(*files: bytes) -> list[LetterToCheck]:
    return [LetterToCheck(partial(bytes, data), FOLDER) for data in files]


def test_letters_of_the_office_have_no_findings(readers: tuple[ReaderProcess, ReaderProcess]) -> None:
    files = list(office_letters(12))
    for checked in run_batch(LetterBatch(batch(*files)), readers):
        assert checked is not None
        assert checked.findings == ()
        assert checked.form == "B"
        assert len(checked.case_number) == 14


def test_results_come_in_order_and_each_is_told_once(readers: tuple[ReaderProcess, ReaderProcess]) -> None:
    good, bad = letter().data(), letter(()).data()
    files = [good, bad, b"kein PDF", good, bad, good, b"", good]
    told: list[tuple[int, int, bool]] = []

    def tell(done: int, place: int, checked: Checked) -> None:
        told.append((done, place, checked.ok))

    found = run_batch(LetterBatch(batch(*files), tell), readers)
    assert [one is not None and one.ok for one in found] == [file == good for file in files]
    assert [done for done, _place, _ok in told] == list(range(1, 9))
    assert {place: ok for _done, place, ok in told} == {place: file == good for place, file in enumerate(files)}


def test_a_cancelled_batch_begins_nothing_more(readers: tuple[ReaderProcess, ReaderProcess]) -> None:
    enough = threading.Event()
    files = [letter().data()] * 40

    def tell(done: int, _place: int, _checked: Checked) -> None:
        if done >= 3:
            enough.set()

    running = LetterBatch(batch(*files), tell, enough.is_set)
    with pytest.raises(InterruptedError):
        run_batch(running, readers)
    assert 3 <= sum(one is not None for one in running.results) <= 5


def test_what_reading_a_letter_raises_ends_the_batch(readers: tuple[ReaderProcess, ReaderProcess]) -> None:
    def gone() -> Source:
        raise FileNotFoundError

    letters = [*batch(letter().data()), LetterToCheck(gone, FOLDER), *batch(*[letter().data()] * 30)]
    running = LetterBatch(letters)
    with pytest.raises(FileNotFoundError):
        run_batch(running, readers)
    assert sum(one is None for one in running.results) > 20


def test_the_bench_measures_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:


    monkeypatch.setattr(letter_figures, "LETTERS", 4)
    (figure,) = letter_figures.letters(Place("", "", "", Path()))
    assert figure.value > 0
    assert "4 Briefe" in figure.reference
    assert "0 beanstandet" in figure.reference
