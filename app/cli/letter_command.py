"""``esozialakte letter`` (commands.md): outgoing letters."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bootstrap import open_central, open_letter_reader
from app.cli import letter_post
from app.cli.output import DONE, PARTLY, UNREADABLE, add_json, show
from app.domain.case_number import parse_case_number
from app.domain.errors import WrongUse
from app.domain.texts import _, ngettext

if TYPE_CHECKING:
    from app.domain.letter_check.findings import Checked
    from app.domain.pages import Box
    from app.domain.recognise.index import CaseIndex


def register(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="what", required=True, metavar=_("WAS"))
    check = parts.add_parser("check", help=_("prüfen, ob ein Brief gedruckt und zugestellt werden kann"))
    check.add_argument("file", type=Path, metavar="FILE", help=_("der Brief als PDF"))
    check.add_argument("--carrier", default="folder", metavar="C", help=_("Versandweg, dessen Regeln gelten"))
    check.add_argument("--duplex", action="store_true", help=_("beidseitig gedruckt"))
    said = _("Anschrift und Anlagen mit den Akten dieses Speichers vergleichen")
    check.add_argument("--store", metavar="STORE", help=said)
    check.add_argument("--site", metavar="S", help=_("nur Akten dieses Standorts"))
    check.add_argument("--case", metavar="N", help=_("die Akte des Briefs (sonst die, die der Brief nennt)"))
    said = _("was sich beheben lässt, beheben und in diese Datei schreiben")
    check.add_argument("--mend", type=Path, metavar="OUT", help=said)
    add_json(check)
    letter_post.register(parts)


def run(args: argparse.Namespace) -> int:
    return _check(args) if args.what == "check" else letter_post.run(args)


def _check(args: argparse.Namespace) -> int:
    from app.domain.letter_check.findings import UNREADABLE as CANNOT_BE_READ
    from app.services.carrier_profiles import load_carrier
    from app.services.check_letter import Against, check_letter, mend_letter
    from app.services.whole_file import write_whole

    carrier = load_carrier(args.carrier)
    index = _cases(args.store, args.site)
    case = _case_number(args.case, index)
    against = Against(carrier, args.duplex, index, case)
    with open_letter_reader() as reader:
        checked = check_letter(reader, args.file, against)
        mended = mend_letter(reader, args.file, against, checked) if args.mend and checked.mends else None
    result = as_result(checked)
    if mended is not None:
        write_whole(args.mend, mended.data)
        checked = mended.checked
        result["mended"] = {"file": str(args.mend), **as_result(checked)}
    show(result, args.json, as_text)
    if any(finding.code == CANNOT_BE_READ for finding in checked.findings):
        return UNREADABLE
    return DONE if checked.ok else PARTLY


def _cases(store: str | None, site: str | None) -> "CaseIndex | None":
    """The cases of the store, where one is named."""
    if store is None:
        return None
    from app.cli.sites import chosen_sites
    from app.services.filings import learn_from

    central = open_central(store)
    return learn_from(central, chosen_sites(central, site)).index


def _case_number(given: str | None, index: "CaseIndex | None") -> str:
    """Raises ``WrongUse`` for what is no case number, or none of the store."""
    if given is None:
        return ""
    number = parse_case_number(given)
    if number is None or (index is not None and number not in index.numbers):
        raise WrongUse(_("Diese Akte gibt es nicht."), _("Prüfen Sie die Nummer hinter --case."))
    return number


def as_result(checked: "Checked") -> dict[str, Any]:
    """The contract's form (commands.md), and what is wrong as a sentence besides what to do."""
    return {
        "ok": checked.ok,
        "form": checked.form or None,
        "address": list(checked.address),
        "address_box": _box(checked.address_box),
        "case_number": checked.case_number or None,
        "pages": checked.pages,
        "sheets": checked.sheets,
        "grams": checked.grams,
        "cents": checked.cents,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "page": finding.page,
                "pages": list(finding.pages),
                "box": _box(finding.box),
                "text": finding.said,
                "advice": finding.advice,
            }
            for finding in checked.findings
        ],
        "mends": [{"kind": mend.kind, "pages": list(mend.pages), "text": mend.said} for mend in checked.mends],
    }


def _box(box: "Box | None") -> list[float] | None:
    return None if box is None else [round(side, 1) for side in box]


def as_text(result: dict[str, Any]) -> str:
    lines = [_("In Ordnung.") if result["ok"] else _("So kann der Brief nicht gesendet werden.")]
    if result["address"]:
        said = _("Anschrift (Form {form}): {address}")
        lines.append(said.format(form=result["form"], address=", ".join(result["address"])))
    if result["pages"]:
        pages = ngettext("{n} Seite", "{n} Seiten", result["pages"]).format(n=result["pages"])
        lines.append(_("{pages} auf {sheets} Blatt").format(pages=pages, sheets=result["sheets"]))
    for finding in result["findings"]:
        where = _("Seite {page}: ").format(page=finding["page"]) if finding["page"] else ""
        lines += [f"- {where}{finding['text']}", f"  {finding['advice']}"]
    if result["mends"] and "mended" not in result:
        lines.append(_("Mit „--mend DATEI“ lässt sich beheben:"))
        lines += [f"- {mend['text']}" for mend in result["mends"]]
    if "mended" in result:
        lines += [_("Behoben in {file}:").format(file=result["mended"]["file"])]
        lines += [f"- {mend['text']}" for mend in result["mends"]]
        lines.append(as_text(result["mended"]))
    return "\n".join(lines)
