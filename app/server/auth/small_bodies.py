"""Routes whose bodies are small: larger and slow ones are refused before anybody looks into them."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.server.api.bodies import body

LARGEST = 1 << 20


class _SmallRequest(Request):
    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await body(self, LARGEST)
        return self._body


class SmallBodies(APIRoute):
    """``APIRouter(route_class=SmallBodies)``. Nobody has signed in yet when a body is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def small(request: Request) -> Response:
            limited = _SmallRequest(request.scope, request.receive)
            await limited.body()  # FastAPI would make a 400 of what it raises
            return await handle(limited)

        return small
