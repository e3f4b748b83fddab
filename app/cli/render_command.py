"""``esozialakte render`` (commands.md): a page as the viewer shows it, written as an RGB picture."""

import argparse
import csv
from pathlib import Path

from app.bootstrap import open_reader, write_png
from app.cli.output import DONE, PARTLY, UNREADABLE, add_json, show
from app.domain.errors import AppError, UnreadableInput, WrongUse
from app.domain.pages import PageReader, RenderJob
from app.domain.texts import _

DEFAULT_DPI = 150.0


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--page", type=int, default=1, help=_("Seite, ab 1"))
    parser.add_argument("--dpi", type=float, default=DEFAULT_DPI, help=_("Auflösung (sonst 150)"))
    parser.add_argument("--password", help=_("Kennwort für geschützte Dateien"))
    parser.add_argument("--out", type=Path, metavar="PNG", help=_("Bilddatei, die geschrieben wird"))
    parser.add_argument("--jobs", type=Path, metavar="CSV", help=_("Auftragsliste: file;page;dpi;password;out"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    if args.jobs is not None:
        return run_jobs(args.jobs)
    if args.file is None or args.out is None:
        raise WrongUse(_("Es fehlt die Datei oder das Ziel."), _("Geben Sie FILE und --out PNG an, oder --jobs CSV."))
    with open_reader() as reader:
        draw(reader, args.file, args.page, args.dpi, args.password, args.out)
    show({"out": str(args.out), "error": None}, args.json, lambda result: str(result["out"]))
    return DONE


def run_jobs(jobs: Path) -> int:
    """Draw every line of the list; one that fails does not stop the others."""
    rows = read_jobs(jobs)
    results = []
    with open_reader() as reader:
        for row in rows:
            results.append({"out": row.get("out") or "", "error": draw_row(reader, row)})
    bad = sum(entry["error"] is not None for entry in results)
    show({"jobs": results}, True, str)
    return DONE if not bad else UNREADABLE if bad == len(results) else PARTLY


def read_jobs(jobs: Path) -> list[dict[str, str]]:
    try:
        with jobs.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, delimiter=";")
            missing = {"file", "page", "out"} - set(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableInput(
            _("Die Auftragsliste kann nicht gelesen werden."),
            _("Prüfen Sie, ob die Datei da ist und UTF-8 mit Semikolons enthält."),
        ) from error
    if missing:
        raise UnreadableInput(
            _("In der Auftragsliste fehlen Spalten: {columns}.").format(columns=", ".join(sorted(missing))),
            _("Die Kopfzeile lautet file;page;dpi;password;out."),
        )
    return rows


def draw_row(reader: PageReader, row: dict[str, str]) -> dict[str, str] | None:
    """The error of one line of the list, or None."""
    try:
        page, dpi = int(row["page"]), float(row.get("dpi") or DEFAULT_DPI)
    except ValueError:
        return WrongUse(_("Seite oder Auflösung ist keine Zahl."), "", code="wrong-use").as_json()
    try:
        draw(reader, Path(row["file"]), page, dpi, row.get("password") or None, Path(row["out"]))
    except AppError as error:
        return error.as_json()
    return None


def draw(reader: PageReader, file: Path, page: int, dpi: float, password: str | None, out: Path) -> None:
    if not 1 <= dpi <= 2400:
        raise WrongUse(_("Die Auflösung muss zwischen 1 und 2400 dpi liegen."))
    pixels = reader.render(RenderJob(file, page, dpi, password=password))
    try:
        write_png(pixels, out)
    except OSError as error:
        raise AppError(
            _("Die Bilddatei kann nicht geschrieben werden."),
            _("Prüfen Sie, ob es den Ordner gibt und Sie darin schreiben dürfen."),
            code="not-writable",
        ) from error
    finally:
        pixels.release()
