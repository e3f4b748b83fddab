"""``esozialakte paper``: orders to the provider about paper, their receipts, and what comes due unchecked."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from app.bootstrap import open_central, open_ordering, open_receiving
from app.cli.output import DONE, add_json, add_store, add_worker, show
from app.cli.receive_command import as_text as receipts_as_text
from app.cli.receive_command import status
from app.cli.sites import chosen_sites
from app.domain.errors import WrongUse
from app.domain.rules.paper import LONG_OVER
from app.domain.texts import _, ngettext
from app.service_access import acting_unattended

DAYS = 14


def register(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="what", required=True, metavar=_("WAS"))
    order = parts.add_parser("order", help=_("Aufträge an den Scandienst als Datei schreiben"))
    order.add_argument("--provider", metavar="P", help=_("Name des Scandienstes, wie in seinen Lieferungen"))
    order.add_argument("--out", required=True, type=Path, metavar="DIR", help=_("Ordner für die Aufträge"))
    order.add_argument("--again", metavar="N", help=_("nur diesen Auftrag noch einmal schreiben"))
    receipt = parts.add_parser("receipt", help=_("die Quittung des Scandienstes übernehmen"))
    receipt.add_argument("file", type=Path, metavar="FILE", help=_("Quittung als Ordner oder Zip-Datei"))
    due = parts.add_parser("due", help=_("Papier auflisten, dessen Frist abläuft und das niemand gesichtet hat"))
    due.add_argument("--days", type=int, default=DAYS, metavar="N", help=_("fällig in so vielen Tagen"))
    over = _("auch, was seit bis zu so vielen Tagen abgelaufen ist")
    due.add_argument("--over", type=int, default=LONG_OVER, metavar="N", help=over)
    for part in (order, due):
        part.add_argument("--site", metavar="S", help=_("nur dieser Standort"))
    for part in (order, receipt):
        add_worker(part)
    for part in (order, receipt, due):
        add_store(part)
        add_json(part)


def run(args: argparse.Namespace) -> int:
    return {"order": _order, "receipt": _receipt, "due": _due}[args.what](args)


def _order(args: argparse.Namespace) -> int:
    from app.services.order_paper import Sent, order_again, order_paper

    ordering = open_ordering(args.store, args.out, acting_unattended(args.store, args.worker))
    sites = chosen_sites(ordering.central, args.site)
    if args.again:
        sent: tuple[Sent, ...] = (order_again(args.again, sites, ordering),)
    elif args.provider:
        sent = order_paper(args.provider, sites, ordering)
    else:
        raise WrongUse(_("Es ist kein Scandienst angegeben."), _("Nennen Sie ihn mit --provider."))
    orders = [
        {
            "number": one.order.number,
            "site": one.site,
            "provider": one.order.provider,
            "path": one.path,
            "lines": [
                {"item": line.item, "wish": line.wish, "recall": line.recall, "reason": line.reason}
                for line in one.order.lines
            ],
        }
        for one in sent
    ]
    show({"orders": orders}, args.json, _orders_as_text)
    return DONE


def _orders_as_text(result: dict[str, Any]) -> str:
    lines = []
    for one in result["orders"]:
        count = len(one["lines"])
        said = ngettext("Auftrag {number}: {n} Zeile, {path}", "Auftrag {number}: {n} Zeilen, {path}", count)
        lines.append(said.format(number=one["number"], n=count, path=one["path"]))
    return "\n".join(lines or [_("Es gibt nichts zu beauftragen.")])


def _receipt(args: argparse.Namespace) -> int:
    from app.services.receive.receive import receive

    with open_receiving(args.store, acting_unattended(args.store, args.worker)) as receiving:
        deliveries = [receive(args.file, receiving).as_json()]
    show({"deliveries": deliveries}, args.json, receipts_as_text)
    return status(deliveries)


def _due(args: argparse.Namespace) -> int:
    from app.services.papers_due import papers_due

    central, today = open_central(args.store), datetime.now().astimezone().date()
    sites = chosen_sites(central, args.site)
    items = [item for site in sites for item in papers_due(central, site, today, args.days, args.over)]
    show({"items": items}, args.json, _due_as_text)
    return DONE


def _due_as_text(result: dict[str, Any]) -> str:
    items = result["items"]
    lines = [
        _("{days:>5} Tage  {item}  {site}  {case}  {kind}")
        .format(
            days=item["days_left"],
            item=item["item"],
            site=item["site"],
            case=item["case_number"] or "-",
            kind=item["document_type"],
        )
        .rstrip()
        for item in items
    ]
    count = ngettext("{count} Papier fällig", "{count} Papiere fällig", len(items)).format(count=len(items))
    return "\n".join([*lines, count])
