"""What commands print and which exit status an error means."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from app.domain.errors import AppError, CentreUnreachable, DocumentUnreadable, UnreadableInput, WrongUse
from app.domain.texts import _

DONE, PARTLY, WRONG_USE, UNREADABLE, UNREACHABLE = 0, 1, 2, 3, 4

_STATUS: tuple[tuple[type[AppError], int], ...] = (
    (WrongUse, WRONG_USE),
    (UnreadableInput, UNREADABLE),
    (DocumentUnreadable, UNREADABLE),
    (CentreUnreachable, UNREACHABLE),
)


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("Ergebnis als ein JSON-Dokument ausgeben"))


def add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", required=True, metavar="STORE", help=_("Ordner (Pfad, file:///...) oder https://..."))


def add_worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="worker", metavar="WORKER", help=_("wer handelt (sonst: die Windows-Kennung)"))


def show(result: dict[str, Any], as_json: bool, as_text: Callable[[dict[str, Any]], str]) -> None:
    """Print ``result``: as one JSON document and nothing else, or as text for people."""
    print(json.dumps(result, ensure_ascii=False, indent=2) if as_json else as_text(result))


def complain(error: AppError, as_json: bool) -> int:
    """Report an error and return the exit status that it means."""
    if as_json:
        print(json.dumps({"error": error.as_json()}, ensure_ascii=False))
    else:
        print(f"{error.title} {error.advice}".strip(), file=sys.stderr)
    return next((status for cls, status in _STATUS if isinstance(error, cls)), PARTLY)
