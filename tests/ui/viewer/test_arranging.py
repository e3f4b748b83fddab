"""Arranging pages among the small pages, by keys alone, on real files."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.domain.page_sets import sheets_of
from app.domain.records import HIGHLIGHT, MERGED, Document, Mark
from app.tasks.desk import Desk
from app.ui.viewer.arranging import ArrangeBar
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import SITE, FakeCache
from tests.ui.viewer.conftest import Shelf, sheet, write

Key = Qt.Key
SIZE = (827, 1169)


def separator() -> Image.Image:
    made = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(made)
    for y in (200, 300, 360, 420):
        pen.rectangle((100, y, 727, y + (60 if y == 200 else 25)), fill=0)
    return made


@pytest.fixture
def stack(shelf: Shelf, viewer_cache: FakeCache, tmp_path: Path) -> None:
    blank = Image.new("L", SIZE, 255)
    pages = [sheet(1), sheet(2), separator(), sheet(4), blank, sheet(6)]
    shelf.files["stack"] = write(tmp_path / "stack.pdf", pages)
    viewer_cache.put(Document(id="stack", sha256="11", pages=6, page_sizes=((21006, 29693),), received_on="2026-11-18"))


@pytest.fixture
def opened(qtbot: QtBot, pane: ViewerPane, stack: None) -> ViewerPane:
    pane.commands.thumbnails.trigger()
    show(qtbot, pane, "stack")
    pane.thumbnails.setFocus()
    return pane


def show(qtbot: QtBot, pane: ViewerPane, document: str) -> None:
    with qtbot.waitSignal(pane.opened):
        pane.show_document(document)
    qtbot.waitUntil(lambda: pane.settled, timeout=20000)


def press(pane: ViewerPane, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(pane.thumbnails, key, modifier)


def rows(pane: ViewerPane, *rows: int) -> None:
    pane.thumbnails.select(rows, rows[0])


def below(pane: ViewerPane) -> ArrangeBar:
    assert pane.arranging.bar is not None
    return pane.arranging.bar


def apply(qtbot: QtBot, pane: ViewerPane) -> tuple[str, ...]:
    with qtbot.waitSignal(pane.arranged) as made:
        press(pane, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return tuple(made.args[0])


def pages(cache: FakeCache, document: str) -> list[tuple[str, int, int]]:
    found = cache.document(document)
    assert found is not None
    return [(one.original, one.page, one.turn) for one in sheets_of(found[2])]


def test_a_stack_is_split_at_its_separator_sheets_by_two_keys(
    qtbot: QtBot, opened: ViewerPane, viewer_cache: FakeCache
) -> None:
    panel = opened.arranging
    qtbot.waitUntil(lambda: below(opened).found.text() == "1 Trennblatt, 1 leere Seite", timeout=20000)
    assert "Trennblatt" in opened.thumbnails.rows_shown.spoken(2) and "leer" in opened.thumbnails.rows_shown.spoken(4)
    press(opened, Key.Key_V)
    qtbot.waitUntil(lambda: panel.changed)
    assert below(opened).outcome.text().splitlines() == [
        "Ergibt 2 Dokumente:", "1:  Seiten 1–2", "2:  Seiten 4, 6", "Herausgenommen: 3, 5",
    ]  # fmt: skip
    assert "hier beginnt Dokument 2" in opened.thumbnails.rows_shown.spoken(3)
    first, second = apply(qtbot, opened)
    assert pages(viewer_cache, first) == [("stack", 1, 0), ("stack", 2, 0)]
    assert pages(viewer_cache, second) == [("stack", 4, 0), ("stack", 6, 0)]
    qtbot.waitUntil(lambda: len(opened.canvas.column) == 2)
    show(qtbot, opened, second)
    assert opened.canvas.addresses() == [(1, "stack", 4), (2, "stack", 6)]
    qtbot.waitUntil(lambda: opened.canvas.pictures.whole(1, 0) is not None)


def test_pages_are_cut_turned_moved_and_taken_out_by_keys(
    qtbot: QtBot, opened: ViewerPane, viewer_cache: FakeCache, page_desk: Desk
) -> None:
    rows(opened, 3)
    press(opened, Key.Key_Return)
    rows(opened, 0)
    press(opened, Key.Key_R)
    rows(opened, 1, 2)
    press(opened, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    rows(opened, 5)
    press(opened, Key.Key_Delete)
    first, second = apply(qtbot, opened)
    assert pages(viewer_cache, first) == [("stack", 2, 0), ("stack", 3, 0), ("stack", 1, 90)]
    assert pages(viewer_cache, second) == [("stack", 4, 0), ("stack", 5, 0)]
    qtbot.waitUntil(lambda: len(opened.canvas.column) == 3)
    place = opened.canvas.place_of(3)
    assert place is not None and (place.document, place.page, place.rotation, place.inside) == ("stack", 1, 90, 3)
    assert opened.canvas.column.size_mm(2)[0] > opened.canvas.column.size_mm(2)[1]
    page_desk.undo()
    qtbot.waitUntil(lambda: len(opened.canvas.column) == 6)
    assert [row.id for row in viewer_cache.inbox(SITE)].count(second) == 0
    gone = viewer_cache.document(second)
    assert gone is not None and gone[2].state_of_work == MERGED
    page_desk.redo()
    qtbot.waitUntil(lambda: len(opened.canvas.column) == 3)


def test_what_was_taken_out_comes_back(qtbot: QtBot, opened: ViewerPane, viewer_cache: FakeCache) -> None:
    rows(opened, 1, 2)
    press(opened, Key.Key_Delete)
    apply(qtbot, opened)
    qtbot.waitUntil(lambda: len(opened.canvas.column) == 4)
    rows(opened, 4)
    assert opened.thumbnails.rows_shown.spoken(4) == "Entnommene Seite"
    press(opened, Key.Key_Delete)
    apply(qtbot, opened)
    qtbot.waitUntil(lambda: len(opened.canvas.column) == 5)
    assert [page for _, page, _ in pages(viewer_cache, "stack")] == [1, 4, 5, 6, 2]


def test_a_plan_stays_while_another_document_is_read_and_is_discarded_by_a_key(
    qtbot: QtBot, opened: ViewerPane
) -> None:
    rows(opened, 2)
    press(opened, Key.Key_C)
    show(qtbot, opened, "letter")
    assert not opened.arranging.changed and not below(opened).do.isVisible()
    show(qtbot, opened, "stack")
    assert opened.arranging.changed and below(opened).do.isVisible()
    press(opened, Key.Key_Escape)
    assert not opened.arranging.changed and not below(opened).do.isVisible()


def test_pages_are_dragged_to_their_place(qtbot: QtBot, opened: ViewerPane) -> None:
    strip = opened.thumbnails
    rows(opened, 0)
    target = strip.visualRect(strip.model().index(1, 0))
    data = strip.model().mimeData([strip.currentIndex()])
    drop = QDropEvent(
        QPointF(target.center() + QPoint(0, 30)), Qt.DropAction.MoveAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    strip.dropEvent(drop)
    plan = opened.arranging.plan
    assert plan is not None and [page.place for page in plan.pages] == [2, 1, 3, 4, 5, 6]
    assert strip.rows() == [1]


def test_marks_and_words_follow_their_page(qtbot: QtBot, pane: ViewerPane, viewer_cache: FakeCache) -> None:
    viewer_cache.put(Mark(id="m", document="letter", page=3, shape=HIGHLIGHT, areas=((1000, 1000, 3000, 500),), by="x"))
    pane.commands.thumbnails.trigger()
    show(qtbot, pane, "letter")
    pane.thumbnails.setFocus()
    rows(pane, 2)
    press(pane, Key.Key_Return)
    _first, part = apply(qtbot, pane)
    show(qtbot, pane, part)
    marks = pane.extras.marking
    qtbot.waitUntil(lambda: [one.mark.id for one in marks.marks.all()] == ["m"])
    pane.side.show_tab("marks")
    assert marks.list.list.item(0).text().startswith("Seite 1 ")
    pane.text.finding.look_for("untermieter")
    qtbot.waitUntil(lambda: len(pane.text.finding.search.hits) == 1)
    assert pane.text.finding.search.hits[0].place.number == 1


def test_arranged_documents_are_read_inside_a_whole_file(
    qtbot: QtBot, opened: ViewerPane, viewer_cache: FakeCache
) -> None:
    rows(opened, 3)
    press(opened, Key.Key_R)
    press(opened, Key.Key_Return)
    first, second = apply(qtbot, opened)
    with qtbot.waitSignal(opened.opened):
        opened.show_file(["letter", second, first])
    assert opened.canvas.addresses()[4:] == [
        (5, "stack", 4), (6, "stack", 5), (7, "stack", 6), (8, "stack", 1), (9, "stack", 2), (10, "stack", 3),
    ]  # fmt: skip
    place = opened.canvas.place_of(5)
    assert place is not None and (place.owner, place.inside, place.rotation) == (second, 1, 90)
    opened.show_page(6)
    assert opened.document_id == second and opened.page_inside == 2
    assert opened.arranging.plan is None


def test_a_single_page_and_a_whole_file_are_not_arranged(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.commands.thumbnails.trigger()
    show(qtbot, pane, "one")
    assert pane.arranging.plan is None and not below(pane).isVisible()


def test_everything_below_the_pages_has_a_name(opened: ViewerPane) -> None:
    buttons = opened.arranging.findChildren(QAbstractButton)
    assert buttons and all(button.accessibleName() or button.text() for button in buttons)
