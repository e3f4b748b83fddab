"""``esozialakte serve`` as a process: what it refuses, TLS, stopping, what it writes down."""

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests
import trustme

from app.adapters.central.rest import Line, RestCentral
from app.cli import run
from app.domain.actions import ImportCases, SetUpSite
from app.domain.errors import CentreUnreachable, SignInNeeded, StoreIncompatible, WrongUse
from app.domain.ids import new_id
from app.domain.records import CaseFile, Person, Site, Worker
from app.server.serving import Settings, is_loopback
from tests.server.running import Acting, ActingCentral, Running, running

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*options: str, module: str = "app") -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", module, *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT}
    process = subprocess.Popen(command, **pipes)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until_serving(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stderr is not None
    for line in process.stderr:
        told: dict[str, str] = json.loads(line)
        if told["event"] == "listening":
            return told
    raise AssertionError("the service ended")


# --- what is refused ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("listen", ["0.0.0.0:0", "192.0.2.1:443", "[::]:443", "example.org:443"])
def test_without_tls_it_listens_on_this_machine_alone(listen: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--listen", listen, "--database", "sqlite:////nonexistent/x", "--files", "/nonexistent"]) == 2
    assert "TLS" in capsys.readouterr().err


def test_a_proxy_may_do_tls() -> None:
    Settings(database="sqlite:///x", files="x", host="0.0.0.0", behind_proxy=True).check()
    assert is_loopback("localhost") and is_loopback("127.0.0.9") and is_loopback("[::1]") and not is_loopback("::")


@pytest.mark.parametrize(
    "options",
    [
        ["--listen", "nonsense"],
        ["--listen", "127.0.0.1:99999"],
        ["--tls-cert", "/nonexistent"],
        ["--tls-cert", "/nonexistent", "--tls-key", "/nonexistent"],
        ["--database", "mysql://host/db"],
        ["--files", "gopher://there"],
        ["--files", "s3://bucket/there"],
    ],
)
def test_options_that_make_no_sense(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    safe = [] if "--files" in options else ["--files", "files"]
    assert run(["serve", *safe, *options]) == 2
    assert [path.name for path in tmp_path.iterdir()] in ([], ["files"])


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert run(["serve", "--files", str(tmp_path), "--listen", f"127.0.0.1:{taken.getsockname()[1]}"]) == 2


# --- working --------------------------------------------------------------------------------------------------
def test_with_no_options_it_can_be_tried_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with serving("serve", "--listen", f"127.0.0.1:{free_port()}") as process:
        address = until_serving(process)["address"]
        assert requests.get(f"{address}/health", timeout=20).json() == {"status": "ok"}
        assert requests.get(f"{address}/ready", timeout=20).json() == {"status": "ok"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert (tmp_path / "esozialakte" / "service" / "service.sqlite").exists()


def test_tls_is_verified(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    (tmp_path / "cert.pem").write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
    tls = ["--tls-cert", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / "key.pem")]
    port = free_port()
    with serving("serve", "--files", str(tmp_path / "files"), "--listen", f"127.0.0.1:{port}", *tls) as process:
        address = until_serving(process)["address"]
        assert address == f"https://127.0.0.1:{port}"
        for ca_file in ("", str(tmp_path / "other.pem")):
            with closing(RestCentral(Line(address, Acting(), ca_file))) as central:
                with pytest.raises(CentreUnreachable) as caught:
                    central.sites()
                assert caught.value.code == "certificate"
        with closing(RestCentral(Line(address, Acting(), str(tmp_path / "ca.pem")))) as central:
            with pytest.raises(SignInNeeded):
                central.sites()
        with pytest.raises(WrongUse):
            Line(address, Acting(), str(tmp_path / "nothing.pem"))


def test_who_waits_for_news_does_not_keep_it_from_stopping(tmp_path: Path) -> None:
    database, files = f"sqlite:///{tmp_path}/service.sqlite", str(tmp_path / "files")
    port = str(free_port())
    with serving(database, files, port, module="tests.server.process") as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        central = ActingCentral(f"http://127.0.0.1:{port}")
        central.add_site("heek")
        with ThreadPoolExecutor(1) as pool:
            news = pool.submit(central.wait_for_news, {"heek": 0}, 60)
            threading.Event().wait(0.5)
            process.send_signal(signal.SIGTERM)
            assert news.result(20) == {"heek": 0}
        assert process.wait(20) == 0
        central.close()


# --- what it writes down --------------------------------------------------------------------------------------
def test_the_log_names_nobody(tmp_path: Path) -> None:
    port = str(free_port())
    database, files = f"sqlite:///{tmp_path}/service.sqlite", str(tmp_path / "files")
    with serving(database, files, port, module="tests.server.process") as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        central = ActingCentral(f"http://127.0.0.1:{port}")
        central.add_site("heek")
        worker = Worker(id="anna.berger", name="Anna Berger", roles=("caseworker",))
        central.submit(SetUpSite(site="heek", by="system", record=Site(id="heek", name="Heek"), workers=(worker,)))
        case = CaseFile(id=new_id(), case_number="35502BG0001234", persons=(Person(last_name="Özdemir-Schulte"),))
        central.submit(ImportCases(site="heek", by="system", cases=(case,)))
        central.outcome("heek", new_id())
        central._line.ask("GET", "/anna.berger/35502BG0001234", good=(404,))
        central.close()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    events = [json.loads(line) for line in said.splitlines()]
    assert {event.get("route") for event in events} >= {"/v1/sites/{site}/actions", "none"}
    for name in ("anna", "Berger", "zdemir", "35502", case.id):
        assert name not in said


def test_what_is_no_service_is_told_as_such(tmp_path: Path) -> None:
    with running(f"sqlite:///{tmp_path}/service.sqlite", tmp_path) as service:
        assert isinstance(service, Running)
        elsewhere = RestCentral(Line(f"{service.url}/elsewhere", Acting()))
        with closing(elsewhere), pytest.raises(StoreIncompatible):
            elsewhere.sites()
    with closing(RestCentral(Line(service.url, Acting()))) as away, pytest.raises(CentreUnreachable):
        away.sites()
    for url in ("https://user:secret@host", "https://", "https://host?x=1"):
        with pytest.raises(WrongUse):
            Line(url, Acting())
