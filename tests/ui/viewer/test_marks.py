"""Marks on real pages by mouse and keys: put, changed, moved, taken back, and seen by others."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from app.domain.actions import PutMark
from app.domain.cache import Touched
from app.domain.pages import Word
from app.domain.records import HIGHLIGHT, NOTE, STAMP, Document, Mark
from app.tasks.desk import Desk
from app.ui.viewer.mark_dialog import MarkDialog
from app.ui.viewer.mark_places import area_of, around, between, box_of, moved, snapped, upper_right
from app.ui.viewer.overlays import PagePlace
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import ME, SITE, FakeCache
from tests.ui.viewer.conftest import Shelf, settle

LINES = ["Antrag auf Leistungen zur Sicherung", "des Lebensunterhalts vom 18. November", "Nummer der Akte"]


@pytest.fixture
def letter(shelf: Shelf, viewer_cache: FakeCache, tmp_path: Path) -> str:
    """Two pages with a text layer."""
    with pymupdf.open() as pdf:
        for _number in range(2):
            page = pdf.new_page(width=595, height=842)
            for row, line in enumerate(LINES):
                page.insert_text((72, 144 + 30 * row), line, fontsize=14)
        pdf.save(tmp_path / "letter.pdf")
    shelf.files["letter"] = tmp_path / "letter.pdf"
    viewer_cache.put(Document(id="letter", sha256="00", pages=2, document_type="Antrag", received_on="2026-11-18"))
    return "letter"


@pytest.fixture
def shown(qtbot: QtBot, pane: ViewerPane, letter: str) -> Iterator[ViewerPane]:
    pane.show_document(letter)
    settle(qtbot, pane, letter)
    pane.activateWindow()
    pane.canvas.setFocus()
    qtbot.waitUntil(pane.canvas.hasFocus)
    yield pane
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MarkDialog):
            widget.reject()


def marks_of(cache: FakeCache, document: str = "letter") -> list[Mark]:
    return [mark for mark, _version in cache.marks(document)]


def point(pane: ViewerPane, x_mm: float, y_mm: float, page: int = 1) -> QPoint:
    place = pane.canvas.place_of(page)
    assert place is not None
    return place.point(x_mm, y_mm).toPoint()


NO_KEYS = Qt.KeyboardModifier.NoModifier


def drag(pane: ViewerPane, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    view = pane.canvas.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, keys, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, keys, end)


def key(pane: ViewerPane, name: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(pane.canvas, name, keys)


def words_here(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.extras.marking.tool._words("letter", 1)
    qtbot.waitUntil(lambda: bool(pane.extras.marking.tool._words("letter", 1)), timeout=20000)


def put(qtbot: QtBot, pane: ViewerPane, count: int) -> list[Mark]:
    """The marks when there are so many, on the screen and written down."""
    marks = pane.extras.marking.marks

    def settled() -> bool:
        kept = sorted((mark.id, version) for mark, version in pane._desk.cache.marks("letter"))
        return len(kept) == count and kept == sorted((placed.mark.id, placed.version) for placed in marks.all())

    qtbot.waitUntil(settled)
    return [placed.mark for placed in marks.all()]


# --- by mouse and keys -----------------------------------------------------------------------------------------
def test_a_drag_over_text_highlights_its_words(qtbot: QtBot, shown: ViewerPane, viewer_cache: FakeCache) -> None:
    words_here(qtbot, shown)
    key(shown, Qt.Key.Key_H)
    assert shown.extras.marking.commands.highlight.isChecked()
    drag(shown, point(shown, 42, 49), point(shown, 60, 60))
    (mark,) = put(qtbot, shown, 1)
    assert mark.shape == HIGHLIGHT and mark.by == ME.id and mark.at
    assert len(mark.areas) == 2
    first, second = (box_of(area) for area in mark.areas)
    assert first[0] < 44 and first[0] + first[2] > 90, "from the word to the end of its line"
    assert second[0] < 27 and second[0] + second[2] > 59, "from the start of the next line to the word"
    key(shown, Qt.Key.Key_Escape)
    assert not shown.extras.marking.commands.highlight.isChecked()


def test_beside_text_or_with_alt_a_rectangle_is_highlighted(qtbot: QtBot, shown: ViewerPane) -> None:
    words_here(qtbot, shown)
    key(shown, Qt.Key.Key_H)
    drag(shown, point(shown, 20, 90), point(shown, 60, 98))
    (mark,) = put(qtbot, shown, 1)
    assert box_of(mark.areas[0]) == pytest.approx((20, 90, 40, 8), abs=0.5)
    drag(shown, point(shown, 30, 49), point(shown, 60, 60), Qt.KeyboardModifier.AltModifier)
    marks = put(qtbot, shown, 2)
    assert box_of(marks[1].areas[0]) == pytest.approx((30, 49, 30, 11), abs=0.5)


def test_a_stamp_goes_where_one_clicks_or_by_keys_to_the_upper_right(
    qtbot: QtBot, shown: ViewerPane, viewer_cache: FakeCache
) -> None:
    marking = shown.extras.marking
    menu = marking.stamp_menu()
    assert [entry.text() for entry in menu.actions()][:2] == ["Eingegangen am 18.11.2026", "Original angefordert"]
    menu.actions()[0].trigger()
    assert marking.hint.isVisible()
    QTest.mouseClick(shown.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point(shown, 100, 90))
    (mark,) = put(qtbot, shown, 1)
    left, top, width, height = box_of(mark.areas[0])
    assert (left + width / 2, top + height / 2) == pytest.approx((100, 90), abs=0.5)
    assert mark.shape == STAMP and "Eingegangen am 18.11.2026" in mark.text and ME.name in mark.text
    assert not marking.hint.isVisible()
    for count in (2, 3):
        menu.actions()[1].trigger()
        key(shown, Qt.Key.Key_Return)
        put(qtbot, shown, count)
    one, two = (box_of(mark.areas[0]) for mark in marks_of(viewer_cache)[1:])
    assert one[0] + one[2] == pytest.approx(200, abs=0.5) and one[1] == pytest.approx(10, abs=0.5)
    assert two[0] == pytest.approx(one[0], abs=0.1) and two[1] >= one[1] + one[3]


def test_a_note_is_written_shown_and_changed(qtbot: QtBot, shown: ViewerPane, viewer_cache: FakeCache) -> None:
    key(shown, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseClick(shown.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point(shown, 100, 90))
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MarkDialog) and w.isVisible())
    assert not dialog.ok.isEnabled()
    dialog.field.setPlainText("Bitte Mietvertrag nachfordern")
    dialog.colours["blue"].setChecked(True)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.field.hasFocus)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (mark,) = put(qtbot, shown, 1)
    assert (mark.shape, mark.text, mark.colour) == (NOTE, "Bitte Mietvertrag nachfordern", "blue")
    shown.side.show_tab("marks")
    entries = shown.extras.marking.list.list
    assert "Bitte Mietvertrag nachfordern" in entries.item(0).text() and ME.name in entries.item(0).text()
    entries.setCurrentRow(0)
    entries.setFocus()
    QTest.keyClick(entries, Qt.Key.Key_F2)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MarkDialog) and w.isVisible())
    dialog.field.setPlainText("Erledigt")
    dialog.ok.click()
    qtbot.waitUntil(lambda: "Erledigt" in entries.item(0).text())
    QTest.keyClick(entries, Qt.Key.Key_Delete)
    put(qtbot, shown, 0)


def test_a_note_that_is_given_up_leaves_nothing(qtbot: QtBot, shown: ViewerPane, viewer_cache: FakeCache) -> None:
    key(shown, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    key(shown, Qt.Key.Key_Return)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MarkDialog) and w.isVisible())
    dialog.reject()
    assert shown.extras.marking.marks.dragged is None
    assert not marks_of(viewer_cache)


def test_own_marks_are_moved_and_every_step_is_taken_back(
    qtbot: QtBot, shown: ViewerPane, page_desk: Desk, viewer_cache: FakeCache
) -> None:
    stamps = shown.extras.marking.stamp_menu().actions()
    stamps[2].trigger()
    QTest.mouseClick(shown.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point(shown, 60, 80))
    (mark,) = put(qtbot, shown, 1)
    drag(shown, point(shown, 60, 80), point(shown, 90, 100))
    qtbot.waitUntil(lambda: marks_of(viewer_cache)[0].areas != mark.areas)
    there = box_of(marks_of(viewer_cache)[0].areas[0])
    assert there[0] == pytest.approx(box_of(mark.areas[0])[0] + 30, abs=0.6)
    key(shown, Qt.Key.Key_Delete)
    put(qtbot, shown, 0)
    qtbot.waitUntil(lambda: page_desk.undo_label == "Markierung entfernt")
    page_desk.undo()
    assert box_of(put(qtbot, shown, 1)[0].areas[0]) == there
    page_desk.undo()
    qtbot.waitUntil(lambda: shown.extras.marking.marks.all()[0].mark.areas == mark.areas)
    page_desk.undo()
    put(qtbot, shown, 0)


def test_marks_are_moved_by_keys_as_fast_as_one_presses(
    qtbot: QtBot, shown: ViewerPane, page_desk: Desk, viewer_cache: FakeCache
) -> None:
    refused: list[object] = []
    page_desk.was_refused.connect(refused.append)
    shown.extras.marking.stamp_menu().actions()[2].trigger()
    key(shown, Qt.Key.Key_Return)
    (mark,) = [placed.mark for placed in shown.extras.marking.marks.all()]
    for _press in range(5):
        key(shown, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    key(shown, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    left, top, _width, _height = mark.areas[0]
    moved_to = (left - 200, top + 1000)
    qtbot.waitUntil(lambda: [mark.areas[0][:2] for mark in marks_of(viewer_cache)] == [moved_to])
    assert not refused
    key(shown, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not marks_of(viewer_cache))
    assert not refused


def test_marks_of_others_appear_and_are_theirs(qtbot: QtBot, shown: ViewerPane, page_desk: Desk) -> None:
    theirs = Mark(
        id="m1", document="letter", page=1, shape=STAMP, areas=((2000, 8000, 6000, 1800),), text="Kopie",
        by="jan.weber", at="2026-11-20T10:42:00+01:00",
    )  # fmt: skip
    page_desk.cache.enqueue(PutMark(site=SITE, by="jan.weber", mark=theirs, base=0))
    page_desk.touched.emit(Touched(documents=frozenset({"letter"})))
    put(qtbot, shown, 1)
    marking = shown.extras.marking
    assert marking.marks.author(theirs) != ME.name
    drag(shown, point(shown, 50, 89), point(shown, 90, 120))
    assert marking.marks.all()[0].mark.areas == theirs.areas
    menu = marking.mouse.menu_of(marking.marks.all()[0])
    assert not any(entry.isEnabled() for entry in menu.actions() if not entry.isSeparator())


def test_one_key_hides_and_shows_them(qtbot: QtBot, shown: ViewerPane) -> None:
    key(shown, Qt.Key.Key_H)
    drag(shown, point(shown, 20, 90), point(shown, 80, 110))
    put(qtbot, shown, 1)
    key(shown, Qt.Key.Key_Escape)
    shown.extras.marking.marks.choose("")

    def painted() -> QColor:
        image = shown.canvas.viewport().grab().toImage()
        at = QPointF(point(shown, 50, 100)) * image.devicePixelRatio()
        return image.pixelColor(at.toPoint())

    assert painted().blue() < 120 < painted().red()
    key(shown, Qt.Key.Key_M)
    assert painted().blue() > 240
    key(shown, Qt.Key.Key_M)
    assert painted().blue() < 120


# --- rules -----------------------------------------------------------------------------------------------------
ROTATIONS = st.sampled_from([0, 90, 180, 270])
SHEET = (210.0, 297.0)


def placed_at(rotation: int, scale: float) -> PagePlace:
    width, height = SHEET if rotation % 180 == 0 else SHEET[::-1]
    return PagePlace("d", 1, QRectF(-31, 17, width * scale, height * scale), SHEET, rotation)


@given(ROTATIONS, st.floats(0.4, 8), st.floats(0, 1), st.floats(0, 1), st.floats(1, 80), st.floats(1, 80))
def test_a_mark_stays_on_its_place_of_the_paper_however_the_page_is_turned(
    rotation: int, scale: float, across: float, down: float, wide: float, high: float
) -> None:
    place = placed_at(rotation, scale)
    at = place.target.topLeft() + QPointF(across * place.target.width(), down * place.target.height())
    box = around(place, at, (wide, high))
    area = area_of(box, SHEET)
    left, top, width, height = box_of(area)
    assert left >= 0 and top >= 0 and left + width <= SHEET[0] + 0.01 and top + height <= SHEET[1] + 0.01
    for turned in (0, 90, 180, 270):
        view = placed_at(turned, scale)
        rect = view.rect(box_of(area))
        assert view.target.adjusted(-1, -1, 1, 1).contains(rect)
        back = area_of(between(view, rect.topLeft(), rect.bottomRight()), SHEET)
        assert all(abs(one - other) <= 1 for one, other in zip(back, area, strict=True))


@given(ROTATIONS, st.floats(0.4, 8), st.floats(-400, 400), st.floats(-400, 400))
def test_a_mark_that_is_moved_keeps_its_size_and_stays_on_the_page(
    rotation: int, scale: float, dx: float, dy: float
) -> None:
    place = placed_at(rotation, scale)
    mark = Mark(id="m", document="d", page=1, shape=STAMP, areas=((2000, 3000, 6000, 1800), (2000, 5000, 900, 400)))
    start = place.target.center()
    areas = moved(mark, place, start, start + QPointF(dx, dy))
    for before, after in zip(mark.areas, areas, strict=True):
        assert abs(before[2] - after[2]) <= 1 and abs(before[3] - after[3]) <= 1
        assert after[0] >= 0 and after[1] >= 0
        assert after[0] + after[2] <= SHEET[0] * 100 + 1 and after[1] + after[3] <= SHEET[1] * 100 + 1
    assert abs((areas[1][0] - areas[0][0]) - 0) <= 1 and abs((areas[1][1] - areas[0][1]) - 2000) <= 1


@given(ROTATIONS, st.integers(0, 12))
def test_stamps_at_the_default_place_do_not_cover_each_other(rotation: int, count: int) -> None:
    place = placed_at(rotation, 2.0)
    there: list[Mark] = []
    for number in range(count):
        area = area_of(upper_right(place, (62, 18), there), SHEET)
        there.append(Mark(id=str(number), document="d", page=1, shape=STAMP, areas=(area,), text="x"))
    rects = [place.rect(box_of(mark.areas[0])) for mark in there]
    for number, rect in enumerate(rects[:8]):
        assert not any(rect.adjusted(1, 1, -1, -1).intersects(other) for other in rects[:number])


def test_words_between_two_points() -> None:
    words = [Word("w", (20.0 + 20 * n, 30.0 + 10 * line, 18.0, 5.0), line) for line in range(3) for n in range(4)]
    assert snapped(words, (45, 32), (61, 33)) == ((40, 30, 38, 5),)
    assert snapped(words, (61, 33), (45, 32)) == ((40, 30, 38, 5),), "backwards is the same"
    assert snapped(words, (65, 32), (25, 52)) == ((60, 30, 38, 5), (20, 40, 78, 5), (20, 50, 18, 5))
    assert snapped(words, (120, 100), (140, 120)) == ((120, 100, 20, 20),), "no text there"
    assert snapped([], (10, 10), (20, 20)) == ((10, 10, 10, 10),)


def test_selected_text_and_the_hit_that_is_looked_at_are_highlighted_by_one_key(
    qtbot: QtBot, shown: ViewerPane
) -> None:
    words_here(qtbot, shown)
    drag(shown, point(shown, 27, 49), point(shown, 60, 49))
    assert shown.text.selection.text()
    key(shown, Qt.Key.Key_H)
    (mark,) = put(qtbot, shown, 1)
    assert mark.shape == HIGHLIGHT and len(mark.areas) == 1
    assert not shown.extras.marking.commands.highlight.isChecked()
    shown.text.selection.clear()
    shown.commands.find.trigger()
    shown.text.finding.look_for("Nummer")
    qtbot.waitUntil(lambda: shown.text.finding.current >= 0, timeout=20000)
    shown.extras.marking.commands.highlight.trigger()
    marks = put(qtbot, shown, 2)
    assert max(box_of(mark.areas[0])[1] for mark in marks) == pytest.approx(70, abs=4)


def test_a_highlight_gets_another_colour_and_a_remark_from_the_list(
    qtbot: QtBot, shown: ViewerPane, viewer_cache: FakeCache
) -> None:
    key(shown, Qt.Key.Key_H)
    drag(shown, point(shown, 20, 90), point(shown, 80, 110))
    put(qtbot, shown, 1)
    key(shown, Qt.Key.Key_Escape)
    assert shown.extras.marking.marks.chosen
    key(shown, Qt.Key.Key_Escape)
    assert not shown.extras.marking.marks.chosen
    shown.side.show_tab("marks")
    entries = shown.extras.marking.list.list
    entries.setCurrentRow(0)
    QTest.keyClick(entries, Qt.Key.Key_F2)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MarkDialog) and w.isVisible())
    assert dialog.ok.isEnabled()
    dialog.colours["green"].setChecked(True)
    dialog.ok.click()
    qtbot.waitUntil(lambda: [mark.colour for mark in marks_of(viewer_cache)] == ["green"])


def test_in_a_whole_file_marks_name_their_document(qtbot: QtBot, shown: ViewerPane, page_desk: Desk) -> None:
    mark = Mark(id="m", document="pdf", page=2, shape=STAMP, areas=((2000, 8000, 6000, 1800),), text="Kopie")
    page_desk.cache.enqueue(PutMark(site=SITE, by=ME.id, mark=mark, base=0))
    shown.show_file(["letter", "pdf"])
    shown.side.show_tab("marks")
    qtbot.waitUntil(lambda: shown.extras.marking.list.list.count() == 1, timeout=20000)
    assert "Mietvertrag · Seite 2" in shown.extras.marking.list.list.item(0).text()
    shown.extras.marking.list.list.setCurrentRow(0)
    assert shown.canvas.page == 4


def test_the_mouse_on_a_mark_tells_offers_and_opens_it(qtbot: QtBot, shown: ViewerPane) -> None:
    shown.extras.marking.stamp_menu().actions()[0].trigger()
    at = point(shown, 100, 90)
    view = shown.canvas.viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    put(qtbot, shown, 1)
    shown.extras.marking.marks.choose("")
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert "Eingegangen" in QToolTip.text() and ME.name in QToolTip.text()
    QToolTip.hideText()
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and [entry.text() for entry in menu.actions()][:2] == ["Ändern …", "Entfernen"]
    assert shown.extras.marking.marks.chosen
    menu.close()
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert any(isinstance(w, MarkDialog) and w.isVisible() for w in QApplication.topLevelWidgets())
