"""``esozialakte routing``: try a site's routing rules on the post of the last day, as the window does."""

import argparse
from datetime import datetime
from typing import Any

from app.bootstrap import open_central
from app.cli.output import DONE, add_json, add_store, show
from app.cli.sites import chosen_sites
from app.domain.texts import _


def register(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="what", required=True, metavar=_("WAS"))
    trial = parts.add_parser("try", help=_("zeigen, wohin die Post von gestern gegangen wäre; nichts wird geändert"))
    trial.add_argument("--site", metavar="S", help=_("nur dieser Standort"))
    add_store(trial)
    add_json(trial)


def run(args: argparse.Namespace) -> int:
    from app.services.routing import try_at_site

    central = open_central(args.store)
    today = datetime.now().astimezone().date().isoformat()
    items = [try_at_site(central, site, today) for site in chosen_sites(central, args.site)]
    show({"items": items}, args.json, as_text)
    return DONE


def as_text(result: dict[str, Any]) -> str:
    return "\n".join(line for item in result["items"] for line in _lines(item))


def _lines(item: dict[str, Any]) -> list[str]:
    if not item["rules"]:
        return [_("{site}: keine Verteilregeln.").format(site=item["site"])]
    state = _("eingeschaltet") if item["switched_on"] else _("Entwurf")
    head = _("{site}: {n} Verteilregeln ({state}), Post vom {day}: {documents} Dokumente, {moved} anders als bisher.")
    lines = [
        head.format(
            site=item["site"],
            n=len(item["rules"]),
            state=state,
            day=item["day"] or "-",
            documents=item["documents"],
            moved=item["moved"],
        )
    ]
    row = _("  {n:>5}  {went} -> {goes}")
    for flow in item["flows"]:
        lines.append(row.format(n=flow["documents"], went=_queue(flow["went"]), goes=_queue(flow["goes"])))
    return lines


def _queue(queue: dict[str, str]) -> str:
    return queue["worker"] or queue["team"] or _("Standort")
