"""The line to a service: TLS that is always verified, packed answers, reads that are tried again, who we are."""

import json
import ssl
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import truststore
import urllib3
import zstandard
from requests import RequestException, Response, Session
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from app.adapters.central.rest.credentials import Credentials
from app.adapters.central.rest.faults import CutOff, LineBroken, broken, error_of, no_service
from app.domain.errors import WrongUse
from app.domain.texts import _

CONNECT, SILENCE = 10.0, 60.0
"""Seconds until a connection must stand, and without a byte after which it counts as broken."""
_TRIES = 3
_AGAIN = frozenset({"GET", "HEAD", "PUT"})
_BUSY = (429, 502, 503, 504)
_BLOCK = 1 << 16
_UNPACKERS: dict[str, Callable[[], Any]] = {
    "zstd": lambda: zstandard.ZstdDecompressor().decompressobj(),
    "gzip": lambda: zlib.decompressobj(31),
}
PACKED = ", ".join(_UNPACKERS)
_CONNECTIONS = 8


class TrustingAdapter(HTTPAdapter):
    """Certificates are judged as the system judges them; those of ``ca_file`` (PEM) are trusted besides."""

    def __init__(self, ca_file: str = "", retries: Retry | int = 0) -> None:
        self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if ca_file:
            try:
                self._context.load_verify_locations(cafile=ca_file)
            except (OSError, ssl.SSLError) as error:
                raise WrongUse(
                    _("Die Datei mit den Zertifikaten Ihrer Zertifizierungsstelle ist nicht lesbar."),
                    _("Prüfen Sie die Einstellung „ca_file“: Sie nennt eine Datei im PEM-Format."),
                ) from error
        super().__init__(pool_maxsize=_CONNECTIONS, max_retries=retries)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)


def open_session(ca_file: str = "", retries: Retry | int = 0) -> Session:
    """A session that knows no proxies, passwords or certificates of the environment."""
    session = Session()
    session.trust_env = False
    session.mount("https://", TrustingAdapter(ca_file, retries))
    session.mount("http://", HTTPAdapter(pool_maxsize=_CONNECTIONS, max_retries=retries))
    return session


class Line:
    """``url``: where the service is, without ``/v1``. Safe to use from several threads."""

    def __init__(self, url: str, credentials: Credentials, ca_file: str = "", program: str = "") -> None:
        parts = urlsplit(url)
        if parts.username or parts.password or parts.query or parts.fragment or not parts.hostname:
            raise WrongUse(
                _("Das ist keine Adresse eines Dienstes."), _("Geben Sie https://NAME oder https://NAME:PORT an.")
            )
        self._base = url.rstrip("/") + "/v1"
        self._credentials = credentials
        retries = Retry(
            total=_TRIES,
            other=0,
            allowed_methods=_AGAIN,
            status_forcelist=_BUSY,
            backoff_factor=0.3,
            backoff_jitter=0.3,
            redirect=0,
            raise_on_status=False,
        )
        self._session = open_session(ca_file, retries)
        self._session.headers.update({"User-Agent": program or "esozialakte", "Accept-Encoding": "gzip"})

    def get(self, path: str, **options: Any) -> Response:
        return self.ask("GET", path, **options)

    def json(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """The object that is answered. Raises as ``ask`` does."""
        answer = self.ask(method, path, **options)
        try:
            value = json.loads(answer.content)
        except ValueError:
            raise no_service() from None
        if not isinstance(value, dict):
            raise no_service()
        return value

    def ask(self, method: str, path: str, *, good: tuple[int, ...] = (), **options: Any) -> Response:
        """The answer, below 300 or one of ``good``. Raises our errors. What may be asked twice is, when an answer was
        cut off."""
        tries = _TRIES if method in _AGAIN else 0
        while True:
            try:
                answer = self._send(method, path, **options)
                break
            except CutOff:
                if tries == 0:
                    raise
                tries -= 1
        if answer.status_code < 300 or answer.status_code in good:
            return answer
        if answer.status_code < 400:
            raise no_service()
        with translated():
            raise error_of(answer)

    @contextmanager
    def parts(self, path: str, **options: Any) -> Iterator[tuple[Response, Iterator[bytes]]]:
        """An answer and its body as it comes, unpacked. A line that breaks raises ``LineBroken``."""
        answer = self.get(path, stream=True, **options)
        try:
            yield answer, _stream(answer)
        finally:
            answer.close()

    def close(self) -> None:
        self._session.close()

    def _send(self, method: str, path: str, *, wait: float = 0, **options: Any) -> Response:
        headers = options.pop("headers", {})
        said = self._credentials.authorization()
        answer = self._once(method, path, said, headers, wait, options)
        if answer.status_code == 401:
            answer.close()
            said = self._credentials.authorization(refused=said)
            answer = self._once(method, path, said, headers, wait, options)
        return answer

    def _once(
        self, method: str, path: str, said: str, headers: dict[str, str], wait: float, options: dict[str, Any]
    ) -> Response:
        stream = options.get("stream", False)
        with translated():
            answer = self._session.request(
                method,
                self._base + path,
                headers={**headers, "Authorization": said},
                timeout=(CONNECT, SILENCE + wait),
                allow_redirects=False,
                **{**options, "stream": True},
            )
        with translated(CutOff):
            if answer.headers.get("Headers-End") != "here":
                raise _incomplete(method, answer)
            if not stream:
                answer.content  # noqa: B018  # read now, so that a line that breaks is noticed here
        return answer


@contextmanager
def translated(broken_line: type[LineBroken] = LineBroken) -> Iterator[None]:
    """What the line complains about inside leaves as ``CentreUnreachable``."""
    try:
        yield
    except (RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise broken(error, broken_line) from error


def _incomplete(method: str, answer: Response) -> Exception:
    """An answer whose headers a broken line cut off, or one that is none of our service's."""
    whole = answer.raw.read(_BLOCK) if answer.raw.length_remaining else answer.content  # raises when it is cut off
    answer.close()
    if method == "HEAD" or not whole or answer.status_code >= 500 or answer.status_code in _BUSY:
        return OSError("the headers are cut off")
    return no_service()


def _stream(answer: Response) -> Iterator[bytes]:
    """The body as it comes, unpacked here: what urllib3 unpacks depends on what else is installed."""
    with translated():
        parts = answer.raw.stream(_BLOCK, decode_content=False)
        packing = answer.headers.get("Content-Encoding", "identity").lower()
        if packing == "identity":
            yield from parts
            return
        if packing not in _UNPACKERS:
            raise no_service()
        unpacker = _UNPACKERS[packing]()
        try:
            for part in parts:
                yield unpacker.decompress(part)
        except (zstandard.ZstdError, zlib.error) as error:
            raise OSError("the answer is packed wrongly") from error
        if not unpacker.eof:
            raise OSError("the answer is cut off")
