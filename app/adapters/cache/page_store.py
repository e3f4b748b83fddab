"""Fetched pages on the disk, each a file encrypted with AES-256-GCM under a name that says nothing."""

import logging
import os
import secrets
import shutil
import threading
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.adapters.cache.crypto import keyed_name
from app.adapters.cache.errors import translated

log = logging.getLogger(__name__)

BOUND = 2 << 30
"""Bytes of pages kept; those not looked at for longest go first."""
CHUNK = 4 << 20
_NONCE = 12
_TAG = 16


class PageStore:
    """Safe to use from several threads and processes: files appear whole and are never changed."""

    def __init__(self, folder: Path, key: bytes, name_key: bytes, bound: int = BOUND) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)
        self._name_key = name_key
        self._bound = bound
        self._lock = threading.Lock()
        self._total: int | None = None

    def get(self, document_id: str, page: int) -> bytes | None:
        path = self._path(document_id, page)
        try:
            sealed = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("a cached page could not be read: %s", type(error).__name__)
            return None
        try:
            data = self._open(sealed, document_id, page)
        except InvalidTag:
            log.warning("a cached page was damaged and is fetched anew")
            path.unlink(missing_ok=True)
            return None
        _touch(path)
        return data

    def put(self, document_id: str, page: int, data: bytes) -> None:
        """Raises ``StorageFull``."""
        path = self._path(document_id, page)
        with translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f"{secrets.token_hex(8)}.part")
            try:
                aside.write_bytes(self._seal(data, document_id, page))
                aside.replace(path)
            finally:
                aside.unlink(missing_ok=True)
            self._make_room(len(data))

    def clear(self) -> None:
        with self._lock:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._total = None

    def _path(self, document_id: str, page: int) -> Path:
        name = keyed_name(self._name_key, document_id, str(page))
        return self._folder / name[:2] / name

    def _seal(self, data: bytes, document_id: str, page: int) -> bytes:
        parts: list[bytes] = []
        count = max(1, -(-len(data) // CHUNK))
        for number in range(count):
            nonce = secrets.token_bytes(_NONCE)
            chunk = data[number * CHUNK : (number + 1) * CHUNK]
            bound_to = _bound_to(document_id, page, number, number == count - 1)
            parts += [nonce, self._cipher.encrypt(nonce, chunk, bound_to)]
        return b"".join(parts)

    def _open(self, sealed: bytes, document_id: str, page: int) -> bytes:
        step = _NONCE + CHUNK + _TAG
        count = max(1, -(-len(sealed) // step))
        parts: list[bytes] = []
        for number in range(count):
            chunk = sealed[number * step : (number + 1) * step]
            if len(chunk) < _NONCE + _TAG:
                raise InvalidTag
            bound_to = _bound_to(document_id, page, number, number == count - 1)
            parts.append(self._cipher.decrypt(chunk[:_NONCE], chunk[_NONCE:], bound_to))
        return b"".join(parts)

    def _make_room(self, added: int) -> None:
        with self._lock:
            if self._total is not None and self._total + added <= self._bound:
                self._total += added
                return
            files = _files(self._folder)
            self._total = sum(size for _, size, _ in files)
            if self._total <= self._bound:
                return
            for _, size, path in sorted(files):
                # A tenth is freed at once, so that not every page has to look through the folder.
                if self._total <= self._bound * 9 // 10:
                    break
                Path(path).unlink(missing_ok=True)
                self._total -= size


def _bound_to(document_id: str, page: int, chunk: int, last: bool) -> bytes:
    """Associated data: a page cannot be passed off as another, nor a piece of one as the whole."""
    return f"{document_id}\0{page}\0{chunk}\0{int(last)}".encode()


def _files(folder: Path) -> list[tuple[float, int, str]]:
    """(last use, bytes, path) of every page."""
    found: list[tuple[float, int, str]] = []
    for below, _, names in os.walk(folder):
        for name in names:
            path = Path(below) / name
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            found.append((stat.st_mtime, stat.st_size, str(path)))
    return found


def _touch(path: Path) -> None:
    """Note that the page was used."""
    try:
        os.utime(path)
    except OSError:
        log.debug("a page went away while it was read")
