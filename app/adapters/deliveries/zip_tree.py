"""A bag inside a zip: entries are streamed, never unpacked by their own names."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from app.adapters.deliveries.names import leaves_folder, path_fault, printable
from app.adapters.deliveries.tree import MOST_ENTRIES, Entry, device_fault, link_fault, too_many_entries
from app.domain.bags import BagRefused, Finding
from app.domain.texts import _

MOST_BYTES = 4 * 1024**3
MOST_RATIO = 100
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UTF8 = 0x800
_ENCRYPTED = 0x1
_UNIX = 3

class ZipTree:
    """``zipfile`` never gives more bytes of an entry than its header declares, so limits on what is declared hold
    for what is read."""

    broken: tuple[type[Exception], ...] = (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    )

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except self.broken as error:
            raise BagRefused(
                "not-readable",
                _("Die Zip-Datei lässt sich nicht lesen."),
                _("Lassen Sie sich die Lieferung erneut geben."),
            ) from error
        try:
            self._refuse_bombs(path.stat().st_size)
            self._index()
        except BaseException:
            self._zip.close()
            raise

    def _refuse_bombs(self, packed: int) -> None:
        members = self._zip.infolist()
        if len(members) > MOST_ENTRIES:
            raise too_many_entries()
        declared = sum(member.file_size for member in members)
        if declared > MOST_BYTES or declared > MOST_RATIO * packed:
            raise BagRefused(
                "zip-bomb",
                _("Die Zip-Datei würde entpackt mehr als 4 GiB oder mehr als das Hundertfache belegen."),
                _("Bitten Sie den Dienstleister, die Lieferung aufzuteilen oder als Ordner zu übergeben."),
            )

    def _index(self) -> None:
        named = [(_name(member), member) for member in self._zip.infolist() if not member.is_dir()]
        root = _root(name for name, _member in named)
        strays: list[tuple[str, Finding]] = []
        self.entries: dict[str, Entry] = {}
        self._members: dict[str, zipfile.ZipInfo] = {}
        for name, member in named:
            if leaves_folder(name):
                strays.append((printable(name), _outside()))
            elif name.startswith(root):
                path = name[len(root) :]
                double = Finding("name-ambiguous", _("Der Name steht mehrfach in der Zip-Datei."))
                fault = double if path in self.entries else _member_fault(member)
                self.entries[path] = Entry(path, member.file_size, fault)
                self._members[path] = member
        self.strays = tuple(strays)

    def open(self, entry: Entry) -> IO[bytes]:
        return self._zip.open(self._members[entry.path])

    def real_path(self, entry: Entry) -> Path | None:
        return None

    def close(self) -> None:
        self._zip.close()


def _name(member: zipfile.ZipInfo) -> str:
    name = member.orig_filename
    if member.flag_bits & _UTF8:
        return name
    try:  # many programs write UTF-8 without saying so
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _root(names: Iterator[str]) -> str:
    """The folder inside the zip that holds ``bagit.txt``: the top, or the only one a level down."""
    tops = {name[: -len("bagit.txt")] for name in names if name == "bagit.txt" or name.endswith("/bagit.txt")}
    if "" in tops:
        return ""
    below = [top for top in tops if top.count("/") == 1 and path_fault(top[:-1]) is None]
    return below[0] if len(below) == 1 else ""


def _member_fault(member: zipfile.ZipInfo) -> Finding | None:
    mode = member.external_attr >> 16 if member.create_system == _UNIX else 0
    if stat.S_ISLNK(mode):
        return link_fault()
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return device_fault()
    if member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
        return Finding("zip-method", _("Der Eintrag ist verschlüsselt oder ungewöhnlich gepackt."))
    return None


def _outside() -> Finding:
    return Finding("path-outside", _("Der Pfad führt aus der Lieferung hinaus."))
