"""What of a site's records somebody may see at all: who administers or watches has no business with cases."""

from app.domain.errors import NotAllowed
from app.domain.records import Access, Site, Team, Worker
from app.domain.texts import _
from app.server.auth.principal import Principal
from app.server.rights import ADMIN, CASEWORKER, CENTRAL, MACHINE, MAIL_ROOM, PRIVACY, TEAM_LEAD

_CASE_WORK = frozenset({CASEWORKER, TEAM_LEAD, MAIL_ROOM, CENTRAL, MACHINE})
_PEOPLE = frozenset({Site.kind, Team.kind, Worker.kind})
_KINDS = {ADMIN: _PEOPLE, PRIVACY: _PEOPLE | {Access.kind}}


def seen_kinds(principal: Principal, site: str) -> frozenset[str] | None:
    """Kinds of records whose states somebody gets; None: all. Heads name no citizens and are everybody's."""
    roles = principal.roles_at(site)
    if roles & _CASE_WORK or principal.grant_at(site) is not None:
        return None
    return frozenset[str]().union(*(_KINDS.get(role, frozenset()) for role in roles))


def require_all(principal: Principal, site: str) -> None:
    """Raises ``NotAllowed`` for who does not see every kind."""
    if seen_kinds(principal, site) is not None:
        raise NotAllowed(
            _("Ihre Rolle sieht keine Akten."),
            _("Wenden Sie sich an den Standort, wenn Sie eine Auskunft brauchen."),
            code="no-sight",
        )


def kind_of(line: str) -> str:
    """The kind of a line as the log keeps it: ``["kind", ...``."""
    return line.split('"', 2)[1]
