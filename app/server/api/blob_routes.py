"""Originals, page packs and texts: down in ranges, up at once when they are small."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from app.domain.central import ORIGINALS, PACKS, TEXTS
from app.domain.errors import WrongUse
from app.domain.texts import _
from app.server.api.bodies import scratch, scratch_file, spool
from app.server.api.models import SHA256, Stored
from app.server.api.packing import LINES, answer_lines
from app.server.api.problems import responses
from app.server.api.ranges import range_of
from app.server.api.service import AreaPath, Reads, Service, Serving, Sha256Path, SitePath
from app.server.auth.principal import Principal
from app.server.readlog import AHEAD, ORIGINAL, PAGE, TEXT
from app.server.rights import right
from app.server.sight import Sight

router = APIRouter(prefix="/v1/sites/{site}", tags=["bytes"])
LARGEST_AT_ONCE = 16 << 20
_IN_MEMORY = 4 << 20
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_NOTED_AS = {ORIGINALS: ORIGINAL, PACKS: PAGE, TEXTS: TEXT}
_READ_ERRORS = responses(401, 403, 404, 416, 422, 503)
_UP_ERRORS = responses(400, 401, 403, 404, 408, 413, 415, 422, 503, 507)


@router.get(
    "/blobs/{area}/{sha256}",
    operation_id="blob.read",
    response_class=Response,
    responses={
        200: {"description": "All of it.", "content": _BYTES},
        206: {"description": "The range.", "content": _BYTES},
        **_READ_ERRORS,
    },
)
def read(
    site: SitePath,
    area: AreaPath,
    sha256: Sha256Path,
    service: Serving,
    reads: Reads,
    principal: Annotated[Principal, Depends(right("blob.read"))],
    range_: Annotated[str | None, Header(alias="Range", description="One range.", examples=["bytes=0-65535"])] = None,
) -> Response:
    """Bytes, or a range of them: one page of a pack. `Content-Digest` is that of what is sent."""
    Sight(service.central.database, principal, site).require_bytes(sha256)
    size = service.central.size(site, area, sha256)
    wanted = range_of(range_, size)
    reads.note(principal, site, _NOTED_AS[area], sha256=sha256, detail=AHEAD if area == TEXTS else "")
    offset, length = wanted or (0, size)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "no-store", "ETag": f'"{sha256}"'}
    if wanted is not None:
        headers["Content-Range"] = f"bytes {offset}-{offset + length - 1}/{size}"
    status = 200 if wanted is None else 206
    if length <= _IN_MEMORY:
        data = b"".join(service.central.stream(site, area, sha256, offset, length))
        headers["Content-Digest"] = content_digest(hashlib.sha256(data).digest())
        return Response(data, status, headers, "application/octet-stream")
    headers["Content-Length"] = str(length)
    parts = _parts(service, site, area, sha256, offset, length)
    return StreamingResponse(parts, status, headers, "application/octet-stream")


@router.head("/blobs/{area}/{sha256}", operation_id="blob.size", response_class=Response, responses=_READ_ERRORS)
def size(
    site: SitePath,
    area: AreaPath,
    sha256: Sha256Path,
    service: Serving,
    _who: Annotated[Principal, Depends(right("blob.size"))],
) -> Response:
    """Whether it is there, and how large it is."""
    length = service.central.size(site, area, sha256)
    return Response(headers={"Content-Length": str(length), "Accept-Ranges": "bytes", "Cache-Control": "no-store"})


@router.put(
    "/blobs/{area}/{sha256}",
    operation_id="blob.write",
    responses=_UP_ERRORS,
    openapi_extra={"requestBody": {"required": True, "content": _BYTES}},
)
async def write(
    request: Request,
    site: SitePath,
    area: AreaPath,
    sha256: Sha256Path,
    service: Serving,
    _who: Annotated[Principal, Depends(right("blob.write"))],
    x_sha256: Annotated[
        str | None, Header(pattern=SHA256, description="SHA-256 of the body; not needed for originals.")
    ] = None,
) -> Stored:
    """Store up to 16 MiB at once; larger things go by an upload. What is known is left as it is."""
    if area != ORIGINALS and x_sha256 is None:
        raise WrongUse(_("Die Prüfsumme des Inhalts fehlt."), _("Senden Sie sie als X-Sha256."), code="no-digest")
    with scratch() as folder:
        body = scratch_file(folder)
        with body.open("wb") as file:
            await spool(request, LARGEST_AT_ONCE, file)
        try:
            await run_in_threadpool(service.central.put, site, area, sha256, body, x_sha256)
        except ValueError:
            raise wrong_hash() from None
    return Stored()


@router.get(
    "/blobs/{area}",
    operation_id="store.list",
    response_class=Response,
    responses={
        200: {
            "description": "A SHA-256 a line.",
            "content": {LINES: {"schema": {"type": "string"}, "example": '"9f86d081"\n'}},
        },
        **responses(401, 403, 404, 422, 503),
    },
)
def stored(
    request: Request,
    site: SitePath,
    area: AreaPath,
    service: Serving,
    _who: Annotated[Principal, Depends(right("store.list"))],
) -> Response:
    """Everything that is stored in an area, for who verifies the store."""
    service.central.position(site)
    return answer_lines(request, (f'"{name}"\n'.encode() for name in service.central.stored(site, area)))


def content_digest(digest: bytes) -> str:
    """The value of `Content-Digest` (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(digest).decode()}:"


def wrong_hash() -> WrongUse:
    return WrongUse(
        _("Die Bytes haben nicht die Prüfsumme, unter der sie abgelegt werden sollten; es wurde nichts abgelegt."),
        _("Senden Sie sie noch einmal."),
        code="wrong-hash",
    )


def _parts(service: Service, site: str, area: str, sha256: str, offset: int, length: int) -> Iterator[bytes]:
    yield from service.central.stream(site, area, sha256, offset, length)
