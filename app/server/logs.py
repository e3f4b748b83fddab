"""What the service writes down: a JSON object a line on standard error, without a word about persons.

Of a request its route is named, never its path; keys that are not on the list are dropped.
"""

import json
import logging
import sys
import time
from datetime import UTC, datetime
from typing import Any

from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEYS = ("route", "method", "status", "took_ms", "sent", "version", "database", "files", "address", "behind_proxy")
_log = logging.getLogger("app.server.requests")


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if record.name.startswith("app.") else f"{record.module}:{record.lineno}",
        }
        said.update({key: getattr(record, key) for key in KEYS if hasattr(record, key)})
        if record.exc_info and record.exc_info[0] is not None:
            said["kind"] = record.exc_info[0].__name__
        return json.dumps(said, ensure_ascii=False)


def start(level: int = logging.INFO) -> None:
    """Everything that is logged goes to standard error, as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_AsJson())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("app").setLevel(level)


class LogRequests:
    """ASGI middleware: a line for every request that was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, sent = time.perf_counter(), 0, 0

        async def note(message: Message) -> None:
            nonlocal status, sent
            status = message.get("status", status)
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            facts = {"method": scope["method"], "route": route_of(scope), "status": status, "sent": sent}
            _log.info("answered", extra={**facts, "took_ms": round((time.perf_counter() - begun) * 1000, 1)})


def route_of(scope: Scope) -> str:
    """The pattern of the route; what was asked for may name somebody."""
    route = scope.get("route")
    if route is None:
        app = scope.get("app")
        routes = getattr(app, "routes", ())
        route = next((entry for entry in routes if entry.matches(scope)[0] is Match.FULL), None)
    return str(getattr(route, "path", "none"))
