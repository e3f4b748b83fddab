"""Letters of the example county with what they are: for measuring suggestions (``esozialakte bench suggestions``).

The texts are those of the papers that the example draws, for households as they are, moved, renamed, not ours or called
like one of ours; then spoilt as scanners spoil them. What a letter carries is looked up in its text before it is
spoilt. Nothing here is shared with the recogniser.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.adapters.example.county import County
from app.adapters.example.kinds import KINDS, Kind
from app.adapters.example.paper import Case, short
from app.adapters.example.people import Household
from app.adapters.example.sheet import Sheet, Text
from app.adapters.example.spoiling import LEVELS, spoilt
from app.domain.example import PLANS
from app.domain.records import CaseFile, Person

HOUSEHOLDS = 7_000
_SITUATIONS = {
    "usual": 54, "wrong-number": 9, "number-of-another": 3, "two-households": 6, "not-ours": 7, "namesake": 4,
    "renamed": 5, "moved": 5, "nothing": 4, "handwritten-number": 3,
}  # fmt: skip
_LOUDNESS = {"clean": 30, "light": 45, "heavy": 25}
_DAY = date(2026, 11, 18)


@dataclass(frozen=True, slots=True)
class LabelledLetter:
    """``case`` is the number of the case to which it belongs, "" if to none; ``second`` that of another household on
    it. ``enough``: a reader could tell whose it is."""

    text: str
    case: str
    second: str
    document_type: str
    enough: bool
    situation: str


class LabelledLetters:
    """The same for the same seed, and never two alike."""

    def __init__(self, seed: int) -> None:
        plan = replace(PLANS["county"], files=HOUSEHOLDS)
        self._county = County(plan, _DAY, seed=1)
        self._strangers = County(replace(plan, files=500), _DAY, seed=2).households
        self._rng = Random(f"labelled:{seed}")
        self._kinds = [kind for kind in KINDS if kind.post]

    def cases(self) -> Iterator[tuple[str, CaseFile]]:
        for home in self._county.households:
            yield home.site, _record(home)

    def letters(self, count: int) -> Iterator[LabelledLetter]:
        for _ in range(count):
            yield self._letter()

    def _letter(self) -> LabelledLetter:
        rng = self._rng
        situation = rng.choices(list(_SITUATIONS), list(_SITUATIONS.values()))[0]
        home = rng.choice(self._county.households)
        kind = rng.choices(self._kinds, [kind.post for kind in self._kinds])[0]
        shown = self._shown(home, situation)
        sheets = self._sheets(kind, shown)
        if situation == "nothing":
            text = "\n".join(sheet.words() for sheet in map(_without_own, sheets))
        else:
            text = "\n".join(sheet.words() for sheet in sheets)
        second = ""
        if situation in ("wrong-number", "number-of-another", "handwritten-number"):
            text = self._with_number(text, home, situation)
        elif situation == "two-households":
            other = rng.choice(self._county.households)
            second = other.case_number
            text += f"\n{other.applicant.name}, geb. {short(other.applicant.born)}\n{other.street}, {other.postcode}"
        case = "" if situation in ("not-ours", "namesake") else home.case_number
        enough = bool(case) and situation != "two-households" and _carries(text, home)
        noise = rng.choices(list(_LOUDNESS), list(_LOUDNESS.values()))[0]
        return LabelledLetter(spoilt(text, LEVELS[noise], rng), case, second, kind.document_type, enough, situation)

    def _shown(self, home: Household, situation: str) -> Household:
        """The household as the paper has it."""
        rng, first = self._rng, home.members[0]
        match situation:
            case "not-ours":
                return self._stranger()
            case "namesake":
                other = self._stranger()
                born = first.born + timedelta(days=rng.randrange(60, 3_000))
                return replace(other, members=(replace(first, born=born, customer_number="000X000000"),))
            case "renamed":
                name = rng.choice(self._strangers).applicant.last_name
                return replace(home, members=(replace(first, last_name=name), *home.members[1:]))
            case "moved":
                other = rng.choice(self._strangers)
                return replace(home, street=other.street, postcode=other.postcode, town=other.town)
        return home

    def _stranger(self) -> Household:
        """A household with a number that is none of ours."""
        home = self._rng.choice(self._strangers)
        return replace(home, case_number=f"{home.case_number[:7]}9{self._rng.randrange(10**6):06d}")

    def _sheets(self, kind: Kind, home: Household) -> list[Sheet]:
        rng = self._rng
        case = Case(home, _DAY - timedelta(days=rng.randrange(60)), Random(rng.random()), Random(rng.random()), "")
        return kind.make(case)

    def _with_number(self, text: str, home: Household, situation: str) -> str:
        rng = self._rng
        number = home.case_number
        if situation == "wrong-number":
            place = rng.randrange(8, 14)
            other = rng.choice([digit for digit in "0123456789" if digit != number[place]])
            number = number[:place] + other + number[place + 1 :]
        elif situation == "number-of-another":
            number = rng.choice(self._county.households).case_number
        for spelling in (home.case_number, home.spoken_number):
            text = text.replace(spelling, f"{number[:5]} BG {number[7:]}")
        if number[7:] not in text:
            spelling = rng.choice((f"{number[:5]}//{number[7:]}", f"BG {number[:5]}/{number[7:].lstrip('0')}", number))
            lines = text.split("\n")
            lines.insert(rng.randrange(len(lines)), spelling)
            text = "\n".join(lines)
        return text


def _carries(text: str, home: Household) -> bool:
    """Whether the household's number stands there, or two things that are its own and nobody else's together."""
    if home.case_number[7:] in text.replace(" ", ""):
        return True
    name = any(member.name in text or f"{member.last_name}, {member.first_name}" in text for member in home.members)
    first = any(member.first_name in text for member in home.members)
    born = any(short(member.born) in text for member in home.members)
    address = home.street in text and home.postcode in text
    return (name and (born or address)) or (first and born and address)


def _without_own(sheet: Sheet) -> Sheet:
    """The sheet without anything of the household."""
    return Sheet(sheet.size, [mark for mark in sheet.marks if isinstance(mark, Text) and not mark.own])


def _record(home: Household) -> CaseFile:
    persons = tuple(
        Person(
            last_name=member.last_name,
            first_name=member.first_name,
            born=member.born.isoformat(),
            customer_number=member.customer_number,
        )
        for member in home.members
    )
    return CaseFile(
        id=home.case_number,
        case_number=home.case_number,
        persons=persons,
        street=home.street,
        postcode=home.postcode,
        town=home.town,
        closed_on=home.closed_on.isoformat() if home.closed_on else "",
    )
