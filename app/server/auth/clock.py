"""The time, as the parts of signing in get it handed: whole seconds since 1970."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], int]


def system_clock() -> int:
    return int(time.time())


def iso(seconds: int) -> str:
    """UTC, ISO 8601, as everywhere in the log; empty for 0 ("never")."""
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else ""
