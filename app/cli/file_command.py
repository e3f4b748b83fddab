"""``esozialakte file`` (commands.md): file a document of the inbox into a case."""

import argparse
from typing import Any

from app.bootstrap import open_central
from app.cli.output import DONE, PARTLY, add_json, add_store, add_worker, show
from app.domain.decide import Refused
from app.domain.texts import _
from app.service_access import acting
from app.services.file_by_command import Wanted, file_by_command


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("document", metavar="DOCUMENT", help=_("id oder Nummer beim Dienstleister"))
    parser.add_argument("--case", required=True, metavar="NUMBER", help=_("BG-Nummer, in jeder Schreibweise"))
    parser.add_argument("--type", default="", metavar="T", help=_("Dokumentart"))
    parser.add_argument("--register", default="", metavar="R", help=_("Register der Akte"))
    parser.add_argument(
        "--careful", action="store_true", help=_("nicht ablegen, wenn das Dokument eine andere Akte nennt")
    )
    add_store(parser)
    add_worker(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    central = open_central(args.store)
    worker = acting(args.store, args.worker)
    wanted = Wanted(args.case, args.type, args.register, args.careful)
    outcome = file_by_command(central, args.document, wanted, worker)
    if isinstance(outcome, Refused):
        show({"refused": outcome.as_json()}, args.json, as_text)
        return PARTLY
    show({"commit": outcome.number}, args.json, as_text)
    return DONE


def as_text(result: dict[str, Any]) -> str:
    if "refused" in result:
        return f"{result['refused']['title']} {result['refused']['advice']}".strip()
    return _("Abgelegt, Protokolleintrag {number}.").format(number=result["commit"])
