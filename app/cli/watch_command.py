"""``esozialakte watch``: who saw what, access across sites, lost computers; at a service, by whose office it is."""

import argparse
from collections.abc import Mapping
from typing import Any

from app.cli.output import DONE, add_json, add_store, show
from app.domain.texts import _


def register(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="what", required=True, metavar=_("WAS"))
    reads = parts.add_parser("reads", help=_("wer eine Akte oder ein Dokument sah, oder was eine Person sah"))
    about = reads.add_mutually_exclusive_group(required=True)
    about.add_argument("--case", metavar="NUMBER", help=_("die Akte (BG-Nummer)"))
    about.add_argument("--document", metavar="ID", help=_("das Dokument"))
    about.add_argument("--worker", metavar="WORKER", help=_("die Person"))
    reads.add_argument("--since", metavar="TIME", help=_("ab diesem Zeitpunkt (ISO 8601, UTC)"))
    reads.add_argument("--until", metavar="TIME", help=_("vor diesem Zeitpunkt (ISO 8601, UTC)"))
    reads.add_argument("--before", type=int, metavar="N", help=_("nur Einträge vor dieser Nummer"))
    grants = parts.add_parser("grants", help=_("Zugriffe auf andere Standorte"))
    give = parts.add_parser("grant", help=_("Zugriff auf einen Standort geben, mit Grund und Ende"))
    give.add_argument("worker", metavar="WORKER")
    give.add_argument("--site", required=True, metavar="S")
    give.add_argument("--reason", required=True, help=_("Anlass oder Vorgang"))
    give.add_argument("--until", required=True, metavar="TIME", help=_("Ende (ISO 8601 mit Zeitzone)"))
    end = parts.add_parser("end", help=_("einen Zugriff vor seiner Zeit beenden"))
    end.add_argument("grant", metavar="ID")
    end.add_argument("--site", required=True, metavar="S")
    devices = parts.add_parser("devices", help=_("Rechner, an denen sich jemand angemeldet hat"))
    devices.add_argument("--worker", metavar="WORKER")
    revoke = parts.add_parser("revoke", help=_("einen verlorenen Rechner sperren: sein Bestand löscht sich"))
    free = parts.add_parser("free", help=_("einen wiedergefundenen Rechner freigeben"))
    for part in (revoke, free):
        part.add_argument("device", metavar="ID")
    for part in (reads, grants, give, end, devices, revoke, free):
        add_store(part)
        add_json(part)


def run(args: argparse.Namespace) -> int:
    from app.service_access import open_line

    said = _SAID[args.what](args)
    method, path = said.pop("method", "GET"), said.pop("path")
    line = open_line(args.store)
    try:
        answer = line.ask(method, path, **said)
        told = answer.json() if answer.content else {}
    finally:
        line.close()
    show({"items": told} if isinstance(told, list) else told, args.json, as_text)
    return DONE


def as_text(told: Mapping[str, Any]) -> str:
    """A line an entry, its values side by side."""
    rows = told.get("readings", told.get("items"))
    if rows is None:
        return str(told.get("id") or _("Erledigt."))
    return "\n".join("  ".join(str(value) for value in row.values() if value != "") for row in rows)


def _reads(args: argparse.Namespace) -> dict[str, Any]:
    names = ("case", "document", "worker", "since", "until", "before")
    return {"path": "/readlog", "params": {name: getattr(args, name) for name in names if getattr(args, name)}}


def _grants(_args: argparse.Namespace) -> dict[str, Any]:
    return {"path": "/grants"}


def _give(args: argparse.Namespace) -> dict[str, Any]:
    grant = {"worker": args.worker, "reason": args.reason, "until": args.until}
    return {"method": "POST", "path": f"/sites/{_part(args.site)}/grants", "json": grant}


def _end(args: argparse.Namespace) -> dict[str, Any]:
    return {"method": "DELETE", "path": f"/sites/{_part(args.site)}/grants/{_part(args.grant)}"}


def _devices(args: argparse.Namespace) -> dict[str, Any]:
    return {"path": "/devices", "params": {"worker": args.worker} if args.worker else {}}


def _revoke(args: argparse.Namespace) -> dict[str, Any]:
    return {"method": "POST", "path": f"/devices/{_part(args.device)}/{args.what}"}


_SAID = {
    "reads": _reads,
    "grants": _grants,
    "grant": _give,
    "end": _end,
    "devices": _devices,
    "revoke": _revoke,
    "free": _revoke,
}


def _part(value: str) -> str:
    from urllib.parse import quote

    return quote(value, safe="")
