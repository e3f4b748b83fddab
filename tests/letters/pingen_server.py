"""Pingen's interface as it is described (https://api.pingen.com/documentation), as far as letters need it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ORGANISATION, CLIENT, SECRET = "org-1", "client", "secret"
JSON_API = "application/vnd.api+json"
WORDY = {"errors": [{"title": "Invalid", "detail": "Erika Mustermann does not live there"}]}
NEEDED = ("file_original_name", "file_url", "file_url_signature", "address_position", "auto_send", "delivery_product",
          "print_mode", "print_spectrum")  # fmt: skip
ALLOWED = {
    "address_position": {"left", "right"},
    "delivery_product": {"fast", "cheap", "bulk", "premium", "registered"},
    "print_mode": {"simplex", "duplex"},
    "print_spectrum": {"grayscale", "color"},
}


class Pingen(ThreadingHTTPServer):
    """``lose``: do what the next requests with these methods ask for, and drop the answer. ``answer``: what the next
    request gets instead; ``refuse``: what whoever wants to make a letter gets."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.letters: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.keys: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.lose: list[str] = []
        self.answer: list[int] = []
        self.refuse = 0
        self.clock = datetime.now(UTC)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Dropped answers are meant."""

    def create(self, attributes: dict[str, Any], key: str) -> dict[str, Any]:
        if key in self.keys:
            return self.keys[key]
        self.clock += timedelta(seconds=1)
        at = self.clock.isoformat(timespec="seconds")
        letter = {
            "id": f"letter-{len(self.letters)}",
            "type": "letters",
            "attributes": {**attributes, "status": "validating", "created_at": at, "updated_at": at},
        }
        self.letters.insert(0, letter)
        self.keys[key] = letter
        return letter

    def move(self, status: str) -> None:
        """All letters get a state."""
        for letter in self.letters:
            self.clock += timedelta(minutes=1)
            letter["attributes"] |= {"status": status, "updated_at": self.clock.isoformat(timespec="seconds")}


class Handler(BaseHTTPRequestHandler):
    server: Pingen

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_PATCH(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        status, document = self._done(url.path, parse_qs(url.query), body)
        if self.command in self.server.lose and url.path != "/auth/access-tokens":
            self.server.lose.remove(self.command)
            self.close_connection = True
            self.connection.shutdown(2)
            return
        said = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", JSON_API)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _done(self, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, object]:
        if path == "/auth/access-tokens":
            form = parse_qs(body.decode())
            if (form["client_id"], form["client_secret"], form["scope"]) != ([CLIENT], [SECRET], ["letter"]):
                return 400, {"error": "invalid_client"}
            token = f"token-{len(self.server.tokens)}"
            self.server.tokens.add(token)
            return 200, {"token_type": "Bearer", "expires_in": 43200, "access_token": token}
        if path.startswith("/upload/"):
            assert "Authorization" not in self.headers
            self.server.files[path] = body
            return 200, {}
        if self.server.answer:
            return self.server.answer.pop(0), WORDY
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.server.tokens:
            return 401, {"errors": []}
        return self._signed_in(path, query, body)

    def _signed_in(self, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, object]:
        letters = f"/organisations/{ORGANISATION}/deliveries/letters"
        match self.command, path:
            case "GET", "/file-upload":
                place = f"/upload/{len(self.server.files)}"
                attributes = {"url": self.server.address + place, "url_signature": f"signed:{place}"}
                return 200, {"data": {"id": "1", "type": "file_uploads", "attributes": attributes}}
            case "GET", _ if path == letters:
                assert query["sort"] == ["-created_at"]
                limit, number = int(query["page[limit]"][0]), int(query["page[number]"][0])
                return 200, {"data": self.server.letters[(number - 1) * limit : number * limit]}
            case "POST", _ if path == letters:
                return self._create(json.loads(body))
            case "PATCH", _ if path.startswith(letters) and path.endswith("/cancel"):
                return self._cancel(path.split("/")[-2])
        return 404, {"errors": []}

    def _create(self, document: dict[str, Any]) -> tuple[int, object]:
        assert self.headers["Content-Type"] == JSON_API
        if self.server.refuse:
            return self.server.refuse, WORDY
        attributes = document["data"]["attributes"]
        wrong = [name for name in NEEDED if name not in attributes]
        wrong += [name for name, allowed in ALLOWED.items() if attributes.get(name) not in allowed]
        uploaded = attributes.get("file_url", "").removeprefix(self.server.address)
        if (
            wrong
            or document["data"]["type"] != "letters"
            or not self.server.files.get(uploaded, b"").startswith(b"%PDF")
        ):
            return 422, {"errors": wrong}
        return 201, {"data": self.server.create(attributes, self.headers["Idempotency-Key"])}

    def _cancel(self, id_: str) -> tuple[int, object]:
        letter = next(letter for letter in self.server.letters if letter["id"] == id_)
        if letter["attributes"]["status"] not in ("validating", "valid", "submitted"):
            return 409 if letter["attributes"]["status"] == "fixing" else 422, {"errors": []}
        letter["attributes"]["status"] = "cancelled"
        return 202, {}


@contextmanager
def serving() -> Iterator[Pingen]:
    server = Pingen()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
