"""Search, an opened file and a long list, in the real window: from the key or click until it is painted."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import open_cache, open_central
from app.cli.bench.driving import Driven, open_window, until_painted, wait
from app.cli.bench.figures import Figure, median, milliseconds, percentile
from app.cli.bench.office_rows import all_cases, fullest, typed
from app.cli.bench.place import Place
from app.domain.actions import MoveDocument
from app.domain.cache import DocumentRow
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.services.synchronise import synchronise
from app.ui.cases.screen import CasesScreen
from app.ui.inbox import rows as queue
from app.ui.inbox.queue_loading import today
from app.ui.shell.finding import LIMIT

KEYSTROKE_MEDIAN, KEYSTROKE_P95 = 8.0, 20.0
CASE_MS, CASE_DOCUMENTS = 30.0, 300
CASES = 20
ROWS = 50_000
LIST_MS, FRAME_MS = 50.0, 16.0
LIST_RUNS, FRAMES = 5, 300


def key(widget: QWidget, text: str) -> None:
    """One key that writes ``text``."""
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text)
    QApplication.sendEvent(widget, pressed)


def search(place: Place) -> Iterator[Figure]:
    """Every keystroke is typed when the results of the one before stand there."""
    with open_window(place) as driven:
        cache = driven.desk.cache
        texts = typed(all_cases(cache, place.site))
        documents = cache.counts().get("documents", 0)
        times = [took for text in ["xyz", *texts] for took in _type(driven, text)][3:]
        alone = [milliseconds(lambda part=text[:n]: cache.search(part, LIMIT)) for text in texts for n in range(1, 15)]  # type: ignore[misc]
    reference = (
        f"{len(times)} Tastendrücke, {documents:,} Dokumente; Suche allein: Median {median(alone):.1f}, "
        f"95. Perzentil {percentile(alone, 0.95):.1f}, längste {max(alone):.1f} ms"
    )
    yield Figure("Tastendruck im Suchfeld, Median", median(times), "ms", KEYSTROKE_MEDIAN, reference=reference)
    longest = f"längster {max(times):.1f} ms"
    yield Figure(
        "Tastendruck im Suchfeld, 95. Perzentil", percentile(times, 0.95), "ms", KEYSTROKE_P95, reference=longest
    )


def _type(driven: Driven, text: str) -> Iterator[float]:
    field = driven.window.top.search
    popup = field.popup
    field.enter()
    wait(field.hasFocus)
    renewed: list[bool] = []

    def renew() -> None:
        renewed.append(True)
        # Where the same is found again nothing is painted; the hint, painted last, is what is waited for.
        popup.hint.update()

    connection = popup.table.model().modelReset.connect(renew)
    for letter in text:
        renewed.clear()
        yield until_painted(lambda letter=letter: key(field, letter), popup.hint, lambda: bool(renewed))  # type: ignore[misc]
    popup.table.model().modelReset.disconnect(connection)
    field.clear()
    field.leave()
    wait(lambda: not popup.isVisible())


def case(place: Place) -> Iterator[Figure]:
    """A file of 300 documents, each time after another full one; the preview beside it is another figure."""
    store = place.copy_of_store("case")
    fill_file(store, place)
    with open_window(place, store) as driven:
        cases = driven.window.cases
        driven.window.navigation.go_to("cases")
        (full, documents), *others = fullest(driven.desk.cache, place.site, CASES + 1)
        times: dict[str, list[float]] = {full: []}
        for case_id, _documents in others:
            for opened in (case_id, full):
                times.setdefault(opened, []).append(_open(driven, cases, opened))
    first, *again = times.pop(full)
    rest = [took for opened in times.values() for took in opened][1:]
    reference = (
        f"{len(again)}-mal, beim ersten Mal {first:.1f}, längstens {max(again):.1f} ms; dazwischen {len(rest)} Akten "
        f"mit {others[-1][1]} bis {others[0][1]} Dokumenten: Median {median(rest):.1f}, längste {max(rest):.1f} ms"
    )
    yield Figure(f"Akte mit {documents} Dokumenten öffnen", median(again), "ms", CASE_MS, reference=reference)


def fill_file(store: str, place: Place, documents: int = CASE_DOCUMENTS) -> None:
    """Move documents of other files into the fullest one until it holds so many. ``store`` is written to."""
    cache = open_cache(store, "bench-case")
    try:
        central = open_central(store, cache)
        synchronise(central, cache)
        (full, held), *others = fullest(cache, place.site, CASES + 2 + documents // 10)
        given = (row for case_id, _held in others[CASES + 1 :] for row in cache.case_documents(case_id))
        for row in islice(given, max(0, documents - held)):
            move = MoveDocument(
                site=place.site,
                by=place.worker,
                document=row.id,
                base=row.version,
                case=full,
                document_type=row.document_type,
                register=row.register,
                title=row.title,
            )
            outcome = central.submit(move)
            if isinstance(outcome, Refused):
                raise AppError(outcome.title, outcome.advice)
    finally:
        cache.close()


def _open(driven: Driven, cases: CasesScreen, case_id: str) -> float:
    """Milliseconds until the file's documents are painted."""
    wait(cases.isVisible)
    took = until_painted(
        lambda: cases.open_case(case_id), cases.case.table.viewport(), lambda: cases.case.case_id == case_id
    )
    wait(lambda: driven.case_viewer.settled)
    return took


def long_list(place: Place) -> Iterator[Figure]:
    with open_window(place) as driven:
        listed = driven.inbox.queue
        rows = many(driven.desk.cache.inbox(place.site))
        view, me, day = listed.head.view, driven.desk.me, today()
        view = replace(view, queue=queue.SITE)
        arranging = milliseconds(lambda: queue.arrange_queue(rows, view, me, day))
        arranged = queue.arrange_queue(rows, view, me, day).rows
        table, few = listed.table, arranged[:50]
        shown = []
        for _run in range(LIST_RUNS):
            table.show_rows(few)
            driven.catch_up()
            shown.append(
                until_painted(
                    lambda: table.show_rows(arranged), table.viewport(), lambda: table.model().rowCount() == ROWS
                )
            )
        frames = _scroll(driven)
    reference = f"längste {max(shown):.1f} ms; Filtern und Ordnen davor, neben dem Fenster: {arranging:.0f} ms"
    yield Figure("50.000 Zeilen im Posteingang zeigen", median(shown), "ms", LIST_MS, reference=reference)
    reference = f"{len(frames)} Bilder, Median {median(frames):.1f}, längstes {max(frames):.1f} ms"
    yield Figure("… und scrollen, 95. Perzentil je Bild", percentile(frames, 0.95), "ms", FRAME_MS, reference=reference)


def many(rows: list[DocumentRow]) -> list[DocumentRow]:
    """The site's post again and again, under other ids."""
    return [replace(rows[number % len(rows)], id=f"bench-{number}") for number in range(ROWS)]


def _scroll(driven: Driven) -> list[float]:
    table = driven.inbox.queue.table
    bar, viewport = table.verticalScrollBar(), table.viewport()
    step = bar.maximum() // FRAMES

    def frame(number: int) -> None:
        bar.setValue(number * step + number % 7)
        viewport.repaint()

    return [milliseconds(lambda number=number: frame(number)) for number in range(FRAMES)]  # type: ignore[misc]
