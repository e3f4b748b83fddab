"""What the service says of itself (OpenAPI) is true: requests made from it get what it promises, and never a fault."""

import tempfile
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from app.server.api import log_routes
from tests.server.auth_world import World
from tests.server.test_rights import make_app

_folder = tempfile.TemporaryDirectory()
_world = World(f"sqlite:///{_folder.name}/service.sqlite", Path(_folder.name))
_app = make_app(_world)
_api = schemathesis.openapi.from_asgi("/v1/openapi.json", _app)
_CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: schemathesis.SerializationContext, value: object) -> bytes:
    """Whatever comes is sent as it is: the service has to say what is wrong with it."""
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """For news that never comes a request would wait for up to a minute."""

    async def at_once(_seconds: int, _news: object) -> None:
        return

    monkeypatch.setattr(log_routes, "_news_or", at_once)


@_api.parametrize()
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_route_keeps_its_promises(case: Case) -> None:
    case.call_and_validate(headers=_world.bearer("scanner"), checks=_CHECKS)


def test_errors_and_examples_are_described() -> None:
    for path, operations in _app.openapi()["paths"].items():
        for method, operation in operations.items():
            assert operation["operationId"] and operation.get("description"), (method, path)
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert "example" in answer["content"]["application/problem+json"], (method, path, status)
