"""``esozialakte verify`` (commands.md)."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from app.bootstrap import open_central
from app.cli.output import DONE, PARTLY, add_json, add_store, show
from app.cli.sites import chosen_sites
from app.domain.errors import NotAllowed
from app.domain.texts import _
from app.service_access import is_service, open_line
from app.services.verify_store import INTACT, SiteReport, verify_site


def register(parser: argparse.ArgumentParser) -> None:
    add_store(parser)
    parser.add_argument("--site", metavar="S", help=_("nur dieser Standort"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    central = open_central(args.store)
    _require_all(args.store)
    reports = [verify_site(central, site, _progress) for site in chosen_sites(central, args.site)]
    show(_summary(reports), args.json, as_text)
    return DONE if all(report.sound for report in reports) else PARTLY


def _require_all(store: str) -> None:
    """Raises ``NotAllowed`` where a service shows only a part: what is hidden would look like a break in the chain."""
    if not is_service(store):
        return
    line = open_line(store)
    try:
        whole = line.ask("GET", "/me").json().get("kind") == "machine"
    finally:
        line.close()
    if not whole:
        raise NotAllowed(
            _("Ihnen zeigt der Dienst nicht alles: Prüfen kann ihn nur ein Maschinenkonto."),
            _("Legen Sie eines an („esozialakte account add NAME --machine“) und rufen Sie den Befehl damit auf."),
            code="no-right",
        )


def _summary(reports: list[SiteReport]) -> dict[str, Any]:
    """All sites together, and each for itself under ``sites``."""
    breaks = [f"{report.site}: {report.chain}" for report in reports if report.chain != INTACT]
    counted = [report.orphans for report in reports]
    lists = ("originals_missing", "originals_damaged", "packs_missing", "texts_missing")
    return {
        "commits": sum(report.commits for report in reports),
        "chain": breaks[0] if breaks else INTACT,
        **{name: sorted({sha for report in reports for sha in getattr(report, name)}) for name in lists},
        "orphans": None if None in counted else sum(count for count in counted if count is not None),
        "sites": [asdict(report) for report in reports],
    }


def _progress(site: str, what: str, done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{site}: {done} {what}   ", end="", file=sys.stderr, flush=True)


def as_text(result: dict[str, Any]) -> str:
    chain = _("unversehrt") if result["chain"] == INTACT else result["chain"]
    lines = [
        _("Protokolleinträge: {count}").format(count=result["commits"]),
        _("Kette: {chain}").format(chain=chain),
        _("Fehlende Originale: {count}").format(count=len(result["originals_missing"])),
        _("Beschädigte Originale: {count}").format(count=len(result["originals_damaged"])),
        _("Fehlende Seitenpakete und Texte: {count}").format(
            count=len(result["packs_missing"]) + len(result["texts_missing"])
        ),
    ]
    if result["orphans"] is not None:
        lines.append(_("Dateien, die nichts nennt: {count}").format(count=result["orphans"]))
    return "\n".join(lines)
