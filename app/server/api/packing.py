"""Answers of many lines, packed as the client accepts it: zstd before gzip."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

import zstandard
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

LINES = "application/x-ndjson"
_SMALL = 64 << 10
_NOT_WORTH_IT = 200
_LEVEL = 5


def answer_lines(request: Request, lines: Iterable[bytes], headers: dict[str, str] | None = None) -> Response:
    """``lines`` (each with its line feed): few of them at once and with their length, many as they come."""
    coming = iter(lines)
    first: list[bytes] = []
    size = 0
    for line in coming:
        first.append(line)
        size += len(line)
        if size > _SMALL:
            break
    every = {"Cache-Control": "no-store", "Vary": "Accept-Encoding", **(headers or {})}
    packing = _packing(request.headers.get("accept-encoding", ""))
    if packing == "" or size < _NOT_WORTH_IT:
        parts: Iterator[bytes] = chain(first, coming)
    else:
        every["Content-Encoding"] = packing
        parts = _packed(packing, chain(first, coming))
    if size <= _SMALL:
        return Response(b"".join(parts), media_type=LINES, headers=every)
    return StreamingResponse(parts, media_type=LINES, headers=every)


def _packing(accepted: str) -> str:
    wanted = {}
    for entry in accepted.lower().split(","):
        name, _, weight = entry.partition(";")
        wanted[name.strip()] = weight.strip() not in ("q=0", "q=0.0")
    return next((name for name in ("zstd", "gzip") if wanted.get(name)), "")


def _packed(packing: str, lines: Iterator[bytes]) -> Iterator[bytes]:
    zstd = packing == "zstd"
    packer = zstandard.ZstdCompressor(level=_LEVEL).compressobj() if zstd else zlib.compressobj(_LEVEL, wbits=31)
    for block in _blocks(lines):
        part = packer.compress(block)
        if part:
            yield part
    yield packer.flush()


def _blocks(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines put together: packing and sending each for itself costs more than what is in it."""
    block: list[bytes] = []
    size = 0
    for line in lines:
        block.append(line)
        size += len(line)
        if size >= _SMALL:
            yield b"".join(block)
            block, size = [], 0
    yield b"".join(block)
