"""Sessions: opened by a sign-in, kept alive by refresh tokens that are each good for once, ended by a sign-out."""

import hashlib
import secrets
import threading
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from app.domain.errors import NotAllowed
from app.domain.ids import new_id
from app.domain.texts import _
from app.server.auth.clock import Clock
from app.server.auth.devices import check, register
from app.server.auth.people import People
from app.server.auth.principal import Principal
from app.server.auth.settings import AuthSettings
from app.server.auth.tables import refresh_tokens, sessions
from app.server.auth.tokens import TokenMint, invalid_token
from app.server.store.database import Database

_TIDY_EVERY = 3600
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a client gets. Without a refresh token (identity provider, Kerberos) it renews by signing in again there."""

    access_token: str
    expires_in: int
    refresh_token: str = ""


class Sessions:
    """An ``Authenticator``. Safe to use from several threads and, on one database, from several processes."""

    def __init__(
        self, database: Database, people: People, mint: TokenMint, clock: Clock, settings: AuthSettings
    ) -> None:
        self._database = database
        self._people = people
        self._mint = mint
        self._clock = clock
        self._settings = settings
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Principal]] = {}
        self._tidied_at = 0
        self._changes = 0
        """What was read before one is not remembered after it."""

    # --- opening and renewing -------------------------------------------------------------------------------
    def open(
        self, worker: str, *, kind: str, way: str, device: str, device_name: str, renewable: bool = True
    ) -> Opened:
        """Raises ``NotAllowed`` for who has nothing to do here, ``DeviceRevoked`` for a computer reported lost."""
        if not self._people.known(worker):
            raise NotAllowed(
                _("Ihre Kennung ist an keinem Standort eingetragen."),
                _("Bitten Sie die Administration, Sie einzutragen."),
                code="unknown-worker",
            )
        now = self._clock()
        if now - self._tidied_at > _TIDY_EVERY:
            self._tidied_at = now
            self.tidy()
        session = new_id()
        refresh = ""
        with self._database.write() as connection:
            register(connection, worker, device, device_name, now)
            lifetime = self._settings.session_idle if renewable else self._settings.access_lifetime
            connection.execute(
                insert(sessions).values(
                    id=session,
                    worker=worker,
                    kind=kind,
                    way=way,
                    device=device,
                    opened_at=now,
                    expires_at=now + lifetime,
                    ended_at=0,
                )
            )
            if renewable:
                refresh = self._new_refresh(connection, session, "", now)
        token, lives = self._mint.issue(session, worker)
        return Opened(token, lives, refresh)

    def refresh(self, token: str) -> Opened:
        """A new access token, and a new refresh token for the one given.

        A token that comes a second time ends the session, for somebody has copied it; unless it comes soon and its
        successor was never used: then an answer was lost. Raises ``SignInNeeded``, ``DeviceRevoked``.
        """
        now = self._clock()
        with self._database.write() as connection:
            row = _session_of(connection, _hash(token))
            if row is None:
                raise invalid_token()
            check(connection, row.device)
            copied = bool(row.used_at) and not self._answer_was_lost(connection, row, now)
            fresh = ""
            if copied:
                connection.execute(update(sessions).where(sessions.c.id == row.id).values(ended_at=now))
            elif not row.ended_at and min(row.token_expires, row.expires_at) > now:
                fresh = self._renew(connection, row, now)
        if not fresh:
            raise invalid_token()
        access, lives = self._mint.issue(row.id, row.worker)
        return Opened(access, lives, fresh)

    # --- using ----------------------------------------------------------------------------------------------
    def principal(self, token: str) -> Principal:
        """The session is looked up every time, so that its end is felt at once; rights are remembered for a moment."""
        claims = self._mint.check(token)
        now = self._clock()
        with self._lock:
            known = self._known.get(claims.session)
            changes = self._changes
        with self._database.read() as connection:
            row = connection.execute(select(sessions).where(sessions.c.id == claims.session)).first()
            if row is None or row.worker != claims.worker:
                raise invalid_token()
            if row.ended_at or row.expires_at <= now:
                check(connection, row.device)
                raise invalid_token()
            if known is not None and now < known[0]:
                return known[1]
            who = {"kind": row.kind, "session": row.id, "device": row.device}
            principal = self._people.principal(connection, row.worker, **who)
        if self._settings.freshness:
            self._remember(principal, now, changes)
        return principal

    # --- ending ---------------------------------------------------------------------------------------------
    def end(self, session: str) -> None:
        """Sign-out: none of its tokens opens anything any more."""
        self._end(sessions.c.id == session)

    def end_all_of(self, worker: str) -> None:
        """An account was locked, or its password changed."""
        self._end(sessions.c.worker == worker)

    def tidy(self) -> None:
        """Delete what ended a day ago."""
        before = self._clock() - 86_400
        with self._database.write() as connection:
            connection.execute(delete(refresh_tokens).where(refresh_tokens.c.expires_at < before))
            connection.execute(delete(sessions).where(sessions.c.expires_at < before))

    def forget(self) -> None:
        """Ask the database for everybody's rights again: somebody's have changed."""
        with self._lock:
            self._changes += 1
            self._known.clear()

    # --- inside ---------------------------------------------------------------------------------------------
    def _end(self, which: ColumnElement[bool]) -> None:
        with self._database.write() as connection:
            connection.execute(update(sessions).where(which, sessions.c.ended_at == 0).values(ended_at=self._clock()))

    def _remember(self, principal: Principal, now: int, changes: int) -> None:
        with self._lock:
            if len(self._known) > 10_000:
                self._known.clear()
            if changes == self._changes:
                self._known[principal.session] = (now + self._settings.freshness, principal)

    def _answer_was_lost(self, connection: Connection, row: Row[Any], now: int) -> bool:
        """Also drops the successors that nobody got: one line of tokens goes on."""
        after = refresh_tokens.c.before == row.hash
        used = connection.execute(select(refresh_tokens.c.hash).where(after, refresh_tokens.c.used_at > 0)).first()
        if used is not None or now - row.used_at > self._settings.refresh_grace:
            return False
        connection.execute(delete(refresh_tokens).where(after))
        return True

    def _renew(self, connection: Connection, row: Row[Any], now: int) -> str:
        settings = self._settings
        ends = min(now + settings.session_idle, row.opened_at + settings.session_longest)
        connection.execute(update(sessions).where(sessions.c.id == row.id).values(expires_at=ends))
        connection.execute(
            update(refresh_tokens)
            .where(refresh_tokens.c.hash == row.hash, refresh_tokens.c.used_at == 0)
            .values(used_at=now)
        )
        return self._new_refresh(connection, row.id, row.hash, now)

    def _new_refresh(self, connection: Connection, session: str, before: str, now: int) -> str:
        token = secrets.token_urlsafe(32)
        connection.execute(
            insert(refresh_tokens).values(
                hash=_hash(token),
                session=session,
                before=before,
                used_at=0,
                expires_at=now + self._settings.session_idle,
            )
        )
        return token


def _hash(token: str) -> str:
    """The tokens are random, so a fast hash hides them well enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _session_of(connection: Connection, hashed: str) -> Row[Any] | None:
    """The session of a refresh token and the token's own columns; its row is kept locked."""
    query = (
        select(
            sessions,
            refresh_tokens.c.hash,
            refresh_tokens.c.used_at,
            refresh_tokens.c.expires_at.label("token_expires"),
        )
        .join(refresh_tokens, refresh_tokens.c.session == sessions.c.id)
        .where(refresh_tokens.c.hash == hashed)
        .with_for_update()
    )
    return connection.execute(query).first()
