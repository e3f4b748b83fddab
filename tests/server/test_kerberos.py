"""The computer's own sign-in at a real KDC is enough at the service; tickets of others and old ones are not."""

import base64
import importlib.util
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
import requests

from app.adapters.central.rest.sign_in import ServiceSignIn
from app.adapters.central.rest.ticket import ticket
from app.adapters.desktop.sign_in_secrets import SignInSecrets
from app.domain.errors import NotAllowed, SignInNeeded, WrongUse
from app.server.auth.settings import AuthSettings
from tests.server.auth_world import World
from tests.server.kdc import HOST, REALM, Kdc, missing
from tests.server.served import Served
from tests.server.test_sign_in import MemoryKeyring


@pytest.fixture(scope="module")
def kdc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kdc]:
    if missing():
        pytest.skip(f"{missing()} not installed")
    for module in ("gssapi", "krb5", "spnego"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"the Python package {module} is not installed (extra „kerberos“)")
    with pytest.MonkeyPatch.context() as patch:
        kdc = Kdc(tmp_path_factory.mktemp("kdc"))
        for name, value in kdc.environment.items():
            patch.setenv(name, value)
        yield kdc
        kdc.close()


@pytest.fixture
def served(kdc: Kdc, tmp_path: Path) -> Iterator[Served]:
    settings = AuthSettings(kerberos_service=f"HTTP@{HOST}", kerberos_realm=REALM)
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path, settings)
    with Served(world) as served:
        served.url = served.url.replace("127.0.0.1", HOST)
        yield served
    world.close()


@pytest.fixture
def sign_in(served: Served) -> ServiceSignIn:
    return ServiceSignIn(served.url, SignInSecrets(nullcontext, MemoryKeyring()))


def post(served: Served, authorization: str) -> requests.Response:
    headers = {"Authorization": authorization}
    return requests.post(f"{served.url}/v1/sign-in/kerberos", json={}, headers=headers, timeout=10)


def test_the_computers_sign_in_is_enough_and_is_renewed_unseen(kdc: Kdc, sign_in: ServiceSignIn) -> None:
    kdc.sign_in("caseworker")
    assert sign_in.ways().ticket
    assert sign_in.with_ticket() == "caseworker"
    first = sign_in.authorization()
    assert sign_in.authorization(refused=first) != first
    kdc.sign_out()
    with pytest.raises(SignInNeeded):
        sign_in.authorization(refused=sign_in.authorization())


def test_without_a_ticket_there_is_nothing_to_show(kdc: Kdc, sign_in: ServiceSignIn) -> None:
    kdc.sign_out()
    with pytest.raises(SignInNeeded) as caught:
        sign_in.with_ticket()
    assert caught.value.code == "no-ticket"


def test_somebody_of_the_realm_who_is_entered_nowhere_is_told_so(kdc: Kdc, sign_in: ServiceSignIn) -> None:
    kdc.sign_in("stranger")
    with pytest.raises(NotAllowed):
        sign_in.with_ticket()


def test_false_and_used_tickets_are_refused(kdc: Kdc, served: Served) -> None:
    kdc.sign_in("caseworker")
    good = ticket(HOST)
    raw = bytearray(base64.b64decode(good.partition(" ")[2]))
    raw[-20] ^= 1
    for false in ("", "Negotiate", "Negotiate !!!", "Negotiate AAAA", "Basic YTpi", f"Negotiate {_b64(bytes(raw))}"):
        assert post(served, false).status_code == 401, false
    assert post(served, good).headers["WWW-Authenticate"].startswith("Negotiate ")
    assert post(served, good).status_code == 401  # somebody has copied it


def test_a_namesake_of_another_realm_is_not_our_worker(kdc: Kdc, tmp_path: Path) -> None:
    settings = AuthSettings(kerberos_service=f"HTTP@{HOST}", kerberos_realm="OURS.EXAMPLE")
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path, settings)
    kdc.sign_in("caseworker")
    with Served(world) as served:
        assert post(served, ticket(HOST)).status_code == 401
    world.close()


def test_kerberos_without_a_realm_is_no_setting(tmp_path: Path) -> None:
    pytest.importorskip("spnego")
    with pytest.raises(WrongUse):
        World(f"sqlite:///{tmp_path}/s.sqlite", tmp_path, AuthSettings(kerberos_service=f"HTTP@{HOST}")).close()


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
