"""Asking other servers for JSON: an identity provider for its keys. TLS is always verified."""

import json
import ssl
from collections.abc import Callable
from typing import Any

import truststore
from requests import Session
from requests.adapters import HTTPAdapter

_SECONDS = 10
_LARGEST = 1 << 20


class _SystemTrust(HTTPAdapter):
    """Certificates are checked as the system does; with ``ca_file`` against that one."""

    def __init__(self, ca_file: str) -> None:
        self._context: ssl.SSLContext = (
            ssl.create_default_context(cafile=ca_file) if ca_file else truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        )
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)


def fetcher(ca_file: str = "") -> Callable[[str], dict[str, Any]]:
    """A function that gets the JSON object at a URL. It raises ``OSError`` and ``ValueError``."""

    def fetch(url: str) -> dict[str, Any]:
        with Session() as session:
            session.mount("https://", _SystemTrust(ca_file))
            answer = session.get(url, timeout=_SECONDS, stream=True)
            answer.raise_for_status()
            found = answer.raw.read(_LARGEST, decode_content=True)
        value = json.loads(found)
        if not isinstance(value, dict):
            raise ValueError("not a JSON object")
        return value

    return fetch
