"""The example county as the two files of master data that an office would make (master-data.md), and its people."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random

from app.adapters.example.facts import Town, first_names, frequent_surnames, towns
from app.adapters.example.people import Household, Registry
from app.domain.example import Persona, Plan

COUNTY = "Kreis Musterland"
HOME = "borken"
"""The town where the three persons to be sit."""
NEAR_HOME = (HOME, "rhede", "heek")
"""The towns with post of the last days."""
FILES_A_WORKER = 90
HOUSEHOLD_COLUMNS = [
    "case_number",
    "site",
    "legal_area",
    "last_name",
    "first_name",
    "born",
    "street",
    "postcode",
    "town",
    "customer_number",
    "worker",
    "closed_on",
]


@dataclass(frozen=True, slots=True)
class Clerk:
    id: str
    name: str
    site: str
    teams: tuple[str, ...]
    roles: tuple[str, ...]


_NAMED = (
    Clerk("anna.berger", "Anna Berger", HOME, ("borken-leistung-1",), ("caseworker",)),
    Clerk("jonas.brandt", "Jonas Brandt", HOME, ("borken-leistung-1", "borken-leistung-2"), ("team-lead",)),
    Clerk("mara.yilmaz", "Mara Yılmaz", HOME, ("borken-post",), ("mail-room",)),
    Clerk("petra.lindner", "Petra Lindner", HOME, (), ("central",)),
    Clerk("oliver.kamp", "Oliver Kamp", HOME, (), ("admin",)),
    Clerk("ruth.averbeck", "Ruth Averbeck", HOME, (), ("privacy-officer",)),
)


def personas() -> tuple[Persona, ...]:
    """The three persons that one can be in the example: caseworker, team lead, mail room."""
    return tuple(Persona(clerk.id, clerk.name, clerk.site, clerk.roles[0]) for clerk in _NAMED[:3])


class County:
    """Towns, staff and households of a plan; made when they are asked for, the same for the same plan."""

    def __init__(self, plan: Plan, today: date, seed: int) -> None:
        self.plan = plan
        self.today = today
        self.seed = seed

    @cached_property
    def files(self) -> dict[str, int]:
        """How many households each town has, the towns in the order in which they are filled."""
        ids = list(self.plan.sites) or [*NEAR_HOME, *(id_ for id_ in towns() if id_ not in NEAR_HOME)]
        shares = {id_: towns()[id_].share for id_ in ids}
        whole, left = sum(shares.values()), self.plan.files
        files = {id_: self.plan.files * share // whole for id_, share in shares.items()}
        left -= sum(files.values())
        files[ids[0]] += left
        return files

    @cached_property
    def clerks(self) -> tuple[Clerk, ...]:
        found = list(_NAMED)
        for site, files in self.files.items():
            found += self._staff(towns()[site], max(3, round(files / FILES_A_WORKER)))
        return tuple({clerk.id: clerk for clerk in reversed(found)}.values())[::-1]

    def caseworkers(self, site: str) -> tuple[str, ...]:
        return tuple(c.id for c in self.clerks if c.site == site and "caseworker" in c.roles)

    @cached_property
    def households(self) -> tuple[Household, ...]:
        found: list[Household] = []
        for site, files in self.files.items():
            registry = Registry(towns()[site], self.caseworkers(site), self.today, self.seed)
            found += [registry.household() for _ in range(files)]
        return tuple(found)

    def _staff(self, town: Town, caseworkers: int) -> list[Clerk]:
        rng = Random(f"{self.seed}:staff:{town.id}")
        roles = ["caseworker"] * caseworkers + ["team-lead"] * max(1, caseworkers // 8) + ["mail-room"]
        staff = []
        for number, role in enumerate(roles):
            generation = rng.choice(("1960", "1980", "2000"))
            origin = rng.choice(("de", "de", "de", "de", "tr", "pl"))
            first = rng.choice(first_names(origin, rng.choice("wm"), generation if origin == "de" else ""))
            last = rng.choice(frequent_surnames(origin))
            team = "post" if role == "mail-room" else f"leistung-{1 + number % 2}"
            id_ = f"{_plain(first)}.{_plain(last)}"
            staff.append(Clerk(id_, f"{first} {last}", town.id, (f"{town.id}-{team}",), (role,)))
        return staff

    def county_toml(self) -> str:
        lines = [f"[county]\nname = {json.dumps(COUNTY)}\n"]
        for site in self.files:
            lines.append(_toml("site", id=site, name=towns()[site].name, phase="live", legal_areas=["sgb2"]))
        for site in self.files:
            for suffix, name in (("leistung-1", "Leistung 1"), ("leistung-2", "Leistung 2"), ("post", "Poststelle")):
                lines.append(_toml("team", id=f"{site}-{suffix}", site=site, name=name))
        for clerk in self.clerks:
            fields = {"teams": list(clerk.teams), "roles": list(clerk.roles)}
            lines.append(_toml("worker", id=clerk.id, name=clerk.name, site=clerk.site, **fields))
        return "\n".join(lines)

    def households_csv(self) -> str:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\n")
        writer.writerow(HOUSEHOLD_COLUMNS)
        for home in self.households:
            closed = home.closed_on.isoformat() if home.closed_on else ""
            for member in home.members:
                person = (member.last_name, member.first_name, member.born.isoformat())
                place = (home.street, home.postcode, home.town, member.customer_number, home.worker, closed)
                writer.writerow((home.case_number, home.site, "sgb2", *person, *place))
        return out.getvalue()


def _toml(table: str, **fields: str | list[str]) -> str:
    # A JSON text without escapes beyond ASCII is also a TOML text.
    rows = (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    return "\n".join((f"[[{table}]]", *rows, ""))


_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "-", "ı": "i", "ş": "s", "ğ": "g", "ç": "c"})


def _plain(name: str) -> str:
    import unicodedata

    text = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN).replace("ł", "l"))
    return "".join(letter for letter in text if letter.isascii() and (letter.isalnum() or letter == "-"))
