"""Packed lines (zstd of NDJSON) that come in parts."""

import io
from collections.abc import Iterator
from typing import IO, cast

import zstandard


def unpacked(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The lines, each with its line feed. Raises ``zstandard.ZstdError`` for what is not packed so."""
    packed = cast(IO[bytes], _Parts(parts))
    yield from io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True), 1 << 20)


class _Parts(io.RawIOBase):
    """Parts as a file to read from."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._left = part
        given, self._left = (self._left, b"") if size < 0 else (self._left[:size], self._left[size:])
        return given
