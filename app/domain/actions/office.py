"""What the machine account does: set up, import, take in, erase."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.actions.base import Action
from app.domain.records import Announcement, CaseFile, Delivery, Document, Mark, Original, SetAside, Site, Team, Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpSite(Action):
    """Bring site, teams and workers up to the county's file; who is not named is ended, not deleted."""

    kind: ClassVar[str] = "set-up-site"
    record: Site
    teams: tuple[Team, ...] = ()
    workers: tuple[Worker, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCases(Action):
    """Add or update case files, found by their case number; ``CaseFile.id`` counts only for new ones."""

    kind: ClassVar[str] = "import-cases"
    cases: tuple[CaseFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIn(Action):
    """What a delivery brought to a site. Originals, packs and texts are stored before this is sent."""

    kind: ClassVar[str] = "take-in"
    documents: tuple[Document, ...] = ()
    originals: tuple[Original, ...] = ()
    """Those whose pages arranged documents have (of a case that comes from another site)."""
    marks: tuple[Mark, ...] = ()
    """Of documents that come from another site."""
    set_aside: tuple[SetAside, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    destroyed: tuple[tuple[str, str], ...] = ()
    """(document id, destroyed_at) pairs."""
    delivery: Delivery | None = None
    """The summary; comes with the last part of a large delivery."""
    shared_bytes: bool = False
    """Equal bytes are meant (one blank form in many files, example data): nothing is marked as a duplicate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(Action):
    """Delete records for good, as the law orders: (kind, id) pairs. Heads stay; bodies, checkpoints, originals go."""

    kind: ClassVar[str] = "erase"
    records: tuple[tuple[str, str], ...]
