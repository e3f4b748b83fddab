"""What a request may not be: each is refused with a clear problem, and nothing is stored."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
import zstandard

from app.domain.actions import FileDocument, action_to_json
from app.domain.canonical import sha256_hex
from app.domain.central import AREAS, ORIGINALS, PACKS
from app.server.api import bodies
from tests.central.contract import SITE, set_up, take_in
from tests.server.running import ActingCentral, Running, running

DATA = bytes(range(256)) * 40
NAME = sha256_hex(DATA)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("service")
    with running(f"sqlite:///{folder}/service.sqlite", folder) as service:
        with closing(ActingCentral(service.url)) as central:
            set_up(central)
            take_in(central, 2)
        yield service


@pytest.fixture
def ask(service: Running) -> Iterator[Any]:
    """Ask as the machine account; afterwards log and stores are as they were."""
    before = state_of(service)
    with requests.Session() as session:
        session.headers["Authorization"] = "Bearer system"
        yield lambda method, path, **options: session.request(method, service.url + path, timeout=20, **options)
    assert state_of(service) == before


def state_of(service: Running) -> list[object]:
    stored = [sorted(service.central.stored(SITE, area)) for area in AREAS]
    return [service.central.sites(), service.central.position(SITE), *stored]


def problem(answer: requests.Response, status: int, code: str = "") -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status and told["title"] and told["type"].startswith("urn:esozialakte:")
    assert not code or told["code"] == code
    return told


# --- paths ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("site", ["..", "%2e%2e", "a%2fb", "..%2f..%2fetc", "HEEK", "a" * 65, "-a", "a%00b", "%C3%A4"])
def test_ids_of_sites_are_no_paths(ask: Any, site: str) -> None:
    for method, path in (("PUT", f"/v1/sites/{site}"), ("GET", f"/v1/sites/{site}/commits")):
        assert ask(method, path).status_code in (404, 405, 422)


@pytest.mark.parametrize("name", ["..", "%2e%2e%2f%2e%2e", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 62 + "%2f0"])
def test_names_of_bytes_are_no_paths(ask: Any, name: str) -> None:
    assert ask("PUT", f"/v1/sites/{SITE}/blobs/originals/{name}", data=DATA).status_code in (404, 405, 422)
    assert ask("GET", f"/v1/sites/{SITE}/blobs/originals/{name}").status_code in (404, 422)


def test_other_areas_do_not_exist(ask: Any) -> None:
    problem(ask("PUT", f"/v1/sites/{SITE}/blobs/checkpoints/{NAME}", data=DATA), 422)


# --- bytes ----------------------------------------------------------------------------------------------------
def test_bytes_with_another_hash(ask: Any) -> None:
    problem(ask("PUT", f"/v1/sites/{SITE}/blobs/originals/{'0' * 64}", data=DATA), 422, "wrong-hash")
    headers = {"X-Sha256": "1" * 64}
    problem(ask("PUT", f"/v1/sites/{SITE}/blobs/packs/{NAME}", data=DATA, headers=headers), 422, "wrong-hash")
    problem(ask("PUT", f"/v1/sites/{SITE}/blobs/packs/{NAME}", data=DATA), 422, "no-digest")


def test_an_upload_with_another_hash_leaves_nothing(ask: Any, service: Running) -> None:
    wanted = {"area": PACKS, "sha256": NAME, "digest": "1" * 64, "size": len(DATA)}
    made = ask("POST", f"/v1/sites/{SITE}/uploads", json=wanted).json()
    path = f"/v1/sites/{SITE}/uploads/{made['upload']}"
    problem(ask("PATCH", path, data=DATA, headers={"Upload-Offset": "0"}), 422, "wrong-hash")
    assert ask("HEAD", path).status_code == 409
    folder = service.central.objects._folder
    assert folder is not None and not [path for path in folder.rglob("uploads/*/*") if path.is_file()]
    wanted = {"area": ORIGINALS, "sha256": NAME, "digest": "1" * 64, "size": len(DATA)}
    problem(ask("POST", f"/v1/sites/{SITE}/uploads", json=wanted), 422, "wrong-hash")


def test_uploads_go_on_only_where_they_stand(ask: Any) -> None:
    wanted = {"area": PACKS, "sha256": NAME, "digest": NAME, "size": len(DATA)}
    path = f"/v1/sites/{SITE}/uploads/{ask('POST', f'/v1/sites/{SITE}/uploads', json=wanted).json()['upload']}"
    for offset in ("1", "100000"):
        problem(ask("PATCH", path, data=DATA, headers={"Upload-Offset": offset}), 409, "no-upload")
    problem(ask("PATCH", path, data=DATA + b"more", headers={"Upload-Offset": "0"}), 413)
    problem(ask("PATCH", path, data=DATA, headers={"Upload-Offset": "minus"}), 422)
    assert ask("HEAD", path).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    "wanted",
    [{"area": "logs"}, {"size": 0}, {"size": -1}, {"size": 1 << 50}, {"size": None}, {"sha256": "x"}, {"a": 1}],
)
def test_uploads_that_make_no_sense(ask: Any, wanted: dict[str, Any]) -> None:
    sound = {"area": PACKS, "sha256": NAME, "digest": NAME, "size": 1}
    problem(ask("POST", f"/v1/sites/{SITE}/uploads", json={**sound, **wanted}), 422)


def test_too_much_at_once_is_refused_before_it_came(ask: Any) -> None:
    path = f"/v1/sites/{SITE}/blobs/originals/{NAME}"
    problem(ask("PUT", path, data=iter([b"x" * (1 << 20)] * 17)), 413, "too-large")


@pytest.mark.parametrize(
    ("range_", "status", "expected"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=0-99999999", 206, slice(0, None)),
        ("bytes=9-0", 200, slice(0, None)),
        ("bytes=0-1,3-4", 200, slice(0, None)),
        ("lines=0-9", 200, slice(0, None)),
        ("bytes=-", 200, slice(0, None)),
        ("bytes=--5", 200, slice(0, None)),
        ("bytes=" + "9" * 40 + "-", 200, slice(0, None)),
    ],
)
def test_ranges(service: Running, range_: str, status: int, expected: slice) -> None:
    service.central.put(SITE, PACKS, NAME, DATA)
    headers = {"Authorization": "Bearer anna", "Range": range_}
    answer = requests.get(f"{service.url}/v1/sites/{SITE}/blobs/packs/{NAME}", headers=headers, timeout=20)
    assert (answer.status_code, answer.content) == (status, DATA[expected])


@pytest.mark.parametrize("range_", [f"bytes={len(DATA)}-", "bytes=999999999-1000000000"])
def test_ranges_behind_the_end(service: Running, ask: Any, range_: str) -> None:
    problem(ask("GET", f"/v1/sites/{SITE}/blobs/packs/{NAME}", headers={"Range": range_}), 416, "wrong-range")


# --- actions --------------------------------------------------------------------------------------------------
ACTION = action_to_json(FileDocument(site=SITE, by="system", document="d", case="c"))


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"kind": "from-the-future"}, 422, "store-incompatible"),
        ({"kind": ["file-document"]}, 422, "store-incompatible"),
        ({"new_field": 1}, 422, "store-incompatible"),
        ({"site": "borken"}, 422, "wrong-site"),
        ({"site": None}, 422, "wrong-site"),
        ({"id": 5}, 422, "wrong-site"),
        ({"id": "../../x"}, 422, ""),
        ({"by": "anna"}, 403, "not-yourself"),
        ({"by": 7}, 422, "wrong-action"),
        ({"document": {"a": 1}}, 422, "wrong-action"),
        ({"document": 1.5}, 422, "wrong-action"),
        ({"document": "\ud800"}, 422, "wrong-action"),
    ],
)
def test_actions_that_are_none(ask: Any, change: dict[str, Any], status: int, code: str) -> None:
    problem(ask("POST", f"/v1/sites/{SITE}/actions", json={**ACTION, **change}), status, code)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000])
def test_what_is_no_json_object(ask: Any, body: bytes) -> None:
    problem(ask("POST", f"/v1/sites/{SITE}/actions", data=body), 400, "not-json")


def test_packed_bombs(ask: Any) -> None:
    path, zeros = f"/v1/sites/{SITE}/actions", b" " * (bodies.LARGEST_JSON + 1)
    for encoding, packed in (("gzip", gzip.compress(zeros)), ("zstd", zstandard.compress(zeros))):
        assert len(packed) < 100_000
        problem(ask("POST", path, data=packed, headers={"Content-Encoding": encoding}), 413, "too-large")
        problem(ask("POST", path, data=b"nonsense", headers={"Content-Encoding": encoding}), 400, "wrong-packing")
    problem(ask("POST", path, data=b"{}", headers={"Content-Encoding": "br"}), 415, "unknown-packing")
    nested = gzip.compress(gzip.compress(json.dumps(ACTION).encode()))
    problem(ask("POST", path, data=nested, headers={"Content-Encoding": "gzip"}), 400, "not-json")
    headers = {"Content-Encoding": "gzip"}
    problem(ask("PUT", f"/v1/sites/{SITE}/blobs/originals/{NAME}", data=gzip.compress(DATA), headers=headers), 415)


def test_packed_actions_are_taken(service: Running) -> None:
    body = zstandard.compress(json.dumps(ACTION).encode())
    headers = {"Authorization": "Bearer system", "Content-Encoding": "zstd"}
    answer = requests.post(f"{service.url}/v1/sites/{SITE}/actions", data=body, headers=headers, timeout=20)
    assert answer.status_code == 409 and answer.json()["type"] == "urn:esozialakte:refused"


HEADERS = "\r\n".join(
    (f"POST /v1/sites/{SITE}/actions HTTP/1.1", "Host: x", "Authorization: Bearer system", "Content-Length: 99", "", "")
)


def test_bodies_that_do_not_come(service: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SILENCE", 0.3)
    port = int(service.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 20) as silent:
        silent.sendall(HEADERS.encode() + b"{")
        assert silent.recv(100).startswith(b"HTTP/1.1 408 ")


def test_bodies_that_trickle(service: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SILENCE", 0.3)
    port = int(service.url.rpartition(":")[2])
    pause = threading.Event()
    with socket.create_connection(("127.0.0.1", port), 20) as slow:
        slow.sendall(HEADERS.encode())
        slow.setblocking(False)
        answer = b""
        while not answer:
            try:
                slow.sendall(b" ")
                answer = slow.recv(100)
            except BlockingIOError:
                pause.wait(0.05)
        assert answer.startswith(b"HTTP/1.1 408 ")


# --- waiting --------------------------------------------------------------------------------------------------
def test_who_waits_hears_of_news_at_once(service: Running) -> None:
    with closing(ActingCentral(service.url)) as waiting, closing(ActingCentral(service.url)) as acting:
        known = {site: waiting.position(site) for site in waiting.sites()}
        with ThreadPoolExecutor(1) as pool:
            news = pool.submit(waiting.wait_for_news, known, 30)
            take_in(acting, 1)
            assert news.result(20) == {SITE: known[SITE] + 1}
        assert waiting.wait_for_news({SITE: 1}, 30) == {SITE: known[SITE] + 1}
        assert waiting.wait_for_news({SITE: known[SITE] + 1}, 1) == {SITE: known[SITE] + 1}


def test_what_is_not_there(ask: Any) -> None:
    for path in ("/v1/nothing", "/", "/v1/sites/nirgends/position", f"/v1/sites/{SITE}/blobs/originals/{'0' * 64}"):
        problem(ask("GET", path), 404)
    problem(ask("GET", f"/v1/sites/{SITE}/checkpoints/77/lines"), 404)
    problem(ask("GET", f"/v1/sites/{SITE}/actions/{'0' * 36}"), 404, "unknown-action")
    problem(ask("DELETE", "/v1/sites"), 405)
