"""What the comparison of two engines at receipt finds, on real documents with reference pictures of their pages."""

import csv
from collections.abc import Iterator
from pathlib import Path

import app
from app.adapters.pages.judging import Judged, Sample, judge
from app.cli.bench.figures import Figure, median
from app.cli.bench.place import Place
from app.domain.errors import AppError
from app.domain.pages import DIFFERENT, ONE_ENGINE
from app.domain.texts import _

FOUND, FALSE_ALARMS, WRONG, TIMES_PLAIN = 90.0, 6.0, 3.0, 3.0
"""False alarms are counted on files that were collected because readers stumble over them."""


def doubts(place: Place) -> Iterator[Figure]:
    pages = judge(_samples())
    yield _found(pages)
    yield _false_alarms(pages)
    yield _wrong(pages)
    yield _cost(pages)


def _samples() -> list[Sample]:
    """First and last pages whose reference two other engines agreed on."""
    folder = Path(app.__file__).parents[2] / "shared" / "samples" / "documents"
    if not (folder / "expected.csv").is_file():
        raise AppError(
            _("Die Sammlung von Beispieldokumenten ist nicht da."),
            _("Sie gehört in den Ordner shared neben dem Quelltext."),
            code="no-samples",
        )
    found = []
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            last = int(row["pages"] or 0) - 1
            for page, column in ((0, "ref_p1"), (last, "ref_plast")):
                if row["expect"] in ("PAGES", "PASSWORD") and row[column] and row[f"{column}_status"] == "strict":
                    reference = folder / "refs" / row[column]
                    plain_wrong = f"p{page + 1} DIFFERENT" in row["pymupdf_1_28_2"]
                    found.append(Sample(folder / row["file"], row["password"] or None, page, reference, plain_wrong))
    return found


def _found(pages: list[Judged]) -> Figure:
    wrong = [page for page in pages if page.plain_wrong]
    caught = sum(page.plain_doubted for page in wrong)
    reference = f"bloßes PyMuPDF zeigt {len(wrong)} von {len(pages)} Seiten falsch, angezweifelt werden davon {caught}"
    return Figure("falsche Seiten erkannt", 100.0 * caught / max(1, len(wrong)), "%", FOUND, True, reference)


def _false_alarms(pages: list[Judged]) -> Figure:
    """Pages that the program and plain PyMuPDF both draw right, and that are doubted nevertheless."""
    right = [page for page in pages if not page.wrong and not page.plain_wrong]
    alarms = sum(page.doubt == DIFFERENT for page in right)
    alone = sum(page.doubt == ONE_ENGINE for page in right)
    reference = f"{alarms} von {len(right)} Seiten; weitere {alone} kann nur ein Leseprogramm zeigen"
    share = 100.0 * alarms / max(1, len(right))
    return Figure("richtige Seiten angezweifelt", share, "%", FALSE_ALARMS, False, reference)


def _wrong(pages: list[Judged]) -> Figure:
    wrong = [page for page in pages if page.wrong]
    silent = sum(not page.doubt for page in wrong)
    return Figure("Seiten falsch gezeigt", float(len(wrong)), "", WRONG, False, f"davon {silent} ohne Hinweis")


def _cost(pages: list[Judged]) -> Figure:
    both = [(page.compare_ms, page.plain_ms) for page in pages if page.plain_ms is not None]
    plain, took = median([each[1] for each in both]), median([each[0] for each in both])
    reference = f"bloßes PyMuPDF zeichnet eine Seite mit 150 dpi in {plain:.1f} ms, Verhältnis {took / plain:.2f}"
    return Figure("Vergleich einer Seite", took, "ms", TIMES_PLAIN * plain, False, reference)
