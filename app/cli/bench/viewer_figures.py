"""Long documents in the real window: to the last page, Page Down held, a TIFF of 500 pages opened."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_reader
from app.cli.bench.driving import Driven, open_window, shows, until_painted, wait
from app.cli.bench.figures import Figure, median, percentile
from app.cli.bench.long_documents import PAGES, LongDocuments, as_document, long_tiff, packed
from app.cli.bench.page_figures import drawn_page, longest, plain_times
from app.cli.bench.place import Place
from app.ui.viewer.layout import Fit

JUMP_MS, HELD_MS, TIFF_MS = 40.0, 20.0, 60.0
JUMPS, TIFFS, HELD_PAGES = 9, 5, 120


def jump(place: Place) -> Iterator[Figure]:
    """From the first page of a document of 500 to its last, that was not drawn before."""
    with open_window(place) as driven:
        row, source = longest(driven, place.site), driven.desk.pages.source
        documents = LongDocuments(driven)
        pane, times, jobs = driven.preview, [], []
        for number in range(JUMPS):
            name = f"bench-{number}"
            made = packed(name, source, row.id, row.pages, number * 11)
            for part in (range(1, 4), range(PAGES - 2, PAGES + 1)):
                documents.add(made, part)
            _open(driven, name)
            times.append(
                until_painted(
                    pane.canvas.show_last,
                    pane.canvas.viewport(),
                    lambda name=name: pane.canvas.page == PAGES and shows(pane, name, PAGES),  # type: ignore[misc]
                )
            )
            jobs.append(drawn_page(pane, made.bytes_of(PAGES), PAGES))
    plain = plain_times(jobs)
    reference = _beside(plain, times, f"{JUMPS} Dokumente")
    yield Figure("Sprung auf die letzte von 500 Seiten", median(times), "ms", JUMP_MS, reference=reference)


def held(place: Place) -> Iterator[Figure]:
    """Page Down pressed again as soon as a page is painted: nothing has time to be drawn ahead."""
    with open_window(place) as driven:
        pane, row = driven.preview, longest(driven, place.site)
        for number in range(1, row.pages + 1):
            driven.desk.pages.source.locate(row.id, number)  # fetch the bytes
        pane.canvas.set_fit(Fit.PAGE)
        _open(driven, row.id)
        times = []
        for number in range(2, min(HELD_PAGES, row.pages) + 1):
            times.append(
                until_painted(
                    lambda: _page_down(driven),
                    pane.canvas.viewport(),
                    lambda number=number: pane.canvas.page == number and shows(pane, row.id, number),  # type: ignore[misc]
                )
            )
        pane.canvas.set_fit(Fit.WIDTH)  # remembered for the windows of other measurements
        page = pane.canvas.page
        located = driven.desk.pages.source.locate(row.id, page).source
        assert isinstance(located, bytes)
        jobs = [drawn_page(pane, located, page)]
    often = f"{len(times)} Seiten, 95. Perzentil {percentile(times, 0.95):.1f} ms"
    reference = _beside(plain_times(jobs), times, often)
    yield Figure("Bild-ab gedrückt, je Seite", sum(times) / len(times), "ms", HELD_MS, reference=reference)


def open_tiff(place: Place) -> Iterator[Figure]:
    """A TIFF of 500 G4 pages in one piece, out of the encrypted cache, in the running window."""
    with open_window(place) as driven:
        row, source = longest(driven, place.site), driven.desk.pages.source
        with open_reader() as reader:
            data = long_tiff(reader, [source.locate(row.id, number).source for number in range(1, 11)])
        documents, pane, times, jobs = LongDocuments(driven), driven.preview, [], []
        for number in range(TIFFS):
            name = f"tiff-{number}"
            documents.add(as_document(name, data), range(1))
            times.append(
                until_painted(
                    lambda name=name: pane.show_document(name),  # type: ignore[misc]
                    pane.canvas.viewport(),
                    lambda name=name: shows(pane, name),  # type: ignore[misc]
                )
            )
            jobs.append(drawn_page(pane, data, 1, inside=1))
            _settle(driven)
    reference = _beside(plain_times(jobs[:1]), times, f"{len(data) / 1e6:.0f} MB, {TIFFS} Läufe")
    yield Figure("TIFF mit 500 Seiten öffnen", median(times), "ms", TIFF_MS, reference=reference)


def _beside(plain: list[float], times: list[float], more: str) -> str:
    least = median(plain)
    ratio = median(times) / least
    return f"{more}, längste {max(times):.0f} ms; bloßes PyMuPDF: {least:.1f} ms, Verhältnis {ratio:.2f}"


def _open(driven: Driven, document: str) -> None:
    driven.preview.show_document(document)
    wait(lambda: shows(driven.preview, document))
    _settle(driven)


def _settle(driven: Driven) -> None:
    wait(lambda: driven.preview.settled)
    driven.drain()


def _page_down(driven: Driven) -> None:
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(driven.preview.canvas, pressed)
