"""Accounts of the service's own, for a town without an identity provider. Passwords are argon2id hashes."""

import hashlib
import threading
from contextlib import suppress

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.errors import SignInNeeded, WrongUse
from app.domain.texts import _, ngettext
from app.server.auth.clock import Clock
from app.server.auth.principal import USER
from app.server.auth.tables import accounts, failures
from app.server.store.database import Database

SHORTEST, LONGEST = 12, 256
FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 2, 900
"""Seconds. From the fourth failure in a row each one doubles the wait; nobody can lock another out for good."""

_FORGOTTEN_AFTER = 86_400

_AT_ONCE = 2
"""Hashing takes 64 MiB each time."""


class TooManyTries(SignInNeeded):
    """Too many sign-ins failed in a row; ``wait`` seconds until the next may be tried."""

    code = "too-many-tries"

    def __init__(self, wait: int) -> None:
        super().__init__(
            _("Die Anmeldung ist zu oft fehlgeschlagen."),
            ngettext(
                "Versuchen Sie es in einer Sekunde wieder.", "Versuchen Sie es in {seconds} Sekunden wieder.", wait
            ).format(seconds=wait),
        )
        self.wait = wait


class PasswordOutdated(SignInNeeded):
    code = "password-outdated"


class Accounts:
    """Safe to use from several threads and, on one database, from several processes."""

    def __init__(self, database: Database, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        self._nobodys = ""

    # --- signing in -----------------------------------------------------------------------------------------
    def sign_in(self, worker: str, password: str) -> str:
        """The account's kind. Raises ``SignInNeeded`` without saying what was wrong, ``TooManyTries``, and
        ``PasswordOutdated`` for the right password if it is one that the administration gave.

        The attempt is counted before the password is looked at, so that many at the same time win nothing.
        """
        name_hash = hashlib.sha256(worker.casefold().encode()).hexdigest()
        self._count(name_hash)
        with self._database.read() as connection:
            row = connection.execute(select(accounts).where(accounts.c.worker == worker)).first()
        holds = self._holds(row.password if row else self._nobodys_hash(), password)
        if row is None or not holds or row.locked:
            raise SignInNeeded(
                _("Die Anmeldung ist fehlgeschlagen."),
                _("Prüfen Sie Kennung und Kennwort, oder wenden Sie sich an die Administration."),
                code="sign-in-failed",
            )
        with self._database.write() as connection:
            connection.execute(delete(failures).where(failures.c.name_hash == name_hash))
            if self._hasher.check_needs_rehash(row.password):
                self._store(connection, worker, password, must_change=row.must_change)
        if row.must_change:
            raise PasswordOutdated(
                _("Das Kennwort wurde von der Administration vergeben."), _("Wählen Sie zuerst ein eigenes.")
            )
        return str(row.kind)

    def change(self, worker: str, old: str, new: str) -> None:
        """The person changes it. Raises like ``sign_in``, and ``WrongUse`` for a new one that is too weak."""
        check_password(new, worker)
        with suppress(PasswordOutdated):
            self.sign_in(worker, old)
        if old == new:
            raise WrongUse(_("Das neue Kennwort ist das alte."), _("Wählen Sie ein anderes."), code="weak-password")
        with self._database.write() as connection:
            self._store(connection, worker, new, must_change=0)

    # --- administration -------------------------------------------------------------------------------------
    def add(self, worker: str, password: str, *, kind: str = USER, must_change: bool = True) -> None:
        """Raises ``WrongUse`` if there is one already or the password is too weak."""
        check_password(password, worker)
        with self._database.write() as connection:
            if self._known(connection, worker):
                raise WrongUse(_("Dieses Konto gibt es schon."), _("Mit „account reset“ erhält es ein neues Kennwort."))
            connection.execute(
                insert(accounts).values(
                    worker=worker,
                    kind=kind,
                    password=self._hash(password),
                    locked=0,
                    must_change=int(must_change),
                    changed_at=self._clock(),
                )
            )

    def reset(self, worker: str, password: str) -> None:
        """A new password from the administration, to be changed at the next sign-in; unlocks. Raises ``WrongUse``."""
        check_password(password, worker)
        with self._database.write() as connection:
            self._must_know(connection, worker)
            kind = connection.execute(select(accounts.c.kind).where(accounts.c.worker == worker)).scalar()
            self._store(connection, worker, password, must_change=int(kind == USER))
            connection.execute(update(accounts).where(accounts.c.worker == worker).values(locked=0))

    def lock(self, worker: str, locked: bool = True) -> None:
        """Raises ``WrongUse`` for an account that is not there. Who locks also ends the sessions."""
        with self._database.write() as connection:
            self._must_know(connection, worker)
            connection.execute(update(accounts).where(accounts.c.worker == worker).values(locked=int(locked)))

    def locked(self, worker: str) -> bool:
        """False too for somebody who has no account here (another way of signing in)."""
        with self._database.read() as connection:
            return bool(connection.execute(select(accounts.c.locked).where(accounts.c.worker == worker)).scalar())

    # --- inside ---------------------------------------------------------------------------------------------
    def _count(self, name_hash: str) -> None:
        now = self._clock()
        make = postgresql.insert if self._database.is_postgres else sqlite.insert
        first = make(failures).values(name_hash=name_hash, failures=1, blocked_until=now)
        again = first.on_conflict_do_update(
            index_elements=[failures.c.name_hash],
            set_={"failures": failures.c.failures + 1, "blocked_until": now},
            where=failures.c.blocked_until <= now,
        ).returning(failures.c.failures)
        with self._database.write() as connection:
            connection.execute(delete(failures).where(failures.c.blocked_until < now - _FORGOTTEN_AFTER))
            count = connection.execute(again).scalar()
            if count is None:
                until = connection.execute(
                    select(failures.c.blocked_until).where(failures.c.name_hash == name_hash)
                ).scalar()
                raise TooManyTries(max(1, (until or now) - now))
            if count > FREE_TRIES:
                wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(count - FREE_TRIES - 1, 20))
                connection.execute(
                    update(failures).where(failures.c.name_hash == name_hash).values(blocked_until=now + wait)
                )

    def _nobodys_hash(self) -> str:
        """For names without an account: checking takes as long."""
        self._nobodys = self._nobodys or self._hash("nobody has this password")
        return self._nobodys

    def _hash(self, password: str) -> str:
        with self._room:
            return self._hasher.hash(password)

    def _holds(self, stored: str, password: str) -> bool:
        if len(password) > LONGEST:
            return False
        with self._room:
            try:
                return self._hasher.verify(stored, password)
            except (VerificationError, InvalidHashError):
                return False

    def _store(self, connection: Connection, worker: str, password: str, must_change: int) -> None:
        values = {"password": self._hash(password), "must_change": must_change, "changed_at": self._clock()}
        connection.execute(update(accounts).where(accounts.c.worker == worker).values(**values))

    @staticmethod
    def _known(connection: Connection, worker: str) -> bool:
        return connection.execute(select(accounts.c.worker).where(accounts.c.worker == worker)).first() is not None

    def _must_know(self, connection: Connection, worker: str) -> None:
        if not self._known(connection, worker):
            raise WrongUse(_("Dieses Konto gibt es nicht."), _("Legen Sie es mit „account add“ an."))


def check_password(password: str, worker: str) -> None:
    """Length counts, not kinds of characters (BSI, NIST). Raises ``WrongUse`` with what to do."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WrongUse(
            _("Das Kennwort muss {shortest} bis {longest} Zeichen haben.").format(shortest=SHORTEST, longest=LONGEST),
            _("Nehmen Sie zum Beispiel vier Wörter, die nichts miteinander zu tun haben."),
            code="weak-password",
        )
    if len(set(password)) < 5 or worker.casefold() in password.casefold():
        raise WrongUse(
            _("Das Kennwort ist zu leicht zu erraten."),
            _("Nehmen Sie zum Beispiel vier Wörter, die nichts miteinander zu tun haben."),
            code="weak-password",
        )
