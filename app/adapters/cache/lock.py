"""Locks between processes. The system lets go of them when a process dies, however it dies."""

import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from app.adapters.cache.errors import translated


class FileLock:
    """An exclusive lock on a small file that is made for it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def acquire(self, *, wait: bool) -> bool:
        """True when it is ours now; without ``wait`` False if somebody else has it."""
        with translated():
            file = self.path.open("ab+")
        if not _lock(file, wait):
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "FileLock":
        self.acquire(wait=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO, wait: bool) -> bool:
        file.seek(0)
        while True:
            try:
                # LK_LOCK itself tries for ten seconds.
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True

else:
    import fcntl

    def _lock(file: BinaryIO, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
