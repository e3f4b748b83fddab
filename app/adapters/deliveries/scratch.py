"""A private folder for what is too large for memory while a delivery is received; nothing of it outlives the run."""

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

_PREFIX = "esozialakte-receive-"
_LOCK = "in-use"


class PrivateFolder:
    """Readable by this user alone, deleted by ``close``; what killed runs left behind is deleted at the next start."""

    def __init__(self, parent: Path | None = None) -> None:
        parent = parent or Path(tempfile.gettempdir())
        remove_leftovers(parent)
        self._lock: IO[bytes] | None = None
        while self._lock is None:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))  # mode 0700
            self._lock = _hold(self.path / _LOCK)

    def __enter__(self) -> "PrivateFolder":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            shutil.rmtree(self.path, ignore_errors=True)


def _hold(path: Path) -> IO[bytes] | None:
    """The lock of a new folder; None when somebody took it for a leftover before it was held."""
    lock = path.open("wb")
    try:
        if _try_lock(lock) and os.path.samestat(os.fstat(lock.fileno()), path.stat()):
            return lock
    except OSError:
        pass  # deleted under our hands: the next folder will do
    lock.close()
    return None


def remove_leftovers(parent: Path) -> None:
    """Delete the folders of runs that are no more: nobody holds their lock."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or (hasattr(os, "getuid") and folder.lstat().st_uid != os.getuid()):
                continue
            with (folder / _LOCK).open("r+b") as lock:
                if not _try_lock(lock):
                    continue
                shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)  # Windows keeps what is open


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
