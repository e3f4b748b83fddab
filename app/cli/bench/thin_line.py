"""A thin line between a client and the service: delays, throttles, and counts what passes. A process of its own.

All connections share it, each direction for itself; bytes wait in order, as in a router's queue.
"""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from app.cli.bench.central_service import free_port

_AT_ONCE = 4096
_WAITING = 64


@dataclass(frozen=True, slots=True)
class ThinLine:
    port: int
    counted: Any
    """Bytes up and down so far, shared with the process."""

    @property
    def bytes(self) -> int:
        return int(self.counted[0] + self.counted[1])


@contextmanager
def thin_line(port: int, bytes_a_second: float, round_trip: float) -> Iterator[ThinLine]:
    """A port that leads to ``port``; ``round_trip`` in seconds."""
    context = multiprocessing.get_context("spawn")
    line = ThinLine(free_port(), context.Array("q", 2))
    listens = context.Event()
    child = context.Process(
        target=_run, args=(line.port, port, bytes_a_second, round_trip / 2, line.counted, listens), daemon=True
    )
    child.start()
    try:
        listens.wait(30)
        yield line
    finally:
        child.terminate()
        child.join()


class _Direction:
    def __init__(self, rate: float, delay: float, counted: Any, place: int) -> None:
        self._rate = rate
        self._delay = delay
        self._counted = counted
        self._place = place
        self._free_at = 0.0

    def send(self, size: int) -> float:
        """When these bytes arrive."""
        self._free_at = max(self._free_at, asyncio.get_running_loop().time()) + size / self._rate
        self._counted[self._place] += size
        return self._free_at + self._delay


def _run(port: int, to: int, rate: float, delay: float, counted: Any, listens: Any) -> None:
    asyncio.run(_serve(port, to, _Direction(rate, delay, counted, 0), _Direction(rate, delay, counted, 1), listens))


async def _serve(port: int, to: int, up: _Direction, down: _Direction, listens: Any) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", to)
        await asyncio.gather(_pump(reader, far_writer, up), _pump(far_reader, writer, down))

    async with await asyncio.start_server(connected, "127.0.0.1", port) as server:
        listens.set()
        await server.serve_forever()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: _Direction) -> None:
    waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_WAITING)

    async def arrive() -> None:
        loop = asyncio.get_running_loop()
        while (item := await waiting.get())[1]:
            await asyncio.sleep(max(0.0, item[0] - loop.time()))
            writer.write(item[1])
            await writer.drain()

    arriving = asyncio.create_task(arrive())
    with suppress(ConnectionError):
        while data := await reader.read(_AT_ONCE):
            await waiting.put((line.send(len(data)), data))
    await waiting.put((0.0, b""))
    with suppress(ConnectionError):
        await arriving
        writer.close()
