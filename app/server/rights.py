"""Who may do what: one table. Every route's ``operation_id`` is a row of it; a test holds that and tries each role."""

from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

from fastapi import Depends, Request

from app.domain.errors import NotAllowed
from app.domain.texts import _
from app.server.auth.principal import Principal, current_principal, principal_again

CASEWORKER, TEAM_LEAD, MAIL_ROOM, CENTRAL = "caseworker", "team-lead", "mail-room", "central"
ADMIN, PRIVACY, MACHINE = "admin", "privacy-officer", "machine"
ROLES = (CASEWORKER, TEAM_LEAD, MAIL_ROOM, CENTRAL, ADMIN, PRIVACY, MACHINE)
"""``machine``: what delivers and prints without a person; it acts as ``system``."""


class Where(Enum):
    OPEN = "open"
    """Nobody needs to sign in."""
    SIGNED_IN = "signed-in"
    """Whoever has signed in; what is answered depends on them."""
    SITE = "site"
    """One of the roles at the site of the path, or of the body."""
    COUNTY = "county"
    """One of the roles at any site; what is answered depends on where."""


@dataclass(frozen=True, slots=True)
class Right:
    where: Where
    roles: frozenset[str] = frozenset()
    by_grant: bool = False
    """A grant for the site does as well."""


_OFFICE = frozenset({CASEWORKER, TEAM_LEAD, MAIL_ROOM, CENTRAL})
_RECORDS = _OFFICE | {ADMIN, PRIVACY, MACHINE}
_WRITERS = _OFFICE | {MACHINE}

_OPEN, _ANYBODY = Right(Where.OPEN), Right(Where.SIGNED_IN)
_READ = Right(Where.SITE, _OFFICE, by_grant=True)

RIGHTS: Mapping[str, Right] = {
    # operation of the service
    "health": _OPEN,
    "ready": _OPEN,
    "metrics": _OPEN,
    "openapi": _OPEN,
    # sign-in
    "sign-in.ways": _OPEN,
    "sign-in.password": _OPEN,
    "sign-in.oidc": _OPEN,
    "sign-in.kerberos": _OPEN,
    "sign-in.refresh": _OPEN,
    "sign-out": _ANYBODY,
    "password.change": _OPEN,  # with the old one
    "me": _ANYBODY,
    # the log. Admin and officer get the records that ``sight`` leaves them: sites, teams, workers, accesses.
    "sites.list": _ANYBODY,
    "sites.add": Right(Where.SITE, frozenset({ADMIN, MACHINE})),
    "position.read": Right(Where.SITE, _RECORDS, by_grant=True),
    "commits.read": Right(Where.SITE, _RECORDS, by_grant=True),
    "checkpoint.read": Right(Where.SITE, _RECORDS, by_grant=True),
    "checkpoint.lines": Right(Where.SITE, _RECORDS, by_grant=True),
    "checkpoint.write": Right(Where.SITE, _WRITERS),
    "actions.submit": Right(Where.SITE, _OFFICE | {ADMIN, MACHINE}),
    "outcome.read": Right(Where.SITE, _OFFICE | {ADMIN, MACHINE}),
    # originals, page packs, texts
    "blob.read": Right(Where.SITE, _WRITERS, by_grant=True),
    "blob.size": Right(Where.SITE, _WRITERS, by_grant=True),
    "blob.write": Right(Where.SITE, _WRITERS),
    "upload.begin": Right(Where.SITE, _WRITERS),
    "upload.state": Right(Where.SITE, _WRITERS),
    "upload.append": Right(Where.SITE, _WRITERS),
    "presence.say": Right(Where.SITE, _OFFICE),
    "presence.read": Right(Where.SITE, _OFFICE),
    "search": _READ,
    "store.adopt": Right(Where.SITE, frozenset({MACHINE})),
    "store.list": Right(Where.SITE, frozenset({ADMIN, PRIVACY, MACHINE})),
    "store.verify": Right(Where.SITE, frozenset({ADMIN, PRIVACY, MACHINE})),
    # who read what
    "reads.report": Right(Where.SITE, _RECORDS, by_grant=True),
    "readlog.read": Right(Where.COUNTY, frozenset({PRIVACY})),
    # access across sites, lost computers
    "grants.list": Right(Where.COUNTY, frozenset({TEAM_LEAD, ADMIN, PRIVACY})),
    "grants.give": Right(Where.SITE, frozenset({TEAM_LEAD, ADMIN})),
    "grants.end": Right(Where.SITE, frozenset({TEAM_LEAD, ADMIN})),
    "devices.list": Right(Where.COUNTY, frozenset({ADMIN})),
    "devices.revoke": Right(Where.COUNTY, frozenset({ADMIN})),
    "devices.free": Right(Where.COUNTY, frozenset({ADMIN})),
}


def allowed(principal: Principal, operation: str, site: str | None = None) -> bool:
    """Raises ``KeyError`` for an operation that is not in the table: nothing is allowed by being forgotten."""
    right = RIGHTS[operation]
    if right.where in (Where.OPEN, Where.SIGNED_IN):
        return True
    if site is None:
        everywhere = principal.county.union(*principal.roles.values())
        return right.where is Where.COUNTY and bool(right.roles & everywhere)
    return bool(right.roles & principal.roles_at(site)) or (right.by_grant and principal.grant_at(site) is not None)


def require(principal: Principal, operation: str, site: str | None = None) -> None:
    """Raises ``NotAllowed`` (403)."""
    if not allowed(principal, operation, site):
        raise NotAllowed(
            _("Ihre Rolle erlaubt diesen Zugriff nicht."),
            _("Wenden Sie sich an Ihre Teamleitung oder die Administration, wenn Sie ihn brauchen."),
            code="no-right",
        )


def right(operation: str) -> Callable[..., Coroutine[Any, Any, Principal]]:
    """FastAPI dependency for a route: who is asking, refused if the row ``operation`` does not allow it.

    The site is the path's parameter ``site``. Runs before the body is validated, so nobody learns more than "no".
    """
    if operation not in RIGHTS:
        raise KeyError(operation)

    async def check(request: Request, principal: Annotated[Principal, Depends(current_principal)]) -> Principal:
        require(principal, operation, request.path_params.get("site"))
        return principal

    check.__name__ = operation  # a test finds by it which routes ask what
    return check


def again(request: Request, operation: str) -> Principal:
    """The dependency's check once more, after a wait. Blocking."""
    principal = principal_again(request)
    require(principal, operation, request.path_params.get("site"))
    return principal


def sees(principal: Principal, sites: Iterable[str]) -> tuple[str, ...]:
    """Those of ``sites`` whose log this principal may read at all."""
    return tuple(site for site in sites if allowed(principal, "commits.read", site))


def sites_with(principal: Principal, roles: Iterable[str]) -> tuple[str, ...] | None:
    """Sites where the principal has one of ``roles``; None: everywhere."""
    wanted = frozenset(roles)
    if wanted & principal.county:
        return None
    return tuple(site for site in principal.sites if wanted & principal.roles[site])
