"""Canonical JSON (RFC 8785) for values whose keys are ASCII and that hold no floats, and digests over it."""

import hashlib
import json
from typing import Any

_EXACT = 2**53 - 1


def canonical(value: Any) -> bytes:
    """UTF-8 bytes of ``value``: keys sorted, no blanks.

    Raises ``TypeError`` for floats and non-ASCII keys, ``ValueError`` for numbers beyond 2**53 - 1 (a double would
    round them) and for text that is no Unicode (lone surrogates).
    """
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _check(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise TypeError("keys of records are ASCII text")
            if type(item) is not str:
                _check(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            if type(item) is not str:
                _check(item)
    elif isinstance(value, float):
        raise TypeError("records hold no floats: their canonical form differs between programs")
    elif isinstance(value, int) and not -_EXACT <= value <= _EXACT:
        raise ValueError("numbers of records are exact in a double")


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
