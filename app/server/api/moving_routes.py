"""Moving a store in: commits of another store, as they are."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool

from app.domain.log import BodyLine, Commit, Head
from app.server.api.bodies import body, not_json
from app.server.api.models import Position
from app.server.api.packing import LINES
from app.server.api.problems import responses
from app.server.api.service import Service, Serving, SitePath
from app.server.auth.principal import Principal
from app.server.rights import right

router = APIRouter(prefix="/v1/sites/{site}", tags=["moving"])


@router.post(
    "/commits",
    operation_id="store.adopt",
    responses=responses(400, 401, 403, 404, 408, 413, 415, 422, 503, 507),
    openapi_extra={"requestBody": {"required": True, "content": {LINES: {"schema": {"type": "string"}}}}},
)
async def adopt(
    request: Request,
    site: SitePath,
    service: Serving,
    _who: Annotated[Principal, Depends(right("store.adopt"))],
) -> Position:
    """Append commits as `GET` gives them, all or none. They must follow from the newest one that is here."""
    raw = await body(request)
    return Position(position=await run_in_threadpool(_adopt, service, site, raw))


def _adopt(service: Service, site: str, raw: bytes) -> int:
    try:
        commits = [_commit(line) for line in raw.splitlines()]
        service.central.adopt(site, commits)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise not_json() from None
    return service.central.position(site)


def _commit(line: bytes) -> Commit:
    told = json.loads(line)
    return Commit(head=Head.from_json(told["head"]), body=tuple(map(BodyLine.from_json, told["body"])))
