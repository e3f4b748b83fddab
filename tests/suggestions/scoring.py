"""How good suggestions are: which come first, what is called certain and wrong, how true the certainties are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.recognise.index import CaseIndex
from app.domain.recognise.reading import read_texts
from app.domain.recognise.weigh import CaseSuggestion, suggest_cases
from app.domain.records import CaseFile, Person
from tests.suggestions.households import Home
from tests.suggestions.letters import Letter


def index_of(homes: Iterable[Home]) -> CaseIndex:
    return CaseIndex(("borken", case_of(home)) for home in homes)


def case_of(home: Home) -> CaseFile:
    return CaseFile(
        id=home.number,
        case_number=home.number,
        persons=tuple(
            Person(last_name=one.last, first_name=one.first, born=one.born.isoformat(), customer_number=one.customer)
            for one in home.people
        ),
        street=home.street,
        postcode=home.postcode,
        town=home.town,
    )


@dataclass
class Score:
    decidable: int = 0
    first: int = 0
    certain: int = 0
    certain_wrong: int = 0
    bins: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    sums: Counter[int] = field(default_factory=Counter)
    missed: list[tuple[Letter, list[CaseSuggestion]]] = field(default_factory=list)
    wrong: list[tuple[Letter, list[CaseSuggestion]]] = field(default_factory=list)
    two: int = 0
    two_both: int = 0
    two_certain: int = 0

    def add(self, letter: Letter, found: list[CaseSuggestion]) -> None:
        if letter.enough:
            self.decidable += 1
            right = bool(found) and found[0].case_number == letter.case
            self.first += right
            if not right:
                self.missed.append((letter, found))
        if letter.scenario == "two-households":
            self.two += 1
            self.two_both += {letter.case, letter.second} <= {one.case_number for one in found}
            self.two_certain += any(one.certain for one in found)
        for one in found:
            right = one.case_number == letter.case
            place = min(9, int(one.certainty * 10))
            self.bins[place][right] += 1
            self.sums[place] += one.certainty
            if one.certain:
                self.certain += 1
                if not right:
                    self.certain_wrong += 1
                    self.wrong.append((letter, found))

    def lines(self) -> list[str]:
        said = [
            f"first {self.first}/{self.decidable} = {self.first / max(1, self.decidable):.4f}",
            f"certain {self.certain}, wrong {self.certain_wrong}",
            f"two households {self.two}: both {self.two_both}, certain {self.two_certain}",
        ]
        for place in sorted(self.bins):
            wrong, right = self.bins[place]
            said.append(f"{place / 10:.1f} n={wrong + right:5} said={self.sums[place] / (wrong + right):.3f} "
                        f"right={right / (wrong + right):.3f}")
        return said


def score(letters: Iterable[Letter], index: CaseIndex) -> Score:
    total = Score()
    for letter in letters:
        total.add(letter, suggest_cases(read_texts([letter.text]), index))
    return total
