"""``esozialakte cases import`` (commands.md)."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.bootstrap import open_central
from app.cli.output import DONE, PARTLY, add_json, add_store, show
from app.domain.texts import _
from app.services.import_cases import import_cases


def register(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("VORGANG"))
    importing = actions.add_parser("import", help=_("Akten und Personen aus einer Datei übernehmen"))
    importing.add_argument("file", type=Path, metavar="FILE", help=_("households.csv: eine Zeile je Person"))
    add_store(importing)
    add_json(importing)


def run(args: argparse.Namespace) -> int:
    result = import_cases(open_central(args.store), args.file)
    show(asdict(result), args.json, as_text)
    return PARTLY if result.rejected else DONE


def as_text(result: dict[str, Any]) -> str:
    lines = [
        _("Akten: {added} neu, {changed} geändert, {unchanged} unverändert.").format(
            added=result["added"], changed=result["changed"], unchanged=result["unchanged"]
        )
    ]
    for row in result["rejected"]:
        lines.append(_("Zeile {line} nicht übernommen: {reason}").format(line=row["line"], reason=row["reason"]))
    return "\n".join(lines)
