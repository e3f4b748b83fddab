"""The service's own access tokens: short-lived JWTs (ES256) that name a session. All processes share the keys."""

import json
import secrets
import threading
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, GuestProtocol, KeySet
from sqlalchemy import delete, insert, select

from app.domain.errors import SignInNeeded
from app.domain.texts import _
from app.server.auth.clock import Clock
from app.server.auth.tables import signing_keys
from app.server.store.database import Database

ALGORITHM = "ES256"
AUDIENCE = "esozialakte"
ISSUER = "urn:esozialakte:service"

_KEY_SIGNS = 30 * 86_400
_KEY_CHECKS = 31 * 86_400
_LOOK_AGAIN = 60
"""Seconds in which the keys are not read again for tokens of unknown keys: nobody makes us ask the database often."""


@dataclass(frozen=True, slots=True)
class Claims:
    session: str
    worker: str
    expires_at: int


def invalid_token() -> SignInNeeded:
    """One sentence for all that can be wrong: who forges a token learns nothing from it."""
    return SignInNeeded(_("Die Anmeldung gilt nicht oder nicht mehr."), _("Melden Sie sich neu an."))


class TokenMint:
    """Issues and checks access tokens. Safe to use from several threads."""

    def __init__(self, database: Database, clock: Clock, lifetime: int) -> None:
        self._database = database
        self._clock = clock
        self._lifetime = lifetime
        self._lock = threading.Lock()
        self._keys: dict[str, tuple[int, ECKey]] = {}
        self._read_at = 0

    def issue(self, session: str, worker: str) -> tuple[str, int]:
        """(token, seconds that it lives)."""
        now = self._clock()
        kid, key = self._signing_key(now)
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": worker,
            "sid": session,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + self._lifetime,
        }
        return jwt.encode({"alg": ALGORITHM, "kid": kid}, claims, key, algorithms=[ALGORITHM]), self._lifetime

    def check(self, token: str) -> Claims:
        """What a token of ours says. Raises ``SignInNeeded`` for every other."""
        try:
            found = jwt.decode(token, self._key_of, algorithms=[ALGORITHM])
            jwt.JWTClaimsRegistry(
                self._clock(),
                iss={"essential": True, "value": ISSUER},
                aud={"essential": True, "value": AUDIENCE},
                exp={"essential": True},
                sub={"essential": True},
                jti={"essential": True},
            ).validate(found.claims)
            session = found.claims["sid"]
        except (JoseError, ValueError, KeyError) as error:
            raise invalid_token() from error
        if not isinstance(session, str):
            raise invalid_token()
        return Claims(session, found.claims["sub"], int(found.claims["exp"]))

    def _key_of(self, obj: GuestProtocol) -> ECKey | KeySet:
        kid = obj.headers().get("kid")
        if not isinstance(kid, str):
            raise invalid_token()
        with self._lock:
            if kid not in self._keys and self._clock() - self._read_at >= _LOOK_AGAIN:
                self._read()
            if kid not in self._keys:
                raise invalid_token()
            return self._keys[kid][1]

    def _signing_key(self, now: int) -> tuple[str, ECKey]:
        with self._lock:
            if self._fresh(now) is None:
                self._read()
            newest = self._fresh(now)
            if newest is None:
                self._make(now)
                self._read()
                newest = self._fresh(now)
                assert newest is not None
            return newest, self._keys[newest][1]

    def _fresh(self, now: int) -> str | None:
        young = [(made_at, kid) for kid, (made_at, _key) in self._keys.items() if now - made_at < _KEY_SIGNS]
        return max(young)[1] if young else None

    def _make(self, now: int) -> None:
        kid = secrets.token_hex(16)
        key = ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": ALGORITHM}, private=True)
        with self._database.write() as connection:
            connection.execute(delete(signing_keys).where(signing_keys.c.made_at < now - _KEY_CHECKS))
            connection.execute(
                insert(signing_keys).values(kid=kid, jwk=json.dumps(key.as_dict(private=True)), made_at=now)
            )

    def _read(self) -> None:
        with self._database.read() as connection:
            rows = connection.execute(select(signing_keys.c.kid, signing_keys.c.jwk, signing_keys.c.made_at)).all()
        self._keys = {row.kid: (row.made_at, ECKey.import_key(json.loads(row.jwk))) for row in rows}
        self._read_at = self._clock()
