"""What the service tells about itself to whoever watches over it, and to nobody else."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from app.cli import run
from app.domain.actions import FileDocument, ImportCases, SetUpSite, TakeIn
from app.domain.errors import WrongUse
from app.domain.ids import new_id
from app.domain.records import CaseFile, Document, Site, Worker
from app.server.api.service import Service
from app.server.app import create_app
from app.server.metrics import Watchers
from app.server.store.central import SqlCentral
from app.server.store.database import Database
from app.server.store.objects import Objects
from app.server.store.uploads import Uploads
from app.server.store.wakes import Wakes
from tests.server.running import ActingCentral, Running, running

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Running]:
    with running(database_url, tmp_path) as service:
        yield service


def read(service: Running) -> tuple[str, Samples]:
    text = requests.get(f"{service.url}/metrics", timeout=20).text
    families = text_string_to_metric_families(text)
    return text, {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def test_it_counts_by_route_and_names_nobody(service: Running) -> None:
    with closing(ActingCentral(service.url)) as central:
        central.add_site("heek")
        worker = Worker(id="anna.berger", name="Anna Berger", roles=("caseworker",))
        central.submit(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), workers=(worker,)))
        case = CaseFile(id=new_id(), case_number="35502BG0001234")
        central.submit(ImportCases(site="heek", by="system", cases=(case,)))
        letter = Document(id=new_id(), sha256="ab" * 32, item="K-1", provider="Nord")
        central.submit(TakeIn(site="heek", by="system", documents=(letter,)))
        for _attempt in range(2):  # the second is too late
            central.submit(FileDocument(site="heek", by="anna.berger", document=letter.id, case=case.id))
        central._line.ask("GET", "/anna.berger/35502BG0001234", good=(404,))
    text, found = read(service)
    assert found["esozialakte_actions_total", (("outcome", "accepted"),)] == 4
    assert found["esozialakte_actions_total", (("outcome", "refused"),)] == 1
    route = ("method", "POST"), ("route", "/v1/sites/{site}/actions")
    assert found["esozialakte_requests_total", (*route, ("status", "200"))] == 4
    assert found["esozialakte_requests_total", (*route, ("status", "409"))] == 1
    assert found["esozialakte_request_seconds_count", route] == 5
    assert found["esozialakte_sent_bytes_total", (("route", "/v1/sites/{site}/actions"),)] > 100
    assert ("esozialakte_database_connections_busy", ()) in found
    for name in ("anna", "Berger", "35502", "heek", case.id, letter.id):
        assert name not in text


def test_who_waits_is_counted_and_not_timed(service: Running) -> None:
    with closing(ActingCentral(service.url)) as central:
        central.add_site("heek")
        central.wait_for_news({"heek": 0}, 1)
    _text, found = read(service)
    assert found["esozialakte_waiting_clients", ()] == 0
    route = ("method", "GET"), ("route", "/v1/sites")
    assert found["esozialakte_requests_total", (*route, ("status", "200"))] == 1
    assert ("esozialakte_request_seconds_count", route) not in found


@pytest.mark.parametrize(
    ("asker", "networks", "status"),
    [
        ("127.0.0.1", (), 200),
        ("::1", (), 200),
        ("10.1.2.3", (), 403),
        ("10.1.2.3", ("10.1.2.3",), 200),
        ("10.1.2.3", ("10.1.0.0/16", "fd00::/8"), 200),
        ("10.2.2.3", ("10.1.0.0/16",), 403),
        ("somebody", ("0.0.0.0/0",), 403),
    ],
)
def test_this_machine_alone_is_told_and_who_is_named(
    asker: str, networks: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    database = Database(f"sqlite:///{tmp_path}/service.sqlite")
    database.migrate()
    central = SqlCentral(database, Objects(tmp_path / "files"))
    app = create_app(Service(central, Uploads(central), Wakes(database), watchers=Watchers(networks)))
    assert TestClient(app, client=(asker, 4711)).get("/metrics").status_code == status
    database.close()


def test_settings_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        Watchers(("everybody",))
    for text in (
        '[operation]\nmetrics_from = "all"\n',
        "[operation]\nmetrics = true\n",
        '[operation]\nmetrics_from = ["x"]\n',
    ):
        settings = tmp_path / "settings.toml"
        settings.write_text(text)
        assert run(["serve", "--files", str(tmp_path), "--settings", str(settings)]) == 2
