"""Routes of those who watch: grants across sites, computers, and the read log for the data-protection officer."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

from app.domain.errors import NotAllowed
from app.domain.texts import _
from app.server.api.problems import responses
from app.server.api.service import LARGEST_NUMBER, SitePath
from app.server.auth.devices import Device
from app.server.auth.principal import Principal
from app.server.auth.routes import ERRORS, ERRORS_IN, Name, Plain, Service
from app.server.auth.service import Auth
from app.server.auth.small_bodies import SmallBodies
from app.server.readlog import READ_LOG, REPORTED, Question
from app.server.rights import ADMIN, PRIVACY, TEAM_LEAD, right, sites_with

router = APIRouter(prefix="/v1", tags=["rights and reads"], route_class=SmallBodies)
ERRORS_OF_ONE = responses(401, 403, 404, 422, 503, 507)


Named = Annotated[str, Path(pattern="^[0-9a-f-]{1,36}$")]


class GrantIn(BaseModel):
    worker: Name
    reason: str = Field(
        min_length=5, max_length=1000, pattern=r"^[^\x00]*$", examples=["Vertretung nach Umzug der Familie"]
    )
    until: str = Field(examples=["2026-12-24T18:00:00+01:00"])


class GrantRow(BaseModel):
    id: str
    worker: str
    site: str
    reason: str
    given_by: str
    given_at: str
    until: str
    ended_by: str
    ended_at: str


class Created(BaseModel):
    id: str


class DeviceRow(BaseModel):
    id: str
    worker: str
    name: str
    first_seen: str
    last_seen: str
    revoked_at: str
    revoked_by: str


class ReadingRow(BaseModel):
    number: int
    at: str
    worker: str
    site: str
    kind: str
    case: str
    document: str
    sha256: str
    detail: str


class ReadLogQuery(BaseModel):
    worker: Plain = ""
    case: Plain = Field("", description="Id or case number", examples=["35502BG0001234"])
    document: Plain = ""
    since: Plain = Field("", description="ISO 8601, UTC")
    until: Plain = Field("", description="ISO 8601, UTC; not included")
    before: int = Field(0, ge=0, le=LARGEST_NUMBER, description="Rows with smaller numbers only: the next page")
    limit: int = Field(200, ge=1, le=1000)


class Readings(BaseModel):
    readings: list[ReadingRow] = Field(description="Newest first")
    last_number: int = Field(description="Of the whole log")
    last_hash: str = Field(description="Noted elsewhere, it proves that nothing before was altered")


class Reported(BaseModel):
    kind: Literal["case", "document", "page", "text", "print", "export", "search-hit"]
    case: Plain = ""
    document: Plain = ""
    at: Plain = Field("", description="When it was looked at (ISO 8601, UTC)")


class Reports(BaseModel):
    reads: list[Reported] = Field(max_length=500)


def gone() -> NotAllowed:
    return NotAllowed(_("Das gibt es nicht oder nicht mehr."), _("Lesen Sie die Liste neu."), code="not-found")


@router.get("/grants", operation_id="grants.list", responses=ERRORS)
def grants(principal: Annotated[Principal, Depends(right("grants.list"))], auth: Service) -> list[GrantRow]:
    """Grants of the sites that one watches over, newest first."""
    sites = sites_with(principal, {TEAM_LEAD, ADMIN, PRIVACY})
    return [GrantRow(**asdict(grant)) for grant in auth.grants.all() if sites is None or grant.site in sites]


@router.post("/sites/{site}/grants", operation_id="grants.give", status_code=201, responses=ERRORS_IN)
def give(
    site: SitePath, body: GrantIn, principal: Annotated[Principal, Depends(right("grants.give"))], auth: Service
) -> Created:
    """Let a worker of another site read here until an instant, for a reason."""
    id_ = auth.grants.give(worker=body.worker, site=site, reason=body.reason, until=body.until, by=principal.worker)
    auth.sessions.forget()
    return Created(id=id_)


@router.delete("/sites/{site}/grants/{grant}", operation_id="grants.end", status_code=204, responses=ERRORS_OF_ONE)
def end(
    site: SitePath, grant: Named, principal: Annotated[Principal, Depends(right("grants.end"))], auth: Service
) -> None:
    """Before its time."""
    if not auth.grants.end(site, grant, principal.worker):
        raise gone()
    auth.sessions.forget()


@router.get("/devices", operation_id="devices.list", responses=ERRORS)
def devices(
    principal: Annotated[Principal, Depends(right("devices.list"))],
    auth: Service,
    worker: Annotated[Plain, Query()] = "",
) -> list[DeviceRow]:
    """Computers that people of one's sites signed in from, the last used first."""
    return [DeviceRow(**asdict(device)) for device in _devices(auth, principal, worker)]


@router.post("/devices/{device}/revoke", operation_id="devices.revoke", status_code=204, responses=ERRORS_OF_ONE)
def revoke(device: Named, principal: Annotated[Principal, Depends(right("devices.revoke"))], auth: Service) -> None:
    """A lost computer: its sessions end, and its cache is erased when it next asks."""
    if not (_looks_after(auth, principal, device) and auth.devices.revoke(device, principal.worker)):
        raise gone()


@router.post("/devices/{device}/free", operation_id="devices.free", status_code=204, responses=ERRORS_OF_ONE)
def free(device: Named, principal: Annotated[Principal, Depends(right("devices.free"))], auth: Service) -> None:
    """It was found again."""
    if not (_looks_after(auth, principal, device) and auth.devices.free(device)):
        raise gone()


@router.get("/readlog", operation_id="readlog.read", responses=ERRORS)
def readlog(
    principal: Annotated[Principal, Depends(right("readlog.read"))],
    auth: Service,
    question: Annotated[ReadLogQuery, Query()],
) -> Readings:
    """Who saw this file (``case``, ``document``), what did this person see (``worker``). Asking is noted as well."""
    sites = sites_with(principal, {PRIVACY})
    found = auth.readlog.ask(Question(**question.model_dump(), sites=sites))
    asked = question.model_dump_json(exclude_defaults=True)
    auth.readlog.note(principal, next(iter(sites or ()), ""), READ_LOG, detail=asked)
    number, last_hash = auth.readlog.end()
    return Readings(
        readings=[ReadingRow(**asdict(reading)) for reading in found], last_number=number, last_hash=last_hash
    )


@router.post("/sites/{site}/reads", operation_id="reads.report", status_code=204, responses=ERRORS_IN)
def report(
    site: SitePath, body: Reports, principal: Annotated[Principal, Depends(right("reads.report"))], auth: Service
) -> None:
    """What was looked at out of the local cache."""
    for read in body.reads:
        auth.readlog.note(
            principal, site, read.kind, case=read.case, document=read.document, detail=f"{REPORTED} {read.at}"
        )


def _devices(auth: Auth, principal: Principal, worker: str = "") -> list[Device]:
    """Those of everybody for the county's administration, for a town's those of its people."""
    sites = sites_with(principal, {ADMIN})
    found = auth.devices.all(worker)
    if sites is None:
        return list(found)
    mine = {
        person: not set(sites).isdisjoint(auth.people.sites_of(person))
        for person in {device.worker for device in found}
    }
    return [device for device in found if mine[device.worker]]


def _looks_after(auth: Auth, principal: Principal, device: str) -> bool:
    return any(found.id == device for found in _devices(auth, principal))
