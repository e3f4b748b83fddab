"""The application: routes, errors, what they work with. Who serves it is ``app.server.serving``."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import __version__
from app.server.answered import Answered
from app.server.api import (
    blob_routes,
    checkpoint_routes,
    log_routes,
    moving_routes,
    operation_routes,
    presence_routes,
    upload_routes,
)
from app.server.api.problems import Problem, install, responses
from app.server.api.service import Service

_ROUTES = (
    log_routes,
    checkpoint_routes,
    blob_routes,
    upload_routes,
    presence_routes,
    moving_routes,
    operation_routes,
)
THREADS = 16
"""Requests that work at the same time; who waits for news holds none of them. More only get in each other's way."""


def create_app(service: Service) -> FastAPI:
    """Who is asking is for others to say: see ``app.server.auth.wiring``."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        service.wakes.start()
        yield
        service.wakes.close()

    app = FastAPI(
        title="E-Sozialakte",
        version=__version__,
        description="The log of every site, its checkpoints, and the bytes of its documents.",
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    service.metrics.watch(service.central.database, lambda: service.wakes.waiting_now)
    app.add_middleware(EndHeaders)
    app.add_middleware(Answered, tell=service.metrics.count)
    app.state.service = service
    install(app)
    for module in _ROUTES:
        app.include_router(module.router)
    app.openapi = lambda: _description(app)  # type: ignore[method-assign]
    return app


class EndHeaders:
    """ASGI middleware: says where the headers end. HTTP/1.1 libraries take headers that a broken line cut off for whole
    ones: a client would believe a length of 10 that was to be 1000."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def end(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"headers-end", b"here")]
            await send(message)

        await self._app(scope, receive, end if scope["type"] == "http" else send)


def _description(app: FastAPI) -> dict[str, object]:
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        made["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        for path in made["paths"].values():
            for operation in path.values():
                _describe_problems(operation)
        app.openapi_schema = made
    return app.openapi_schema


def _describe_problems(operation: dict[str, Any]) -> None:
    """What every route may answer besides what it says of itself."""
    known = operation["responses"]
    known.pop("422", None)  # FastAPI describes its own there, which is not what is answered
    for status, answer in responses(400, 401, 403, 404, 422, 429, 500, 503).items():
        known.setdefault(str(status), answer)
