"""``esozialakte init`` (commands.md): make a store, or bring one up to the county's file."""

import argparse
from pathlib import Path
from typing import Any

from app.bootstrap import create_central
from app.cli.output import DONE, add_json, add_store, show
from app.domain.texts import _
from app.services.county_file import read_county
from app.services.set_up import set_up


def register(parser: argparse.ArgumentParser) -> None:
    add_store(parser)
    parser.add_argument("--county", required=True, type=Path, metavar="FILE", help=_("Kreisdatei (county.toml)"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    plans = read_county(args.county)
    results = set_up(create_central(args.store), plans)
    sites = [{"id": r.site, "commit": r.commit, "changed": r.changed, "ended": r.ended} for r in results]
    show({"store": args.store, "sites": sites}, args.json, as_text)
    return DONE


def as_text(result: dict[str, Any]) -> str:
    lines = []
    for site in result["sites"]:
        said = _("beendet") if site["ended"] else _("angeglichen") if site["changed"] else _("unverändert")
        lines.append(f"{site['id']}: {said}")
    return "\n".join(lines)
