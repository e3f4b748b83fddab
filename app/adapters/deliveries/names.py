"""Which names inside a bag are harmless on every system that may ever hold the file."""

import re
import unicodedata

from app.domain.bags import Finding
from app.domain.texts import _

_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_LONGEST_PART = 255


def name_key(path: str) -> str:
    """The spelling under which two writings of one name (composed and decomposed umlauts) are the same."""
    return unicodedata.normalize("NFC", path)


def printable(path: str) -> str:
    """The name without what cannot be written down (bytes of a file system that are no text), at most 500 letters."""
    return path.encode("utf-8", "replace").decode()[:500]


def leaves_folder(path: str) -> bool:
    """True when ``path``, on any system, is absolute or could lead out of the folder that it is relative to."""
    parts = re.split(r"[/\\]", path)
    return path.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", path) is not None


def path_fault(path: str) -> Finding | None:
    """Why a relative path (parts divided by ``/``) is not used; None when it is harmless."""
    if not path or leaves_folder(path):
        return Finding("path-outside", _("Der Pfad führt aus der Lieferung hinaus."))
    if "\\" in path or any(not _part_allowed(part) for part in path.split("/")):
        return Finding("name-forbidden", _("Der Dateiname ist unter Windows nicht erlaubt."))
    return None


def _part_allowed(part: str) -> bool:
    if part in ("", ".") or part[-1] in ". " or _FORBIDDEN.search(part):
        return False
    if any("\ud800" <= letter <= "\udfff" for letter in part) or len(part.encode("utf-16-le")) > 2 * _LONGEST_PART:
        return False
    return _RESERVED.fullmatch(part.partition(".")[0].rstrip(" ")) is None
