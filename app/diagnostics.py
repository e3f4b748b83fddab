"""What the program writes down about itself: a local file that never leaves the machine and never names a person.

Records pass an allow-list: keys that are not on it are dropped, faults are named by kind and place (file:line) and
never by their text, and of other people's loggers only the place is kept. Start-up module: may know Qt.
"""

import faulthandler
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from app.domain.texts import _

OWN = "app"
ALLOWED = (
    *("at", "level", "logger", "event", "kind", "where", "thread", "place", "function"),
    *("code", "command", "exit_status", "version", "platform", "python", "qt", "store_kind"),
    *("commit", "commits", "documents", "pages", "bytes", "count", "attempt", "took_ms", "waiting", "refused"),
)
TRACEBACK = "ESOZIALAKTE_TRACEBACK"
"""Set to 1, faults that nobody caught are shown on standard error with their text (for developers)."""
FILE_NAME = "esozialakte.log"
CRASH_NAME = "esozialakte-crash.log"
FILE_BYTES = 1_000_000
FILES_KEPT = 5
LONGEST_VALUE = 200
DEEPEST_PLACE = 12

log = logging.getLogger("app.diagnostics")
qt_log = logging.getLogger("app.qt")
_crash_file: IO[str] | None = None
_log_file: Path | None = None


def start(log_dir: Path | None = None, verbose: bool = False) -> Path | None:
    """Log to a rotating file in ``log_dir`` (default: the user's log folder) and to standard error.

    Standard error shows warnings, with ``verbose`` everything. Faults that nobody caught are written to the file, and
    crashes of compiled code to a second one. Returns the log file, None when the folder cannot be written: the program
    works all the same. May be called again, e.g. with another folder.
    """
    global _log_file
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Ours)]:
        root.removeHandler(handler)
        handler.close()
    folder = log_dir if log_dir is not None else default_log_dir()
    _log_file = _open_files(root, folder)
    if sys.stderr is not None:  # the windowed program on Windows has none
        root.addHandler(_stderr(verbose))
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    logging.raiseExceptions = False
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    return _log_file


def default_log_dir() -> Path:
    """The user's log folder on this machine; on Windows under LOCALAPPDATA, which does not roam."""
    import platformdirs

    return Path(platformdirs.user_log_dir("esozialakte", appauthor=False))


def watch_qt() -> None:
    """Write Qt's own messages into the log as well. Call once, when the window starts."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }

    def written(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        category = str(getattr(context, "category", "") or "default")
        fields = {"kind": f"qt.{category}", "function": speaker(message or "")}
        qt_log.log(levels.get(kind, logging.WARNING), "message of Qt", extra=fields)

    qInstallMessageHandler(written)


def speaker(message: str) -> str:
    """The function that a message of Qt names at its beginning, or empty: the rest may quote what is on screen."""
    found = re.match(r"Q\w*(::\w+)+", message)
    return found.group() if found else ""


def places(trace: TracebackType | None) -> str:
    """The innermost places of a fault, outermost first: "desk.py:120 < cache.py:31"."""
    frames = traceback.extract_tb(trace)[-DEEPEST_PLACE:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


class AllowedOnly:
    """structlog processor: drops every key that is not allowed and every value that is not plain and short."""

    def __call__(self, logger: Any, method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {key: self._plain(event[key]) for key in ALLOWED if key in event}

    @staticmethod
    def _plain(value: object) -> bool | int | float | str | None:
        if value is None or isinstance(value, bool | int | float):
            return value
        return value[:LONGEST_VALUE] if isinstance(value, str) else type(value).__name__


def describe(record: logging.LogRecord) -> dict[str, Any]:
    """What may be said of a record, before the allow-list: of foreign loggers no text, of exceptions no text."""
    fields = {key: value for key, value in vars(record).items() if key in ALLOWED}
    fields |= {
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _text(record),
        "place": f"{record.filename}:{record.lineno}",
        "thread": record.threadName,
    }
    if record.exc_info and record.exc_info[0] is not None:
        fields |= {"kind": record.exc_info[0].__name__, "where": places(record.exc_info[2])}
    return fields


def _text(record: logging.LogRecord) -> str:
    if record.name != OWN and not record.name.startswith(OWN + "."):
        return ""
    if isinstance(record.msg, BaseException):
        return type(record.msg).__name__
    if isinstance(record.args, tuple):
        record.args = tuple(type(arg).__name__ if isinstance(arg, BaseException) else arg for arg in record.args)
    return record.getMessage()


class _Formatter(logging.Formatter):
    """One JSON object a line. structlog is imported with the first record: most starts write none."""

    def __init__(self) -> None:
        super().__init__()
        self._formatter: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        if self._formatter is None:
            self._formatter = _structured()
        clean = logging.makeLogRecord(vars(record) | {"exc_info": None, "exc_text": None, "stack_info": None})
        clean.msg, clean.args = describe(record), ()
        return self._formatter.format(clean)


def _structured() -> logging.Formatter:
    import structlog

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[],
        processors=[
            _take_fields,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            AllowedOnly(),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _take_fields(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """ProcessorFormatter wraps the message of a record as ``event``; ours is already the dictionary of fields."""
    record: logging.LogRecord = event["_record"]
    return dict(record.msg) if isinstance(record.msg, dict) else {}


class _Ours:
    """Marks the handlers of this module, so that a second start replaces them and leaves those of others."""


class _Stderr(_Ours, logging.StreamHandler[Any]):
    pass


class _RotatingFile(_Ours, RotatingFileHandler):
    """A file that another running copy of the program holds open cannot be renamed on Windows: it grows instead."""

    def rotate(self, source: str, dest: str) -> None:
        try:
            super().rotate(source, dest)
        except OSError:
            self.maxBytes *= 2


def _stderr(verbose: bool) -> logging.Handler:
    handler = _Stderr(sys.stderr)
    handler.setLevel(logging.DEBUG if verbose else logging.WARNING)
    handler.setFormatter(_Formatter())
    if not verbose:
        # Qt's remarks on the window system tell a person at the console nothing; the file has them.
        handler.addFilter(lambda record: record.name != qt_log.name)
    return handler


def _open_files(root: logging.Logger, folder: Path) -> Path | None:
    global _crash_file
    target = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _RotatingFile(target, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
        crash = folder / CRASH_NAME
        mode = "w" if crash.exists() and crash.stat().st_size > FILE_BYTES else "a"
        crash_file = crash.open(mode, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(_Formatter())
    root.addHandler(handler)
    faulthandler.enable(crash_file)
    if _crash_file is not None:
        _crash_file.close()
    _crash_file = crash_file
    return target


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("nobody caught this", extra={"kind": kind.__name__, "where": places(trace)})
    if os.environ.get(TRACEBACK) == "1":
        sys.__excepthook__(kind, error, trace)
    elif sys.stderr is not None:
        said = _("Ein unerwarteter Fehler ist aufgetreten ({kind}).").format(kind=kind.__name__)
        if _log_file is not None:
            said += " " + _("Einzelheiten stehen in {file}.").format(file=_log_file)
        sys.stderr.write(said + "\n")


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit:
        fields = {"kind": args.exc_type.__name__, "where": places(args.exc_traceback)}
        log.critical("nobody caught this in a thread", extra=fields)


def _unraisable(args: Any) -> None:
    fields = {"kind": args.exc_type.__name__, "where": places(args.exc_traceback)}
    log.error("a fault while cleaning up", extra=fields)
