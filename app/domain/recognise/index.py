"""The cases of the sites, ready to be met by what stands on a page. Immutable; made anew when cases change."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from app.domain.folding import folded_words
from app.domain.recognise.signs import customer_key
from app.domain.recognise.vocabulary import Vocabulary
from app.domain.records import CaseFile, Person

_NEE = re.compile(r"(?i)\bgeb(?:oren[er]?)?\.?\s")
_STREET_END = re.compile(r"(strasse|strase|strae|str)$")
"""Also with the ß lost."""
_HOUSE = re.compile(r"^(?P<street>.*?)\s*(?P<number>[0-9]{1,4}\s?[a-zA-Z]?)(?:\s*[-/].*)?$")
_SHORTEST_STREET = 4


@dataclass(frozen=True, slots=True)
class Known:
    """A person of a household. ``last`` and ``first`` are folded words; a double name also has its joined form."""

    number: int
    case: int
    last: frozenset[str]
    first: frozenset[str]
    born: str
    whole_last: int
    """Words of the last name."""


@dataclass(frozen=True, slots=True)
class Household:
    """A case as it is recognised. ``address`` is (street, house number, postcode), folded."""

    number: int
    record: CaseFile
    site: str
    persons: tuple[Known, ...]
    address: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class History:
    """What became of earlier papers: cases by sender and by code, as case numbers with how often."""

    senders: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


class CaseIndex:
    """7,000 households take about a third of a second. A case that another site took over is left to that site."""

    def __init__(self, cases: Iterable[tuple[str, CaseFile]], history: History | None = None) -> None:
        self.history = history or History()
        self.households: list[Household] = []
        self.persons: list[Known] = []
        self.numbers: dict[str, int] = {}
        self.tails: dict[str, list[int]] = defaultdict(list)
        self.customers: dict[str, list[int]] = defaultdict(list)
        self.names: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.lasts: dict[str, list[int]] = defaultdict(list)
        self.firsts: dict[str, list[int]] = defaultdict(list)
        self.births: dict[str, list[int]] = defaultdict(list)
        self.addresses: dict[tuple[str, str], list[int]] = defaultdict(list)
        for site, case in cases:
            if not case.moved_to:
                self._add(site, case)
        self.postcodes = {household.record.postcode for household in self.households}
        self.offices = {number[:5] for number in self.numbers}
        self.last_words = Vocabulary(self.lasts)
        self.first_words = Vocabulary(self.firsts)
        self.streets = Vocabulary(street for street, _ in self.addresses)

    def rarity(self, holders: Iterable[int]) -> float:
        """How much it says that one of these households is meant: the logarithm of one in how many it is."""
        return log(max(2, len(self.households)) / max(1, len(set(holders))))

    def name_rarity(self, last: str, first: str) -> float:
        return self.rarity(self.persons[number].case for number in self.names[last, first])

    def _add(self, site: str, case: CaseFile) -> None:
        place = len(self.households)
        address = address_of(case)
        known = tuple(self._person(person, place) for person in case.persons)
        self.households.append(Household(place, case, site, known, address))
        self.numbers[case.case_number] = place
        self.tails[case.case_number[7:]].append(place)
        if address[0] and address[1]:
            self.addresses[address[0], address[1]].append(place)

    def _person(self, person: Person, case: int) -> Known:
        last, first = _name_words(person.last_name), _name_words(person.first_name)
        number = len(self.persons)
        known = Known(number, case, frozenset(last), frozenset(first), person.born, max(1, len(last) - 1))
        self.persons.append(known)
        for word in known.last:
            self.lasts[word].append(number)
            for other in known.first:
                self.names[word, other].append(number)
        for word in known.first:
            self.firsts[word].append(number)
        if person.born:
            self.births[person.born].append(number)
        if person.customer_number:
            self.customers[customer_key(person.customer_number)].append(number)
        return known


def _name_words(name: str) -> list[str]:
    """The words of a name; more than one also joined. Particles (``van``, ``el``) alone name nobody."""
    words = [word for word in folded_words(_NEE.sub(" ", name)) if word.isalpha()]
    strong = [word for word in words if len(word) > 2 and word not in ("van", "von", "den", "der", "ter", "zur")]
    chosen = strong or words
    return [*chosen, "".join(words)] if len(words) > 1 else chosen


def street_key(words: Iterable[str]) -> str:
    """A street's name whichever way it is written.

    >>> street_key(["otto", "hahn", "str"]) == street_key(["otto", "hahnstrasse"])
    True
    """
    return _STREET_END.sub("str", "".join(words))


def address_of(case: CaseFile) -> tuple[str, str, str]:
    """(street, house number, postcode) as they are compared; "" for what is not known."""
    match = _HOUSE.match(case.street.strip())
    if match is None:
        return "", "", case.postcode
    street = street_key(folded_words(match["street"]))
    number = match["number"].replace(" ", "").lower()
    return (street, number, case.postcode) if len(street) >= _SHORTEST_STREET else ("", "", case.postcode)
