"""A test for every route and role, allowed and refused, made from the one table of rights."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute

from app.server.api.service import Service
from app.server.app import create_app
from app.server.auth.wiring import install
from app.server.rights import RIGHTS, Where, right
from app.server.store.uploads import Uploads
from app.server.store.wakes import Wakes
from tests.server.auth_world import COUNTY, HERE, SITE_ROLES, THERE, WORKERS, World

ID = "019ab3c4-7d1e-7c3a-9b0f-5a1d2e3f4a5b"
PATH = {"area": "originals", "sha256": "0" * 64, "action": ID, "number": "1", "upload": ID, "device": ID, "grant": ID}


def make_app(world: World) -> FastAPI:
    wakes = Wakes(world.database)
    app = create_app(Service(world.central, Uploads(world.central), wakes))
    install(app, world.auth)
    return app


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("rights")
    world = World(f"sqlite:///{folder}/service.sqlite", folder)
    yield world
    world.close()


@pytest.fixture(scope="module")
def app(world: World) -> FastAPI:
    return make_app(world)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def routes_of(app: FastAPI) -> dict[str, APIRoute]:
    return {route.operation_id or route.path: route for route in flat(app.routes)}


def flat(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """FastAPI keeps included routers as they are from some version on."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif (included := getattr(route, "original_router", None)) is not None:
            yield from flat(included.routes)


def asked_by(route: APIRoute) -> set[str]:
    """Rows of the table that a route's dependencies check."""
    made_by = right("me").__qualname__
    calls = [dependency.call for dependency in route.dependant.dependencies]
    return {call.__name__ for call in calls if call is not None and getattr(call, "__qualname__", "") == made_by}


def refused(client: TestClient, route: APIRoute, site: str, headers: dict[str, str]) -> bool:
    """Whether the table said no; what else is wrong with the request does not matter."""
    url = route.path_format.format(site=site, **PATH)
    answer = client.request(next(iter(route.methods)), url, headers=headers)
    assert answer.status_code != 401, answer.text
    if answer.status_code == 403 and not answer.content:  # an answer to HEAD has no body
        return True
    return answer.status_code == 403 and answer.json()["code"] == "no-right"


def expected(worker: str, operation: str, site: str) -> bool:
    """By the words of the table and of the fixture, not by the program that is tested."""
    row = RIGHTS[operation]
    if row.where in (Where.OPEN, Where.SIGNED_IN):
        return True
    role = COUNTY.get(worker, worker)
    at_home = worker in SITE_ROLES and (site == HERE or row.where is Where.COUNTY)
    return role in row.roles and (worker in COUNTY or at_home)


def test_every_route_has_its_row_and_asks_for_it(app: FastAPI) -> None:
    described = {operation["operationId"] for path in app.openapi()["paths"].values() for operation in path.values()}
    assert described and described <= set(routes_of(app))
    wrong = []
    for operation, route in routes_of(app).items():
        row = RIGHTS.get(operation)
        wanted = set() if row is None or row.where is Where.OPEN else {operation}
        if row is None or asked_by(route) != wanted:
            wrong.append(operation)
    assert wrong == [], "routes without a row in RIGHTS, or that do not ask right(<their operation_id>)"


def test_nothing_but_what_is_open_answers_without_sign_in(app: FastAPI, client: TestClient) -> None:
    for operation, route in routes_of(app).items():
        answer = client.request(next(iter(route.methods)), route.path_format.format(site=HERE, **PATH))
        is_open = RIGHTS[operation].where is Where.OPEN
        assert (answer.status_code == 401) is not is_open, operation
        if not is_open:
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("worker", WORKERS)
@pytest.mark.parametrize("site", [HERE, THERE])
def test_every_route_for_every_role(app: FastAPI, client: TestClient, world: World, worker: str, site: str) -> None:
    for operation, route in routes_of(app).items():
        if RIGHTS[operation].where is not Where.OPEN:
            assert refused(client, route, site, world.bearer(worker)) is not expected(worker, operation, site), (
                operation
            )


def test_a_grant_lets_read_there_and_no_more(app: FastAPI, client: TestClient, world: World) -> None:
    grant = world.auth.grants.give(
        worker="caseworker", site=THERE, reason="Vertretung", until="2027-01-20T12:00:00+01:00", by="other"
    )
    headers = world.bearer("caseworker")
    sites = client.get("/v1/sites", headers=headers).json()["sites"]
    assert sorted(entry["site"] for entry in sites) == [THERE, HERE]
    for operation, route in routes_of(app).items():
        if RIGHTS[operation].where is Where.SITE and operation != "sign-out":
            assert refused(client, route, THERE, headers) is not RIGHTS[operation].by_grant, operation
    world.auth.grants.end(THERE, grant, "other")
    world.auth.sessions.forget()
    assert refused(client, routes_of(app)["commits.read"], THERE, headers)


def test_a_site_sees_only_its_own(client: TestClient, world: World) -> None:
    seen = {
        worker: sorted(entry["site"] for entry in client.get("/v1/sites", headers=world.bearer(worker)).json()["sites"])
        for worker in WORKERS
    }
    assert seen == {worker: [THERE, HERE] if worker in COUNTY else [HERE] for worker in WORKERS}
