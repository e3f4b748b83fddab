"""Signing in at an identity provider in the system's browser: authorization code with PKCE (RFC 7636), the answer
comes to a port of this computer (RFC 8252)."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from requests import Response, Session

from app.adapters.central.rest.faults import broken
from app.adapters.central.rest.line import CONNECT, SILENCE, translated
from app.domain.errors import SignInNeeded
from app.domain.texts import _

PATIENCE = 300.0
"""Seconds that a person has in the browser."""
_LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider and what the service says about it."""

    issuer: str
    client_id: str
    scopes: str


@dataclass(frozen=True, slots=True)
class ProvidersTokens:
    """``refresh`` is empty where the provider gives none."""

    id_token: str
    refresh: str


def failed() -> SignInNeeded:
    return SignInNeeded(
        _("Die Anmeldung im Browser ist nicht zu Ende gekommen."),
        _("Versuchen Sie es noch einmal, oder fragen Sie die Administration."),
        code="sign-in-failed",
    )


class BrowserSignIn:
    """``session`` judges certificates and knows no proxies of the environment."""

    def __init__(self, session: Session, provider: Provider) -> None:
        self._session = session
        self._provider = provider

    def run(self, show: Callable[[str], bool], cancelled: Callable[[], bool]) -> ProvidersTokens:
        """Raises ``SignInNeeded``, ``CentreUnreachable``, and ``InterruptedError`` when it was cancelled."""
        about = self._about()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
        with _Listener(state) as listener:
            challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
            asked = {
                "response_type": "code",
                "client_id": self._provider.client_id,
                "redirect_uri": listener.address,
                "scope": self._provider.scopes,
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge,
                "code_challenge_method": "S256",
            }
            if "offline_access" in self._provider.scopes.split():
                asked["prompt"] = "consent"  # OpenID Connect gives a lasting token only to who was asked
            if not show(f"{about['authorization_endpoint']}?{urlencode(asked)}"):
                raise failed()
            answer = listener.wait(cancelled)
        if "code" not in answer or answer.get("iss", self._provider.issuer) != self._provider.issuer:
            raise failed()
        exchange = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": listener.address}
        return self._tokens(about, {**exchange, "code_verifier": verifier}, nonce)

    def renew(self, refresh: str) -> ProvidersTokens:
        """New tokens for a refresh token. Raises ``SignInNeeded`` when the provider wants to see the person again."""
        return self._tokens(self._about(), {"grant_type": "refresh_token", "refresh_token": refresh}, "", refresh)

    def revoke(self, refresh: str) -> None:
        """Give the refresh token back. Raises as ``renew``."""
        endpoint = self._about().get("revocation_endpoint")
        if endpoint:
            self._post(endpoint, {"token": refresh, "token_type_hint": "refresh_token"})

    # --- inside ---------------------------------------------------------------------------------------------
    def _tokens(self, about: dict[str, Any], asked: dict[str, str], nonce: str, refresh: str = "") -> ProvidersTokens:
        answer = self._post(str(about["token_endpoint"]), asked)
        if answer.status_code >= 500:
            raise broken(OSError(answer.status_code))
        try:
            told = answer.json()
            id_token = told["id_token"]
            if nonce and _claims(id_token).get("nonce") != nonce:
                raise failed()
            return ProvidersTokens(id_token, str(told.get("refresh_token") or refresh))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise failed() from error

    def _about(self) -> dict[str, Any]:
        if not _safe(self._provider.issuer):
            raise failed()
        with translated():
            url = f"{self._provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            answer = self._session.get(url, timeout=(CONNECT, SILENCE))
        try:
            about: dict[str, Any] = answer.json()
            names = ("authorization_endpoint", "token_endpoint")
            if about["issuer"] != self._provider.issuer or not all(_safe(about[name]) for name in names):
                raise failed()
            return about
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise failed() from error

    def _post(self, url: str, form: dict[str, str]) -> Response:
        with translated():
            filled = {"client_id": self._provider.client_id, **form}
            return self._session.post(url, data=filled, timeout=(CONNECT, SILENCE), allow_redirects=False)


class _Listener(TCPServer):
    """Waits on a port of this computer for the browser to come back with our ``state``; all else gets a 404."""

    allow_reuse_address = False  # on Windows another program could take the port over

    def __init__(self, state: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.state = state
        self.found: dict[str, str] | None = None
        self.timeout = _LOOK

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def wait(self, cancelled: Callable[[], bool]) -> dict[str, str]:
        until = time.monotonic() + PATIENCE
        while self.found is None:
            if cancelled():
                raise InterruptedError
            if time.monotonic() > until:
                raise failed()
            self.handle_request()
        return self.found

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is none of ours; nothing is printed."""


class _Answer(BaseHTTPRequestHandler):
    server: _Listener
    timeout = 2

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        told = {name: values[0] for name, values in parse_qs(url.query).items()}
        mine = url.path == "/" and secrets.compare_digest(told.get("state", "").encode(), self.server.state.encode())
        if mine:
            self.server.found = told
        self._say(200 if mine else 404, _said(mine, "code" in told))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the address holds the code."""

    def _say(self, status: int, text: str) -> None:
        page = f"<!doctype html><html lang=de><meta charset=utf-8><title>E-Sozialakte</title><p>{text}</p></html>"
        raw = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.end_headers()
        self.wfile.write(raw)


def _said(mine: bool, good: bool) -> str:
    if not mine:
        return _("Diese Seite gehört zu keiner Anmeldung.")
    if good:
        return _("Sie können dieses Fenster schließen und in der E-Sozialakte weiterarbeiten.")
    return _("Die Anmeldung wurde abgelehnt. Sie können dieses Fenster schließen.")


def _claims(token: str) -> dict[str, Any]:
    """What a token says. It came straight from the provider over TLS; the service checks its signature."""
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def _safe(url: str) -> bool:
    """Codes and tokens go over TLS alone, or stay on this computer."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "::1", "localhost")
