"""``esozialakte move`` (commands.md): from one store to another, log and hashes unchanged; may be repeated."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from app.bootstrap import create_central, open_central
from app.cli.output import DONE, add_json, show
from app.cli.sites import chosen_sites
from app.domain.texts import _


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="source", required=True, metavar="STORE", help=_("der bisherige Speicher"))
    parser.add_argument("--to", dest="target", required=True, metavar="STORE", help=_("der neue Speicher"))
    parser.add_argument("--site", metavar="S", help=_("nur dieser Standort"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from app.services.move_store import move_site

    source = open_central(args.source)
    sites = chosen_sites(source, args.site)
    target = create_central(args.target)
    moved = [asdict(move_site(source, target, site, _progress)) for site in sites]
    show({"sites": moved}, args.json, as_text)
    return DONE


def _progress(site: str, what: str, done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{site}: {done} {what}   ", end="", file=sys.stderr, flush=True)


def as_text(result: dict[str, Any]) -> str:
    said = _("{site}: {commits} Protokolleinträge, {files} Dateien übernommen; das Protokoll endet bei {position}.")
    return "\n".join(said.format(**site) for site in result["sites"])
