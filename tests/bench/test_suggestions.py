"""``esozialakte bench suggestions`` on few letters: what it counts and prints. How good they are: tests/suggestions."""

from app.adapters.example.labelled import LabelledLetters
from app.cli.bench.suggestion_figures import Bin, diagram, figures, judged
from app.domain.recognise.index import CaseIndex


def test_the_letters_are_the_same_every_time_and_of_every_situation() -> None:
    letters = list(LabelledLetters(5).letters(80))
    assert letters == list(LabelledLetters(5).letters(80))
    assert len({letter.situation for letter in letters}) > 6
    assert {letter.enough for letter in letters} == {True, False}
    assert all(not letter.case for letter in letters if letter.situation in ("namesake", "not-ours"))


def test_figures_with_their_limits() -> None:
    source = LabelledLetters(6)
    letters = list(source.letters(40))
    tally = judged(letters, list(LabelledLetters(7).letters(20)), CaseIndex(source.cases()))
    assert tally.enough == sum(letter.enough for letter in letters)
    assert len(tally.milliseconds) == 40
    names = {figure.name: figure for figure in figures(tally, 40, 0.3)}
    assert len(names) == 5
    assert "richtig" in names["Abweichung der Gewissheit"].reference


def test_the_diagram_shows_what_was_said_and_what_was_right() -> None:
    bins = [Bin() for _ in range(10)]
    bins[9] = Bin(count=4, right=4, said=3.8)
    bins[2] = Bin(count=2, right=1, said=0.5)
    low, high = diagram(bins).splitlines()[1:]
    assert "25.0%" in low
    assert "50.0%" in low
    assert low.count("=") > low.index("|") - low.index("=")
    assert high.rstrip().endswith("=")
