"""A bag as BagIt sees it: declaration, fields, manifests, and which payload file may be read."""

import hashlib
import re
from dataclasses import dataclass

from app.adapters.deliveries.names import leaves_folder, name_key, path_fault, printable
from app.adapters.deliveries.tags import (
    Manifest,
    broken_tag_file,
    decode,
    missing_declaration,
    parse_declaration,
    parse_fields,
    parse_manifest,
    unescaped,
)
from app.adapters.deliveries.tree import Entry, Tree, reading
from app.domain.bags import BagRefused, Finding, PayloadFault, PayloadFile
from app.domain.texts import _

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
LARGEST_TAG_FILE = 64 * 1024**2
_BLOCK = 1 << 20
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_PAYLOAD = "data/"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a payload file is and what the manifests say of it."""

    entry: Entry | None
    digests: dict[str, str]
    fault: Finding | None


class BagItFiles:
    """Reads all of the bag but its payload. Raises ``BagRefused`` when it is no bag or its own files are corrupt."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._by_key: dict[str, list[Entry]] = {}
        for path, entry in tree.entries.items():
            self._by_key.setdefault(name_key(path), []).append(entry)
        if "bagit.txt" not in self._by_key:
            raise missing_declaration()
        self.declaration = parse_declaration(self.tag_file("bagit.txt"))
        self.fields: dict[str, list[str]] = {}
        if self.declaration.info_name in self._by_key:
            self.fields = parse_fields(self._text(self.declaration.info_name))

    def load_manifests(self) -> None:
        """Manifests, checked against the tag manifests. Raises ``BagRefused``."""
        self.manifests: dict[str, Manifest] = {}
        for name in sorted(self._by_key):
            match = _MANIFEST.fullmatch(name)
            if match is None or match[2] not in ALGORITHMS:
                continue
            manifest = parse_manifest(self._text(name))
            if match[1]:
                self._check_tags(match[2], manifest)
            else:
                self.manifests[match[2]] = manifest
        self._places = self._find_places()

    def field(self, label: str) -> str:
        """The field's value, "" if it is not there. Raises ``BagRefused`` when two values contradict each other."""
        values = {value for value in self.fields.get(label.lower(), []) if value}
        if len(values) > 1:
            raise BagRefused("bag-info", _("In bag-info.txt steht {field} mehrfach.").format(field=label))
        return next(iter(values), "")

    def tag_file(self, name: str) -> bytes:
        found = self._by_key.get(name_key(name), [])
        if len(found) != 1 or found[0].size > LARGEST_TAG_FILE:
            raise broken_tag_file(printable(name))
        try:
            with reading(self.tree, found[0]) as stream:
                return stream.read(LARGEST_TAG_FILE)
        except PayloadFault as fault:
            raise broken_tag_file(printable(name)) from fault

    def _text(self, name: str) -> str:
        return decode(self.tag_file(name), self.declaration.encoding, name)

    def _check_tags(self, algorithm: str, manifest: Manifest) -> None:
        for path, digest in manifest.digests.items():
            key = self._key(path)
            if leaves_folder(path) or key.startswith(_PAYLOAD) or path in manifest.contradictions:
                raise broken_tag_file(f"tagmanifest-{algorithm}.txt")
            if hashlib.new(algorithm, self.tag_file(key), usedforsecurity=False).hexdigest() != digest:
                raise broken_tag_file(printable(path))

    def _key(self, path: str) -> str:
        return path if path in self._by_key else name_key(unescaped(path))

    # --- payload ---------------------------------------------------------------------------------------------
    def _find_places(self) -> dict[str, _Place]:
        keys: dict[str, None] = {}
        digests: dict[str, dict[str, str]] = {}
        contradicted: set[str] = set()
        for algorithm, manifest in self.manifests.items():
            for path, digest in manifest.digests.items():
                key = self._key(path)
                keys[key] = None
                digests.setdefault(key, {})[algorithm] = digest
                if path in manifest.contradictions:
                    contradicted.add(key)
        keys.update((key, None) for key in self._by_key if key.startswith(_PAYLOAD))
        folded: dict[str, int] = {}
        for key in self._by_key:
            folded[key.casefold()] = folded.get(key.casefold(), 0) + len(self._by_key[key])
        return {
            key.removeprefix(_PAYLOAD): self._place(
                key, digests.get(key, {}), key in contradicted, folded.get(key.casefold(), 0)
            )
            for key in sorted(keys)
        }

    def _place(self, key: str, digests: dict[str, str], contradicted: bool, namesakes: int) -> _Place:
        entry = self._by_key.get(key, [None])[0]
        fault = self._fault(key, entry, bool(digests), contradicted, namesakes)
        return _Place(entry, digests, fault)

    def _fault(
        self, key: str, entry: Entry | None, listed: bool, contradicted: bool, namesakes: int
    ) -> Finding | None:
        if not key.startswith(_PAYLOAD):
            return Finding("path-outside", _("Der Pfad führt aus der Lieferung hinaus."))
        forbidden = path_fault(key.removeprefix(_PAYLOAD))
        if forbidden is not None:
            return forbidden
        if entry is None:
            return Finding("missing", _("Die Datei fehlt in der Lieferung."))
        if namesakes > 1:
            return Finding("name-ambiguous", _("Unter Windows trügen mehrere Dateien diesen Namen."))
        if entry.fault is not None:
            return entry.fault
        if not listed:
            return Finding("not-in-manifest", _("Zu dieser Datei steht keine Prüfsumme im Manifest."))
        if contradicted:
            return Finding("manifest-ambiguous", _("Zu dieser Datei stehen verschiedene Prüfsummen im Manifest."))
        return None

    def payload_files(self) -> list[PayloadFile]:
        """Files below ``data/`` and what the bag names without having it, in the order of their names."""
        files = [PayloadFile(printable(path), place.fault) for path, place in self._places.items()]
        return files + [PayloadFile(path, fault) for path, fault in self.tree.strays]

    def entry(self, path: str) -> Entry:
        """The entry of a payload file. Raises ``PayloadFault``."""
        place = self._places.get(path)
        if place is None:
            raise PayloadFault(Finding("missing", _("Die Datei fehlt in der Lieferung.")))
        if place.fault is not None or place.entry is None:
            raise PayloadFault(place.fault or Finding("missing", _("Die Datei fehlt in der Lieferung.")))
        return place.entry

    def digest(self, path: str, data: bytes) -> str:
        """SHA-256 of ``data``, which must be what the manifests say of ``path``. Raises ``PayloadFault``."""
        hashes = self.hashes(path)
        for hashing in hashes.values():
            hashing.update(data)
        return self.compare(path, hashes)

    def hashes(self, path: str) -> "dict[str, hashlib._Hash]":
        wanted = {"sha256", *self._places[path].digests}
        return {algorithm: hashlib.new(algorithm, usedforsecurity=False) for algorithm in sorted(wanted)}

    def compare(self, path: str, hashes: "dict[str, hashlib._Hash]") -> str:
        for algorithm, expected in self._places[path].digests.items():
            if hashes[algorithm].hexdigest() != expected:
                raise PayloadFault(
                    Finding("checksum", _("Die Prüfsumme stimmt nicht: Die Datei wurde unterwegs verändert."))
                )
        return hashes["sha256"].hexdigest()

    def payload_differs_from_oxum(self) -> bool:
        """True when ``Payload-Oxum`` is there and is not what lies below ``data/``."""
        stated = self.field("Payload-Oxum")
        found = [entry for key, group in self._by_key.items() if key.startswith(_PAYLOAD) for entry in group]
        return bool(stated) and stated != f"{sum(entry.size for entry in found)}.{len(found)}"
