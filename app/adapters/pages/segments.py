"""Shared memory between the window and the reading process: a small ring of segments that are used again.

The window's side creates, lends and unlinks; the reading side only attaches. A new segment for every page would cost
some milliseconds of page faults and leave more to clean up.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from multiprocessing.shared_memory import SharedMemory

_STEP = 1 << 20
_KEEP_FREE = 3
_KEEP_FREE_BYTES = 24 << 20
_CHILD_KEEPS = 8


class SegmentRing:
    """Segments of the window's side. ``take`` and what it returns may be used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # pictures are given back when they are collected, which may be at any moment
        self._free: list[SharedMemory] = []
        self._lent: dict[str, SharedMemory] = {}
        self._closed = False
        self._usual = _STEP

    def take(self, size: int) -> SharedMemory:
        """A segment of at least ``size`` bytes; raises ``OSError`` when the system has no room for one."""
        with self._lock:
            fitting = [s for s in self._free if size <= s.size <= 2 * size + _STEP]
            if fitting:
                segment = min(fitting, key=lambda s: s.size)
                self._free.remove(segment)
            else:
                segment = SharedMemory(create=True, size=max(_STEP, -(-size // _STEP) * _STEP))
            self._lent[segment.name] = segment
            return segment

    def take_filled(self, data: bytes) -> SharedMemory:
        """A segment that begins with ``data``."""
        segment = self.take(len(data))
        _buffer(segment)[: len(data)] = data
        return segment

    def take_like_last(self) -> SharedMemory:
        """One for a picture whose size is not known yet: most are as large as the one before."""
        return self.take(self._usual)

    def remember(self, size: int) -> None:
        """How many bytes the last picture had."""
        self._usual = size

    def give_back(self, segment: SharedMemory) -> None:
        with self._lock:
            if self._lent.pop(segment.name, None) is None:
                return
            self._free.append(segment)
            surplus = self._surplus()
        for old in surplus:
            _discard(old)

    def lend_view(self, segment: SharedMemory, size: int) -> tuple[memoryview, Callable[[], None]]:
        """The first ``size`` bytes and the function that gives them back (harmless when called again)."""
        view = _buffer(segment)[:size]

        def release() -> None:
            try:
                view.release()
            except BufferError:
                self._forget(segment)  # somebody still looks at the pixels: never write into them again
            else:
                self.give_back(segment)

        return view, release

    def close(self) -> None:
        """Unlink everything; pixels still lent stay readable until they are released."""
        with self._lock:
            self._closed = True
            segments = [*self._free, *self._lent.values()]
            self._free.clear()
            self._lent.clear()
        for segment in segments:
            _discard(segment)

    def _forget(self, segment: SharedMemory) -> None:
        with self._lock:
            known = self._lent.pop(segment.name, None)
        if known is not None:
            _discard(known)

    def _surplus(self) -> list[SharedMemory]:
        surplus = []
        while len(self._free) > _KEEP_FREE or (
            len(self._free) > 1 and sum(s.size for s in self._free) > _KEEP_FREE_BYTES
        ):
            surplus.append(self._free.pop(0))
        return surplus


def _buffer(segment: SharedMemory) -> memoryview:
    buffer = segment.buf
    if buffer is None:
        raise BufferError("the segment is closed")
    return buffer


def _discard(segment: SharedMemory) -> None:
    """Unlink first: the name is gone even where a lent view still holds the memory."""
    try:
        segment.unlink()
    except FileNotFoundError:
        pass
    try:
        segment.close()
    except BufferError:
        _held.append(segment)


_held: list[SharedMemory] = []
"""Segments whose pixels were still looked at when they were given up: closing them would pull memory away."""


class AttachedSegments:
    """The reading side: the last few segments stay attached, for they come round again."""

    def __init__(self) -> None:
        self._attached: OrderedDict[str, SharedMemory] = OrderedDict()

    def buffer(self, name: str) -> memoryview:
        segment = self._attached.get(name)
        if segment is None:
            segment = SharedMemory(name=name)
            self._attached[name] = segment
        self._attached.move_to_end(name)
        while len(self._attached) > _CHILD_KEEPS:
            self._attached.popitem(last=False)[1].close()
        return _buffer(segment)

    def close(self) -> None:
        for segment in self._attached.values():
            segment.close()
        self._attached.clear()
