"""Invented households: who lives together, how they are called, where, and under which case number."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.adapters.example.facts import Town, first_names, frequent_surnames, rare_surnames, streets

_ORIGINS = {"de": 56, "tr": 10, "ar": 12, "ua": 8, "pl": 5, "ro": 3, "hr": 3, "nl": 2, "vi": 1}
_SIZES = {1: 50, 2: 20, 3: 13, 4: 10, 5: 5, 6: 2}
"""Persons a household, and how often of a hundred."""
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Member:
    last_name: str
    first_name: str
    born: date
    customer_number: str
    sex: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def salutation(self) -> str:
        return f"Frau {self.last_name}" if self.sex == "w" else f"Herr {self.last_name}"


@dataclass(frozen=True, slots=True)
class Household:
    """``members[0]`` is the applicant. ``since`` is the day of the first application."""

    case_number: str
    site: str
    members: tuple[Member, ...]
    street: str
    postcode: str
    town: str
    worker: str
    since: date
    closed_on: date | None
    rent: int
    """Net rent a month in cents."""
    wage: int
    """Gross wage a month in cents, 0 without work."""

    @property
    def applicant(self) -> Member:
        return self.members[0]

    @property
    def children(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if (self.applicant.born.year + 15) < member.born.year)

    @property
    def address(self) -> tuple[str, ...]:
        return (self.applicant.name, self.street, f"{self.postcode} {self.town}")

    @property
    def spoken_number(self) -> str:
        """The case number with blanks, as letters write it."""
        return f"{self.case_number[:5]} BG {self.case_number[7:]}"


class Registry:
    """Invents a town's households one after another; the same town, seed and day give the same ones."""

    def __init__(self, town: Town, workers: tuple[str, ...], today: date, seed: int) -> None:
        self._town = town
        self._workers = workers
        self._today = today
        self._rng = Random(f"{seed}:{town.id}")
        self._number = self._rng.randrange(800, 1200)

    def household(self) -> Household:
        rng = self._rng
        self._number += rng.randrange(1, 9)
        members = self._members()
        size = len(members)
        since = max(self._today - timedelta(days=rng.randrange(60, 4000)), members[0].born + timedelta(days=18 * 366))
        closed = since + timedelta(days=rng.randrange(200, 2000)) if rng.random() < 0.06 else None
        return Household(
            case_number=f"{self._town.office}BG{self._number:07d}",
            site=self._town.id,
            members=members,
            street=f"{rng.choice(streets())} {rng.randrange(1, 130)}{rng.choice(('', '', '', '', 'a', 'b', 'c'))}",
            postcode=rng.choice(self._town.postcodes),
            town=self._town.name,
            worker=rng.choice(self._workers),
            since=since,
            closed_on=closed if closed is not None and closed < self._today else None,
            rent=rng.randrange(28_000 + 6_000 * size, 42_000 + 9_000 * size),
            wage=rng.choice((0, 0, rng.randrange(45_000, 60_000), rng.randrange(90_000, 190_000))),
        )

    def _members(self) -> tuple[Member, ...]:
        rng = self._rng
        size = rng.choices(list(_SIZES), list(_SIZES.values()))[0]
        origin = rng.choices(list(_ORIGINS), list(_ORIGINS.values()))[0]
        surname = self._surname(origin)
        applicant = self._member(surname, origin, rng.choice("wm"), self._born(19, 63))
        members = [applicant]
        age = self._age(applicant.born)
        children = size - 1
        if (size > 2 and rng.random() < 0.65) or (size == 2 and rng.random() < 0.4):
            sex = "m" if applicant.sex == "w" else "w"
            partner = surname if rng.random() < 0.7 else self._surname(rng.choice(("de", origin)))
            members.append(self._member(partner, origin, sex, self._born(max(19, age - 5), min(66, age + 5))))
            children -= 1
        oldest = max(0, min(20, age - 19))
        for _ in range(children if age > 19 else 0):
            members.append(self._member(surname, origin, rng.choice("wm"), self._born(0, oldest)))
        return tuple(members)

    def _surname(self, origin: str) -> str:
        rng = self._rng
        rare = rare_surnames(origin)
        name = rng.choice(rare if rare and rng.random() < 0.35 else frequent_surnames(origin))
        if rng.random() < 0.07 and "-" not in name and " " not in name:
            name = f"{name}-{rng.choice(frequent_surnames('de')[:40])}"
        return name

    def _member(self, surname: str, origin: str, sex: str, born: date) -> Member:
        rng = self._rng
        names = first_names(origin, sex, _generation(born.year))
        first = rng.choice(names)
        if rng.random() < 0.08 and "-" not in first and " " not in first:
            first = f"{first} {rng.choice(names)}"
        if origin == "pl" and sex == "w" and surname.endswith("ski"):
            surname = surname[:-1] + "a"
        number = f"{rng.randrange(100, 1000)}{rng.choice('ABCDEFGHK')}{rng.randrange(1_000_000):06d}"
        return Member(surname, first, born, number, sex)

    def _born(self, youngest: int, oldest: int) -> date:
        return self._today - timedelta(days=int(self._rng.uniform(youngest, oldest + 0.99) * YEAR) + 1)

    def _age(self, born: date) -> int:
        return int((self._today - born).days / YEAR)


def _generation(year: int) -> str:
    return "1940" if year < 1956 else "1960" if year < 1975 else "1980" if year < 1995 else "2000"
