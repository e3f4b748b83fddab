"""``esozialakte suggest`` (commands.md): whose a document is, what it is and when it came."""

import argparse
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bootstrap import open_central, open_reader
from app.cli.output import DONE, add_json, add_store, show
from app.cli.sites import chosen_sites
from app.domain.errors import AppError, UnreadableInput
from app.domain.pages import PageReader
from app.domain.texts import _

if TYPE_CHECKING:
    from app.domain.recognise.reading import Reading, Spot
    from app.domain.recognise.weigh import CaseSuggestion
    from app.services.suggest import Knowledge, Suggestions


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=_("ein Dokument mit Textebene"))
    add_store(parser)
    parser.add_argument("--site", metavar="S", help=_("nur Akten dieses Standorts"))
    parser.add_argument("--password", help=_("Kennwort für geschützte Dateien"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    from app.services.filings import learn_from
    from app.services.suggest import suggest

    central = open_central(args.store)
    sites = chosen_sites(central, args.site)
    with open_reader() as reader:
        reading = read_document(reader, args.file, args.password)
    known = learn_from(central, sites)
    if not known.index.households:
        raise AppError(
            _("In diesem Speicher gibt es keine Akten."),
            _("Übernehmen Sie die Haushalte mit „esozialakte cases import“."),
            code="no-cases",
        )
    started = time.process_time()
    found = suggest(reading, known, date.today())  # noqa: DTZ011 - the office's own calendar
    took = time.process_time() - started
    show({**as_result(found, known), "took_ms": round(took * 1000, 1)}, args.json, as_text)
    return DONE


def read_document(reader: PageReader, file: Path, password: str | None = None) -> "Reading":
    """The words of a file with their places. Raises ``DocumentUnreadable``, ``UnreadableInput`` without any text."""
    from app.services.suggest import read_codes
    from app.services.suggest import read_document as read

    info = reader.inspect(file, password)
    reading = read(reader, file, info.pages, password, read_codes(reader, file, info.pages, password))
    if not reading.tokens:
        raise UnreadableInput(
            _("Das Dokument hat keinen Text."),
            _("Lassen Sie den Text im Fenster erkennen oder vom Scandienstleister mitliefern."),
            code="no-text",
        )
    return reading


def as_result(found: "Suggestions", known: "Knowledge") -> dict[str, Any]:
    """The contract's form (commands.md) with what it may have besides: persons, registers, the stamp's place."""
    receipt = found.receipt
    return {
        "cases": [_case(suggestion, known) for suggestion in found.cases],
        "types": [
            {
                "type": suggestion.document_type,
                "register": suggestion.register or None,
                "certainty": suggestion.certainty,
                "reason": suggestion.reason,
            }
            for suggestion in found.types
        ],
        "receipt_date": receipt.day if receipt else None,
        "receipt": {"date": receipt.day, "reason": receipt.reason, **_place(receipt.spot)} if receipt else None,
    }


def _case(suggestion: "CaseSuggestion", known: "Knowledge") -> dict[str, Any]:
    record = known.index.households[known.index.numbers[suggestion.case_number]].record
    return {
        "case_number": suggestion.case_number,
        "site": suggestion.site,
        "certainty": suggestion.certainty,
        "certain": suggestion.certain,
        "reason": suggestion.reason,
        **_place(suggestion.spot),
        "persons": [record.persons[place].name for place in suggestion.persons],
    }


def _place(spot: "Spot | None") -> dict[str, Any]:
    """``box`` is [left, top, width, height] in millimetres, null when only the page is known."""
    if spot is None:
        return {"page": None, "box": None}
    return {"page": spot.page, "box": list(spot.box) if spot.box else None}


def as_text(result: dict[str, Any]) -> str:
    lines = []
    for case in result["cases"]:
        persons = "; ".join(case["persons"])
        sure = _("sicher") if case["certain"] else _percent(case["certainty"])
        said = _("Akte {number}  {sure}  {persons}")
        lines.append(said.format(number=case["case_number"], sure=sure, persons=persons))
        lines.append(f"    {case['reason']}")
    for kind in result["types"]:
        register = kind["register"] or "-"
        kind_said = _("Art {type}  {sure}  Register {register}")
        lines.append(kind_said.format(type=kind["type"], sure=_percent(kind["certainty"]), register=register))
        lines.append(f"    {kind['reason']}")
    if result["receipt"]:
        lines.append(_("Eingang {date}").format(date=result["receipt"]["date"]))
        lines.append(f"    {result['receipt']['reason']}")
    return "\n".join(lines) or _("Dazu gibt es keinen Vorschlag.")


def _percent(certainty: float) -> str:
    """Rounded down: nothing is a hundred per cent."""
    return f"{int(certainty * 100)} %"
