"""Over HTTP: the officer's questions, grants, computers, and what the routes of signing in answer."""

import gzip
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from app.domain.actions import SYSTEM, ImportCases, RecordAccess, TakeIn, action_to_json
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS
from app.domain.ids import new_id
from app.domain.records import FILED, PRINT, Access, CaseFile, Document, Person
from app.server.auth.passwords import Accounts
from app.server.auth.settings import AuthSettings
from tests.server.auth_world import HERE, THERE, World
from tests.server.test_rights import make_app

OWN = "vier Wörter Bleistift Regenschirm"
DEVICE = "0d1a9f4e6b7c4c1d8e2f3a4b5c6d7e8f"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(f"sqlite:///{tmp_path}/service.sqlite", tmp_path, AuthSettings(tries_per_minute=6))
    hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    world.auth.accounts = Accounts(world.database, world.clock, hasher)
    world.auth.accounts.add("caseworker", OWN, must_change=False)
    yield world
    world.close()


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with TestClient(make_app(world)) as client:
        yield client


def asked(client: TestClient, world: World, who: str, **question: Any) -> list[tuple[str, str]]:
    answer = client.get("/v1/readlog", params=question, headers=world.bearer(who))
    assert answer.status_code == 200, answer.text
    return [(row["worker"], row["kind"]) for row in answer.json()["readings"]]


@pytest.fixture
def document(world: World) -> Document:
    """In a case of Borken, with its bytes."""
    data = b"%PDF a letter"
    world.central.put(HERE, ORIGINALS, sha256_hex(data), data)
    case = CaseFile(id="c1", case_number="35502BG0001234", persons=(Person(last_name="Klaus"),))
    made = Document(id="d1", sha256=sha256_hex(data), size=len(data), title="Bescheid", case="c1", state_of_work=FILED)
    world.do(ImportCases(by=SYSTEM, site=HERE, cases=(case,)))
    world.do(TakeIn(by=SYSTEM, site=HERE, documents=(made,)))
    return made


def test_who_saw_this_file_and_what_did_this_person_see(client: TestClient, world: World, document: Document) -> None:
    case = next(iter(world.central.office(HERE)[1].all(CaseFile.kind))).id
    blob = f"/v1/sites/{HERE}/blobs/originals/{document.sha256}"
    assert client.get(blob, headers=world.bearer("caseworker")).status_code == 200
    access = Access(id=new_id(), what=PRINT, documents=("d1",), by="team-lead")
    printed = action_to_json(RecordAccess(id=new_id(), by="team-lead", site=HERE, access=access))
    lead = world.bearer("team-lead")
    assert client.post(f"/v1/sites/{HERE}/actions", json=printed, headers=lead).status_code == 200
    looked = {"reads": [{"kind": "case", "case": case, "at": "2026-11-23T09:00:00+00:00"}]}
    for _again in range(2):  # the answer was lost
        assert client.post(f"/v1/sites/{HERE}/reads", json=looked, headers=lead).status_code == 204
    saw = [("team-lead", "case"), ("team-lead", "print"), ("caseworker", "original")]
    assert asked(client, world, "county.privacy", case=case) == saw
    assert asked(client, world, "county.privacy", case="35502 BG 1234") == saw
    assert asked(client, world, "privacy-officer", document="d1") == saw[1:]
    assert asked(client, world, "county.privacy", worker="caseworker") == saw[2:]
    assert len(asked(client, world, "county.privacy", worker="county.privacy")) == 3  # that one asked is noted as well
    assert asked(client, world, "county.privacy", until="2020") == []


def test_an_officer_of_a_town_hears_of_that_town_alone(client: TestClient, world: World) -> None:
    world.set_up(THERE, {"other": ("caseworker",), "their.officer": ("privacy-officer",)})
    looked = {"reads": [{"kind": "document", "document": "d9"}]}
    assert client.post(f"/v1/sites/{THERE}/reads", json=looked, headers=world.bearer("other")).status_code == 204
    assert asked(client, world, "privacy-officer", document="d9") == []
    assert asked(client, world, "their.officer", document="d9") == [("other", "document")]


def test_a_grant_is_given_seen_and_ended_at_the_site_that_gives_it(client: TestClient, world: World) -> None:
    grant = {"worker": "caseworker", "reason": "Vertretung", "until": "2027-01-20T12:00:00+01:00"}
    given = client.post(f"/v1/sites/{THERE}/grants", json=grant, headers=world.bearer("other"))
    assert given.status_code == 201
    [row] = client.get("/v1/grants", headers=world.bearer("other")).json()
    assert (row["worker"], row["given_by"], row["reason"]) == ("caseworker", "other", "Vertretung")
    assert client.get("/v1/grants", headers=world.bearer("team-lead")).json() == []
    assert client.get("/v1/me", headers=world.bearer("caseworker")).json()["grants"][0]["site"] == THERE
    url = f"/v1/sites/{THERE}/grants/{row['id']}"
    assert client.delete(url, headers=world.bearer("other")).status_code == 204
    assert client.delete(url, headers=world.bearer("other")).json()["code"] == "not-found"
    wrong = {**grant, "until": "morgen"}
    assert client.post(f"/v1/sites/{THERE}/grants", json=wrong, headers=world.bearer("other")).status_code == 422


def test_a_computer_is_listed_revoked_and_freed(client: TestClient, world: World) -> None:
    body = {"worker": "caseworker", "password": OWN, "device": DEVICE, "device_name": "PC-17"}
    token = client.post("/v1/sign-in/password", json=body).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    admin = world.bearer("county.admin")
    [row] = client.get("/v1/devices", params={"worker": "caseworker"}, headers=admin).json()
    assert (row["id"], row["name"], row["revoked_at"]) == (DEVICE, "PC-17", "")
    assert client.post(f"/v1/devices/{DEVICE}/revoke", headers=admin).status_code == 204
    for answer in (client.get("/v1/sites", headers=headers), client.post("/v1/sign-in/password", json=body)):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:esozialakte:device-revoked")
    assert client.post(f"/v1/devices/{DEVICE}/free", headers=admin).status_code == 204
    assert client.post("/v1/sign-in/password", json=body).status_code == 200
    assert client.post(f"/v1/devices/{new_id()}/revoke", headers=admin).status_code == 404


def test_an_admin_of_a_town_sees_and_revokes_its_computers_alone(client: TestClient, world: World) -> None:
    world.token("other", DEVICE)
    admin = world.bearer("admin")
    assert client.get("/v1/devices", headers=admin).json() == []
    assert client.post(f"/v1/devices/{DEVICE}/revoke", headers=admin).status_code == 404
    world.token("caseworker", "1" * 32)
    assert [row["worker"] for row in client.get("/v1/devices", headers=admin).json()] == ["caseworker"]


def test_tokens_over_http(client: TestClient, world: World) -> None:
    body = {"worker": "caseworker", "password": OWN}
    tokens = client.post("/v1/sign-in/password", json=body).json()
    assert tokens["token_type"] == "Bearer" and tokens["expires_in"] == 600
    again = client.post("/v1/sign-in/refresh", json={"refresh_token": tokens["refresh_token"]}).json()
    headers = {"Authorization": f"Bearer {again['access_token']}"}
    assert client.get("/v1/me", headers=headers).json()["roles"] == {HERE: ["caseworker"]}
    assert client.post("/v1/sign-out", headers=headers).status_code == 204
    answer = client.get("/v1/me", headers=headers)
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
    assert client.post("/v1/sign-in/oidc", json={"token": "x"}).status_code == 422


def test_an_address_that_tries_too_often_has_to_wait(client: TestClient) -> None:
    answers = [client.post("/v1/sign-in/password", json={"worker": f"w{n}", "password": "x"}) for n in range(8)]
    assert [answer.status_code for answer in answers] == [401] * 6 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0 and answers[-1].json()["code"] == "too-many-tries"


def test_no_password_and_no_token_is_ever_logged(
    client: TestClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    tokens = client.post("/v1/sign-in/password", json={"worker": "caseworker", "password": OWN}).json()
    client.post("/v1/sign-in/password", json={"worker": OWN, "password": "caseworker"})
    client.post("/v1/password", json={"worker": "caseworker", "old": OWN, "new": OWN[::-1]})
    client.post("/v1/sign-in/refresh", json={"refresh_token": tokens["refresh_token"]})
    client.get("/v1/me", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    for secret in (OWN, OWN[::-1], tokens["access_token"], tokens["refresh_token"]):
        assert secret not in caplog.text


def test_bodies_that_nobody_asked_for_are_refused_before_signing_in(client: TestClient) -> None:
    large = client.post("/v1/sign-in/password", content=b'{"worker": "' + b"a" * (1 << 20) + b'"}')
    assert (large.status_code, large.json()["code"]) == (413, "too-large")
    bomb = gzip.compress(b" " * (64 << 20))
    packed = client.post("/v1/sign-in/password", content=bomb, headers={"Content-Encoding": "gzip"})
    assert packed.status_code == 413
    for body in (b"", b"{", b"[]", b'"x"', b'{"worker": "a\\u0000b", "password": "x"}', b'{"worker": ["a"]}'):
        headers = {"Content-Type": "application/json"}
        assert client.post("/v1/sign-in/password", content=body, headers=headers).status_code == 422, body


def test_who_waits_for_news_gets_none_after_signing_out(client: TestClient, world: World) -> None:
    headers = world.bearer("caseworker")
    known = {"known": f"{HERE}:{world.central.position(HERE)}", "wait": 1}
    assert client.get("/v1/sites", params=known, headers=headers).status_code == 200
    principal = world.auth.sessions.principal(headers["Authorization"].partition(" ")[2])
    ending = threading.Timer(0.3, world.auth.sessions.end, [principal.session])
    ending.start()
    for path, more in (("/v1/sites", known), (f"/v1/sites/{HERE}/commits", {"after": 1, "wait": 1})):
        assert client.get(path, params=more, headers=headers).status_code == 401
    ending.join()
