"""Who is asking, with what they may do where. Made anew for every request from the session that its token names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Protocol

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.domain.errors import SignInNeeded
from app.domain.texts import _

USER, MACHINE = "user", "machine"


@dataclass(frozen=True, slots=True)
class Grant:
    """Access to another site for reading, given by somebody of that site for a reason and until an instant."""

    id: str
    worker: str
    site: str
    reason: str
    until: str
    """UTC, ISO 8601."""
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or machine that has signed in. ``roles`` are those of the Worker records, site by site."""

    worker: str
    kind: str = USER
    roles: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    county: frozenset[str] = frozenset()
    """Roles that hold at every site: admin, privacy-officer, central, machine."""
    legal_areas: frozenset[str] = frozenset()
    """What a central task is for, at sites that are not one's own."""
    grants: tuple[Grant, ...] = ()
    """Those that hold now."""
    session: str = ""
    device: str = ""

    @property
    def sites(self) -> tuple[str, ...]:
        """The own sites, sorted; ``rights.sees`` says which others may be seen."""
        return tuple(sorted(self.roles))

    def roles_at(self, site: str) -> frozenset[str]:
        """Roles of the own record there and those that hold everywhere; grants are no roles."""
        return self.roles.get(site, frozenset()) | self.county

    def grant_at(self, site: str) -> Grant | None:
        return next((grant for grant in self.grants if grant.site == site), None)


class Authenticator(Protocol):
    """What ``app.state.authenticator`` is."""

    def principal(self, token: str) -> Principal:
        """Raises ``SignInNeeded`` for every token that does not hold."""
        ...


_BEARER = HTTPBearer(auto_error=False, description="The access token that a sign-in gave.")


def current_principal(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]
) -> Principal:
    """FastAPI dependency: who is asking. Raises ``SignInNeeded`` (401)."""
    if bearer is None:
        raise SignInNeeded(_("Für diese Auskunft ist eine Anmeldung nötig."), _("Melden Sie sich am Dienst an."))
    request.state.token = bearer.credentials
    return principal_again(request)


def principal_again(request: Request) -> Principal:
    """For who has waited: meanwhile they may have signed out, or lost a right. Blocking; raises ``SignInNeeded``."""
    authenticator: Authenticator = request.app.state.authenticator
    return authenticator.principal(request.state.token)
