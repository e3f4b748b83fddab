"""Profiles: small files that say how the index that a capture program writes by itself maps to our columns.

A profile is ``resources/profiles/NAME.toml``; README there. ``bag-info.txt`` names it (``Index-Profile``), or it is
chosen because its file is there and ``index.csv`` is not.
"""

import fnmatch
import re
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from app.adapters.deliveries.index import INDEX, csv_lines, index_text, make_row, unreadable_index
from app.domain.bags import BagRefused, Row
from app.domain.texts import _

FORMATS = ("columns", "pairs", "xml")


@dataclass(frozen=True, slots=True)
class Profile:
    """``format``: "columns" (values by position, one record type or several, told apart by their first value),
    "pairs" (class, then names and values in turn, the file last) or "xml" (a file beside each document)."""

    name: str
    format: str
    file: str
    encoding: str = "utf-8"
    delimiter: str = ";"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    compose: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    element: str = ""
    key: str = ""
    value: str = ""

    def sources(self, files: set[str]) -> list[str]:
        """The index files among ``files``."""
        return sorted(path for path in files if fnmatch.fnmatchcase(path.casefold(), self.file.casefold()))

    def rows(self, source: str, raw: bytes, files: set[str]) -> Iterator[Row]:
        """The rows of one index file. Raises ``BagRefused``."""
        text = index_text(raw, self.encoding)
        reading = {"columns": self._by_position, "pairs": self._pairs, "xml": self._xml}[self.format]
        for line, labels, values in reading(source, text, files):
            names = [self.names.get(label, label).lower() for label in labels]
            yield self._finish(make_row(line, names, labels, values))

    def _by_position(self, source: str, text: str, files: set[str]) -> Iterator[tuple[int, list[str], list[str]]]:
        for line, values in csv_lines(text, self.delimiter):
            columns = self.columns.get(values[0], self.columns.get("*"))
            if columns is None:
                raise unreadable_index(_("Die Satzart in Zeile {line} ist unbekannt.").format(line=line))
            yield line, list(columns), values

    def _pairs(self, source: str, text: str, files: set[str]) -> Iterator[tuple[int, list[str], list[str]]]:
        for line, record in enumerate(text.splitlines(), start=1):
            if not record.strip():
                continue
            # Quotes and commas inside values are not doubled there, so this is no CSV.
            values = record.strip().removeprefix('"').removesuffix('"').split(f'"{self.delimiter}"')
            if len(values) < 2 or len(values) % 2:
                raise unreadable_index(_("Zeile {line} hat nicht zu jedem Namen einen Wert.").format(line=line))
            yield line, ["class", *values[1:-1:2], "file"], [values[0], *values[2:-1:2], _last_part(values[-1])]

    def _xml(self, source: str, text: str, files: set[str]) -> Iterator[tuple[int, list[str], list[str]]]:
        if re.search(r"<!(DOCTYPE|ENTITY)", text):
            raise unreadable_index(_("Das XML enthält Definitionen, die nicht erlaubt sind."))
        try:
            root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
        except ElementTree.ParseError as error:
            raise unreadable_index(_("Es ist kein gültiges XML.")) from error
        found = [item for item in root.iter() if item.tag.rpartition("}")[2] == self.element]
        labels = [item.get(self.key, "") for item in found]
        values = [item.get(self.value) or (item.text or "").strip() for item in found]
        stem = str(PurePosixPath(source).with_suffix(""))
        twins = sorted(path for path in files if path != source and str(PurePosixPath(path).with_suffix("")) == stem)
        yield 1, [*labels, "file"], [*values, twins[0] if twins else stem]

    def _finish(self, row: Row) -> Row:
        """Dates and composed columns."""
        values, raw = dict(row.values), {**dict(row.extra), **row.values}
        for column, pattern in self.dates.items():
            if column in values:
                values[column] = _iso_date(values[column], pattern)
        for column, template in self.compose.items():
            values[column] = _fill(template, raw)
        return Row(row.line, values, row.extra, row.fault)


def choose_profile(folder: Path, name: str, files: set[str]) -> Profile | None:
    """The profile that the bag names, or whose index file is there; None for our own index. Raises ``BagRefused``."""
    if name:
        if not re.fullmatch(r"[a-z0-9-]+", name) or not (folder / f"{name}.toml").is_file():
            raise BagRefused(
                "unknown-profile",
                _("Das Verzeichnis der Lieferung folgt einem Profil, das hier nicht eingerichtet ist."),
                _("Legen Sie das Profil an oder bitten Sie um ein Verzeichnis als index.csv."),
            )
        return load_profile(folder / f"{name}.toml")
    if INDEX in files:
        return None
    profiles = (load_profile(path) for path in sorted(folder.glob("*.toml")))
    return next((profile for profile in profiles if profile.sources(files)), None)


def load_profile(path: Path) -> Profile:
    """Raises ``BagRefused`` when the profile itself is wrong."""
    try:
        state: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        state["columns"] = {kind: tuple(names) for kind, names in state.get("columns", {}).items()}
        profile = Profile(name=path.stem, **state)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, AttributeError) as error:
        raise _wrong_profile(path.stem) from error
    if profile.format not in FORMATS:
        raise _wrong_profile(path.stem)
    return profile


def _wrong_profile(name: str) -> BagRefused:
    return BagRefused("bad-profile", _("Das Profil „{name}“ ist fehlerhaft.").format(name=name))


def _last_part(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]


def _iso_date(value: str, pattern: str) -> str:
    try:
        return datetime.strptime(value, pattern).date().isoformat()  # noqa: DTZ007
    except ValueError:
        return value


def _fill(template: str, values: Mapping[str, str]) -> str:
    """``{name}`` is replaced by the value of that name, ``{name:8}`` by its last 8 letters."""

    def one(match: "re.Match[str]") -> str:
        value = values.get(match[1], "")
        return value[-int(match[2]) :] if match[2] else value

    return re.sub(r"\{([^}:]+)(?::(\d+))?\}", one, template)
