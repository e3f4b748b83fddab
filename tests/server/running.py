"""The service as clients meet it: behind a socket. Who asks is who the token names; rights are tested elsewhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from app.adapters.central.rest import Line, RestCentral
from app.domain.actions import SYSTEM, Action
from app.domain.central import Outcome
from app.domain.errors import CentreUnreachable
from app.domain.presence import Looking
from app.server.api.service import Service
from app.server.app import create_app
from app.server.auth.clock import system_clock
from app.server.auth.principal import MACHINE, USER, Principal
from app.server.readlog import ReadLog
from app.server.rights import ROLES
from app.server.store.central import SqlCentral
from app.server.store.database import Database
from app.server.store.objects import Objects
from app.server.store.uploads import Uploads
from app.server.store.wakes import Wakes
from tests.central.contract import Clock


class EverybodyMay:
    """An ``Authenticator``: the token is the worker's id."""

    def principal(self, token: str) -> Principal:
        return Principal(worker=token, kind=MACHINE if token == SYSTEM else USER, county=frozenset(ROLES))


class Acting:
    """Credentials of whoever acts in this thread."""

    def __init__(self) -> None:
        self.local = threading.local()

    def authorization(self, refused: str = "") -> str:
        return f"Bearer {getattr(self.local, 'worker', SYSTEM)}"


class ActingCentral(RestCentral):
    """Every action is sent by the one who acts, all else by the machine account."""

    def __init__(self, url: str) -> None:
        self.acting = Acting()
        super().__init__(Line(url, self.acting, program="test 1"))

    def submit(self, action: Action) -> Outcome:
        with self._acting_as(action.by):
            return super().submit(action)

    def looks_at(self, site: str, worker: str, document: str) -> tuple[Looking, ...]:
        with self._acting_as(worker):
            return super().looks_at(site, worker, document)

    @contextmanager
    def _acting_as(self, worker: str) -> Iterator[None]:
        self.acting.local.worker = worker
        try:
            yield
        finally:
            self.acting.local.worker = SYSTEM


def insist(central: ActingCentral, action: Action) -> Outcome:
    """As the outbox does: after a fault ask for the outcome first, then send again."""
    pause, attempts = threading.Event(), 0
    while True:
        try:
            known = central.outcome(action.site, action.id) if attempts else None
            return known or central.submit(action)
        except CentreUnreachable:
            attempts += 1
            pause.wait(0.05)


class Running:
    """A service in a thread of its own. ``clock`` may be exchanged."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.clock = Clock()
        self.database = Database(database_url)
        self.database.migrate()
        self.wakes = Wakes(self.database)
        objects = Objects(folder / "files")
        self.central = SqlCentral(self.database, objects, self.wakes, "test 1", lambda: self.clock())
        app = create_app(Service(self.central, Uploads(self.central), self.wakes))
        app.state.authenticator = EverybodyMay()
        app.state.readlog = ReadLog(self.database, system_clock)
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=2))
        self._thread = threading.Thread(target=self._server.run, name="service")
        self._thread.start()
        waited = threading.Event()
        while not self._server.started and self._thread.is_alive():
            waited.wait(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    def close(self) -> None:
        self.wakes.release()
        self._server.should_exit = True
        self._thread.join(20)
        self.database.close()


@contextmanager
def running(database_url: str, folder: Path) -> Iterator[Running]:
    service = Running(database_url, folder)
    try:
        yield service
    finally:
        service.close()
