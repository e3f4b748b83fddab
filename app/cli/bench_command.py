"""``esozialakte bench`` (commands.md)."""

import argparse
import sys
from pathlib import Path
from typing import Any

from app.cli.output import DONE, PARTLY, add_json, show
from app.domain.errors import AppError
from app.domain.texts import N_, _

FIGURES = {
    "start": N_("Programmstart bis zum ersten Dokument"),
    "search": N_("Tastendruck im Suchfeld bis zum Ergebnis"),
    "case": N_("eine volle Akte öffnen"),
    "page": N_("Klick auf ein Dokument bis Seite 1"),
    "next-page": N_("umblättern"),
    "jump": N_("zur letzten von 500 Seiten springen"),
    "held": N_("Bild-ab gedrückt halten"),
    "tiff": N_("ein TIFF mit 500 Seiten öffnen"),
    "list": N_("50.000 Zeilen im Posteingang zeigen und durchlaufen"),
    "heartbeat": N_("wie lange eine Arbeitsstunde das Fenster festhält"),
    "fill": N_("lokalen Bestand erstmals füllen"),
    "commits": N_("300 Protokolleinträge übernehmen"),
    "receive": N_("Lieferung übernehmen"),
    "doubts": N_("wie oft der Vergleich zweier Leseprogramme falsche Seiten erkennt"),
    "memory": N_("Arbeitsspeicher nach 500 farbigen Seiten"),
    "letters": N_("300 Briefe vor dem Senden prüfen"),
    "suggestions": N_("wie gut Vorschläge zu Akte und Art sind und was sie kosten"),
    "keystrokes": N_("Tasten, mit denen ein Dokument abgelegt wird"),
    "service": N_("der zentrale Dienst mit 280 Klienten"),
    "line": N_("der zentrale Dienst über eine Leitung mit 2 Mbit/s"),
}
GROUPS = {"viewer": ("page", "next-page", "jump", "held", "tiff", "memory")}
"""Measurements that are asked for together."""
SCALES = ("small", "town")


def register(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _("Messungen:") + "\n" + "\n".join(f"  {name:10} {_(said)}" for name, said in FIGURES.items())
    parser.epilog += "\n" + "\n".join(f"  {name:10} {', '.join(parts)}" for name, parts in GROUPS.items())
    parser.add_argument(
        "name", nargs="?", choices=(*FIGURES, *GROUPS), metavar="NAME", help=_("nur diese Messung (sonst alle)")
    )
    parser.add_argument("--scale", choices=SCALES, default="town", help=_("wie groß der Beispielkreis ist"))
    parser.add_argument("--store", metavar="DIR", type=Path, help=_("Ordner für den Beispielkreis"))
    parser.add_argument("--why", action="store_true", help=_("bei heartbeat: zeigen, was das Fenster festhielt"))
    parser.add_argument("--seconds", type=_seconds, default=180.0, metavar="N", help=_("bei service: so lange"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from app.cli.bench.figures import as_table, machine
    from app.cli.bench.running import measure

    names = GROUPS.get(args.name, (args.name,)) if args.name else tuple(FIGURES)
    before = machine()
    folder = args.store or default_folder(args.scale)
    failed: list[dict[str, Any]] = []

    def fail(name: str, error: AppError) -> None:
        failed.append({"name": name, "error": error.as_json()})
        _say(_("Ohne Ergebnis: {name}. {reason}").format(name=name, reason=error.title))

    figures = [figure.as_json() for figure in measure(names, folder, args.scale, _say, fail, args.why, args.seconds)]
    result = {"machine": before | {"scale": args.scale}, "figures": figures, "failed": failed}
    show(result, args.json, lambda shown: as_table(shown["machine"], shown["figures"]))
    return PARTLY if failed else DONE


def default_folder(scale: str) -> Path:
    """Where the example for measuring lies: it can be made again at any time."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("esozialakte", appauthor=False)) / f"bench-{scale}"


def _seconds(text: str) -> float:
    """Raises ``ValueError``, which argparse tells."""
    seconds = float(text)
    if not 1 <= seconds <= 86_400:
        raise ValueError(text)
    return seconds


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
