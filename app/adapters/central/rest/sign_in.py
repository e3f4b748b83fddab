"""Who we are at a service: signs in, keeps what it takes to stay signed in, and renews the access token in time."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from requests import Response

from app.adapters.central.rest.browser import BrowserSignIn, Provider
from app.adapters.central.rest.faults import error_of, no_service
from app.adapters.central.rest.line import CONNECT, SILENCE, open_session, translated
from app.adapters.central.rest.ticket import ticket
from app.domain.errors import AppError, DeviceRevoked, SignInNeeded, WrongUse
from app.domain.sign_in import SecretKeeper, Ways
from app.domain.texts import _

PASSWORD, BROWSER, TICKET = "password", "browser", "ticket"
_EARLIER = 30.0
"""Seconds before its end in which an access token is not used any more."""
_NEXT_SECOND = 1.1


def sign_in_needed() -> SignInNeeded:
    return SignInNeeded(
        _("Sie sind am Dienst nicht angemeldet, oder Ihre Anmeldung ist abgelaufen."),
        _("Melden Sie sich an. Was Sie inzwischen tun, wird gesammelt und danach gesendet."),
    )


class ServiceSignIn:
    """A ``SignIn`` and the line's ``Credentials`` in one. ``computer``: a name for the administration's list."""

    def __init__(self, url: str, keeper: SecretKeeper, computer: str = "", ca_file: str = "") -> None:
        self._base = url.rstrip("/") + "/v1"
        self._name = f"service {url.rstrip('/').lower()}"
        self._url = urlsplit(url)
        self._keeper = keeper
        self._computer = computer[:100]
        self._session = open_session(ca_file)
        self._lock = threading.RLock()
        self._access = ""
        self._until = 0.0

    # --- credentials ----------------------------------------------------------------------------------------
    def authorization(self, refused: str = "") -> str:
        with self._lock:
            said = f"Bearer {self._access}"
            if not self._access or said == refused or time.monotonic() >= self._until:
                self._renew()
                said = f"Bearer {self._access}"
            return said

    # --- signing in -----------------------------------------------------------------------------------------
    @property
    def host(self) -> str:
        return self._url.netloc

    @property
    def worker(self) -> str:
        return str(self._kept().get("worker", ""))

    def ways(self) -> Ways:
        told = self._told(self._ask("GET", "/sign-in"))
        return Ways(
            password=bool(told.get("password")), browser=bool(told.get("oidc")), ticket=bool(told.get("kerberos"))
        )

    def with_password(self, worker: str, password: str) -> str:
        return self._enter(PASSWORD, "/sign-in/password", {"worker": worker, "password": password})

    def with_browser(self, show: Callable[[str], bool], cancelled: Callable[[], bool]) -> str:
        provider = self._provider()
        tokens = self._browser(provider).run(show, cancelled)
        more = {"issuer": provider.issuer, "client_id": provider.client_id, "refresh": tokens.refresh}
        return self._enter(BROWSER, "/sign-in/oidc", {"token": tokens.id_token}, more)

    def with_ticket(self) -> str:
        return self._enter(TICKET, "/sign-in/kerberos", {}, headers=self._negotiate())

    def change_password(self, worker: str, old: str, new: str) -> None:
        self._told(self._ask("POST", "/password", {"worker": worker, "old": old, "new": new}))

    def sign_out(self) -> None:
        with self._lock, self._keeper.exclusive():
            kept = self._kept()
            with suppress(AppError):  # away, or over already: then there is nothing that could be ended now
                if self._access:
                    self._ask("POST", "/sign-out", headers={"Authorization": f"Bearer {self._access}"})
                if kept.get("way") == BROWSER and kept.get("refresh"):
                    self._browser(_provider_of(kept)).revoke(str(kept["refresh"]))
            self._keep({"device": kept.get("device", "")})
            self._access = ""

    # --- inside ---------------------------------------------------------------------------------------------
    def _enter(
        self,
        way: str,
        path: str,
        said: dict[str, str],
        more: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> str:
        with self._lock, self._keeper.exclusive():
            device = str(self._kept().get("device") or uuid4().hex)
            told = self._told(self._ask("POST", path, {**said, **self._device(device)}, headers))
            self._take(told)
            worker = self._who()
            refresh = {"refresh": told["refresh_token"]} if told.get("refresh_token") else {}
            self._keep({"way": way, "worker": worker, "device": device, **refresh, **(more or {})})
            return worker

    def _renew(self) -> None:
        self._access = ""
        with self._keeper.exclusive():
            kept = self._kept()
            try:
                self._take(self._renewed(kept))
            except DeviceRevoked:
                self._keep({"device": kept.get("device", "")})
                raise
            except SignInNeeded as error:
                self._keep({name: value for name, value in kept.items() if name != "refresh"})
                raise sign_in_needed() from error

    def _renewed(self, kept: dict[str, Any]) -> dict[str, Any]:
        """New tokens; a new refresh token is kept before anything else is done, for the old one is used up."""
        if kept.get("way") == TICKET:
            device = self._device(str(kept["device"]))
            return self._told(self._ask("POST", "/sign-in/kerberos", device, self._negotiate()))
        if not kept.get("refresh"):
            raise sign_in_needed()
        if kept["way"] == BROWSER:
            try:
                return self._renewed_by_provider(kept)
            except SignInNeeded:
                # Tokens are good for once, and those that a provider gives within a second may be the same.
                threading.Event().wait(_NEXT_SECOND)
                return self._renewed_by_provider(self._kept())
        told = self._told(self._ask("POST", "/sign-in/refresh", {"refresh_token": str(kept["refresh"])}))
        self._keep({**kept, "refresh": told.get("refresh_token", "")})
        return told

    def _renewed_by_provider(self, kept: dict[str, Any]) -> dict[str, Any]:
        tokens = self._browser(_provider_of(kept)).renew(str(kept["refresh"]))
        self._keep({**kept, "refresh": tokens.refresh})
        said = {"token": tokens.id_token, **self._device(str(kept["device"]))}
        return self._told(self._ask("POST", "/sign-in/oidc", said))

    def _take(self, told: dict[str, Any]) -> None:
        try:
            self._access = str(told["access_token"])
            self._until = time.monotonic() + float(told["expires_in"]) - _EARLIER
        except (KeyError, TypeError, ValueError):
            raise no_service() from None

    def _who(self) -> str:
        worker = self._told(self._ask("GET", "/me", headers={"Authorization": f"Bearer {self._access}"})).get("worker")
        if not isinstance(worker, str) or not worker:
            raise no_service()
        return worker

    def _provider(self) -> Provider:
        told = self._told(self._ask("GET", "/sign-in")).get("oidc")
        if not isinstance(told, dict):
            raise no_service()
        return Provider(*(str(told.get(name, "")) for name in ("issuer", "client_id", "scopes")))

    def _browser(self, provider: Provider) -> BrowserSignIn:
        return BrowserSignIn(self._session, provider)

    def _negotiate(self) -> dict[str, str]:
        return {"Authorization": ticket(self._url.hostname or "")}

    def _device(self, device: str) -> dict[str, str]:
        return {"device": device, "device_name": self._computer}

    def _kept(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._keeper.get(self._name) or "{}")
        except ValueError:
            kept = {}
        return kept if isinstance(kept, dict) else {}

    def _keep(self, state: dict[str, Any]) -> None:
        self._keeper.put(self._name, json.dumps(state))

    def _ask(
        self, method: str, path: str, body: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> Response:
        with translated():
            answer = self._session.request(
                method,
                self._base + path,
                json=body,
                headers=headers,
                timeout=(CONNECT, SILENCE),
                allow_redirects=False,
            )
        if answer.status_code >= 400:
            raise error_of(answer)
        return answer

    @staticmethod
    def _told(answer: Response) -> dict[str, Any]:
        if answer.status_code == 204:
            return {}
        try:
            told = answer.json()
        except ValueError:
            raise no_service() from None
        if not isinstance(told, dict):
            raise no_service()
        return told


class MachineSignIn(ServiceSignIn):
    """A program without a person: signs in with its password whenever it has to, and keeps nothing."""

    def __init__(self, url: str, keeper: SecretKeeper, worker: str, password_file: Path, ca_file: str = "") -> None:
        super().__init__(url, keeper, ca_file=ca_file)
        self._worker = worker
        self._password_file = password_file

    @property
    def worker(self) -> str:
        return self._worker

    def _renewed(self, kept: dict[str, Any]) -> dict[str, Any]:
        try:
            password = self._password_file.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongUse(_("Die Datei mit dem Kennwort für den Dienst ist nicht lesbar.")) from error
        return self._told(self._ask("POST", "/sign-in/password", {"worker": self._worker, "password": password}))


def _provider_of(kept: dict[str, Any]) -> Provider:
    return Provider(str(kept.get("issuer")), str(kept.get("client_id")), "")
