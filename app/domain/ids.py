"""Names for things: UUIDv7 for actions, digests for documents that must be found again however often they come."""

import hashlib
import secrets
import threading
import time

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A new UUIDv7 (RFC 9562, section 5.7): sorts by time, strictly increasing inside one process."""
    global _last
    with _lock:
        stamp = max(time.time_ns() // 1_000_000 << 12 | secrets.randbits(8), _last + 1)
        _last = stamp
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | secrets.randbits(62)
    h = f"{value:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def derived_id(*parts: str) -> str:
    """The same 32 hex digits for the same parts, on every machine (SHA-256, truncated to 128 bits)."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(4, "big"))
        digest.update(raw)
    return digest.hexdigest()[:32]
