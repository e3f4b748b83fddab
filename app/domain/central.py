"""The centre: where the files of all sites really live. The port that folder, REST and in-memory stores implement.

``tests/central/contract.py`` says what every implementation must do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from app.domain.actions import Action
from app.domain.decide import Refused
from app.domain.errors import StoreIncompatible
from app.domain.log import Commit, Head, misfit
from app.domain.office import Office
from app.domain.records import CaseFile, Site, Team, Worker
from app.domain.texts import _

ORIGINALS = "originals"
PACKS = "packs"
TEXTS = "texts"
AREAS = (ORIGINALS, PACKS, TEXTS)
"""Originals by their own SHA-256; packs (ZIP of one-page PDFs) and texts (zstd of a JSON list, one text a page) by
that of their original."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The action stands in the log. ``number`` is its commit; ``changed`` False: everything was so already and
    ``number`` is the log's position that was found."""

    number: int
    changed: bool = True


Outcome = Accepted | Refused


def check_adopted(site: str, newest: Head | None, commit: Commit) -> None:
    """Raises ``StoreIncompatible`` if ``commit`` does not follow from ``newest``."""
    if misfit(site, 1 if newest is None else newest.number + 1, newest, commit) is not None:
        raise other_log()


def other_log() -> StoreIncompatible:
    return StoreIncompatible(
        _("Der Speicher, in den übernommen werden soll, hat schon ein anderes Protokoll."),
        _("Nehmen Sie einen neuen Speicher, oder einen, in den von hier übernommen wurde."),
        code="other-log",
    )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All records of a site at ``number``. Its lines come in the order site, team, worker, case, rest."""

    site: str
    number: int
    head_hash: str
    records: int


CHECKPOINT_ORDER = (Site.kind, Team.kind, Worker.kind, CaseFile.kind)
"""Kinds that stand first in a checkpoint, in this order; the rest follows."""
CHECKPOINT_EVERY = 1000
"""Commits between two checkpoints that stores write by themselves."""


def checkpoint_rank(kind: str) -> int:
    """Where a kind stands in a checkpoint: 0 to 3, 4 for the rest."""
    return CHECKPOINT_ORDER.index(kind) if kind in CHECKPOINT_ORDER else len(CHECKPOINT_ORDER)


class OfficeSource(Protocol):
    """Lends the records of a site at the position that it knows (0: nothing), for deciding on the client."""

    def office(self, site: str) -> tuple[int, Office]: ...


class Central(Protocol):
    """Blocking; safe to use from several threads. Raises ``CentreUnreachable``, ``NotAllowed``, ``StorageFull``,
    ``StoreIncompatible``, ``StoreDamaged``."""

    def sites(self) -> tuple[str, ...]:
        """Ids of the sites that this user can see."""
        ...

    def add_site(self, site: str) -> None:
        """Make room for a site; nothing happens if it is there."""
        ...

    def position(self, site: str) -> int:
        """Number of the newest commit, 0 before the first."""
        ...

    def commits(self, site: str, after: int) -> Iterator[Commit]:
        """Every commit after ``after``, in order, without gap."""
        ...

    def checkpoint(self, site: str) -> Checkpoint | None:
        """The newest checkpoint, if there is one."""
        ...

    def checkpoint_lines(self, checkpoint: Checkpoint) -> Iterator[bytes]:
        """Its lines, each the JSON of ``BodyLine.to_json``."""
        ...

    def write_checkpoint(self, site: str) -> Checkpoint | None:
        """Write one at the present position if there is none yet."""
        ...

    def submit(self, action: Action) -> Outcome:
        """Decide and commit. Sending the same action again gives the first outcome, never a second commit."""
        ...

    def outcome(self, site: str, action_id: str, after: int = 0) -> Accepted | None:
        """The commit of an action, looked for after position ``after``; None if it never got into the log."""
        ...

    def put(self, site: str, area: str, sha256: str, source: Path | bytes) -> None:
        """Store bytes durably under ``sha256``; known ones are left as they are. Originals are checked against their
        name (``ValueError``)."""
        ...

    def has(self, site: str, area: str, sha256: str) -> bool: ...

    def size(self, site: str, area: str, sha256: str) -> int:
        """Bytes. Raises ``StoreDamaged`` when it is missing."""
        ...

    def read(self, site: str, area: str, sha256: str, offset: int = 0, length: int | None = None) -> bytes: ...

    def local_path(self, site: str, area: str, sha256: str) -> Path | None:
        """A path to read from directly where the store is a folder; None otherwise."""
        ...


@runtime_checkable
class NewsSource(Protocol):
    """A centre that says when there is news, so that nobody has to ask again and again."""

    def wait_for_news(self, known: Mapping[str, int], seconds: int) -> dict[str, int]:
        """The position of every site that the user sees, as soon as they are others than ``known``, at the latest after
        ``seconds``. Blocking."""
        ...


class KeptCentral(Central, Protocol):
    """A centre whose insides can be looked after from here: a folder, memory; behind REST the service does it."""

    def office(self, site: str) -> tuple[int, Office]:
        """The records at the end of the log: an ``OfficeSource``."""
        ...

    def checkpoints(self, site: str) -> tuple[int, ...]:
        """Numbers of all checkpoints, newest first."""
        ...

    def checkpoint_at(self, site: str, number: int) -> Checkpoint:
        """Raises ``StoreDamaged`` when it cannot be read."""
        ...

    def stored(self, site: str, area: str) -> Iterator[str]:
        """SHA-256 of everything that is stored in an area."""
        ...

    def stray_bodies(self, site: str) -> int:
        """How many stored bodies no head counts."""
        ...

    def finish_erasures(self, site: str) -> None:
        """Remove what erasures ordered and a crash left."""
        ...

    def adopt(self, site: str, commits: Sequence[Commit]) -> None:
        """Append commits of another store as they are; their bytes are stored before. For who moves a store.

        Raises ``StoreIncompatible`` (``other-log``) if they do not follow from the newest one here.
        """
        ...
