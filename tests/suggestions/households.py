"""7,000 invented households for the labelled letters: from the facts' names alone, without the program's rules.

Case numbers run on without many gaps, as in real offices: a wrong digit often makes somebody else's number.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

FACTS = Path(__file__).parents[2] / "resources" / "facts"
OFFICES = ("35502", "35504", "35508", "35512")
TOWNS = (("Borken", "46325"), ("Heek", "48619"), ("Rhede", "46414"), ("Gescher", "48712"), ("Ahaus", "48683"))


@dataclass(frozen=True)
class Human:
    last: str
    first: str
    born: date
    customer: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@dataclass(frozen=True)
class Home:
    number: str
    people: tuple[Human, ...]
    street: str
    postcode: str
    town: str

    @property
    def head(self) -> Human:
        return self.people[0]


@cache
def column(file: str, name: str = "name") -> tuple[str, ...]:
    with (FACTS / file).open(encoding="utf-8", newline="") as stream:
        return tuple(dict.fromkeys(row[name] for row in csv.DictReader(stream)))


@cache
def rare_names() -> tuple[str, ...]:
    with (FACTS / "namen_international.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(row["name"] for row in csv.DictReader(stream) if row["art"] == "nachname")


def surname(rng: Random) -> str:
    draw = rng.random()
    common = column("nachnamen_haeufig.csv")
    name = common[int(len(common) * rng.random() ** 1.6)] if draw < 0.8 else rng.choice(rare_names())
    if rng.random() < 0.08:
        name = f"{name}-{rng.choice(common)}"
    return name


def human(rng: Random, last: str, youngest: int, oldest: int) -> Human:
    first = rng.choice(column("vornamen.csv"))
    if rng.random() < 0.12:
        first = f"{first} {rng.choice(column('vornamen.csv'))}"
    born = date(2026, 11, 1) - timedelta(days=rng.randrange(youngest * 365, oldest * 365 + 300))
    letter = rng.choice("ABCDEFGHK")
    return Human(last, first, born, f"{rng.randrange(100, 999)}{letter}{rng.randrange(10**6):06d}")


def homes(count: int, seed: int) -> list[Home]:
    """The same for the same count and seed."""
    rng = Random(f"homes:{seed}")
    found = []
    serial = {office: rng.randrange(1000, 4_000_000) for office in OFFICES}
    for _ in range(count):
        office = rng.choice(OFFICES)
        serial[office] += rng.choice((1, 1, 2, 3, 7))
        last = surname(rng)
        people = [human(rng, last, 19, 64)]
        if rng.random() < 0.35:
            people.append(human(rng, last if rng.random() < 0.75 else surname(rng), 19, 64))
        for _child in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
            people.append(human(rng, last if rng.random() < 0.9 else surname(rng), 0, 17))
        town, postcode = rng.choice(TOWNS)
        street = f"{rng.choice(column('strassen.csv'))} {rng.randrange(1, 120)}{rng.choice(('', '', '', 'a', 'b'))}"
        found.append(Home(f"{office}BG{serial[office]:07d}", tuple(people), street, postcode, town))
    return found
