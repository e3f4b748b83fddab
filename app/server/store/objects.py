"""Where bytes lie: a folder or an S3-compatible store, both through obstore, in the folder store's own layout.

In a folder a file is written aside, made durable and then given its name; obstore alone would not wait for the disk.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from app.adapters.central.folder import files
from app.domain.central import ORIGINALS, PACKS, TEXTS
from app.domain.errors import WrongUse
from app.domain.texts import _
from app.server.store.faults import missing_bytes, translated

_SUFFIX = {ORIGINALS: "", PACKS: ".zip", TEXTS: ".text.zst"}
BLOCK = 1 << 20
CHECKPOINTS = "checkpoints"


def key_of(site: str, area: str, name: str) -> str:
    """Where something lies: ``area`` is one of ``AREAS`` or ``CHECKPOINTS``."""
    if area == CHECKPOINTS:
        return f"sites/{site}/checkpoints/{name}.ndjson.zst"
    place = "originals" if area == ORIGINALS else "pages"
    return f"sites/{site}/{place}/{name[:2]}/{name}{_SUFFIX[area]}"


class Objects:
    """``place``: a folder, or ``s3://bucket/prefix`` (keys and endpoint come from the AWS_... variables)."""

    def __init__(self, place: str | Path) -> None:
        self._folder = folder_of(place)
        self._store: ObjectStore
        if self._folder is None:
            with translated():
                self._store = from_url(str(place))
        else:
            with translated():
                (self._folder / "aside").mkdir(parents=True, exist_ok=True)
                (self._folder / "sites").mkdir(exist_ok=True)
                self._store = LocalStore(self._folder)
                files.tidy(self._folder / "aside")

    def put(self, key: str, source: Path | bytes, sha256: str | None = None) -> None:
        """Store durably under ``key``. Raises ``ValueError`` if the bytes do not have the ``sha256``."""
        with translated():
            if self._folder is not None:
                written = files.write_aside(self._folder / "aside", lambda file: _copy(source, file, sha256))
                files.place(written, self._folder / key)
                return
            if sha256 is not None and digest_of(source) != sha256:
                raise wrong_bytes()
            obstore.put(self._store, key, source)

    def has(self, key: str) -> bool:
        return self._size(key) is not None

    def size(self, key: str) -> int:
        """Raises ``StoreDamaged`` when it is missing."""
        size = self._size(key)
        if size is None:
            raise missing_bytes()
        return size

    def read(self, key: str, offset: int = 0, length: int | None = None) -> bytes:
        """What is there of the range: less, or nothing, behind the end. Raises ``StoreDamaged`` when it is missing."""
        return b"".join(self.stream(key, offset, length))

    def stream(self, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Like ``read``, in parts."""
        end = self.size(key) if length is None else min(self.size(key), offset + length)
        yield from self.parts(key, offset, end)

    def parts(self, key: str, offset: int, end: int) -> Iterator[bytes]:
        """From ``offset`` up to ``end``, which is known to be no further than the end."""
        with translated():
            while offset < end:
                try:
                    part = obstore.get_range(self._store, key, start=offset, end=min(end, offset + BLOCK))
                except FileNotFoundError:
                    raise missing_bytes() from None
                yield bytes(part)
                offset += len(part)

    def remove(self, key: str) -> None:
        """Nothing happens if it is not there."""
        with translated(), suppress(FileNotFoundError):
            obstore.delete(self._store, key)

    def names(self, site: str, area: str) -> Iterator[str]:
        """Names of everything that is stored in an area."""
        suffix = _SUFFIX[area]
        top = "originals" if area == ORIGINALS else "pages"
        with translated():
            for batch in obstore.list(self._store, f"sites/{site}/{top}/"):
                for entry in batch:
                    name = entry["path"].rpartition("/")[2]
                    if len(name) == 64 + len(suffix) and name.endswith(suffix):
                        yield name.removesuffix(suffix)

    def _size(self, key: str) -> int | None:
        with translated():
            try:
                return int(obstore.head(self._store, key)["size"])
            except FileNotFoundError:
                return None


def digest_of(source: Path | bytes) -> str:
    """SHA-256, hex."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def wrong_bytes() -> ValueError:
    return ValueError("the bytes do not have the SHA-256 under which they were to be stored")


def folder_of(place: str | Path) -> Path | None:
    """The folder that is meant; None for S3. Raises ``WrongUse`` for any other kind of place."""
    if isinstance(place, Path):
        return place.absolute()
    scheme = urlsplit(place).scheme
    if scheme == "s3":
        return None
    if len(scheme) > 1:  # one letter is a drive
        raise WrongUse(
            _("Mit diesem Ablageort für Originale kann der Dienst nicht arbeiten."),
            _("Geben Sie einen Ordner oder s3://BEHÄLTER/PFAD an."),
        )
    return Path(place).absolute()


def _copy(source: Path | bytes, file: BinaryIO, expected: str | None) -> None:
    digest = hashlib.sha256()
    for block in _blocks(source):
        file.write(block)
        digest.update(block)
    if expected is not None and digest.hexdigest() != expected:
        raise wrong_bytes()


def _blocks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
