"""Who looks at which document: a courtesy between people, no part of the log."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Body, Depends

from app.domain.presence import Looking
from app.server.api.models import LooksAt, WhoLooks
from app.server.api.problems import responses
from app.server.api.service import Serving, SitePath
from app.server.auth.principal import Principal
from app.server.rights import right

router = APIRouter(prefix="/v1/sites/{site}", tags=["presence"])
_ERRORS = responses(401, 403, 404, 422, 503)


@router.put("/looking", operation_id="presence.say", responses=_ERRORS)
def say(
    site: SitePath,
    service: Serving,
    principal: Annotated[Principal, Depends(right("presence.say"))],
    wanted: Annotated[LooksAt, Body()],
) -> WhoLooks:
    """What the asker has open now; said again every minute, or it is forgotten. Answers who else looks at what."""
    return _told(service.central.looks_at(site, principal.worker, wanted.document))


@router.get("/looking", operation_id="presence.read", responses=_ERRORS)
def read(site: SitePath, service: Serving, _who: Annotated[Principal, Depends(right("presence.read"))]) -> WhoLooks:
    """Everybody who has a document open."""
    return _told(service.central.who_looks(site))


def _told(found: Iterable[Looking]) -> WhoLooks:
    return WhoLooks(looking=[{"worker": one.worker, "document": one.document} for one in found])
