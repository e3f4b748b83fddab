"""What every route works with."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Path, Request

from app.domain.central import AREAS
from app.server.metrics import Metrics, Watchers
from app.server.readlog import ReadLog
from app.server.store.central import SqlCentral
from app.server.store.uploads import Uploads
from app.server.store.wakes import Wakes

LARGEST_NUMBER = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Service:
    central: SqlCentral
    uploads: Uploads
    wakes: Wakes
    metrics: Metrics = field(default_factory=Metrics)
    watchers: Watchers = field(default_factory=Watchers)
    """Who may see the metrics."""


async def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def readlog_of(request: Request) -> ReadLog:
    readlog: ReadLog = request.app.state.readlog
    return readlog


# What only looks something up is a coroutine: FastAPI would run a function in a thread of its own.
Serving = Annotated[Service, Depends(service_of)]
Reads = Annotated[ReadLog, Depends(readlog_of)]
"""Where it is noted who saw what, before the answer goes out."""

SITE_PATTERN = "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
SitePath = Annotated[str, Path(pattern=SITE_PATTERN, description="The site's id.", examples=["borken"])]
AreaPath = Annotated[str, Path(pattern=f"^({'|'.join(AREAS)})$", description="What kind of bytes.", examples=["packs"])]
Sha256Path = Annotated[
    str,
    Path(
        pattern="^[0-9a-f]{64}$",
        description="SHA-256 of the original, hex.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]
ActionPath = Annotated[
    str,
    Path(
        pattern="^[0-9A-Za-z-]{8,64}$",
        description="The action's id, a UUIDv7.",
        examples=["019ab3c4-7d1e-7c3a-9b0f-5a1d2e3f4a5b"],
    ),
]
NumberPath = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="A commit's number.", examples=[1000])]
UploadPath = Annotated[
    str,
    Path(
        pattern="^[0-9a-f-]{36}$",
        description="The upload's id.",
        examples=["019ab3c4-7d1e-7c3a-9b0f-5a1d2e3f4a5b"],
    ),
]
