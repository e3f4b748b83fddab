"""``county.toml``: sites, teams, workers (master-data.md), read strictly: a slip of the pen is named, not guessed."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.actions import SYSTEM
from app.domain.errors import UnreadableInput
from app.domain.records import PROMISED_DAYS, Site, Team, Worker
from app.domain.texts import _

PHASES = ("paper", "scanning", "live")
LEGAL_AREAS = ("sgb2", "sgb12-3", "sgb12-4")
ROLES = ("caseworker", "team-lead", "mail-room", "central", "admin", "privacy-officer")
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_SIGN_IN = re.compile(r"\S(?:.*\S)?")


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What a site shall look like."""

    site: Site
    teams: tuple[Team, ...]
    workers: tuple[Worker, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    required: bool = False
    several: bool = False
    allowed: tuple[str, ...] = ()
    most: int = 0
    """Not 0: a whole number from 1 to this."""
    pattern: re.Pattern[str] | None = None


_NAME = _Field(required=True, pattern=_SIGN_IN)
_FIELDS: dict[str, dict[str, _Field]] = {
    "county": {"name": _NAME, "promised_days": _Field(most=60)},
    "site": {
        "id": _Field(required=True, pattern=_ID),
        "name": _NAME,
        "phase": _Field(allowed=PHASES),
        "legal_areas": _Field(several=True, allowed=LEGAL_AREAS),
    },
    "team": {"id": _Field(required=True, pattern=_ID), "site": _NAME, "name": _NAME},
    "worker": {
        "id": _NAME,
        "name": _NAME,
        "site": _NAME,
        "teams": _Field(several=True),
        "roles": _Field(several=True, allowed=ROLES),
    },
}


def read_county(path: Path) -> tuple[SitePlan, ...]:
    """The sites that the file names. Raises ``UnreadableInput`` with line and field."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise UnreadableInput(_("Die Kreisdatei lässt sich nicht öffnen."), _("Prüfen Sie den Pfad.")) from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            _("Die Kreisdatei ist nicht in UTF-8 gespeichert."), _("Speichern Sie sie als UTF-8.")
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableInput(
            _("Die Kreisdatei ist kein gültiges TOML: {reason}").format(reason=error),
            _("Verbessern Sie die genannte Stelle."),
        ) from error
    return _Reader(text, data).plans()


class _Reader:
    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        self._lines = text.splitlines()
        self._data = data

    def plans(self) -> tuple[SitePlan, ...]:
        for name in self._data:
            if name not in _FIELDS:
                raise _wrong(_("Der Abschnitt „{name}“ ist unbekannt.").format(name=name), self._line(name))
        county = self._data.get("county")
        if not isinstance(county, dict):
            raise _wrong(_("Der Abschnitt [county] mit dem Namen des Kreises fehlt."), 1)
        self._check("county", 0, county)
        entries = {kind: self._entries(kind) for kind in ("site", "team", "worker")}
        if not entries["site"]:
            raise _wrong(_("Die Kreisdatei nennt keinen Standort ([[site]])."), len(self._lines))
        self._check_references(entries)
        return tuple(self._plan(entry, entries, county) for entry in entries["site"])

    def _entries(self, kind: str) -> list[dict[str, Any]]:
        entries = self._data.get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise _wrong(_("Schreiben Sie [[{kind}]] in doppelten Klammern.").format(kind=kind), self._line(kind))
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            self._check(kind, number, entry)
            if entry["id"] in seen or entry["id"] == SYSTEM:
                title = _("Die id „{id}“ in [[{kind}]] ist schon vergeben.")
                raise _wrong(title.format(id=entry["id"], kind=kind), self._line(kind, number, "id"))
            seen.add(entry["id"])
        return entries

    def _check(self, kind: str, number: int, entry: dict[str, Any]) -> None:
        fields = _FIELDS[kind]
        for name, value in entry.items():
            line = self._line(kind, number, name)
            if name not in fields:
                raise _wrong(_("Das Feld „{name}“ in [{kind}] ist unbekannt.").format(name=name, kind=kind), line)
            if not _fits(fields[name], value):
                allowed = ", ".join(fields[name].allowed)
                title = _("Der Wert im Feld „{name}“ in [{kind}] ist nicht erlaubt.").format(name=name, kind=kind)
                raise _wrong(title + (_(" Erlaubt sind: {values}.").format(values=allowed) if allowed else ""), line)
        for name, field in fields.items():
            if field.required and name not in entry:
                title = _("In [{kind}] fehlt das Feld „{name}“.").format(name=name, kind=kind)
                raise _wrong(title, self._line(kind, number))

    def _check_references(self, entries: dict[str, list[dict[str, Any]]]) -> None:
        sites = {entry["id"] for entry in entries["site"]}
        teams = {(entry["site"], entry["id"]) for entry in entries["team"]}
        for kind in ("team", "worker"):
            for number, entry in enumerate(entries[kind]):
                if entry["site"] not in sites:
                    title = _("Den Standort „{site}“ gibt es in der Kreisdatei nicht.").format(site=entry["site"])
                    raise _wrong(title, self._line(kind, number, "site"))
                for team in entry.get("teams", ()):
                    if (entry["site"], team) not in teams:
                        title = _("Das Team „{team}“ gibt es am Standort „{site}“ nicht.")
                        place = self._line(kind, number, "teams")
                        raise _wrong(title.format(team=team, site=entry["site"]), place)

    def _plan(
        self, entry: dict[str, Any], entries: dict[str, list[dict[str, Any]]], county: dict[str, Any]
    ) -> SitePlan:
        return SitePlan(
            site=Site(
                id=entry["id"],
                name=entry["name"],
                county=county["name"],
                promised_days=county.get("promised_days", PROMISED_DAYS),
                phase=entry.get("phase", "live"),
                legal_areas=tuple(entry.get("legal_areas", ("sgb2",))),
            ),
            teams=tuple(
                Team(id=team["id"], name=team["name"]) for team in entries["team"] if team["site"] == entry["id"]
            ),
            workers=tuple(
                Worker(
                    id=worker["id"],
                    name=worker["name"],
                    teams=tuple(worker.get("teams", ())),
                    roles=tuple(worker.get("roles", ())),
                )
                for worker in entries["worker"]
                if worker["site"] == entry["id"]
            ),
        )

    def _line(self, kind: str, number: int = 0, field: str = "") -> int:
        """The line of the ``number``-th table of a kind, or of a field in it; as near as plain reading comes."""
        heading = re.compile(rf"\s*\[\[?\s*{re.escape(kind)}\s*\]")
        starts = [line for line, text in enumerate(self._lines, 1) if heading.match(text)]
        if number >= len(starts):
            return starts[0] if starts else 1
        for line in range(starts[number] + 1, len(self._lines) + 1):
            text = self._lines[line - 1]
            if text.lstrip().startswith("["):
                break
            if field and re.match(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=", text):
                return line
        return starts[number]


def _fits(field: _Field, value: object) -> bool:
    if field.most:
        return type(value) is int and 1 <= value <= field.most
    values = value if field.several else [value]
    if not isinstance(values, list) or not all(isinstance(entry, str) for entry in values):
        return False
    if field.allowed and not set(values) <= set(field.allowed):
        return False
    return field.pattern is None or all(field.pattern.fullmatch(entry) for entry in values)


def _wrong(title: str, line: int) -> UnreadableInput:
    where = _("Kreisdatei, Zeile {line}: ").format(line=line)
    return UnreadableInput(where + title, _("Verbessern Sie die Datei; am Speicher wurde nichts geändert."))
