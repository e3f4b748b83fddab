"""A bag as a delivery: its fields, its index, and payload files whose checksums hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from app.adapters.deliveries.bagit_files import BagItFiles
from app.adapters.deliveries.index import INDEX, read_index, unreadable_index
from app.adapters.deliveries.names import name_key, path_fault, printable
from app.adapters.deliveries.opening import open_tree
from app.adapters.deliveries.profiles import Profile, choose_profile
from app.adapters.deliveries.tree import Entry, Tree, reading
from app.domain.bags import (
    DELIVERY_KINDS,
    BagRefused,
    BagSummary,
    DeliveryInfo,
    Finding,
    Payload,
    PayloadFault,
    PayloadFile,
    Row,
)
from app.domain.texts import _

USABLE = ("sha256", "sha512")
IN_MEMORY = 32 * 1024**2
"""Files up to this size are read into memory; longer ones stay where they are or go through the private folder."""
_LARGEST_INDEX = 64 * 1024**2
_BLOCK = 1 << 20


def open_bag(path: Path, scratch: Path, profiles: Path) -> "DeliveryBag":
    """Open a delivery in a folder or zip. ``scratch`` is a private folder, ``profiles`` one of ``*.toml`` files.

    Raises ``BagRefused`` with the delivery's number and kind as far as they are known.
    """
    tree = open_tree(path)
    try:
        return DeliveryBag(tree, scratch, profiles)
    except BaseException:
        tree.close()
        raise


class DeliveryBag:
    def __init__(self, tree: Tree, scratch: Path, profiles: Path) -> None:
        self._tree = tree
        self._scratch = scratch
        self._bag = BagItFiles(tree)
        self._files: dict[str, PayloadFile] = {}
        info, number, kind = None, "", ""
        try:
            number, kind = printable(self._bag.field("External-Identifier")), self._bag.field("Delivery-Kind").lower()
            info = self._info(number, kind)
            self._bag.load_manifests()
            self._refuse_unusable()
            files = {name_key(file.path): file for file in self._bag.payload_files()}
            rows, index_files = self._index(info.kind, files, profiles)
        except BagRefused as refused:
            refused.number, refused.kind = number, kind
            raise
        self._files = {key: file for key, file in files.items() if key not in index_files}
        self._folded = {key.casefold(): file for key, file in self._files.items()}
        self.summary = BagSummary(info, rows, tuple(self._files.values()), tuple(self._warnings(info)))

    def _info(self, number: str, kind: str) -> DeliveryInfo:
        if not number:
            raise BagRefused(
                "no-identifier",
                _("In bag-info.txt fehlt die Nummer der Lieferung (External-Identifier)."),
                _("Bitten Sie den Dienstleister um eine vollständige Lieferung."),
            )
        if kind not in DELIVERY_KINDS:
            raise BagRefused(
                "unknown-kind",
                _("In bag-info.txt fehlt die Art der Lieferung (Delivery-Kind), oder sie ist unbekannt."),
                _("Erlaubt sind: {kinds}.").format(kinds=", ".join(DELIVERY_KINDS)),
            )
        return DeliveryInfo(
            number=number,
            provider=printable(self._bag.field("Source-Organization")),
            kind=kind,
            site=self._bag.field("Site").lower(),
            bagged_on=_date(self._bag.field("Bagging-Date")),
        )

    def _refuse_unusable(self) -> None:
        if not any(self._bag.manifests.get(algorithm) for algorithm in USABLE):
            raise BagRefused(
                "no-manifest",
                _("Der Lieferung fehlt ein Manifest mit Prüfsummen nach SHA-256 oder SHA-512."),
                _("Bitten Sie den Dienstleister um eine vollständige Lieferung."),
            )

    def _index(self, kind: str, files: dict[str, PayloadFile], profiles: Path) -> tuple[tuple[Row, ...], set[str]]:
        profile = choose_profile(profiles, self._bag.field("Index-Profile"), set(files))
        if profile is not None:
            return self._foreign_index(profile, files)
        if INDEX not in files:
            raise unreadable_index(_("data/index.csv fehlt."))
        return read_index(self._read(INDEX), kind), {INDEX}

    def _foreign_index(self, profile: Profile, files: dict[str, PayloadFile]) -> tuple[tuple[Row, ...], set[str]]:
        sources = profile.sources(set(files))
        rows = [row for source in sources for row in profile.rows(source, self._read(source), set(files))]
        return tuple(rows), set(sources)

    def _read(self, path: str) -> bytes:
        try:
            entry = self._bag.entry(path)
            if entry.size > _LARGEST_INDEX:
                raise unreadable_index(_("Es ist größer als 64 MiB."))
            with reading(self._tree, entry) as stream:
                data = stream.read(_LARGEST_INDEX)
            self._bag.digest(path, data)
        except PayloadFault as fault:
            raise unreadable_index(fault.title) from fault
        return data

    def _warnings(self, info: DeliveryInfo) -> Iterator[Finding]:
        if self._bag.payload_differs_from_oxum():
            yield Finding("payload-oxum", _("Menge und Größe der Dateien weichen von Payload-Oxum ab."))
        if not info.provider:
            yield Finding("no-provider", _("In bag-info.txt fehlt der Dienstleister (Source-Organization)."))
        if any(manifest.garbled for manifest in self._bag.manifests.values()):
            yield Finding("manifest-line", _("Das Manifest enthält Zeilen, die keine Prüfsumme nennen."))

    # --- what the port asks ----------------------------------------------------------------------------------
    def find(self, name: str) -> PayloadFile:
        key = name_key(name.removeprefix("./"))
        forbidden = path_fault(key)
        if forbidden is not None:
            return PayloadFile(printable(name), forbidden)
        known = self._files.get(key) or self._folded.get(key.casefold())
        return known or PayloadFile(printable(name), Finding("missing", _("Die Datei fehlt in der Lieferung.")))

    @contextmanager
    def payload(self, path: str) -> Iterator[Payload]:
        entry = self._bag.entry(path)
        if entry.size <= IN_MEMORY:
            with reading(self._tree, entry) as stream:
                data = stream.read(IN_MEMORY + 1)
            yield Payload(data, self._bag.digest(path, data), len(data))
            return
        place = self._tree.real_path(entry)
        copy = None if place is not None else self._scratch / "unpacked"
        try:
            sha256, size = self._pass_through(path, entry, copy)
            yield Payload(place or self._scratch / "unpacked", sha256, size)
        finally:
            if copy is not None:
                copy.unlink(missing_ok=True)

    def _pass_through(self, path: str, entry: Entry, copy: Path | None) -> tuple[str, int]:
        """Read a long file once for its checksums, writing it to ``copy`` on the way."""
        hashes, size = self._bag.hashes(path), 0
        target = None if copy is None else copy.open("wb")
        try:
            with reading(self._tree, entry) as stream:
                while block := stream.read(_BLOCK):
                    size += len(block)
                    for hashing in hashes.values():
                        hashing.update(block)
                    if target is not None:
                        target.write(block)
        finally:
            if target is not None:
                target.close()
        return self._bag.compare(path, hashes), size

    def close(self) -> None:
        self._tree.close()


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
