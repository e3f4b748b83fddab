"""Canonical JSON (RFC 8785) for values whose keys are ASCII and that hold no floats, and digests over it."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """UTF-8 bytes of ``value``: keys sorted, no blanks. Raises ``TypeError`` for floats and non-ASCII keys."""
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _check(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("records hold no floats: their canonical form differs between programs")
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise TypeError("keys of records are ASCII text")
            _check(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item)


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
