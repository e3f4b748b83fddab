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
        self._parent = parent or Path(tempfile.gettempdir())
        remove_leftovers(self._parent)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._parent))  # mode 0700
        self._lock: IO[bytes] | None = (self.path / _LOCK).open("wb")
        _try_lock(self._lock)

    def __enter__(self) -> "PrivateFolder":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            shutil.rmtree(self.path, ignore_errors=True)


def remove_leftovers(parent: Path) -> None:
    """Delete the folders of runs that are no more: nobody holds their lock."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or (hasattr(os, "getuid") and folder.lstat().st_uid != os.getuid()):
                continue
            with (folder / _LOCK).open("ab") as lock:
                gone = _try_lock(lock)
            if gone:
                shutil.rmtree(folder, ignore_errors=True)


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
