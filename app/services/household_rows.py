"""``households.csv``: one row a person, grouped to case files (master-data.md). Reading only."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.domain.case_number import parse_case_number
from app.domain.errors import UnreadableInput
from app.domain.records import CaseFile, Person
from app.domain.texts import _
from app.services.county_file import LEGAL_AREAS

COLUMNS = (
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
)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be read: the line of the file where it begins, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Household:
    """The rows of one case. ``partial``: some of its rows were rejected."""

    site: str
    case: CaseFile
    persons: list[Person] = field(default_factory=list)
    partial: bool = False


def read_households(path: Path, workers: Mapping[str, frozenset[str]]) -> tuple[dict[str, Household], list[Rejected]]:
    """Households by case number, in the order of the file. ``workers``: the sign-in names of every known site.

    Raises ``UnreadableInput`` when the file as a whole cannot be read.
    """
    households: dict[str, Household] = {}
    rejected: list[Rejected] = []
    broken: set[str] = set()
    for line, row in _rows(path):
        number = parse_case_number(row.get("case_number", ""))
        reason = _unreadable(row) or _reason(row, number, workers) or _contradiction(row, households.get(number or ""))
        if reason or number is None:
            rejected.append(Rejected(line, reason))
            if number is not None:
                broken.add(number)
            continue
        if number not in households:
            households[number] = Household(row["site"], _case(number, row))
        households[number].persons.append(_person(row))
    for number in broken & households.keys():
        households[number].partial = True
    return households, rejected


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        # Bytes that are no UTF-8 become surrogates, so that one bad row does not take the others with it.
        text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    except OSError as error:
        title = _("Die Datei mit den Haushalten lässt sich nicht öffnen.")
        raise UnreadableInput(title, _("Prüfen Sie den Pfad.")) from error
    # One line is one row: an unpaired quotation mark spoils its own line and not all that follow.
    first, *lines = text.replace("\r\n", "\n").split("\n")
    header = [name.strip() for name in _split(first) or ()]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise UnreadableInput(
            _("In der Kopfzeile der Datei fehlt: {columns}.").format(columns=", ".join(missing)),
            _("Die Datei braucht eine Kopfzeile mit allen Spalten, getrennt durch Semikolon, in UTF-8."),
        )
    for line, content in enumerate(lines, 2):
        values = _split(content)
        if values is not None and not any(value.strip() for value in values):
            continue
        row = {name: value.strip() for name, value in zip(header, values or (), strict=False)}
        whole = values is not None and len(values) == len(header)
        yield line, row if whole else {"case_number": row.get("case_number", "")}


def _split(line: str) -> list[str] | None:
    """The fields of a line; None if its quotation marks make no sense."""
    try:
        return next(csv.reader([line], delimiter=";", strict=True), [])
    except csv.Error:
        return None


def _unreadable(row: dict[str, str]) -> str:
    if not all(name in row for name in COLUMNS):
        return _("Die Zeile hat nicht so viele Felder wie die Kopfzeile.")
    if any("\ud800" <= letter <= "\udfff" for value in row.values() for letter in value):
        return _("Die Zeile ist nicht in UTF-8 geschrieben.")
    return ""


def _reason(row: dict[str, str], number: str | None, workers: Mapping[str, frozenset[str]]) -> str:
    """Why a row cannot be taken over; "" if it can."""
    if number is None:
        return _("„{value}“ ist keine BG-Nummer.").format(value=row["case_number"])
    if row["site"] not in workers:
        return _("Den Standort „{site}“ gibt es nicht.").format(site=row["site"])
    if row["worker"] and row["worker"] not in workers[row["site"]]:
        title = _("„{worker}“ ist am Standort „{site}“ nicht eingetragen.")
        return title.format(worker=row["worker"], site=row["site"])
    if row["legal_area"] not in LEGAL_AREAS:
        return _("„{area}“ ist kein Rechtskreis.").format(area=row["legal_area"])
    if not row["last_name"]:
        return _("Der Nachname fehlt.")
    for name in ("born", "closed_on"):
        if row[name] and not _is_date(row[name]):
            return _("Das Datum im Feld „{field}“ ist falsch; erwartet wird Jahr-Monat-Tag.").format(field=name)
    return ""


def _contradiction(row: dict[str, str], household: Household | None) -> str:
    if household is not None and household.site != row["site"]:
        return _("Die Zeile nennt einen anderen Standort als die erste Zeile derselben Akte.")
    return ""


def _is_date(text: str) -> bool:
    if _ISO_DATE.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _case(number: str, row: dict[str, str]) -> CaseFile:
    return CaseFile(
        id="",
        case_number=number,
        legal_area=row["legal_area"],
        street=row["street"],
        postcode=row["postcode"],
        town=row["town"],
        worker=row["worker"],
        closed_on=row["closed_on"],
    )


def _person(row: dict[str, str]) -> Person:
    return Person(
        last_name=row["last_name"],
        first_name=row["first_name"],
        born=row["born"],
        customer_number=row["customer_number"],
    )
