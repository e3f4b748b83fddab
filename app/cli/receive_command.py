"""``esozialakte receive`` (commands.md): take in deliveries of the scan provider."""

import argparse
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.bootstrap import open_receiving
from app.cli.output import DONE, PARTLY, UNREADABLE, add_json, add_store, add_worker, show
from app.domain.errors import AppError
from app.domain.texts import _, ngettext
from app.service_access import acting_unattended


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bags", nargs="+", type=Path, metavar="BAG", help=_("Lieferung als Ordner oder Zip-Datei"))
    add_store(parser)
    add_worker(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from app.services.hand_documents import bring_on
    from app.services.receive.receive import receive

    with open_receiving(args.store, acting_unattended(args.store, args.worker)) as receiving:
        deliveries = [receive(bag, receiving).as_json() for bag in args.bags]
        # Who receives may write at every site: what the sites' own people may not bring to another is brought on here.
        with suppress(AppError):
            bring_on(receiving.central, receiving.offices, receiving.central.sites())
    show({"deliveries": deliveries}, args.json, as_text)
    return status(deliveries)


def status(deliveries: Sequence[dict[str, Any]]) -> int:
    """3 when all were refused, 1 when one was or something was set aside, else 0."""
    refused = [delivery["refused"] is not None for delivery in deliveries]
    if all(refused):
        return UNREADABLE
    return PARTLY if any(refused) or any(delivery["set_aside"] for delivery in deliveries) else DONE


def as_text(result: dict[str, Any]) -> str:
    return "\n".join(line for delivery in result["deliveries"] for line in _lines(delivery))


def _lines(delivery: dict[str, Any]) -> list[str]:
    name = delivery["id"] or delivery["bag"]
    if delivery["refused"]:
        return [_("Lieferung {name}: nicht angenommen. {reason}").format(name=name, reason=delivery["refused"])]
    counts = [
        ngettext("{n} Dokument übernommen", "{n} Dokumente übernommen", len(delivery["taken_in"])).format(
            n=len(delivery["taken_in"])
        ),
        _("{n} schon bekannt").format(n=len(delivery["already_known"])),
        _("{n} zurückgestellt").format(n=len(delivery["set_aside"])),
    ]
    if delivery["announced"]:
        counts.append(_("{n} angekündigt").format(n=delivery["announced"]))
    if delivery["destroyed"]:
        counts.append(_("{n} als vernichtet vermerkt").format(n=delivery["destroyed"]))
    if delivery["answered"]:
        counts.append(_("{n} Auftragszeilen beantwortet").format(n=delivery["answered"]))
    lines = [_("Lieferung {name}: {counts}.").format(name=name, counts=", ".join(counts))]
    lines += [_("  Hinweis: {text}").format(text=warning["text"]) for warning in delivery["warnings"]]
    lines += [_("  Zurückgestellt: {what}: {reason}").format(what=_named(entry), reason=entry["reason"])
              for entry in delivery["set_aside"]]
    lines += [
        _("  Hinweis: {what}: {reason}").format(what=_named(entry), reason=warning["text"])
        for entry in delivery["taken_in"]
        for warning in entry["warnings"]
    ]
    return lines


def _named(entry: dict[str, Any]) -> str:
    return " ".join(filter(None, (entry["item"], f"({entry['file']})" if entry["file"] else "")))
