"""How good suggestions are and what they cost, on letters of the example county that are labelled and spoilt.

The weights were fitted on other letters, by another generator (``tests/suggestions``): these were looked at to judge.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.adapters.example.labelled import HOUSEHOLDS, LabelledLetter, LabelledLetters
from app.cli.bench.figures import Figure, percentile
from app.cli.bench.place import Place
from app.domain.recognise.index import CaseIndex
from app.domain.recognise.reading import read_texts
from app.domain.recognise.types import TypeModel, words_of
from app.domain.recognise.weigh import CaseSuggestion
from app.services.suggest import Knowledge, suggest

SEED, LEARNING_SEED = 4711, 4712
LETTERS, FILINGS = 6_000, 500
BINS = 10
FIRST_RIGHT, CERTAIN_WRONG, TYPE_RIGHT, MILLISECONDS, DEVIATION = 95.0, 1.0, 85.0, 150.0, 5.0


@dataclass(slots=True)
class Bin:
    """Suggestions of about the same certainty."""

    count: int = 0
    right: int = 0
    said: float = 0.0


@dataclass(slots=True)
class Tally:
    enough: int = 0
    first: int = 0
    certain: int = 0
    certain_wrong: int = 0
    two: int = 0
    two_named: int = 0
    types_before: int = 0
    types_after: int = 0
    milliseconds: list[float] = field(default_factory=list)
    bins: list[Bin] = field(default_factory=lambda: [Bin() for _ in range(BINS)])

    def add(self, letter: LabelledLetter, cases: Sequence[CaseSuggestion]) -> None:
        if letter.enough:
            self.enough += 1
            self.first += bool(cases) and cases[0].case_number == letter.case
        if letter.second:
            self.two += 1
            self.two_named += {letter.case, letter.second} <= {one.case_number for one in cases}
        for one in cases:
            right = one.case_number == letter.case
            self.certain += one.certain
            self.certain_wrong += one.certain and not right
            place = self.bins[min(BINS - 1, int(one.certainty * BINS))]
            place.count, place.right, place.said = place.count + 1, place.right + right, place.said + one.certainty


def suggestions(place: Place) -> Iterator[Figure]:
    """Quality and cost of suggestions against 7,000 households."""
    letters = LabelledLetters(SEED)
    started = time.process_time()
    index = CaseIndex(letters.cases())
    built = time.process_time() - started
    tally = judged(list(letters.letters(LETTERS)), list(LabelledLetters(LEARNING_SEED).letters(FILINGS)), index)
    yield from figures(tally, LETTERS, built)


def judged(letters: Sequence[LabelledLetter], filings: Sequence[LabelledLetter], index: CaseIndex) -> Tally:
    """``filings`` are learned after the types of ``letters`` were guessed once without."""
    tally = Tally()
    known = Knowledge(index, TypeModel())
    today = date.fromisoformat("2026-11-20")
    for letter in letters:
        tally.types_before += _first(known.types, letter) == letter.document_type
    for filing in filings:
        known.types.learn(words_of(read_texts([filing.text])), filing.document_type)
    _first(known.types, letters[0])  # what was learned is put in order once
    for letter in letters:
        started = time.process_time()
        found = suggest(read_texts([letter.text]), known, today)
        tally.milliseconds.append((time.process_time() - started) * 1000)
        tally.add(letter, found.cases)
        tally.types_after += bool(found.types) and found.types[0].document_type == letter.document_type
    return tally


def _first(types: TypeModel, letter: LabelledLetter) -> str:
    found = types.suggest(read_texts([letter.text]))
    return found[0].document_type if found else ""


def figures(tally: Tally, count: int, built: float) -> Iterator[Figure]:
    said = f"{tally.enough} von {count} Briefen tragen genug, um zu entscheiden; {HOUSEHOLDS} Haushalte"
    yield Figure("Richtige Akte zuerst", 100 * tally.first / tally.enough, "%", FIRST_RIGHT, True, said)
    said = (
        f"{tally.certain_wrong} von {tally.certain}; beide Haushalte genannt, wo es zwei sind: "
        f"{tally.two_named} von {tally.two}"
    )
    wrong = 1000 * tally.certain_wrong / max(1, tally.certain)
    yield Figure("Sicher genannt und falsch", wrong, "‰", CERTAIN_WRONG, reference=said)
    said = f"vor dem Lernen {100 * tally.types_before / count:.1f} %"
    name = f"Dokumentart richtig nach {FILINGS} Ablagen"
    yield Figure(name, 100 * tally.types_after / count, "%", TYPE_RIGHT, True, said)
    off = 100 * _deviation(tally.bins)
    yield Figure("Abweichung der Gewissheit", off, "%-Pkt.", DEVIATION, reference=diagram(tally.bins))
    median = percentile(tally.milliseconds, 0.5)
    said = f"99 von 100 Briefen brauchen höchstens so viel; Median {median:.1f} ms; Index einmal {built * 1000:.0f} ms"
    slow = percentile(tally.milliseconds, 0.99)
    yield Figure("Vorschläge für ein Dokument", slow, "ms", MILLISECONDS, reference=said)


def _deviation(bins: Iterable[Bin]) -> float:
    """How far certainties are from how often they are right, on average over all suggestions."""
    filled = [one for one in bins if one.count]
    return sum(abs(one.said - one.right) for one in filled) / sum(one.count for one in filled)


def diagram(bins: Sequence[Bin]) -> str:
    """The reliability diagram: what was said, what was right, as bars (``=`` right, ``|`` where it should end)."""
    lines = ["Gewissheit   gesagt  richtig  Anzahl"]
    for place, one in enumerate(bins):
        if one.count:
            said, right = one.said / one.count, one.right / one.count
            bar = "".join("|" if step == round(40 * said) else "=" if step < 40 * right else " " for step in range(41))
            low, high = place / BINS, (place + 1) / BINS
            lines.append(f"{low:.1f} - {high:.1f}   {said:6.1%}  {right:7.1%}  {one.count:6}  {bar}".rstrip())
    return "\n    ".join(lines)

