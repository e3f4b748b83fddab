"""Uploads that may break off anywhere: created, appended to at the offset where they stand, stored when whole.

POST makes one, HEAD tells how much has arrived, PATCH brings more. What came before a line broke is kept.
"""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from app.server.api.blob_routes import wrong_hash
from app.server.api.bodies import scratch, scratch_file, spool
from app.server.api.models import NewUpload, UploadState
from app.server.api.problems import RequestRefused, responses
from app.server.api.service import LARGEST_NUMBER, Serving, SitePath, UploadPath
from app.server.auth.principal import Principal
from app.server.rights import right
from app.server.store.uploads import Upload, no_upload

router = APIRouter(prefix="/v1/sites/{site}/uploads", tags=["bytes"])
LARGEST_PART = 16 << 20
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@router.post("", operation_id="upload.begin", responses=responses(400, 401, 403, 404, 422, 503, 507))
def begin(
    site: SitePath,
    service: Serving,
    principal: Annotated[Principal, Depends(right("upload.begin"))],
    wanted: Annotated[NewUpload, Body()],
) -> UploadState:
    """Begin an upload, unless what it would bring is stored already."""
    if service.central.known(site, wanted.area, wanted.sha256):
        return UploadState(upload="", received=wanted.size, size=wanted.size, stored=True)
    try:
        made = service.uploads.begin(
            site, wanted.area, wanted.sha256, wanted.size, wanted.digest, principal.worker
        )
    except ValueError:
        raise wrong_hash() from None
    return _state(made)


@router.head("/{upload}", operation_id="upload.state", response_class=Response, responses=responses(401, 403, 409, 422))
def state(
    site: SitePath,
    upload: UploadPath,
    service: Serving,
    _who: Annotated[Principal, Depends(right("upload.state"))],
) -> Response:
    """How much has arrived: `Upload-Offset` of `Upload-Length`."""
    found = service.uploads.get(site, upload)
    headers = {"Upload-Offset": str(found.received), "Upload-Length": str(found.size), "Cache-Control": "no-store"}
    return Response(headers=headers)


@router.patch(
    "/{upload}",
    operation_id="upload.append",
    responses=responses(400, 401, 403, 408, 409, 413, 415, 422, 503, 507),
    openapi_extra={"requestBody": {"required": True, "content": _BYTES}},
)
async def append(
    request: Request,
    site: SitePath,
    upload: UploadPath,
    service: Serving,
    _who: Annotated[Principal, Depends(right("upload.append"))],
    upload_offset: Annotated[int, Header(ge=0, le=LARGEST_NUMBER, description="Where these bytes begin.")],
) -> UploadState:
    """Bring more, at most 16 MiB at a time. With the last bytes the whole is checked against its hash and stored."""
    found = await run_in_threadpool(service.uploads.get, site, upload)
    if upload_offset != found.received:
        raise no_upload()
    with scratch() as folder:
        body = scratch_file(folder)
        try:
            with body.open("wb") as file:
                await spool(request, min(LARGEST_PART, found.size - found.received), file)
        except (ClientDisconnect, RequestRefused) as error:
            if isinstance(error, ClientDisconnect) or error.code == "too-slow":
                await run_in_threadpool(service.uploads.append, found, upload_offset, body)
            raise
        try:
            return _state(await run_in_threadpool(service.uploads.append, found, upload_offset, body))
        except ValueError:
            raise wrong_hash() from None


def _state(upload: Upload) -> UploadState:
    stored = upload.received == upload.size
    return UploadState(upload=upload.id, received=upload.received, size=upload.size, stored=stored)
