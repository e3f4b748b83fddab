"""Checkpoints: the facts, and the packed lines as they lie in the store."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import StreamingResponse

from app.server.api.models import CheckpointFacts, CheckpointList, Tidied
from app.server.api.problems import responses
from app.server.api.ranges import range_of
from app.server.api.service import NumberPath, Reads, Serving, SitePath
from app.server.auth.principal import Principal
from app.server.readlog import SITE
from app.server.rights import right
from app.server.sight import Sight
from app.server.store.checkpoints import Stored

router = APIRouter(prefix="/v1/sites/{site}", tags=["checkpoints"])
PACKED = "application/zstd"
_BYTES = {PACKED: {"schema": {"type": "string", "format": "binary"}}}
_ERRORS = responses(401, 403, 404, 422, 503)
Reader = Annotated[Principal, Depends(right("checkpoint.read"))]


@router.get("/checkpoints", operation_id="checkpoint.read", responses=_ERRORS)
def checkpoints(site: SitePath, service: Serving, principal: Reader) -> CheckpointList:
    """The checkpoints that there are, newest first. Who does not see every kind of record has none: the log does."""
    found = service.central.stored_checkpoints.all(site)
    seen = Sight(service.central.database, principal, site).all
    return CheckpointList(checkpoints=[_facts(stored) for stored in found if seen])


@router.get(
    "/checkpoints/{number}/lines",
    operation_id="checkpoint.lines",
    response_class=Response,
    responses={
        200: {"description": "All of it.", "content": _BYTES},
        206: {"description": "The range.", "content": _BYTES},
        **responses(401, 403, 404, 416, 422, 503),
    },
)
def lines(
    site: SitePath,
    number: NumberPath,
    service: Serving,
    reads: Reads,
    principal: Annotated[Principal, Depends(right("checkpoint.lines"))],
    range_: Annotated[str | None, Header(alias="Range", description="One range.", examples=["bytes=1048576-"])] = None,
) -> Response:
    """The lines as zstd of NDJSON, in the order site, team, worker, case, rest. Ranges are of the packed bytes."""
    Sight(service.central.database, principal, site).require_all()
    stored = service.central.stored_checkpoints.at(site, number)
    reads.note(principal, site, SITE)
    wanted = range_of(range_, stored.size)
    offset, length = wanted or (0, stored.size)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "ETag": f'"{stored.name}"',
        "Content-Length": str(length),
    }
    if wanted is not None:
        headers["Content-Range"] = f"bytes {offset}-{offset + length - 1}/{stored.size}"
    parts = service.central.objects.stream(stored.key, offset, length)
    return StreamingResponse(parts, 200 if wanted is None else 206, headers, PACKED)


@router.post("/checkpoints", operation_id="checkpoint.write", responses=_ERRORS)
def write(
    site: SitePath, service: Serving, _who: Annotated[Principal, Depends(right("checkpoint.write"))]
) -> CheckpointList:
    """Write one at the present position if there is none."""
    service.central.write_checkpoint(site)
    return CheckpointList(checkpoints=[_facts(stored) for stored in service.central.stored_checkpoints.all(site)])


@router.post("/tidy", operation_id="store.verify", responses=_ERRORS)
def tidy(site: SitePath, service: Serving, _who: Annotated[Principal, Depends(right("store.verify"))]) -> Tidied:
    """Remove what erasures ordered and a crash left; tell what no head counts."""
    service.central.finish_erasures(site)
    return Tidied(stray_bodies=service.central.stray_bodies(site))


def _facts(stored: Stored) -> CheckpointFacts:
    facts = stored.facts
    return CheckpointFacts(
        site=facts.site, number=facts.number, head_hash=facts.head_hash, records=facts.records, bytes=stored.size
    )
