"""The profiles of print providers: one TOML file each in ``resources/carriers`` (README there)."""

import re
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from app.domain.errors import AppError, WrongUse
from app.domain.letter_check.carrier import ALL, FIRST, Carrier, Envelope, Prices, Window, Zone
from app.domain.pages import Box
from app.domain.texts import _
from app.services.resources import resource_path

T = TypeVar("T")
FOLDER = "folder"
"""The carrier that is there without being set up."""
_MISTAKES = (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError, KeyError, AttributeError)


def carrier_names(folder: Path | None = None) -> tuple[str, ...]:
    """The carriers that there are profiles for."""
    return tuple(sorted(path.stem for path in _folder(folder).glob("*.toml")))


def load_carrier(name: str, folder: Path | None = None) -> Carrier:
    """Raises ``WrongUse`` for a name without a profile, ``AppError`` for a profile that makes no sense."""
    if not re.fullmatch(r"[a-z0-9-]+", name) or name not in carrier_names(folder):
        raise WrongUse(
            _("Den Versandweg „{name}“ gibt es nicht.").format(name=name),
            _("Es gibt: {names}.").format(names=", ".join(carrier_names(folder))),
        )
    path = _folder(folder) / f"{name}.toml"
    try:
        return _carrier(name, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, *_MISTAKES) as error:
        raise AppError(
            _("Das Profil des Versandwegs „{name}“ ist nicht lesbar.").format(name=name),
            _("Bitte lassen Sie die Datei {file} berichtigen.").format(file=path.name),
            code="carrier-profile",
        ) from error


def _folder(folder: Path | None) -> Path:
    return folder or resource_path("carriers")


def _carrier(name: str, state: dict[str, Any]) -> Carrier:
    windows = tuple(_made(Window, part) for part in state.pop("windows"))
    zones = tuple(_made(Zone, part) for part in state.pop("zones", []))
    if not windows or any(zone.pages not in (FIRST, ALL) for zone in zones):
        raise ValueError("a letter needs a window, and zones are on the first page or on all")
    prices = state.pop("prices", {})
    options = tuple((str(option), int(cents)) for option, cents in prices.pop("options", {}).items())
    return Carrier(
        code=name,
        windows=windows,
        zones=zones,
        envelopes=tuple(_made(Envelope, part) for part in state.pop("envelopes", [])),
        prices=Prices(**prices, options=options),
        **state,
    )


def _made(kind: type[T], part: dict[str, Any]) -> T:
    """A part of the profile; its boxes checked. Raises ``TypeError`` for keys that it does not have."""
    needed = {field.name for field in fields(kind) if field.default is MISSING}  # type: ignore[arg-type]
    if not needed <= part.keys():
        raise KeyError("something is missing")
    return kind(**{key: _box(value) if isinstance(value, list) else value for key, value in part.items()})


def _box(values: list[Any]) -> Box:
    left, top, width, height = (float(value) for value in values)
    if width <= 0 or height <= 0:
        raise ValueError("a box without a size")
    return left, top, width, height
