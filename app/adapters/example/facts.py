"""The facts from which the example county is invented: towns, names, streets (``resources/facts``)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import app


def resources() -> Path:
    """The folder of resources, installed or in a checkout."""
    packaged = Path(app.__file__).parent / "_resources"
    return packaged if packaged.is_dir() else Path(app.__file__).parent.parent / "resources"


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of facts."""
    with (resources() / "facts" / name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@dataclass(frozen=True, slots=True)
class Town:
    """A town: ``office`` is the five digits with which its case numbers begin, ``share`` its part of the households."""

    id: str
    name: str
    postcodes: tuple[str, ...]
    office: str
    share: int


_SHARES = {"bocholt": 13, "gronau": 12, "borken": 11, "ahaus": 10, "rhede": 5, "stadtlohn": 6, "vreden": 6}
_USUAL_SHARE = 3


@cache
def towns() -> dict[str, Town]:
    """The towns of the county by their ids, in the order of their official keys."""
    found = {}
    for number, row in enumerate(table("kreis_borken_gemeinden.csv")):
        name = row["name"].removesuffix(" (Westf.)")
        id_ = name.lower().replace("ö", "oe").replace("ü", "ue")
        office = str(35500 + number)
        share = _SHARES.get(id_, _USUAL_SHARE)
        found[id_] = Town(id_, name, tuple(row["plz"].split(";")), office, share)
    return found


@cache
def streets() -> tuple[str, ...]:
    return tuple(row["name"] for row in table("strassen.csv"))


@cache
def frequent_surnames(origin: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in table("nachnamen_haeufig.csv") if row["herkunft"] == origin)


_LOCALES = {"tr": "tr_TR", "ro": "ro_RO", "hr": "hr_HR", "nl": "nl_NL", "cs": "cs_CZ", "fr": "fr_FR"}


@cache
def rare_surnames(origin: str) -> tuple[str, ...]:
    """More surnames of that origin, maybe none."""
    if origin == "de":
        return tuple(row["name"] for row in table("namen_de.csv") if row["name"].istitle())
    locale = _LOCALES.get(origin)
    return tuple(
        r["name"] for r in table("namen_international.csv") if r["locale"] == locale and r["art"] == "nachname"
    )


@cache
def first_names(origin: str, sex: str, generation: str) -> tuple[str, ...]:
    """``sex`` is w or m; ``generation`` (1940, 1960, 1980, 2000) counts only for German names."""
    rows = table("vornamen.csv")
    mine = [row for row in rows if row["herkunft"] == origin and row["geschlecht"] == sex]
    return tuple(row["name"] for row in mine if row["generation"] in ("", generation))
