"""What commands print and which exit status an error means."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn

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


class Parser(argparse.ArgumentParser):
    """Wrong use is told in the form that was asked for, like every other error. Subparsers are of this class too."""

    as_json = False

    def error(self, message: str) -> NoReturn:
        if Parser.as_json:
            error = WrongUse(
                _("Der Befehl ist so nicht verständlich ({reason}).").format(reason=message),
                _("Was er erwartet, sagt „{command} --help“.").format(command=self.prog),
            )
            raise SystemExit(complain(error, as_json=True))
        super().error(message)


def ask_secret(question: str) -> str:
    """From the terminal without showing it, or a line of standard input. Raises ``WrongUse`` for nothing."""
    try:
        said = getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    except EOFError:
        said = ""
    if not said:
        raise WrongUse(
            _("Es wurde kein Kennwort eingegeben."),
            _("Tippen Sie es ein, oder geben Sie es als Zeile auf der Standardeingabe."),
        )
    return said


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
