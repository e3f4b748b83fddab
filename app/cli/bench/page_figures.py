"""The viewer in the real window: a clicked document, turned pages, and what memory many colour pages leave taken."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PySide6.QtGui import QImage

from app.adapters.pages.plain import PlainJob, time_pages
from app.cli.bench.driving import Driven, open_window, shows, until_painted, wait
from app.cli.bench.figures import Figure, median, percentile
from app.cli.bench.office_rows import fullest
from app.cli.bench.place import Place
from app.domain.cache import DocumentRow
from app.domain.errors import AppError
from app.ui.viewer.pane import ViewerPane
from app.ui.viewer.pictures import Picture

TIMES_PLAIN, FRAME_MS = 1.3, 16.7
NEXT_MS = 5.0
CLICKS, TURNS = 25, 40
COLOUR_PAGES, ROUNDS = 500, 10
IDLE_S = 2.0
MEMORY_MB = 350.0
MB = 1 << 20


def page(place: Place) -> Iterator[Figure]:
    """Clicks on documents of the inbox whose bytes are in the cache, none of them drawn ahead."""
    with open_window(place) as driven:
        rows = _scans(driven)
        for row in rows:  # fetch the bytes
            driven.preview.show_document(row.id)
            wait(lambda row=row: shows(driven.preview, row.id))  # type: ignore[misc]
    with open_window(place) as driven:
        before = driven.preview.document_id
        clicked = [row for row in rows if row.id != before]
        table = driven.inbox.queue.table
        times, jobs = [], []
        for row in clicked:
            driven.drain()
            number = next(n for n, shown in enumerate(table.model().rows) if shown.id == row.id)  # type: ignore[attr-defined]
            took = until_painted(
                lambda number=number: table.selectRow(number),  # type: ignore[misc]
                driven.preview.canvas.viewport(),
                lambda row=row: shows(driven.preview, row.id),  # type: ignore[misc]
            )
            times.append(took)
            jobs.append(_job(driven, row.id))
    plain = plain_times(jobs)
    shares = [took / (TIMES_PLAIN * least + FRAME_MS) for took, least in zip(times, plain, strict=True)]
    reference = (
        f"bloßes PyMuPDF für dieselben {len(plain)} Seiten: Median {median(plain):.1f} ms; Grenze = 1,3 × das + ein "
        f"Bild; langsamste Seite {max(times):.0f} ms, schlechtestes Verhältnis einer Seite {max(shares):.2f}"
    )
    limit = TIMES_PLAIN * median(plain) + FRAME_MS
    yield Figure("Klick auf ein Dokument bis Seite 1", median(times), "ms", limit, reference=reference)


def _scans(driven: Driven) -> list[DocumentRow]:
    """PDF scans in an order in which none follows the one above it (which would be drawn ahead)."""
    rows = [row for row in driven.inbox.queue.model.rows if row.media == "pdf"]
    return (rows[::2] + rows[1::2])[::-1][:CLICKS]


def _job(driven: Driven, document_id: str) -> PlainJob:
    cache = driven.desk.cache
    data = cache.page_bytes(document_id, 1) or cache.page_bytes(document_id, 0)
    if data is None:
        raise AppError("the page is not in the cache")
    return drawn_page(driven.preview, data, 1)


def drawn_page(pane: ViewerPane, data: bytes, page: int, inside: int = 1) -> PlainJob:
    """A page that is shown, as plain PyMuPDF would be asked for it: page ``inside`` of ``data``."""
    canvas = pane.canvas
    picture = canvas.pictures.whole(page, canvas.rotation)
    if picture is None:
        raise AppError("the page is not drawn")
    return data, inside, picture.want.dpi, _is_grey(picture.image)


def _is_grey(image: QImage) -> bool:
    return image.format() == QImage.Format.Format_Grayscale8


def plain_times(jobs: list[PlainJob]) -> list[float]:
    """Milliseconds of plain PyMuPDF in a warm process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(time_pages, jobs).result()


def next_page(place: Place) -> Iterator[Figure]:
    """Through a long document; its neighbours are drawn ahead before each turn."""
    with open_window(place) as driven:
        pane, row = driven.case_viewer, longest(driven, place.site)
        driven.window.navigation.open_case(row.case, row.id, row.site)
        wait(lambda: shows(pane, row.id) and pane.settled)
        times, canvas = [], pane.canvas
        for number in range(2, min(row.pages, TURNS + 1) + 1):
            times.append(
                until_painted(
                    canvas.show_next,
                    canvas.viewport(),
                    lambda number=number: canvas.page == number and shows(pane, row.id, number),  # type: ignore[misc]
                )
            )
            wait(lambda: pane.settled)
        located = driven.desk.pages.source.locate(row.id, canvas.page).source
        assert isinstance(located, bytes)
        plain = plain_times([drawn_page(pane, located, canvas.page)])[0]
    reference = (
        f"{len(times)} Seiten, 95. Perzentil {percentile(times, 0.95):.1f}, längste {max(times):.1f} ms; "
        f"bloßes PyMuPDF zeichnet eine in {plain:.1f} ms, Verhältnis {median(times) / plain:.2f}"
    )
    yield Figure("Umblättern auf die nächste Seite", median(times), "ms", NEXT_MS, reference=reference)


def longest(driven: Driven, site: str) -> DocumentRow:
    """The document with the most pages that the example has at the site."""
    cache = driven.desk.cache
    filed = [row for row in cache.search("Altakte", 50).documents if row.site == site]
    rows = filed or [row for case, _count in fullest(cache, site, 30) for row in cache.case_documents(case)]
    return max(rows, key=lambda row: (row.pages, row.id))


def memory(place: Place) -> Iterator[Figure]:
    """Colour pages of the inbox, drawn anew at ever other sizes, in ten rounds."""
    with open_window(place) as driven:
        pane = driven.preview
        seen = _Colours(pane)
        rows = driven.desk.cache.inbox(place.site)
        colour = [row for row in rows if _show(pane, row) and seen.current()]
        if not colour:
            raise AppError("the example has no colour pages")
        driven.drain()
        start, rounds = _held(), []
        for number in range(ROUNDS):
            seen.drawn = 0
            while seen.drawn < COLOUR_PAGES / ROUNDS:
                pane.canvas.zoom_to(0.8 + ((number * 31 + seen.drawn) % 97) / 100)
                for row in colour:
                    _show(pane, row)
            driven.drain()
            _idle()
            rounds.append(_held())
    sums = [sum(part) for part in rounds]
    window, *readers = rounds[-1]
    each = ", ".join(f"{value:.0f}" for value in sums)
    reference = (
        f"zuletzt Fenster {window:.0f} und Lesevorgänge {' + '.join(f'{value:.0f}' for value in readers)} MB "
        f"(gemeinsam Genutztes anteilig); vorher {sum(start):.0f}; nach jeder Runde: {each} MB"
    )
    name = f"Fenster und Lesevorgänge, {COLOUR_PAGES} farbige Seiten"
    yield Figure(name, max(sums), "MB", MEMORY_MB, reference=reference)


def _idle() -> None:
    """What is given back when there is nothing to do has been given back."""
    until = time.monotonic() + IDLE_S
    wait(lambda: time.monotonic() > until)


class _Colours:
    """Counts the colour pages that a viewer draws."""

    def __init__(self, pane: ViewerPane) -> None:
        self._pane = pane
        self.drawn = 0
        pane.canvas.pictures.arrived.connect(self._arrived)

    def _arrived(self, picture: Picture) -> None:
        self.drawn += not _is_grey(picture.image)

    def current(self) -> bool:
        canvas = self._pane.canvas
        picture = canvas.pictures.whole(1, canvas.rotation)
        return picture is not None and not _is_grey(picture.image)


def _show(pane: ViewerPane, row: DocumentRow) -> bool:
    pane.show_document(row.id)
    wait(lambda: pane.document_id == row.id and pane.settled)
    return True


def _held() -> list[float]:
    """Megabytes of this process and of its reading processes, shared memory counted once."""
    readers = [child.pid for child in multiprocessing.active_children() if child.name == "page-reader"]
    return [_megabytes("self"), *(_megabytes(str(reader)) for reader in readers)]


def _megabytes(process: str) -> float:
    """Proportional share of a process's memory."""
    try:
        lines = (Path("/proc") / process / "smaps_rollup").read_text().splitlines()
    except OSError as error:
        raise AppError("memory is measured on Linux only") from error
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / MB
