"""Search over the cases of one site, in memory: 7,000 households answer a keystroke in about a millisecond."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.adapters.cache.query import Word
from app.adapters.cache.rows import ShownCase
from app.adapters.cache.terms import (
    ADDRESS,
    BORN,
    EXACT_NUMBER,
    FIRST_NAME,
    MEMBER,
    NAME,
    NUMBER,
    SOUND,
    TOWN,
    case_terms,
)

_PREFIX_COSTS = {NAME: 3, FIRST_NAME: 4, MEMBER: 7, ADDRESS: 9, TOWN: 11, BORN: 4}
_WHOLE_COSTS = {NAME: 2, FIRST_NAME: 3, MEMBER: 5, ADDRESS: 8, TOWN: 10, BORN: 2, SOUND: 12}
_NUMBER_COSTS = {EXACT_NUMBER: 0, NUMBER: 4}
_ENDS_WITH_COST = 1
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Entry:
    """A case as the index knows it."""

    row: int
    id: str
    number: str
    name: str
    closed: bool


class CaseIndex:
    """Immutable; made anew when cases change."""

    def __init__(self, cases: Iterable[tuple[int, ShownCase]]) -> None:
        self.entries: list[Entry] = []
        postings: list[tuple[str, int, int]] = []
        numbers: list[str] = []
        # Among equally good ones the place decides: open cases first, then by name.
        ordered = sorted(cases, key=lambda entry: (bool(entry[1].closed_on), _name(entry[1]), entry[1].case_number))
        for place, (row, case) in enumerate(ordered):
            name = _name(case)
            self.entries.append(Entry(row, case.id, case.case_number, name, bool(case.closed_on)))
            postings += [(term, place, where) for term, where in set(case_terms(case))]
            numbers.append(case.case_number.lower())
        postings.sort()
        self._terms = [term for term, _, _ in postings]
        self._places = array("I", (place for _, place, _ in postings))
        self._wheres = bytes(where for _, _, where in postings)
        self._starts: list[int] = []
        offset = 0
        for number in numbers:
            self._starts.append(offset)
            offset += len(number) + 1
        self._numbers = "\n".join(numbers) + "\n"
        self._place_of = {entry.id: place for place, entry in enumerate(self.entries)}
        self.names = {entry.id: (entry.number, entry.name) for entry in self.entries}

    def meeting(self, word: Word) -> dict[int, int]:
        """Place of each case that meets the word, with what it costs (small is good)."""
        costs: dict[int, int] = {}
        for number in word.numbers:
            self._meet_number(number, costs)
        for term in dict.fromkeys((word.text, *word.dates)):
            if term:
                self._meet_term(term, costs)
        if word.sound:
            low, high = bisect_left(self._terms, "~" + word.sound), bisect_right(self._terms, "~" + word.sound)
            for place in self._places[low:high]:
                costs.setdefault(place, _WHOLE_COSTS[SOUND])
        return costs

    def best(self, met: Sequence[Mapping[int, int]]) -> list[tuple[int, int]]:
        """(cost, place) of the cases that meet every word, best first; open ones before closed ones."""
        if len(met) == 1:
            return sorted([(cost, place) for place, cost in met[0].items()])
        places = set(met[0]).intersection(*met[1:]) if met else set()
        return sorted([(sum(costs[place] for costs in met), place) for place in places])

    def place_of(self, case_id: str) -> int | None:
        return self._place_of.get(case_id)

    def _meet_number(self, part: str, costs: dict[int, int]) -> None:
        if len(part) > 14:
            return
        place, starts = 0, self._starts
        for match in re.finditer(re.escape(part), self._numbers):
            while place + 1 < len(starts) and starts[place + 1] <= match.start():
                place += 1
            if len(part) == 14:
                cost = _NUMBER_COSTS[EXACT_NUMBER]
            else:
                cost = _ENDS_WITH_COST if self._numbers[match.end()] == "\n" else _NUMBER_COSTS[NUMBER]
            if cost < costs.get(place, 99):
                costs[place] = cost

    def _meet_term(self, term: str, costs: dict[int, int]) -> None:
        terms = self._terms
        low, high = bisect_left(terms, term), bisect_left(terms, term + _LAST)
        whole = bisect_right(terms, term, low, high)
        for start, end, by_where in ((low, whole, _WHOLE_COSTS), (whole, high, _PREFIX_COSTS)):
            for place, where in zip(self._places[start:end], self._wheres[start:end], strict=True):
                cost = by_where[where]
                if cost < costs.get(place, 99):
                    costs[place] = cost


def _name(case: ShownCase) -> str:
    return case.persons[0].name if case.persons else ""
