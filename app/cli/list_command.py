"""``esozialakte list`` (commands.md)."""

import argparse
from collections.abc import Callable
from typing import Any

from app.bootstrap import open_central
from app.cli.output import DONE, add_json, add_store, show
from app.cli.sites import chosen_sites
from app.domain.letter_words import state_word
from app.domain.texts import _, ngettext
from app.services.listing import LISTS, Item

_PAGES_SHOWN = 4


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=list(LISTS), help=_("was aufgelistet wird"))
    add_store(parser)
    parser.add_argument("--site", metavar="S", help=_("nur dieser Standort"))
    parser.add_argument("--doubtful", action="store_true", help=_("nur Dokumente, deren Darstellung unsicher ist"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    central = open_central(args.store)
    items = [item for site in chosen_sites(central, args.site) for item in LISTS[args.what](central, site)]
    if args.doubtful:
        items = [item for item in items if item.get("doubts")]
    show({"items": items}, args.json, lambda result: as_text(args.what, result["items"]))
    return DONE


def as_text(what: str, items: list[Item]) -> str:
    columns = _columns()[what]
    rows = [[heading for heading, _value in columns]]
    rows += [[str(value(item) or "") for _heading, value in columns] for item in items]
    widths = [max(len(row[column]) for row in rows) for column in range(len(columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    count = ngettext("{count} Eintrag", "{count} Einträge", len(items)).format(count=len(items))
    return "\n".join([*lines, count])


def _columns() -> dict[str, list[tuple[str, Callable[[Item], Any]]]]:
    documents: list[tuple[str, Callable[[Item], Any]]] = [
        (_("Standort"), lambda item: item["site"]),
        (_("Eingang"), lambda item: _day(item["received_on"])),
        (_("Nummer"), lambda item: item["item"]),
        (_("Seiten"), lambda item: item["pages"]),
        (_("Dokumentart"), lambda item: item["document_type"]),
        (_("Akte"), lambda item: item["case_number"]),
        (_("Eingang bei"), lambda item: item["worker"] or item["team"]),
        (_("unsicher"), lambda item: _pages(item["doubts"])),
        (_("id"), lambda item: item["id"]),
    ]
    return {
        "inbox": documents,
        "documents": [*documents[:-1], (_("Register"), lambda item: item["register"]), documents[-1]],
        "cases": [
            (_("Standort"), lambda item: item["site"]),
            (_("Akte"), lambda item: item["case_number"]),
            (_("Name"), _applicant),
            (_("Ort"), lambda item: item["town"]),
            (_("Sachbearbeitung"), lambda item: item["worker"]),
            (_("geschlossen"), lambda item: _day(item["closed_on"] or "")),
        ],
        "deliveries": [
            (_("Standort"), lambda item: item["site"]),
            (_("Lieferung"), lambda item: item["id"]),
            (_("Dienstleister"), lambda item: item["provider"]),
            (_("übernommen"), lambda item: str(item["taken_in"])),
            (_("zurückgestellt"), lambda item: str(item["set_aside"])),
            (_("bekannt"), lambda item: str(item["already_known"])),
        ],
        "follow-ups": [
            (_("Standort"), lambda item: item["site"]),
            (_("fällig"), lambda item: _day(item["due_on"])),
            (_("Grund"), lambda item: item["reason"]),
            (_("für"), lambda item: item["worker"] or item["team"]),
            (_("Akte"), lambda item: item["case_number"]),
            (_("Dokument"), lambda item: item["document"]),
        ],
        "letters": [
            (_("Standort"), lambda item: item["site"]),
            (_("Stand"), lambda item: state_word(item["state"])),
            (_("Akte"), lambda item: item["case_number"]),
            (_("Betreff"), lambda item: item["title"]),
            (_("gesendet"), lambda item: _day(item["sent_at"] or "")),
            (_("Seiten"), lambda item: item["pages"]),
            (_("id"), lambda item: item["id"]),
        ],
    }


def _applicant(item: Item) -> str:
    persons = item["persons"]
    return f"{persons[0]['last_name']}, {persons[0]['first_name']}" if persons else ""


def _pages(doubts: list[Item]) -> str:
    """The doubtful pages, as many as fit into a column."""
    shown = ", ".join(str(doubt["page"]) for doubt in doubts[:_PAGES_SHOWN])
    return shown + " ..." if len(doubts) > _PAGES_SHOWN else shown


def _day(iso: str) -> str:
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}" if len(iso) >= 10 else iso
