"""Commands without a window (commands.md): one module a command, ``COMMANDS`` lists them.

A command module has ``register(parser)`` and ``run(args) -> int``. Exit status: 0 done, 1 done in part or refused,
2 wrong use, 3 the input cannot be read, 4 the centre cannot be reached.
"""

import argparse
import importlib
import sys
from collections.abc import Container, Sequence

from app import __version__
from app.cli.output import Parser, complain
from app.domain.errors import AppError
from app.domain.texts import N_, _

COMMANDS = {
    "demo": N_("den Beispielkreis anlegen und öffnen"),
    "init": N_("einen Speicher anlegen oder an die Kreisdatei angleichen"),
    "cases": N_("Akten und Personen übernehmen"),
    "receive": N_("Lieferungen des Scandienstleisters übernehmen"),
    "paper": N_("Aufträge zum Papier beim Scandienst, Quittungen, ablaufende Fristen"),
    "routing": N_("Verteilregeln an der Post von gestern erproben"),
    "list": N_("Posteingang, Akten, Dokumente oder Lieferungen auflisten"),
    "file": N_("ein Dokument in einer Akte ablegen"),
    "find": N_("Akten, Dokumente und Posteingang durchsuchen"),
    "pages": N_("Seitenzahl und Seitengrößen von Dateien"),
    "render": N_("eine Seite als Bild zeichnen"),
    "suggest": N_("Akte, Art und Eingang eines Dokuments vorschlagen"),
    "letter": N_("ausgehende Briefe prüfen, freigeben, senden und verfolgen"),
    "fetch": N_("ein Dokument oder eine Seite holen"),
    "sync": N_("den lokalen Bestand füllen und auffrischen"),
    "verify": N_("Protokoll und Originale prüfen"),
    "move": N_("einen Speicher in einen anderen übernehmen"),
    "serve": N_("den zentralen Dienst betreiben"),
    "sign-in": N_("am Dienst an- und abmelden"),
    "watch": N_("wer was sah, Zugriffe auf andere Standorte, verlorene Rechner"),
    "account": N_("Konten und Rollen des zentralen Dienstes"),
    "bench": N_("Geschwindigkeit als Verhältnis zu den Grenzwerten messen"),
}


def build_parser(words: Container[str] = frozenset(COMMANDS)) -> argparse.ArgumentParser:
    """The commands, each with what it takes if its name is among ``words``: the window needs none of their modules."""
    parser = Parser(
        prog="esozialakte",
        description=_("Die elektronische Sozialakte. Ohne Befehl öffnet sich das Fenster."),
    )
    parser.add_argument("--version", action="version", version=f"esozialakte {__version__}")
    parser.add_argument("--store", help=_("Speicher, der im Fenster geöffnet wird (Ordner oder https://...)"))
    parser.add_argument("--as", dest="worker", help=_("Kennung, unter der gearbeitet wird"))
    commands = parser.add_subparsers(dest="command", metavar=_("BEFEHL"))
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=_(summary), description=_(summary))
        if name in words:
            importlib.import_module(f"app.cli.{name.replace('-', '_')}_command").register(command)
    return parser


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit status; errors are reported in the form that was asked for."""
    as_json = Parser.as_json = "--json" in argv
    args = build_parser(argv).parse_args(argv)
    try:
        if args.command is None:
            from app.bootstrap import open_window

            return open_window(args.store, args.worker)
        return int(importlib.import_module(f"app.cli.{args.command.replace('-', '_')}_command").run(args))
    except AppError as error:
        return complain(error, as_json)
    except Exception as error:
        if as_json:  # who reads JSON learns of it too; the log and standard error tell where it was
            complain(_unexpected(error), as_json)
        raise
    except KeyboardInterrupt:
        print(_("Abgebrochen. Was bis hierher bestätigt wurde, bleibt bestehen."), file=sys.stderr)
        return 1


def _unexpected(error: Exception) -> AppError:
    said = _("Ein unerwarteter Fehler ist aufgetreten ({kind}).").format(kind=type(error).__name__)
    return AppError(said, _("Einzelheiten stehen im Protokoll des Programms."), code="unexpected")
