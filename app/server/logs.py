"""What the service writes down: a JSON object a line on standard error, without a word about persons.

Of a request its route is named, never its path; keys that are not on the list are dropped.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from starlette.types import Scope

from app.server.answered import route_of

KEYS = ("route", "method", "status", "took_ms", "sent", "version", "database", "files", "address", "behind_proxy")
_log = logging.getLogger("app.server.requests")


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage() if record.name.startswith("app.") else f"{record.module}:{record.lineno}",
        }
        said.update({key: getattr(record, key) for key in KEYS if hasattr(record, key)})
        if record.exc_info and record.exc_info[0] is not None:
            said["kind"] = record.exc_info[0].__name__
        return json.dumps(said, ensure_ascii=False)


def start(level: int = logging.INFO) -> None:
    """Everything that is logged goes to standard error, as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_AsJson())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("app").setLevel(level)


def log_answered(scope: Scope, status: int, sent: int, seconds: float) -> None:
    """A line for a request that was answered."""
    facts = {"method": scope["method"], "route": route_of(scope), "status": status, "sent": sent}
    _log.info("answered", extra={**facts, "took_ms": round(seconds * 1000, 1)})
