"""``esozialakte find`` (commands.md): the search field of the window."""

import argparse
import sys
import time
from dataclasses import asdict
from typing import Any

from app.bootstrap import open_cache, open_central
from app.cli.output import DONE, add_json, add_store, add_worker, show
from app.domain.cache import Cache, CaseRow, DocumentRow
from app.domain.errors import CentreUnreachable
from app.domain.texts import _
from app.service_access import acting


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar="TEXT", help=_("Nummer, Name, Geburtsdatum, Anschrift, Art ..."))
    parser.add_argument("--limit", type=int, default=20, metavar="N", help=_("so viele Treffer je Liste"))
    add_store(parser)
    add_worker(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    cache = open_cache(args.store, acting(args.store, args.worker))
    try:
        _bring_up(args.store, cache)
        text = " ".join(args.text)
        started = time.perf_counter()
        found = cache.search(text, max(1, args.limit))
        took = time.perf_counter() - started
    finally:
        cache.close()
    result = {
        "took_ms": round(took * 1000, 1),
        "cases": [_case(row) for row in found.cases],
        "documents": [_document(row) for row in found.documents],
        "inbox": [_document(row) for row in found.inbox],
    }
    show(result, args.json, as_text)
    return DONE


def _bring_up(store: str, cache: Cache) -> None:
    """What this computer knows is searched even when the centre is away, if it knows anything."""
    from app.services.synchronise import synchronise

    if cache.notice:
        print(cache.notice, file=sys.stderr)
    try:
        synchronise(open_central(store, cache), cache)
    except CentreUnreachable as error:
        if not cache.sites():
            raise
        print(f"{error.title} {error.advice}".strip(), file=sys.stderr)


def _case(row: CaseRow) -> dict[str, Any]:
    return asdict(row)


def _document(row: DocumentRow) -> dict[str, Any]:
    state = asdict(row)
    return {**state, "state": state.pop("state_of_work"), "name": state["case_name"]}


def as_text(result: dict[str, Any]) -> str:
    lines: list[str] = []
    for case in result["cases"]:
        lines.append(_("Akte       {case_number}  {name}  {born}  {street}, {postcode} {town}").format(**case))
    for document in result["documents"]:
        lines.append(_("Dokument   {case_number}  {received_on}  {document_type}  {title}").format(**document))
    for document in result["inbox"]:
        lines.append(_("Posteingang  {received_on}  {document_type}  {sender}  {item}").format(**document))
    return "\n".join(lines) or _("Nichts gefunden.")
