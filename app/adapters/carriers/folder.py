"""A carrier's folder on this computer or on a share."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.domain.carriers import CarrierUnreachable
from app.domain.errors import AppError, NotAllowed, StorageFull
from app.domain.texts import _

_PART = ".part"
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FULL_ON_WINDOWS = {39, 112, 1295}
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV}


class LocalShelf:
    """See ``shelf.Shelf``. The place itself has to be there: made anew it would hide that a share is away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self, folder: str) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        with _explained():
            try:
                with os.scandir(self._folder / folder) as entries:
                    for entry in entries:
                        if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                            with suppress(FileNotFoundError):
                                seen = entry.stat(follow_symlinks=False)
                                found[entry.name] = (seen.st_size, seen.st_mtime_ns)
            except FileNotFoundError:
                if not self._folder.is_dir():
                    raise
        return found

    def read(self, name: str) -> bytes | None:
        with _explained():
            try:
                return (self._folder / name).read_bytes()
            except FileNotFoundError:
                return None

    def put(self, name: str, data: bytes) -> None:
        target = self._folder / name
        aside = target.with_name(f".{target.name}-{secrets.token_hex(4)}{_PART}")
        with _explained():
            self._make_folder(target.parent)
            try:
                with aside.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                with suppress(FileExistsError):
                    _take_name(aside, target)
            finally:
                aside.unlink(missing_ok=True)

    def move(self, name: str, to: str) -> None:
        target = self._folder / to
        with _explained():
            self._make_folder(target.parent)
            with suppress(FileNotFoundError):
                (self._folder / name).replace(target)

    def close(self) -> None:
        return

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            if folder.parent != self._folder:
                self._make_folder(folder.parent)
            folder.mkdir(exist_ok=True)


def own_folder(folder: Path) -> Path:
    """A place that is ours to make: for carriers that nobody has set up."""
    with _explained():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _take_name(aside: Path, target: Path) -> None:
    """Never replaces. Raises ``FileExistsError``."""
    if os.name == "nt":
        aside.rename(target)
        return
    try:
        os.link(aside, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, "there already") from error
        aside.rename(target)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise in_words(error) from error


def in_words(error: OSError) -> AppError:
    """The file system's complaint about the carrier's folder, for people."""
    if error.errno in _FULL or getattr(error, "winerror", None) in _FULL_ON_WINDOWS:
        return StorageFull(
            _("Im Ordner des Druckdienstleisters ist kein Platz mehr."),
            _("Es ist nichts verloren und nichts doppelt: Sobald Platz ist, geht es von selbst weiter."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NotAllowed(
            _("Der Ordner des Druckdienstleisters verweigert den Zugriff."),
            _("Bitten Sie die Administration um das Recht, dort zu lesen und zu schreiben."),
            code="carrier-denied",
        )
    return CarrierUnreachable(
        _("Der Ordner des Druckdienstleisters ist nicht erreichbar."),
        _("Es ist nichts verloren: Sobald er wieder da ist, geht es von selbst weiter."),
    )
