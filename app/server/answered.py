"""Who wants to know of every request that was answered: what writes lines about it, and what counts."""

import time
from collections.abc import Callable

from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Tell = Callable[[Scope, int, int, float], None]
"""(scope, status, bytes sent, seconds); status 0: it broke off before it had one."""


class Answered:
    """ASGI middleware: calls ``tell`` at the end of every request."""

    def __init__(self, app: ASGIApp, tell: Tell) -> None:
        self._app = app
        self._tell = tell

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
            self._tell(scope, status, sent, time.perf_counter() - begun)


def route_of(scope: Scope) -> str:
    """The pattern of the route; what was asked for may name somebody."""
    route = scope.get("route")
    if route is None:
        app = scope.get("app")
        routes = getattr(app, "routes", ())
        route = next((entry for entry in routes if entry.matches(scope)[0] is Match.FULL), None)
    return str(getattr(route, "path", "none"))
