"""The labelled letters against 7,000 households: the figures that suggestions have to reach.

The weights were fitted with seed 1 (``fit.py``); these are other letters. They are the same in every run.
"""

import ast
from datetime import date
from pathlib import Path

import pytest

from app.domain.recognise.reading import read_texts
from app.domain.recognise.receipt import receipt_date
from app.domain.recognise.types import TypeModel, words_of
from tests.suggestions.households import homes
from tests.suggestions.letters import Letter, letters
from tests.suggestions.scoring import Score, index_of, score

HOMES = homes(7_000, 1)
LETTERS, FILINGS = 600, 500
SEED, LEARNING_SEED = 41, 42


@pytest.fixture(scope="module")
def labelled() -> list[Letter]:
    return letters(HOMES, LETTERS, SEED)


@pytest.fixture(scope="module")
def result(labelled: list[Letter]) -> Score:
    return score(labelled, index_of(HOMES))


def test_the_right_case_comes_first(result: Score) -> None:
    assert result.decidable > LETTERS * 0.7
    assert result.first >= 0.95 * result.decidable


def test_what_is_called_certain_is_right(result: Score) -> None:
    assert result.certain > LETTERS * 0.5
    assert result.certain_wrong == 0


def test_both_of_two_households_are_named_and_none_is_certain(result: Score) -> None:
    assert result.two > 10
    assert result.two_both >= 0.9 * result.two
    assert result.two_certain == 0


def test_certainties_mean_how_often_they_are_right(result: Score) -> None:
    total = sum(wrong + right for wrong, right in result.bins.values())
    off = sum(abs(result.sums[place] - right) for place, (_wrong, right) in result.bins.items())
    assert off / total < 0.05


def test_types_are_right_after_500_filings_and_not_worse_than_before(labelled: list[Letter]) -> None:
    model = TypeModel()
    before = _right(model, labelled)
    for filing in letters(HOMES, FILINGS, LEARNING_SEED):
        model.learn(words_of(read_texts([filing.text]), filing.sender), filing.type)
    after = _right(model, labelled)
    assert after >= 0.85 * LETTERS
    assert after >= before


def _right(model: TypeModel, labelled: list[Letter]) -> int:
    found = ((letter, model.suggest(read_texts([letter.text]), letter.sender)) for letter in labelled)
    return sum(bool(types) and types[0].document_type == letter.type for letter, types in found)


def test_stamps_are_read(labelled: list[Letter]) -> None:
    found = [(letter, receipt_date(read_texts([letter.text]), date(2026, 11, 20))) for letter in labelled]
    stamped = [(letter, one) for letter, one in found if letter.stamp]
    assert sum(one is not None and one.day == letter.stamp for letter, one in stamped) >= 0.9 * len(stamped)
    assert not any(one for letter, one in found if not letter.stamp)


@pytest.mark.parametrize("name", ["households", "letters", "papers"])
def test_the_letters_share_no_code_with_the_program(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not [module for module in modules if module.split(".")[0] == "app"]
