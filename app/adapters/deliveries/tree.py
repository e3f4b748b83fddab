"""The files of a bag, in a folder or a zip, read so that nothing outside can be reached."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from app.domain.bags import BagRefused, Finding, PayloadFault
from app.domain.texts import _

MOST_ENTRIES = 250_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the bag; ``path`` is relative to the bag's folder, parts divided by ``/``. With a ``fault`` it is
    not opened."""

    path: str
    size: int
    fault: Finding | None = None
    key: tuple[int, int] = (0, 0)


class Tree(Protocol):
    @property
    def broken(self) -> tuple[type[Exception], ...]:
        """What opening and reading raise when an entry is damaged."""
        ...

    @property
    def entries(self) -> dict[str, Entry]: ...

    @property
    def strays(self) -> tuple[tuple[str, Finding], ...]:
        """Entries whose names lead out of the bag, and why they are left alone."""
        ...

    def open(self, entry: Entry) -> IO[bytes]:
        """Raises ``PayloadFault``."""
        ...

    def real_path(self, entry: Entry) -> Path | None:
        """Where the bytes lie as a file of their own, if they do."""
        ...

    def close(self) -> None: ...


@contextmanager
def reading(tree: Tree, entry: Entry) -> Iterator[IO[bytes]]:
    """The entry's bytes; faults of reading become ``PayloadFault``."""
    if entry.fault is not None:
        raise PayloadFault(entry.fault)
    try:
        with tree.open(entry) as stream:
            yield stream
    except tree.broken as error:
        raise PayloadFault(Finding("not-readable", _("Die Datei lässt sich nicht lesen."))) from error


def too_many_entries() -> BagRefused:
    return BagRefused(
        "too-many-files",
        _("Die Lieferung enthält mehr als {count} Dateien.").format(count=MOST_ENTRIES),
        _("Bitten Sie den Dienstleister, sie aufzuteilen."),
    )


def link_fault() -> Finding:
    return Finding("link", _("Der Eintrag ist eine Verknüpfung und keine Datei."))


def device_fault() -> Finding:
    return Finding("device", _("Der Eintrag ist keine gewöhnliche Datei."))


class FolderTree:
    """A bag as a folder; it may lie on a medium that cannot be written."""

    broken: tuple[type[Exception], ...] = (OSError,)

    def __init__(self, root: Path) -> None:
        self._root = root
        self.strays: tuple[tuple[str, Finding], ...] = ()
        self.entries: dict[str, Entry] = {}
        try:
            for entry in self._walk():
                if len(self.entries) >= MOST_ENTRIES:
                    raise too_many_entries()
                self.entries[entry.path] = entry
        except OSError as error:
            raise BagRefused(
                "not-readable",
                _("Der Ordner der Lieferung lässt sich nicht lesen."),
                _("Prüfen Sie die Rechte am Ordner und ob das Laufwerk erreichbar ist."),
            ) from error

    def _walk(self) -> Iterator[Entry]:
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            with os.scandir(self._root / folder) as found:
                for item in found:
                    path = f"{folder}/{item.name}" if folder else item.name
                    if item.is_dir(follow_symlinks=False) and not _is_link(item):
                        waiting.append(path)
                    else:
                        yield self._entry(path, item)

    def _entry(self, path: str, item: "os.DirEntry[str]") -> Entry:
        if _is_link(item):
            return Entry(path, 0, link_fault())
        if not item.is_file(follow_symlinks=False):
            return Entry(path, 0, device_fault())
        # Not item.stat(): on Windows it leaves out the file's number, by which ``open`` knows it again.
        found = (self._root / path).lstat()
        return Entry(path, found.st_size, key=(found.st_dev, found.st_ino))

    def open(self, entry: Entry) -> IO[bytes]:
        flags = os.O_RDONLY
        for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
            flags |= getattr(os, name, 0)
        descriptor = os.open(self._root / entry.path, flags)
        found = os.fstat(descriptor)
        # Somebody may have put a link into the way since the folder was walked.
        if not stat.S_ISREG(found.st_mode) or (found.st_dev, found.st_ino) != entry.key:
            os.close(descriptor)
            raise PayloadFault(link_fault())
        return os.fdopen(descriptor, "rb")

    def real_path(self, entry: Entry) -> Path | None:
        return self._root / entry.path

    def close(self) -> None:
        pass


def _is_link(item: "os.DirEntry[str]") -> bool:
    if item.is_symlink():
        return True
    attributes: int = getattr(item.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)
