"""Signing in at a real OpenID provider, with a real service and the client's own way through the browser."""

import socket
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
import requests

from app.adapters.central.rest.line import Line
from app.adapters.central.rest.sign_in import ServiceSignIn
from app.domain.errors import SignInNeeded
from app.server.auth.settings import AuthSettings, OidcSettings
from app.server.fetching import fetcher
from tests.server.auth_world import World
from tests.server.oidc_peer import Browser, OidcProvider, provider_folder
from tests.server.served import Served


class MemorySecrets:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, text: str) -> None:
        self.kept[name] = text

    def discard(self, name: str) -> None:
        self.kept.pop(name, None)

    def exclusive(self) -> Any:
        return nullcontext()


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OidcProvider]:
    folder, why = provider_folder(tmp_path_factory.mktemp("oidc"))
    if folder is None:
        pytest.skip(why)
    provider = OidcProvider(folder)
    yield provider
    provider.close()


@pytest.fixture
def served(provider: OidcProvider, tmp_path: Path) -> Iterator[Served]:
    settings = AuthSettings(oidc=OidcSettings(provider.issuer, "esozialakte"))
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path, settings, fetcher())
    world.real_time()
    with Served(world) as served:
        yield served
    world.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser("caseworker")
    yield browser
    browser.close()


def never() -> bool:
    return False


def test_signing_in_in_the_browser_working_renewing_and_signing_out(served: Served, browser: Browser) -> None:
    secrets = MemorySecrets()
    sign_in = ServiceSignIn(served.url, secrets, "PC-17")
    assert sign_in.ways().browser and sign_in.worker == ""
    assert sign_in.with_browser(browser.show, never) == "caseworker"
    browser.close()
    assert "schließen" in browser.saw
    first = sign_in.authorization()
    with closing(Line(served.url, sign_in)) as line:
        assert [entry["site"] for entry in line.json("GET", "/sites")["sites"]] == ["borken"]
        renewed = sign_in.authorization(refused=first)
        assert renewed != first
        later = ServiceSignIn(served.url, secrets)  # the program was started again
        assert later.worker == "caseworker"
        assert later.authorization() not in (first, renewed)
        kept = dict(secrets.kept)
        later.sign_out()
    assert later.worker == ""
    with pytest.raises(SignInNeeded):
        later.authorization()
    secrets.kept = kept  # a copy that somebody took of the keyring
    with pytest.raises(SignInNeeded):
        ServiceSignIn(served.url, secrets).authorization()


def test_keys_that_the_provider_has_changed_since(served: Served, provider: OidcProvider, browser: Browser) -> None:
    sign_in = ServiceSignIn(served.url, MemorySecrets())
    sign_in.with_browser(browser.show, never)
    provider.change_keys()
    served.world.auth._oidc._tried_at = 0  # type: ignore[union-attr]  # ten seconds have passed
    again = Browser("team-lead")
    assert ServiceSignIn(served.url, MemorySecrets()).with_browser(again.show, never) == "team-lead"
    again.close()


def test_whoever_is_not_entered_is_told_so(served: Served) -> None:
    stranger = Browser("stranger")
    with pytest.raises(Exception, match="an keinem Standort"):
        ServiceSignIn(served.url, MemorySecrets()).with_browser(stranger.show, never)
    stranger.close()


def test_a_person_who_refuses_is_not_signed_in(served: Served) -> None:
    refusing = Browser("caseworker", refuses=True)
    with pytest.raises(SignInNeeded):
        ServiceSignIn(served.url, MemorySecrets()).with_browser(refusing.show, never)
    refusing.close()
    assert "abgelehnt" in refusing.saw


def test_giving_up_while_the_browser_is_open(served: Served) -> None:
    looks = iter([False, False, True])
    with pytest.raises(InterruptedError):
        ServiceSignIn(served.url, MemorySecrets()).with_browser(lambda _url: True, lambda: next(looks))


def test_others_who_knock_at_the_port_get_nothing_and_disturb_nothing(served: Served, browser: Browser) -> None:
    knocked: list[int] = []

    def show(url: str) -> bool:
        port = int(url.partition("redirect_uri=http%3A%2F%2F127.0.0.1%3A")[2].partition("%2F")[0])
        browser.show(url)
        with socket.create_connection(("127.0.0.1", port)) as silent:
            silent.sendall(b"GET / HT")
        for path in ("/", "/?code=1&state=2", "/other", "/?error=x"):
            knocked.append(port)
            knock = Browser("")
            knock.show(f"http://127.0.0.1:{port}{path}")
            knocking.append(knock)
        return True

    knocking: list[Browser] = []
    assert ServiceSignIn(served.url, MemorySecrets()).with_browser(show, never) == "caseworker"
    for knock in knocking:
        knock.close()
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{knocked[0]}/", timeout=2)
