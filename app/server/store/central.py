"""The service's store as the port ``KeptCentral``: what the routes call, and what the contract suite tests."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from app.adapters.central.folder.store_file import valid_site
from app.domain.actions import Action, Erase
from app.domain.canonical import sha256_hex
from app.domain.central import CHECKPOINT_EVERY, ORIGINALS, Accepted, Checkpoint, Outcome, check_adopted
from app.domain.decide import Refused, decide
from app.domain.errors import AppError, WrongUse
from app.domain.log import Change, Commit, Head, make_body, make_head
from app.domain.office import Office
from app.domain.presence import Looking
from app.domain.texts import _
from app.server.store import erasing, log, presence
from app.server.store.checkpoints import Checkpoints
from app.server.store.database import Database
from app.server.store.objects import Objects, digest_of, key_of, wrong_bytes
from app.server.store.office import HeldOffice, SqlOffice
from app.server.store.tables import heads, puts, sites
from app.server.store.wakes import Wakes

_log = logging.getLogger(__name__)
_ACTION_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_LONGEST_ID = 200


class SqlCentral:
    """Any number of these may work on one database and one place for bytes, in any number of processes.

    ``database`` must have its tables (``Database.migrate``). ``program`` is noted in every head.
    """

    def __init__(
        self,
        database: Database,
        objects: Objects,
        wakes: Wakes | None = None,
        program: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.database = database
        self.objects = objects
        self.wakes = wakes or Wakes(database)
        self.stored_checkpoints = Checkpoints(database, objects)
        self._program = program
        self._clock = clock

    # --- sites ----------------------------------------------------------------------------------------------
    def sites(self) -> tuple[str, ...]:
        with self.database.read() as connection:
            return tuple(connection.execute(select(sites.c.site).order_by(sites.c.site)).scalars())

    def positions(self) -> list[tuple[str, int, str]]:
        """(site, number, hash) of the newest commit of every site; 0 and "" before the first."""
        ends = and_(heads.c.site == sites.c.site, heads.c.number == sites.c.position)
        query = select(sites.c.site, sites.c.position, heads.c.head).join(heads, ends, isouter=True)
        with self.database.read() as connection:
            rows = connection.execute(query.order_by(sites.c.site)).all()
        # A head is kept as the canonical text that its hash is over.
        return [(row.site, row.position, sha256_hex(row.head.encode()) if row.head else "") for row in rows]

    def add_site(self, site: str) -> None:
        if not valid_site(site):
            raise WrongUse(
                _("„{site}“ ist kein Kürzel für einen Standort.").format(site=site),
                _("Erlaubt sind Kleinbuchstaben, Ziffern und Bindestriche, höchstens 64 Zeichen."),
            )
        with self.database.write() as connection:
            log.add_site(connection, site)

    # --- the log --------------------------------------------------------------------------------------------
    def position(self, site: str) -> int:
        with self.database.read() as connection:
            return log.position_of(connection, site)

    def commits(self, site: str, after: int) -> Iterator[Commit]:
        return map(log.commit_of, self.raw_commits(site, after))

    def raw_commits(self, site: str, after: int) -> Iterator[log.RawCommit]:
        """Like ``commits``, as the JSON that was written."""
        return log.read_commits(self.database, site, after)

    def submit(self, action: Action) -> Outcome:
        if _ACTION_ID.fullmatch(action.id) is None:
            raise WrongUse(_("Die Kennung des Vorgangs ist keine."), _("Aktualisieren Sie das Programm."))
        with self.database.write() as connection:
            outcome = self._decide(connection, action)
        if isinstance(outcome, Accepted) and outcome.changed:
            self.wakes.wake(action.site)
            self._afterwards(action, outcome.number)
        return outcome

    def adopt(self, site: str, commits: Sequence[Commit]) -> None:
        with self.database.write() as connection:
            newest = log.head_at(connection, site, log.lock(connection, site))
            for commit in commits:
                check_adopted(site, newest, commit)
                log.append(connection, commit.head, commit.body)
                newest = commit.head
            self.wakes.tell(connection, site)
        self.wakes.wake(site)

    def _decide(self, connection: Connection, action: Action) -> Outcome:
        site = action.site
        position = log.lock(connection, site)
        previous, known = log.newest_and_own(connection, site, position, action.id)
        if known is not None:
            return Accepted(known)
        at = self._now(previous)
        office = HeldOffice(site, lambda query: connection.execute(query).all())
        changes = decide(action, office, at)
        if isinstance(changes, Refused):
            return changes
        if not changes:
            return Accepted(position, changed=False)
        _check_ids(changes)
        body = make_body(changes)
        head = make_head(
            site=site,
            previous=previous,
            action=action.id,
            action_kind=action.kind,
            by=action.by,
            now=at,
            body=body,
            program=self._program,
        )
        log.append(connection, head, body, office.bytes_stay)
        if isinstance(action, Erase):
            erasing.order(connection, head)
        self.wakes.tell(connection, site)
        return Accepted(head.number)

    def _now(self, previous: Head | None) -> str:
        now = self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return now if previous is None else max(now, previous.at)

    def _afterwards(self, action: Action, number: int) -> None:
        """The commit stands whatever happens here; what fails is made up for later."""
        try:
            if isinstance(action, Erase):
                erasing.finish(self.database, self.objects, action.site)
            if isinstance(action, Erase) or number % CHECKPOINT_EVERY == 0:
                self.write_checkpoint(action.site)
        except AppError as error:
            _log.warning("work after commit %s of a site was put off: %s", number, error.code)

    def outcome(self, site: str, action_id: str, after: int = 0) -> Accepted | None:
        with self.database.read() as connection:
            log.position_of(connection, site)
            number = log.number_of(connection, site, action_id)
        return None if number is None or number <= after else Accepted(number)

    def office(self, site: str) -> tuple[int, Office]:
        """Every question is answered as things are then, not of one instant."""

        def run(query: Select[Any]) -> Sequence[Row[Any]]:
            with self.database.read() as connection:
                return connection.execute(query).all()

        return self.position(site), SqlOffice(site, run)

    # --- checkpoints ----------------------------------------------------------------------------------------
    def checkpoint(self, site: str) -> Checkpoint | None:
        return next((stored.facts for stored in self.stored_checkpoints.all(site)), None)

    def checkpoints(self, site: str) -> tuple[int, ...]:
        return tuple(stored.facts.number for stored in self.stored_checkpoints.all(site))

    def checkpoint_at(self, site: str, number: int) -> Checkpoint:
        return self.stored_checkpoints.at(site, number).facts

    def checkpoint_lines(self, checkpoint: Checkpoint) -> Iterator[bytes]:
        return self.stored_checkpoints.lines(self.stored_checkpoints.at(checkpoint.site, checkpoint.number))

    def write_checkpoint(self, site: str) -> Checkpoint | None:
        made = self.stored_checkpoints.write(site)
        erasing.finish(self.database, self.objects, site)
        return made

    # --- bytes ----------------------------------------------------------------------------------------------
    def put(self, site: str, area: str, sha256: str, source: Path | bytes, digest: str | None = None) -> None:
        """``digest``: the SHA-256 that the bytes themselves must have; of originals it is their name."""
        digest = sha256 if area == ORIGINALS else digest
        if not self.known(site, area, sha256):
            self.objects.put(key_of(site, area, sha256), source, digest)
        elif digest is not None and digest_of(source) != digest:
            raise wrong_bytes()

    def has(self, site: str, area: str, sha256: str) -> bool:
        self._known(site)
        return self.objects.has(key_of(site, area, sha256))

    def size(self, site: str, area: str, sha256: str) -> int:
        self._known(site)
        return self.objects.size(key_of(site, area, sha256))

    def read(self, site: str, area: str, sha256: str, offset: int = 0, length: int | None = None) -> bytes:
        return self.objects.read(key_of(site, area, sha256), offset, length)

    def stream(self, site: str, area: str, sha256: str, offset: int, length: int) -> Iterator[bytes]:
        """Like ``read``, in parts; there is no less than ``length`` from ``offset`` on."""
        return self.objects.parts(key_of(site, area, sha256), offset, offset + length)

    def known(self, site: str, area: str, sha256: str) -> bool:
        """Whether the bytes are here; if so they stay, because somebody counts on them now."""
        with self.database.write() as connection:
            position = log.position_of(connection, site)
            row = {"site": site, "area": area, "sha256": sha256, "position": position}
            log.upsert(connection, puts, [row], change=("position",))
            erasing.put_again(connection, site, area, sha256)
        return self.objects.has(key_of(site, area, sha256))

    def local_path(self, site: str, area: str, sha256: str) -> Path | None:
        return None

    def stored(self, site: str, area: str) -> Iterator[str]:
        return self.objects.names(site, area)

    # --- people ---------------------------------------------------------------------------------------------
    def looks_at(self, site: str, worker: str, document: str) -> tuple[Looking, ...]:
        """See ``domain.presence.Presence``."""
        return presence.looks_at(self.database, site, worker, document)

    def who_looks(self, site: str) -> tuple[Looking, ...]:
        return presence.who_looks(self.database, site)

    # --- looking after the store ------------------------------------------------------------------------------
    def stray_bodies(self, site: str) -> int:
        """None: a body is committed with its head or not at all."""
        self._known(site)
        return 0

    def finish_erasures(self, site: str) -> None:
        erasing.finish(self.database, self.objects, site)

    def _known(self, site: str) -> None:
        self.position(site)


def _check_ids(changes: tuple[Change, ...]) -> None:
    if not all(0 < len(change.id) <= _LONGEST_ID and change.id.isprintable() for change in changes):
        raise WrongUse(
            _("Die Kennung eines Eintrags ist zu lang oder enthält unzulässige Zeichen."),
            _("Erlaubt sind höchstens 200 sichtbare Zeichen."),
        )
