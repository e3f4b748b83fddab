"""A line that is cut: a TCP relay that ends its first connections after so many bytes in one direction."""

import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType

DOWN, UP = "down", "up"


class CuttingLine:
    """``cuts``: (direction, bytes) for the first connections, in order; those after them are left whole."""

    def __init__(self, port: int, cuts: Sequence[tuple[str, int]]) -> None:
        self._to = ("127.0.0.1", port)
        self._cuts = list(cuts)
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> "CuttingLine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            ends = list(self._open)
        for end in ends:
            _end(end)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._to)
                cut = self._cuts.pop(0) if self._cuts else ("", 0)
                with self._lock:
                    self._open += [near, far]
                for way, source, target in ((UP, near, far), (DOWN, far, near)):
                    limit = cut[1] if cut[0] == way else None
                    thread = threading.Thread(target=_pump, args=(source, target, limit))
                    self._threads.append(thread)
                    thread.start()


def _pump(source: socket.socket, target: socket.socket, limit: int | None) -> None:
    passed = 0
    with suppress(OSError):
        while limit is None or passed < limit:
            data = source.recv(4096 if limit is None else min(4096, limit - passed))
            if not data:
                break
            target.sendall(data)
            passed += len(data)
    _end(target)
    _end(source)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
