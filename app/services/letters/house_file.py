"""``letters.toml``: how a site handles letters (resources/job-format.md), read strictly."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from app.domain.carriers import TRANSPORTS
from app.domain.errors import UnreadableInput
from app.domain.records.letters import LETTER_OFFICE_ID, ApprovalRule, CarrierPlace, LetterOffice
from app.domain.texts import _

T = TypeVar("T")
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def read_house_file(path: Path) -> LetterOffice:
    """Raises ``UnreadableInput`` naming the key that is wrong."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path.name) from error
    unknown = said.keys() - {"approval", "carrier", "same_within_days"}
    if unknown:
        raise _wrong(min(unknown))
    days = said.get("same_within_days", 14)
    if type(days) is not int or not 0 <= days <= 365:
        raise _wrong("same_within_days")
    places = tuple(_made(CarrierPlace, part, "carrier") for part in said.get("carrier", []))
    for place in places:
        if place.transport not in TRANSPORTS or (place.collected_at and not _TIME.fullmatch(place.collected_at)):
            raise _wrong(f"carrier.{place.carrier}")
    if len({place.carrier for place in places}) != len(places):
        raise _wrong("carrier")
    rules = tuple(_made(ApprovalRule, part, "approval") for part in said.get("approval", []))
    return LetterOffice(id=LETTER_OFFICE_ID, approval_rules=rules, carriers=places, same_within_days=days)


def _made(kind: type[T], part: dict[str, Any], where: str) -> T:
    """One table of the file; lists become tuples, types are those of the defaults."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in part.items():
        expected = type(known[key].default) if key in known else None
        if expected is tuple and isinstance(value, list) and all(isinstance(one, str) for one in value):
            values[key] = tuple(value)
        elif key in known and (type(value) is expected or (isinstance(value, str) and key == "carrier")):
            values[key] = value
        else:
            raise _wrong(f"{where}.{key}")
    try:
        return kind(**values)
    except TypeError as error:
        raise _wrong(where) from error


def _wrong(where: str) -> UnreadableInput:
    return UnreadableInput(
        _("Die Datei zum Postausgang ist nicht brauchbar: {place}.").format(place=where),
        _("Vergleichen Sie die Stelle mit der Beschreibung in job-format.md."),
        code="letters-file",
    )
