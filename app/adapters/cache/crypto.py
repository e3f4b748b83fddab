"""One 32-byte key, and what is derived from it."""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """A key of its own for each use (HKDF-SHA256), so that none says anything about another."""

    desk: bytes
    sites: bytes
    pages: bytes
    names: bytes
    seal: bytes

    @classmethod
    def of(cls, master: bytes) -> "Keys":
        return cls(*(_derive(master, use) for use in ("desk", "sites", "pages", "names", "seal")))


def _derive(master: bytes, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"esozialakte cache {use} 1".encode()).derive(master)


def keyed_name(key: bytes, *parts: str) -> str:
    """A file name that says nothing to who does not have the key: 64 hex digits."""
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()
