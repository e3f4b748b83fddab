"""Printing and saving from the viewer: real dialog, real reading process, real files, a printer that writes a PDF."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import cast

import pymupdf
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.adapters.pages.process import ReaderProcess
from app.domain.actions import PutMark, RecordAccess
from app.domain.central import Central
from app.domain.records import EXPORT, PRINT, STAMP, Document, Mark
from app.tasks.desk import Desk
from app.tasks.lanes import Bridge
from app.tasks.output import Output
from app.ui.viewer.output_dialog import OutputDialog
from app.ui.viewer.pane import ViewerPane
from app.ui.viewer.printing import Printing, ask_for_printer
from tests.ui.fakes import ME, SITE, FakeCache
from tests.ui.viewer.conftest import Shelf, settle


class Files:
    """A centre that has the originals by their checksums."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def read(self, site: str, kind: str, digest: str, offset: int = 0, length: int | None = None) -> bytes:
        return self.kept[digest]


@pytest.fixture
def centre(shelf: Shelf, viewer_cache: FakeCache, tmp_path: Path) -> Files:
    """Two letters, of four pages and of one, with their number on every page."""
    files = Files()
    for name, pages in (("letter", 4), ("other", 1)):
        path = tmp_path / f"{name}.pdf"
        with pymupdf.open() as pdf:
            for page in range(pages):
                pdf.new_page(width=595, height=842).insert_text((72, 100), f"{name} {page + 1}", fontsize=20)
            pdf.save(path)
        data = path.read_bytes()
        digest = sha256(data).hexdigest()
        files.kept[digest] = data
        shelf.files[name] = path
        viewer_cache.put(
            Document(id=name, sha256=digest, pages=pages, document_type="Antrag", received_on="2026-11-18")
        )
    return files


@pytest.fixture
def printing(page_desk: Desk, pane: ViewerPane, centre: Files, qtbot: QtBot) -> Iterator[Printing]:
    page_desk.output = Output(lambda: cast(Central, centre), page_desk.cache, ReaderProcess, Bridge())
    pane.use_list(TwoLetters())
    pane.show_document("letter")
    settle(qtbot, pane, "letter")
    yield pane.extras.printing
    if pane.extras.printing.dialog is not None:
        pane.extras.printing.dialog.reject()


class TwoLetters:
    def neighbour(self, document_id: str, step: int) -> str | None:
        return None

    def documents(self) -> list[str]:
        return ["letter", "other"]

    def chosen(self) -> list[str]:
        return ["letter"]


def opened(qtbot: QtBot, printing: Printing, what: str) -> OutputDialog:
    (printing.commands.print if what == PRINT else printing.commands.save).trigger()
    qtbot.waitUntil(lambda: printing.dialog is not None)
    assert printing.dialog is not None
    return printing.dialog


def saving_to(target: Path, asked: list[str]) -> Callable[[QWidget, str], Path | None]:
    def find(_parent: QWidget, name: str) -> Path:
        asked.append(name)
        return target

    return find


def texts(path: Path) -> list[str]:
    with pymupdf.open(path) as pdf:
        return [" ".join(page.get_text().split()) for page in pdf]


def accesses(desk: Desk) -> list[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    noted = [entry.action for entry in desk.cache.waiting() if isinstance(entry.action, RecordAccess)]
    return [(action.access.what, action.access.documents, action.access.pages) for action in noted]


def closed(qtbot: QtBot, printing: Printing) -> None:
    qtbot.waitUntil(lambda: printing.dialog is None, timeout=30000)


def test_pages_are_saved_as_one_pdf_with_the_marks(
    qtbot: QtBot, printing: Printing, page_desk: Desk, tmp_path: Path
) -> None:
    stamp = Mark(id="m", document="letter", page=3, shape=STAMP, areas=((13000, 1000, 6000, 1800),), text="Kopie")
    page_desk.cache.enqueue(PutMark(site=SITE, by=ME.id, mark=stamp, base=0))
    asked: list[str] = []
    printing.find_target = saving_to(tmp_path / "out.pdf", asked)
    dialog = opened(qtbot, printing, EXPORT)
    dialog.range_field.setFocus()
    qtbot.keyClicks(dialog.range_field, "9")
    assert dialog.range.isChecked() and not dialog.go.isEnabled() and dialog.problem.isVisible()
    dialog.range_field.clear()
    qtbot.keyClicks(dialog.range_field, "3,1")
    dialog.go.click()
    closed(qtbot, printing)
    assert asked == ["2026-11-18 Antrag.pdf"]
    assert texts(tmp_path / "out.pdf") == ["letter 3 Kopie", "letter 1"]
    assert accesses(page_desk) == [(EXPORT, ("letter",), (3, 1))]


def test_documents_of_the_file_are_saved_without_marks(
    qtbot: QtBot, printing: Printing, page_desk: Desk, tmp_path: Path
) -> None:
    stamp = Mark(id="m", document="other", page=1, shape=STAMP, areas=((13000, 1000, 6000, 1800),), text="Kopie")
    page_desk.cache.enqueue(PutMark(site=SITE, by=ME.id, mark=stamp, base=0))
    asked: list[str] = []
    printing.find_target = saving_to(tmp_path / "out.pdf", asked)
    printing.chosen = lambda: ["letter", "other"]
    printing.ask(EXPORT)
    qtbot.waitUntil(lambda: printing.dialog is not None)
    dialog = printing.dialog
    assert dialog is not None and dialog.selection.isChecked()
    dialog.marks.setChecked(False)
    dialog.go.click()
    closed(qtbot, printing)
    assert asked[0].endswith(" 2 Dokumente.pdf")
    assert texts(tmp_path / "out.pdf") == ["letter 1", "letter 2", "letter 3", "letter 4", "other 1"]
    assert accesses(page_desk) == [(EXPORT, ("letter", "other"), ())]


def test_the_original_is_saved_as_it_came(
    qtbot: QtBot, printing: Printing, page_desk: Desk, centre: Files, tmp_path: Path
) -> None:
    printing.find_target = saving_to(tmp_path / "out.pdf", [])
    dialog = opened(qtbot, printing, EXPORT)
    dialog.original.setChecked(True)
    dialog.go.click()
    closed(qtbot, printing)
    assert (tmp_path / "out.pdf").read_bytes() in centre.kept.values()
    assert accesses(page_desk)[0][0] == EXPORT


def test_what_cannot_be_written_is_said_in_the_dialog(qtbot: QtBot, printing: Printing, tmp_path: Path) -> None:
    printing.find_target = saving_to(tmp_path / "nowhere" / "out.pdf", [])
    dialog = opened(qtbot, printing, EXPORT)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.problem.isVisible(), timeout=30000)
    assert dialog.problem.accessibleName() and dialog.go.isEnabled() and not dialog.bar.isVisible()


def test_pages_are_printed_in_their_size_and_noted(
    qtbot: QtBot, printing: Printing, page_desk: Desk, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setResolution(150)
    printing.find_printer = lambda _parent: printer
    said: list[str] = []
    page_desk.acted.connect(said.append)
    dialog = opened(qtbot, printing, PRINT)
    assert not dialog.original.isVisible()
    dialog.range_field.setText("2-3")
    dialog.range.setChecked(True)
    dialog.go.click()
    closed(qtbot, printing)
    with pymupdf.open(tmp_path / "paper.pdf") as paper:
        assert len(paper) == 2
        picture = paper[0].get_pixmap(dpi=72, colorspace=pymupdf.csGRAY)
        ink = [i for i, value in enumerate(picture.samples) if value < 128]
        assert ink, "the page has something on it"
        left, top = min(i % picture.width for i in ink), ink[0] // picture.width
        assert 60 < left < 90 and 70 < top < 100
    assert accesses(page_desk) == [(PRINT, ("letter",), (2, 3))]
    assert said[-1].startswith("2 Seiten")


def test_a_page_that_lies_the_other_way_is_turned_and_a_large_one_made_smaller(
    qtbot: QtBot, printing: Printing, centre: Files, viewer_cache: FakeCache, shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "plan.pdf"
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=2384, height=1684)  # A1, landscape, with a line from edge to edge
        page.draw_line((0, 100), (2384, 100), width=30)
        pdf.save(path)
    digest = sha256(path.read_bytes()).hexdigest()
    centre.kept[digest] = path.read_bytes()
    viewer_cache.put(Document(id="letter", sha256=digest, pages=1))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setResolution(100)
    printing.find_printer = lambda _parent: printer
    opened(qtbot, printing, PRINT).go.click()
    closed(qtbot, printing)
    with pymupdf.open(tmp_path / "paper.pdf") as paper:
        picture = paper[0].get_pixmap(dpi=36, colorspace=pymupdf.csGRAY)
        ink = [divmod(i, picture.width) for i, value in enumerate(picture.samples) if value < 128]
    rows, columns = [row for row, _column in ink], [column for _row, column in ink]
    assert max(rows) - min(rows) > 0.85 * picture.height, "from the upper edge of the paper to the lower one"
    assert max(columns) - min(columns) < 0.05 * picture.width and min(columns) > picture.width / 2


def test_cancelled_nothing_is_left_and_nothing_is_said(
    qtbot: QtBot, printing: Printing, page_desk: Desk, tmp_path: Path
) -> None:
    printing.find_target = saving_to(tmp_path / "out.pdf", [])
    said: list[str] = []
    page_desk.acted.connect(said.append)
    dialog = opened(qtbot, printing, EXPORT)
    dialog.go.click()
    dialog.reject()
    assert printing.dialog is None
    assert page_desk.output is not None
    page_desk.output.close()
    qtbot.wait(20)
    assert not list(tmp_path.glob("out*")) and not said and not accesses(page_desk)


def test_without_a_printer_the_dialog_says_what_to_do(
    qtbot: QtBot, printing: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinterInfo.availablePrinterNames", list)
    assert printing.find_printer is ask_for_printer
    dialog = opened(qtbot, printing, PRINT)
    dialog.go.click()
    assert dialog.problem.isVisible() and "kein Drucker" in dialog.problem.accessibleName()


def test_the_original_of_what_cannot_be_shown_can_still_be_saved(
    qtbot: QtBot, printing: Printing, pane: ViewerPane, centre: Files, viewer_cache: FakeCache, tmp_path: Path
) -> None:
    data = b"no document at all"
    centre.kept[sha256(data).hexdigest()] = data
    viewer_cache.put(Document(id="broken", sha256=sha256(data).hexdigest(), document_type="Foto"))
    pane.show_document("broken")
    qtbot.waitUntil(lambda: pane.panel.button.isVisible() and printing.commands.save.isEnabled(), timeout=20000)
    printing.find_target = saving_to(tmp_path / "as-it-came", [])
    dialog = opened(qtbot, printing, EXPORT)
    assert dialog.original.isChecked()
    dialog.go.click()
    closed(qtbot, printing)
    assert (tmp_path / "as-it-came").read_bytes() == data
