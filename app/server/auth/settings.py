"""What a town decides about signing in: data, read from the service's settings, never code."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from app.domain.errors import WrongUse
from app.domain.texts import _


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """An identity provider. ``audience`` is what its tokens must be for; the claim's value is the worker's id."""

    issuer: str
    client_id: str
    audience: str = ""
    """Default: the client's id, as in an ID token."""
    claim: str = "preferred_username"
    scopes: str = "openid profile offline_access"
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256", "EdDSA")
    """Signatures with a public key only: what is published must not be a secret."""
    ca_file: str = ""
    keys_kept: int = 3600
    """Seconds until the provider's keys are read again; an unknown key is looked up at once, but not often."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """From a table of the settings file. Raises ``WrongUse`` for what is missing or unknown."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(data) - known):
            raise WrongUse(_("Die Anmeldung kennt die Einstellung „{name}“ nicht.").format(name=unknown[0]))
        if not data.get("issuer") or not data.get("client_id"):
            raise WrongUse(_("Für die Anmeldung über OIDC fehlen „issuer“ oder „client_id“."))
        values = dict(data)
        if "algorithms" in values:
            values["algorithms"] = tuple(values["algorithms"])
        settings = cls(**values)
        if any(name == "none" or name.startswith("HS") for name in settings.algorithms):
            raise WrongUse(_("Für die Anmeldung über OIDC sind nur Signaturen mit öffentlichem Schlüssel zugelassen."))
        return settings

    @property
    def wanted_audience(self) -> str:
        return self.audience or self.client_id


@dataclass(frozen=True, slots=True)
class AuthSettings:
    """Seconds throughout."""

    access_lifetime: int = 600
    session_idle: int = 14 * 86_400
    """A session that nobody renews ends; as long as the local cache lives without a sign-in."""
    session_longest: int = 90 * 86_400
    refresh_grace: int = 60
    """A refresh token may come twice within this time while its successor is unused: its answer was lost."""
    freshness: float = 1.0
    """How long a process may go on with the roles and grants that it read: until then it may not have heard of a
    change that another process took in. A sign-out, a lock and a revoked computer are felt at once everywhere."""
    passwords: bool = True
    """Accounts of the service's own."""
    oidc: OidcSettings | None = None
    kerberos_service: str = ""
    """``HTTP@host`` of the keytab that the process runs with; empty: no Kerberos."""
    kerberos_realm: str = ""
    """Whose principals are our workers, ``ANNA@KREIS.EXAMPLE`` being the worker ``ANNA``."""
    tries_per_minute: int = 120
    """Sign-ins that one address may try; a town's office may stand behind one."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """From the ``[sign-in]`` table of the service's settings file:

        ``passwords = true``, ``[sign-in.oidc]`` with ``issuer``, ``client_id`` ..., ``kerberos_service = "HTTP@host"``.
        Raises ``WrongUse``.
        """
        values = dict(data)
        oidc = values.pop("oidc", None)
        kinds = {field.name: type(field.default) for field in fields(cls) if field.name != "oidc"}
        for name, value in values.items():
            if name not in kinds or type(value) is not kinds[name]:
                raise WrongUse(_("Die Anmeldung kennt die Einstellung „{name}“ so nicht.").format(name=name))
        return cls(**values, oidc=None if oidc is None else OidcSettings.of(oidc))
