"""Bodies of requests: limited in size, packed or not, and in time."""

import asyncio
import io
import json
import tempfile
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, BinaryIO

import zstandard
from fastapi import Request

from app.domain.texts import _
from app.server.api.problems import RequestRefused

SILENCE = 30.0
"""Seconds without a byte after which a body is given up."""
SLOWEST = 1024
"""Bytes a second that a body must come with on the whole, after the first ``SILENCE`` seconds."""
LARGEST_JSON = 32 << 20
_LARGEST_WINDOW = 1 << 25


async def json_body(request: Request, limit: int = LARGEST_JSON) -> dict[str, Any]:
    """A JSON object, at most ``limit`` bytes of it, packed (zstd, gzip) or not. Raises ``RequestRefused``."""
    try:
        value = json.loads(await body(request, limit))
    except (ValueError, RecursionError):
        raise not_json() from None
    if not isinstance(value, dict):
        raise not_json()
    return value


async def body(request: Request, limit: int = LARGEST_JSON) -> bytes:
    """The body, unpacked; at most ``limit`` bytes of it. Raises ``RequestRefused``."""
    packed = b"".join([part async for part in _parts(request, limit)])
    return _unpack(packed, request.headers.get("content-encoding", "identity").lower(), limit)


async def spool(request: Request, limit: int, file: BinaryIO) -> int:
    """Write the body as it comes into ``file``; its size. What came until a fault stands in the file."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise _unknown_packing()
    size = 0
    async for part in _parts(request, limit):
        await asyncio.to_thread(file.write, part)
        size += len(part)
    return size


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A private folder, gone after the block."""
    return tempfile.TemporaryDirectory(prefix="esozialakte-")


def scratch_file(folder: str) -> Path:
    return Path(folder, "body")


async def _parts(request: Request, limit: int) -> AsyncIterator[bytes]:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise too_large(limit)
    loop, size = asyncio.get_running_loop(), 0
    begun = loop.time()
    stream = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(SILENCE):
                part = await anext(stream, None)
        except TimeoutError:
            raise _too_slow() from None
        if part is None:
            return
        size += len(part)
        if size > limit:
            raise too_large(limit)
        if size < (loop.time() - begun - SILENCE) * SLOWEST:
            raise _too_slow()
        if part:
            yield part


def _unpack(packed: bytes, encoding: str, limit: int) -> bytes:
    try:
        if encoding == "identity":
            return packed
        if encoding == "zstd":
            reader = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).stream_reader(io.BytesIO(packed))
            raw = reader.read(limit + 1)
        elif encoding == "gzip":
            raw = zlib.decompressobj(31).decompress(packed, limit + 1)
        else:
            raise _unknown_packing()
    except (zstandard.ZstdError, zlib.error):
        raise RequestRefused(400, "wrong-packing", _("Der Inhalt der Anfrage ist falsch gepackt.")) from None
    if len(raw) > limit:
        raise too_large(limit)
    return raw


def too_large(limit: int) -> RequestRefused:
    title = _("Der Inhalt der Anfrage ist zu groß: höchstens {limit} Bytes sind erlaubt.").format(limit=limit)
    return RequestRefused(413, "too-large", title)


def _too_slow() -> RequestRefused:
    title = _("Der Inhalt der Anfrage kam zu langsam.")
    return RequestRefused(408, "too-slow", title, _("Versuchen Sie es noch einmal."))


def _unknown_packing() -> RequestRefused:
    return RequestRefused(415, "unknown-packing", _("So gepackt nimmt der Dienst den Inhalt nicht an."))


def not_json() -> RequestRefused:
    return RequestRefused(400, "not-json", _("Der Inhalt der Anfrage ist kein JSON-Objekt."))
