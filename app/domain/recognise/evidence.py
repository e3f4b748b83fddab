"""What a document says for and against each household."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.answer_code import is_token
from app.domain.recognise import clues
from app.domain.recognise.clues import Clue
from app.domain.recognise.index import CaseIndex, Household
from app.domain.recognise.names import LINES, Named, Names
from app.domain.recognise.reading import Part, Reading
from app.domain.recognise.signs import Day, Number, case_numbers, codes, customer_numbers, days, digits_of, one_slip
from app.domain.recognise.streets import addresses

SCALE = 9.0
"""The logarithm of the households of a county: a name that only one of them has is of strength 1."""
MOST_SIGNS = 50
"""Numbers and dates that are looked at: a paper with more is a list and nobody's own."""
POSTCODE_DIGITS = 5
ADDRESS_LINES = 4
"""Lines that an address goes on below its name."""
_DIGITS = "0123456789"
ADDRESSING = frozenset({"frau", "herr", "herrn", "familie"})
ADDRESSED_WORDS = 8
"""Words after it among which the name stands: what is printed beside an address may come in between."""
_TOLD_SENDERS = 3


@dataclass(slots=True)
class Findings:
    """The clues for one household, the strongest of each kind."""

    clues: dict[str, Clue] = field(default_factory=dict)

    def add(self, clue: Clue) -> None:
        known = self.clues.get(clue.kind)
        if known is None or clue.strength > known.strength:
            self.clues[clue.kind] = clue

    @property
    def tokens(self) -> set[int]:
        """The words on which what speaks for the household stands."""
        return {token for clue in self.clues.values() if clue.kind not in clues.AGAINST for token in clue.tokens}


class Search:
    """Looks for the households of one document. ``found`` has the findings by the number of the household.

    ``sender`` is who wrote it, ``open_case`` the number of the case that the reader has open ("": none).
    """

    def __init__(self, reading: Reading, index: CaseIndex, sender: str = "", open_case: str = "") -> None:
        self.reading = reading
        self.index = index
        self.found: dict[int, Findings] = defaultdict(Findings)
        numbers = [number for number in case_numbers(reading) if number.tail or self._ours(number)]
        self.numbers = numbers[:MOST_SIGNS]
        self.days = sorted(days(reading), key=lambda day: not day.born)[:MOST_SIGNS]
        self.names = Names(reading, index)
        self._postcodes: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for part in reading.parts:
            if len(part.word) == POSTCODE_DIGITS and any(sign.isdigit() for sign in part.word):
                self._postcodes[digits_of(part.word)].append((part.token, part.line))
        self._by_numbers()
        self._by_codes()
        self._by_names()
        for day in self.days:
            self._by_birth(day)
        for match in addresses(reading, index):
            for case in match.cases:
                strength = index.rarity(match.cases) / SCALE
                self.found[case].add(Clue(match.kind, strength, match.tokens, self._said(match.tokens)))
        self._by_sender(sender)
        for case in list(self.found):
            self._complete(index.households[case])
            if index.households[case].record.case_number == open_case:
                self.found[case].add(Clue(clues.OPEN))

    def _said(self, tokens: Iterable[int]) -> str:
        return " ".join(self.reading.tokens[number].text for number in tokens).strip(" ,.;:()")

    # --- numbers -------------------------------------------------------------------------------------------------
    def _ours(self, number: Number) -> bool:
        """A number that begins like none of ours is somebody else's file number."""
        office = number.read[:5]
        return office in self.index.offices or any(one_slip(office, known) for known in self.index.offices)

    def _clue(self, kind: str, number: Number, strength: float = 1.0) -> Clue:
        return Clue(kind, strength, number.tokens, self._said(number.tokens))

    def _by_numbers(self) -> None:
        for number in self.numbers:
            if number.tail:
                for case in self.index.tails.get(number.read, ()):
                    self.found[case].add(self._clue(clues.TAIL, number))
                continue
            known = self.index.numbers.get(number.read)
            if known is not None:
                kind = clues.REPAIRED_NUMBER if number.repaired else clues.NUMBER
                self.found[known].add(self._clue(kind, number))
                continue
            near = self._near(number.read)
            for case in near:
                self.found[case].add(self._clue(clues.NEAR_NUMBER, number))
        for number in customer_numbers(self.reading):
            kind = clues.REPAIRED_CUSTOMER if number.repaired else clues.CUSTOMER
            for person in self.index.customers.get(number.read, ()):
                self.found[self.index.persons[person].case].add(self._clue(kind, number))

    def _near(self, read: str) -> set[int]:
        """Households whose number is one slip away: a digit wrong, two changed places, or one lost."""
        digits = read[:5] + read[7:]
        forms: set[str] = set()
        for place in range(len(digits)):
            forms.update(digits[:place] + other + digits[place + 1 :] for other in _DIGITS)
            forms.add(digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :])
        if digits[5] == "0":
            rest = digits[6:]
            forms.update(digits[:5] + rest[:place] + other + rest[place:] for place in range(7) for other in _DIGITS)
        known = (self.index.numbers.get(f"{form[:5]}BG{form[5:]}") for form in forms)
        return {case for case in known if case is not None}

    def _by_codes(self) -> None:
        for code in codes(self.reading):
            case = self.index.numbers.get(self.index.history.codes.get(code.read, ""))
            if case is not None:
                self.found[case].add(self._clue(clues.ANSWER if is_token(code.read) else clues.CODE, code))

    def _by_sender(self, sender: str) -> None:
        """What this sender's papers became; somebody who writes about many households says nothing by that."""
        cases = Counter(self.index.history.senders.get(sender, {})) if sender else Counter[str]()
        total = cases.total()
        for number, count in cases.most_common(_TOLD_SENDERS):
            case = self.index.numbers.get(number)
            if case is not None:
                self.found[case].add(Clue(clues.SENDER, count / total * count / (count + 2)))

    # --- persons ---------------------------------------------------------------------------------------------------
    def _by_names(self) -> None:
        for named in self.names.named.values():
            findings = self.found[self.index.persons[named.person].case]
            kind = clues.REPAIRED_NAME if not named.clean else clues.NAME if named.tight else clues.LOOSE_NAME
            findings.add(Clue(kind, named.info / SCALE, named.tokens, self._said(named.tokens)))
            if named.more:
                findings.add(Clue(clues.MORE_NAMES, 1.0, named.tokens))

    def _by_birth(self, day: Day) -> None:
        for number in self.index.births.get(day.iso, ()):
            person = self.index.persons[number]
            findings = self.found[person.case]
            if number in self.names.named:
                findings.add(self._born(clues.BORN, day))
                continue
            last = [part for word in person.last for part in self.names.lasts.get(word, ())]
            first = [part for word in person.first for part in self.names.firsts.get(word, ())]
            if _beside(day, last):
                findings.add(self._born(clues.BORN_WITH_LAST, day))
            elif day.born and _beside(day, first):
                findings.add(self._born(clues.BORN_WITH_FIRST, day))
            elif last or first:
                findings.add(self._born(clues.BORN_APART, day))
            elif day.born:
                findings.add(self._born(clues.BORN_ALONE, day))

    def _born(self, kind: str, day: Day) -> Clue:
        said = f"{day.iso[8:]}.{day.iso[5:7]}.{day.iso[:4]}"
        return Clue(kind, 0.8 if day.repaired or day.short else 1.0, day.tokens, said)

    # --- what else there is about a household ------------------------------------------------------------------------
    def strangers_born(self, household: Household) -> bool:
        """Whether somebody is named whose birth date nobody of the household has."""
        own = [person.born for person in household.persons if person.born]
        dates = (day.iso for day in self.days if day.born)
        return any(not any(iso == born or one_slip(iso, born) or _swapped(iso, born) for born in own) for iso in dates)

    def addressed_elsewhere(self, household: Household) -> bool:
        """Whether ``Frau`` or ``Herr`` stands on the page and never before a name of the household."""
        own = {word for person in household.persons for word in (*person.last, *person.first)}
        met = False
        for place, part in enumerate(self.reading.parts):
            if part.word not in ADDRESSING:
                continue
            met = True
            following = self.reading.parts[place + 1 : place + 1 + ADDRESSED_WORDS]
            if any(other.line - part.line <= LINES and self._meant(other, own) for other in following):
                return False
        return met

    def _meant(self, part: Part, own: set[str]) -> bool:
        words = (self.index.last_words, self.index.first_words)
        return any(known in own for some in words for known, _how in some.alike(part.word, part.lost))

    def _complete(self, household: Household) -> None:
        findings = self.found[household.number]
        seen = self.names.named
        named = [seen[person.number] for person in household.persons if person.number in seen]
        others = [one for one in named[1:] if not set(one.tokens) <= set(named[0].tokens)]
        if others:
            findings.add(Clue(clues.MEMBERS, 1.0, others[0].tokens, self._said(others[0].tokens)))
        if named:
            self._postcode(household, named, findings)
        else:
            self._last_name_alone(household, findings)
        self._other_births(household, named, findings)
        if clues.NUMBER not in findings.clues:
            self._other_numbers(household, findings)
        if household.record.closed_on:
            findings.add(Clue(clues.CLOSED))

    def _postcode(self, household: Household, named: list[Named], findings: Findings) -> None:
        """The household's postcode below one of its names."""
        for token, line in self._postcodes.get(household.record.postcode, ()):
            if any(0 <= line - one.line <= ADDRESS_LINES for one in named):
                findings.add(Clue(clues.POSTCODE, 1.0, (token,), household.record.postcode))

    def _last_name_alone(self, household: Household, findings: Findings) -> None:
        for word in {word for person in household.persons for word in person.last}:
            parts = [part for part in self.names.lasts.get(word, ()) if part.capital]
            if parts:
                holders = {self.index.persons[number].case for number in self.index.lasts[word]}
                tokens = (parts[0].token,)
                findings.add(Clue(clues.LAST_NAME, self.index.rarity(holders) / SCALE, tokens, self._said(tokens)))

    def _other_births(self, household: Household, named: list[Named], findings: Findings) -> None:
        """A birth date beside the name that is neither this person's nor anybody's of the household."""
        all_born = {person.born for person in household.persons}
        for one in named:
            own = self.index.persons[one.person].born
            beside = [day for day in self.days if day.born and 0 <= day.line - one.line <= LINES]
            if not own or not beside or any(day.iso in all_born for day in beside):
                continue
            slip = next((day for day in beside if one_slip(day.iso, own) or _swapped(day.iso, own)), None)
            findings.add(self._born(clues.BORN_NEAR, slip) if slip else self._born(clues.BORN_OTHER, beside[0]))

    def _other_numbers(self, household: Household, findings: Findings) -> None:
        for number in self.numbers:
            if number.tail or number.read == household.record.case_number:
                continue
            if one_slip(number.read, household.record.case_number):
                findings.add(self._clue(clues.NEAR_NUMBER, number))
            if number.read in self.index.numbers:
                findings.add(self._clue(clues.OTHER_NUMBER, number))
            elif not number.repaired:
                findings.add(self._clue(clues.UNKNOWN_NUMBER, number))


def _beside(day: Day, parts: list[Part]) -> bool:
    return any(-1 <= day.line - part.line <= LINES for part in parts)


def _swapped(iso: str, own: str) -> bool:
    """Day and month changed places."""
    return iso == f"{own[:4]}-{own[8:]}-{own[5:7]}"
