"""The site itself, who works there, and its case files."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.records.base import Record

PROMISED_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Record):
    """Standort: a town's office. Its id names its folder."""

    kind: ClassVar[str] = "site"
    name: str
    county: str = ""
    phase: str = "live"
    legal_areas: tuple[str, ...] = ("sgb2",)
    ended: bool = False
    promised_days: int = PROMISED_DAYS
    """Working days in which the provider has announced post scanned and delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Record):
    kind: ClassVar[str] = "team"
    name: str
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(Record):
    """Sachbearbeitung: somebody who signs in; ``id`` is the sign-in name."""

    kind: ClassVar[str] = "worker"
    name: str
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    last_name: str
    first_name: str = ""
    born: str = ""
    customer_number: str = ""

    @property
    def name(self) -> str:
        return f"{self.last_name}, {self.first_name}" if self.first_name else self.last_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile(Record):
    """Akte: one household's file. ``persons[0]`` is the applicant. ``id`` is opaque: heads name no case numbers."""

    kind: ClassVar[str] = "case"
    case_number: str
    legal_area: str = "sgb2"
    persons: tuple[Person, ...] = ()
    street: str = ""
    postcode: str = ""
    town: str = ""
    worker: str = ""
    closed_on: str = ""
    moved_to: str = ""
    """The site that took the case over; the file is closed here then."""
    moved_from: str = ""
    """The site that gave the case over."""
