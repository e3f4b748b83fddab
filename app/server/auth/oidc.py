"""Tokens of an identity provider: checked against its published keys, each good for one sign-in."""

import hashlib
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, KeySet
from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from app.domain.errors import CentreUnreachable, WrongUse
from app.domain.texts import _
from app.server.auth.clock import Clock
from app.server.auth.settings import OidcSettings
from app.server.auth.tables import used_tokens
from app.server.auth.tokens import invalid_token
from app.server.store.database import Database

_LEEWAY = 30
_LOOK_AGAIN = 10
_LONGEST_NAME = 100

Fetch = Callable[[str], dict[str, Any]]
"""JSON of an address of the provider; raises ``OSError`` or ``ValueError``."""


class OidcVerifier:
    """Safe to use from several threads."""

    def __init__(self, database: Database, settings: OidcSettings, clock: Clock, fetch: Fetch) -> None:
        if not _safe(settings.issuer):
            raise WrongUse(_("Der Anmeldedienst muss über https erreichbar sein."))
        self._database = database
        self._settings = settings
        self._clock = clock
        self._fetch = fetch
        self._lock = threading.Lock()
        self._keys: KeySet | None = None
        self._known: frozenset[str | None] = frozenset()
        self._read_at = 0
        self._tried_at = 0

    def worker(self, token: str) -> str:
        """The worker whom the token names; it opens nothing a second time.

        Raises ``SignInNeeded`` for every token that does not hold, ``CentreUnreachable`` when the keys cannot be read.
        """
        settings, now = self._settings, self._clock()
        try:
            found = jwt.decode(token, self._keys_for, algorithms=settings.algorithms)
            jwt.JWTClaimsRegistry(
                now,
                leeway=_LEEWAY,
                iss={"essential": True, "value": settings.issuer},
                aud={"essential": True, "value": settings.wanted_audience},
                exp={"essential": True},
                iat={"essential": True},
            ).validate(found.claims)
        except (JoseError, ValueError, KeyError) as error:
            raise invalid_token() from error
        claims = found.claims
        name = claims.get(settings.claim)
        for_another = isinstance(claims["aud"], list) and claims.get("azp", settings.client_id) != settings.client_id
        if for_another or "events" in claims or not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
            raise invalid_token()
        self._use_up(token, int(claims["exp"]) + _LEEWAY, now)
        return name

    def _use_up(self, token: str, expires_at: int, now: int) -> None:
        # The signature's encoding can be varied, what it signs cannot.
        hashed = hashlib.sha256(token.rpartition(".")[0].encode()).hexdigest()
        try:
            with self._database.write() as connection:
                connection.execute(delete(used_tokens).where(used_tokens.c.expires_at < now))
                connection.execute(insert(used_tokens).values(hash=hashed, expires_at=expires_at))
        except CentreUnreachable as error:
            if isinstance(error.__cause__, IntegrityError):
                raise invalid_token() from error
            raise

    def _keys_for(self, obj: GuestProtocol) -> KeySet:
        kid = obj.headers().get("kid")
        with self._lock:
            now = self._clock()
            old = now - self._read_at >= self._settings.keys_kept
            unknown = kid not in self._known and now - self._tried_at >= _LOOK_AGAIN
            if self._keys is None or old or unknown:
                self._read(now)
            assert self._keys is not None
            return self._keys

    def _read(self, now: int) -> None:
        self._tried_at = now
        issuer = self._settings.issuer
        try:
            about = self._fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if about.get("issuer") != issuer:
                raise ValueError("another issuer")
            if not _safe(str(about["jwks_uri"])):
                raise ValueError("keys without TLS")
            published = self._fetch(str(about["jwks_uri"]))["keys"]
            # No secrets: a provider that publishes one would let everybody sign.
            keys = KeySet.import_key_set({"keys": [key for key in published if key.get("kty") != "oct"]})
        except (OSError, ValueError, KeyError, TypeError, AttributeError, JoseError) as error:
            if self._keys is not None:
                return  # the keys that are known still tell true tokens from false ones
            raise CentreUnreachable(
                _("Der Anmeldedienst ist nicht erreichbar."), _("Versuchen Sie es in einigen Minuten wieder.")
            ) from error
        self._keys = keys
        self._known = frozenset(key.kid for key in keys.keys)
        self._read_at = now


def _safe(url: str) -> bool:
    """Keys that anybody on the way could change prove nothing."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "::1", "localhost")
