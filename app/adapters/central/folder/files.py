"""Files published whole and never replaced: written aside, made durable, then linked to their name.

A reader never sees half a file, and of several writers of one name exactly one wins. POSIX: hard link; Windows: rename,
which fails there when the name exists. A file system without hard links (some FAT and SMB mounts on Linux) gets
an exclusive create instead, as the only other way never to replace: there, and only there, a reader can meet a file
that is still being written, and a power cut can leave one behind.
"""

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

WINDOWS = os.name == "nt"
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}
_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
LEFT_OVER_AFTER = 24 * 3600
"""Seconds after which a file that was written aside belongs to a writer that has died."""


def write_aside(folder: Path, write: Callable[[BinaryIO], None]) -> Path:
    """A new, durable file under a name that no reader looks at. Nothing is left behind when writing fails."""
    path = folder / f"{os.getpid()}-{secrets.token_hex(8)}"
    try:
        with path.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(path)
        raise
    return path


def publish(path: Path, data: bytes, aside: Path) -> bool:
    """True: ``path`` now holds ``data``, durably. False: it was there before, and stays as it is."""
    temporary = write_aside(aside, lambda file: _write_all(file, data))
    return place(temporary, path)


def place(temporary: Path, path: Path) -> bool:
    """Give a file that was written aside its name; the name it had is gone afterwards in any case."""
    try:
        try:
            _take_name(temporary, path)
        except FileNotFoundError:
            make_folder(path.parent)
            _take_name(temporary, path)
    except FileExistsError:
        return False
    finally:
        discard(temporary)
    sync_folder(path.parent)
    return True


def replace(path: Path, data: bytes, aside: Path) -> None:
    """Put new content under a name: for bodies that no head counts, and where the law orders lines to be deleted."""
    temporary = write_aside(aside, lambda file: _write_all(file, data))
    try:
        temporary.replace(path)
    except BaseException:
        discard(temporary)
        raise
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make ``path`` and at most two folders above it: a share that is not mounted must not be imitated."""
    missing = [path]
    while not missing[-1].parent.is_dir():
        if len(missing) == 3:
            raise FileNotFoundError(errno.ENOENT, "the store's folder is gone", str(path))
        missing.append(missing[-1].parent)
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Windows does that with the file itself."""
    if WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def discard(path: Path) -> None:
    """Remove a file if that is possible now; whoever publishes later tidies up the rest."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def tidy(aside: Path) -> None:
    """Remove what writers that have died left aside. Ages are told by the server's clock, not by ours."""
    try:
        probe = write_aside(aside, lambda file: None)
        now = probe.stat().st_mtime
        discard(probe)
        for entry in list(os.scandir(aside)):
            if now - entry.stat().st_mtime > LEFT_OVER_AFTER:
                discard(Path(entry.path))
    except OSError:
        return  # Somebody who may only read; a writer will do it.


def _take_name(temporary: Path, path: Path) -> None:
    if WINDOWS:
        temporary.rename(path)
        return
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS or isinstance(error, FileExistsError):
            raise
        _copy_exclusively(temporary, path)


def _copy_exclusively(temporary: Path, path: Path) -> None:
    with temporary.open("rb") as source, path.open("xb") as target:
        try:
            while block := source.read(1 << 20):
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
        except BaseException:
            discard(path)
            raise


def _write_all(file: BinaryIO, data: bytes) -> None:
    file.write(data)
