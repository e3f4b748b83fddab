"""Serving: what ``esozialakte serve`` starts. One process of any number on one database."""

import ipaddress
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from app import __version__
from app.domain.errors import AppError, WrongUse
from app.domain.texts import _
from app.server.answered import Answered
from app.server.api.service import Service
from app.server.app import create_app
from app.server.auth.service import Auth
from app.server.auth.settings import AuthSettings
from app.server.auth.wiring import install
from app.server.fetching import fetcher
from app.server.logs import log_answered
from app.server.metrics import Watchers
from app.server.store.central import SqlCentral
from app.server.store.database import Database
from app.server.store.objects import Objects, folder_of
from app.server.store.uploads import Uploads
from app.server.store.wakes import Wakes

_log = logging.getLogger(__name__)
_KEEP_ALIVE = 75
_GRACE = 20
"""Seconds that requests have to come to their end when the service is stopped."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``database``: a URL; ``files``: a folder or ``s3://bucket/prefix``; ``port`` 0: any that is free."""

    database: str
    files: str
    host: str = "127.0.0.1"
    port: int = 8443
    tls_cert: Path | None = None
    tls_key: Path | None = None
    behind_proxy: bool = False
    auth: AuthSettings = field(default_factory=AuthSettings)
    metrics_from: tuple[str, ...] = ()
    """Addresses and networks besides this machine that may read the metrics."""

    def check(self) -> None:
        """Raises ``WrongUse`` for what must not be. Nothing is made yet."""
        folder_of(self.files)
        if (self.tls_cert is None) != (self.tls_key is None):
            raise WrongUse(_("Zertifikat und Schlüssel für TLS gehören zusammen: Eines von beiden fehlt."))
        for path in filter(None, (self.tls_cert, self.tls_key)):
            if not path.is_file():
                raise WrongUse(_("Die Datei mit Zertifikat oder Schlüssel für TLS gibt es nicht."))
        if self.tls_cert is None and not self.behind_proxy and not is_loopback(self.host):
            raise WrongUse(
                _("Ohne TLS ist der Dienst nur von diesem Rechner aus erreichbar."),
                _("Geben Sie --tls-cert und --tls-key an, oder --behind-proxy, wenn ein Proxy davor TLS macht."),
            )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@contextmanager
def composed(settings: Settings) -> Iterator[tuple[FastAPI, Service]]:
    """The application on its database, whose tables are brought up to date."""
    database = Database(settings.database)
    try:
        database.migrate()
        wakes = Wakes(database)
        central = SqlCentral(database, Objects(settings.files), wakes, f"esozialakte {__version__}")
        service = Service(central, Uploads(central), wakes, watchers=Watchers(settings.metrics_from))
        app = create_app(service)
        install(app, Auth(database, settings.auth, fetcher(settings.auth.oidc.ca_file if settings.auth.oidc else "")))
        _catch_up(central)
        yield app, service
    finally:
        database.close()


def serve(settings: Settings) -> None:
    """Serve until a signal asks to stop; what is being answered then is answered to its end."""
    settings.check()
    with composed(settings) as (app, service):
        run(settings, app, service)


def run(settings: Settings, app: FastAPI, service: Service) -> None:
    """Answer requests with ``app`` until a signal asks to stop."""
    with _listening(settings) as listening:
        app.add_middleware(Answered, tell=log_answered)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_GRACE,
            proxy_headers=settings.behind_proxy,
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
        )
        host, port = listening.getsockname()[:2]
        scheme = "http" if settings.tls_cert is None else "https"
        address = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
        _Server(config, service.wakes, address).run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, wakes: Wakes, address: str) -> None:
        super().__init__(config)
        self._wakes = wakes
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _log.info("listening", extra={"address": self._address, "version": __version__})

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal asks to stop; the second one does not wait. To have been asked is no failure: the status is 0."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        _log.info("stopping")
        self._wakes.release()  # who waits for news gets an answer now, and asks another process for the rest
        await super().shutdown(sockets)


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.host.strip("[]"), settings.port))
        except OSError as error:
            raise WrongUse(
                _("Unter dieser Adresse kann der Dienst nicht lauschen."),
                _("Wählen Sie mit --listen eine andere, oder beenden Sie, was dort schon läuft."),
            ) from error
        yield listening


def _catch_up(central: SqlCentral) -> None:
    """What a crash left undone; the service starts in any case."""
    try:
        for site in central.sites():
            central.finish_erasures(site)
    except AppError as error:
        _log.warning("erasures could not be finished: %s", error.code)
