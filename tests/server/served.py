"""The service over a ``World``, listening on a port of this computer."""

import threading
from types import TracebackType

import uvicorn

from app.server.api.service import Service
from app.server.app import create_app
from app.server.auth.wiring import install
from app.server.store.uploads import Uploads
from app.server.store.wakes import Wakes
from tests.server.auth_world import World


class Served:
    def __init__(self, world: World) -> None:
        self.world = world
        self._wakes = world.central.wakes = Wakes(world.database)
        app = create_app(Service(world.central, Uploads(world.central), self._wakes))
        install(app, world.auth)
        self._server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_config=None, access_log=False))
        self._thread = threading.Thread(target=self._server.run, name="service")
        self.url = ""

    def __enter__(self) -> "Served":
        started = threading.Event()
        startup = self._server.startup

        async def startup_and_tell(sockets: object = None) -> None:
            await startup()
            started.set()

        self._server.startup = startup_and_tell  # type: ignore[method-assign]
        self._thread.start()
        assert started.wait(20)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._wakes.release()
        self._server.should_exit = True
        self._thread.join(20)
