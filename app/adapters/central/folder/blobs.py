"""Originals, page packs and texts of a site, by the SHA-256 of the original. Written once, never altered."""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.adapters.central.folder import files
from app.adapters.central.folder.faults import damaged, translated
from app.domain.central import ORIGINALS, PACKS, TEXTS
from app.domain.texts import _

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIX = {ORIGINALS: "", PACKS: ".zip", TEXTS: ".text.zst"}
_BLOCK = 1 << 20


class Blobs:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside = folder / "aside"

    def path(self, area: str, sha256: str) -> Path:
        if _SHA256.fullmatch(sha256) is None:
            raise ValueError("not a SHA-256 in hex")
        place = "originals" if area == ORIGINALS else "pages"
        return self._folder / place / sha256[:2] / (sha256 + _SUFFIX[area])

    def put(self, area: str, sha256: str, source: Path | bytes) -> None:
        path = self.path(area, sha256)
        expected = sha256 if area == ORIGINALS else None
        with translated():
            if path.exists():
                path.touch()  # Whoever erases sees that somebody counts on it now.
                return
            files.place(files.write_aside(self._aside, lambda file: _copy(source, file, expected)), path)

    def has(self, area: str, sha256: str) -> bool:
        with translated():
            return self.path(area, sha256).exists()

    def size(self, area: str, sha256: str) -> int:
        with translated():
            try:
                return self.path(area, sha256).stat().st_size
            except FileNotFoundError:
                raise _missing() from None

    def read(self, area: str, sha256: str, offset: int = 0, length: int | None = None) -> bytes:
        with translated():
            try:
                with self.path(area, sha256).open("rb") as file:
                    file.seek(offset)
                    return file.read(-1 if length is None else length)
            except FileNotFoundError:
                raise _missing() from None

    def stored(self, area: str) -> Iterator[str]:
        """SHA-256 of everything in an area."""
        suffix, top = _SUFFIX[area], self.path(area, "0" * 64).parent.parent
        with translated():
            for folder in sorted(os.scandir(top), key=lambda entry: entry.name):
                for entry in os.scandir(folder.path):
                    name = entry.name.removesuffix(suffix)
                    if entry.name.endswith(suffix) and _SHA256.fullmatch(name):
                        yield name

    def last_put(self, area: str, sha256: str) -> float | None:
        """When somebody last stored these bytes (seconds since 1970); None if they are not here."""
        with translated():
            try:
                return self.path(area, sha256).stat().st_mtime
            except FileNotFoundError:
                return None

    def remove(self, area: str, sha256: str) -> None:
        with translated():
            self.path(area, sha256).unlink(missing_ok=True)


def _copy(source: Path | bytes, file: BinaryIO, expected: str | None) -> None:
    digest = hashlib.sha256()
    if isinstance(source, bytes):
        file.write(source)
        digest.update(source)
    else:
        with source.open("rb") as original:
            while block := original.read(_BLOCK):
                file.write(block)
                digest.update(block)
    if expected is not None and digest.hexdigest() != expected:
        raise ValueError("the bytes do not have the SHA-256 under which they were to be stored")


def _missing() -> Exception:
    return damaged(_("Ein Original, das das Protokoll nennt, fehlt im Speicher."))
