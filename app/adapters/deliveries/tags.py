"""BagIt's own files (RFC 8493 and its drafts 0.93 to 0.97): declaration, fields, manifests."""

import codecs
import re
from dataclasses import dataclass, field

from app.adapters.deliveries.names import name_key
from app.domain.bags import BagRefused
from app.domain.texts import _

OLDEST, NEWEST = (0, 93), (1, 0)
_VERSION = re.compile(r"BagIt-Version:[ \t]*(\d+)\.(\d+)[ \t]*")
_ENCODING = re.compile(r"Tag-File-Character-Encoding:[ \t]*([\w.:()-]+)[ \t]*")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_ESCAPES = {"%0a": "\n", "%0d": "\r", "%25": "%"}


@dataclass(frozen=True, slots=True)
class Declaration:
    version: tuple[int, int]
    encoding: str

    @property
    def info_name(self) -> str:
        return "package-info.txt" if self.version <= (0, 95) else "bag-info.txt"


@dataclass(slots=True)
class Manifest:
    """Digests (lower-case hex) by path relative to the bag's folder, in composed spelling."""

    digests: dict[str, str] = field(default_factory=dict)
    doubles: set[str] = field(default_factory=set)
    """Listed more than once with the same digest."""
    contradictions: set[str] = field(default_factory=set)
    """Listed more than once with different digests."""
    garbled: int = 0
    """Lines that are none of a manifest."""


def parse_declaration(raw: bytes) -> Declaration:
    """``bagit.txt``: two lines, UTF-8 without a byte order mark. Raises ``BagRefused``."""
    try:
        lines = [line for line in raw.decode("utf-8").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise missing_declaration() from error
    matches = (_VERSION.fullmatch(lines[0]), _ENCODING.fullmatch(lines[1])) if len(lines) == 2 else (None, None)
    version, encoding = matches
    if version is None or encoding is None:
        raise missing_declaration()
    number = (int(version[1]), int(version[2]))
    if not OLDEST <= number <= NEWEST:
        raise BagRefused("bag-version", _("Die BagIt-Version der Lieferung wird nicht unterstützt."))
    try:
        codecs.lookup(encoding[1])
    except LookupError as error:
        raise BagRefused("bag-encoding", _("Die Zeichenkodierung der Lieferung ist unbekannt.")) from error
    return Declaration(number, encoding[1])


def missing_declaration() -> BagRefused:
    return BagRefused(
        "not-a-bag",
        _("Das ist keine Lieferung nach BagIt: bagit.txt fehlt oder ist fehlerhaft."),
        _("Geben Sie den Ordner oder die Zip-Datei an, die bagit.txt enthält."),
    )


def broken_tag_file(name: str) -> BagRefused:
    return BagRefused(
        "tag-file",
        _("Die Datei {name} der Lieferung ist beschädigt oder fehlt.").format(name=name),
        _("Lassen Sie sich die Lieferung erneut geben."),
    )


def decode(raw: bytes, encoding: str, name: str) -> str:
    """Text of a tag file. Raises ``BagRefused``."""
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except (UnicodeError, ValueError) as error:
        raise broken_tag_file(name) from error


def parse_fields(text: str) -> dict[str, list[str]]:
    """Fields of ``bag-info.txt`` by label in lower case; folded lines are joined, repeated fields kept in order.

    Raises ``BagRefused``.
    """
    fields: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in re.split(r"\r\n|\r|\n", text):
        if not line.strip():
            continue
        if line[0] in " \t" and current is not None:
            current[-1] = f"{current[-1]} {line.strip()}"
            continue
        label, colon, value = line.partition(":")
        if not colon or not label.strip():
            raise broken_tag_file("bag-info.txt")
        current = fields.setdefault(label.strip().lower(), [])
        current.append(value.strip())
    return fields


def parse_manifest(text: str) -> Manifest:
    """A manifest or tag manifest, also as the checksum programs of the systems write it."""
    manifest = Manifest()
    for line in re.split(r"\r\n|\r|\n", text):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            manifest.garbled += 1
            continue
        path, digest = name_key(match[2].removeprefix("./")), match[1].lower()
        known = manifest.digests.get(path)
        if known is None:
            manifest.digests[path] = digest
        elif known == digest:
            manifest.doubles.add(path)
        else:
            manifest.contradictions.add(path)
    return manifest


def unescaped(path: str) -> str:
    """A path of a manifest with the three escapes of RFC 8493 undone."""
    return re.sub("%(?:0[AaDd]|25)", lambda found: _ESCAPES[found[0].lower()], path)
