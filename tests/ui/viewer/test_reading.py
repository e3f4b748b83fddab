"""Page by page, through the list, the whole file as one, and the panel beside the pages."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.records import Document
from app.tasks.desk import Desk
from app.ui.common.memory import layout_memory
from app.ui.viewer.file_reading import as_one
from app.ui.viewer.layout import HEAD, Fit, PageColumn
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import FakeCache
from tests.ui.viewer.conftest import PAGES, Shelf, settle


class Listed:
    """A list as a screen keeps it."""

    def __init__(self, *ids: str) -> None:
        self.ids = list(ids)

    def neighbour(self, document_id: str, step: int) -> str | None:
        place = self.ids.index(document_id) + step if document_id in self.ids else -1
        return self.ids[place] if 0 <= place < len(self.ids) else None

    def chosen(self) -> Sequence[str]:
        return ()

    def documents(self) -> Sequence[str]:
        return self.ids


def wheel(pane: ViewerPane, notches: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(200, 200)
    event = QWheelEvent(
        at, pane.canvas.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pane.canvas.viewport(), event)


@given(
    st.lists(st.tuples(st.floats(20, 900), st.floats(20, 1300)), min_size=1, max_size=20),
    st.tuples(st.floats(60, 3000), st.floats(60, 2000)),
    st.sampled_from(Fit),
    st.sets(st.integers(0, 19)),
)
def test_page_by_page_no_view_reaches_into_another_page(
    sizes: list[tuple[float, float]], view: tuple[float, float], fit: Fit, heads: set[int]
) -> None:
    column = PageColumn(sizes, heads=dict.fromkeys(heads, "x"))
    column.paged, column.fit, column.viewport = True, fit, view
    column.arrange()
    for page in range(len(sizes)):
        top, bottom = column.span(page)
        assert bottom - top >= view[1] - 0.01
        assert top <= column.top(page) and column.box(page).bottom <= bottom
        assert list(column.between(top, top + view[1])) in ([page], [])
        assert list(column.between(bottom - view[1], bottom)) in ([page], [])


def test_page_by_page_shows_one_page_and_turns_over_at_its_ends(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("pdf")
    settle(qtbot, pane, "pdf")
    pane.commands.paged.trigger()
    settle(qtbot, pane, "pdf")
    bar = pane.canvas.verticalScrollBar()
    assert list(pane.canvas.visible_pages()) == [0]
    while bar.value() < bar.maximum():
        wheel(pane, -1)
        assert pane.canvas.page == 1
    wheel(pane, -1)
    assert pane.canvas.page == 2 and list(pane.canvas.visible_pages()) == [1] and bar.value() == bar.minimum()
    wheel(pane, 1)
    assert pane.canvas.page == 1 and bar.value() == bar.maximum()
    pane.canvas.show_last()
    bar.setValue(bar.maximum())
    QTest.keyClick(pane.canvas, Qt.Key.Key_PageDown)
    assert pane.canvas.page == PAGES
    assert ViewerPane(pane._desk).canvas.column.paged, "the way of reading is remembered"
    pane.commands.paged.trigger()
    assert layout_memory().value("viewer/paged") == "no"


def test_the_wheel_with_ctrl_zooms_at_the_pointer(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("one")
    settle(qtbot, pane, "one")
    before, place = pane.canvas.scale(), pane.canvas.place_at(QPointF(200, 200))
    assert place is not None
    spot = place.at_mm(QPointF(200, 200))
    wheel(pane, 3, Qt.KeyboardModifier.ControlModifier)
    after = pane.canvas.place_at(QPointF(200, 200))
    assert after is not None and pane.canvas.scale() > before * 1.3
    assert after.at_mm(QPointF(200, 200)) == pytest.approx(spot, abs=1.0)


def test_next_and_previous_document_without_leaving_the_viewer(
    qtbot: QtBot, pane: ViewerPane, page_desk: Desk
) -> None:
    followed: list[str] = []
    pane.document_wanted.connect(followed.append)
    pane.use_list(Listed("one", "tiff", "pdf"))
    pane.show_document("one")
    settle(qtbot, pane, "one")
    assert not pane.commands.previous_document.isEnabled()
    # The first page of the next one is drawn ahead.
    qtbot.waitUntil(lambda: page_desk.pages.known_info("tiff") is not None, timeout=20000)
    pane.canvas.setFocus()
    QTest.keyClick(pane.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, pane, "tiff")
    pane.commands.next_document.trigger()
    settle(qtbot, pane, "pdf")
    assert not pane.commands.next_document.isEnabled()
    pane.commands.previous_document.trigger()
    settle(qtbot, pane, "tiff")
    assert followed == ["tiff", "pdf", "tiff"]


def test_a_file_is_read_as_one_and_the_list_follows(
    qtbot: QtBot, pane: ViewerPane, page_desk: Desk, viewer_cache: FakeCache
) -> None:
    followed: list[str] = []
    pane.document_wanted.connect(followed.append)
    pane.use_list(Listed("one", "pack", "pdf"))
    pane.show_document("pack")
    settle(qtbot, pane, "pack")
    pane.commands.whole_file.trigger()
    settle(qtbot, pane, "file")
    assert len(pane.canvas.column) == 1 + 3 + PAGES
    assert pane.canvas.page == 2 and pane.document_id == "pack"
    assert pane.bar.page_field.text() == "2"
    pane.canvas.show_last()
    settle(qtbot, pane, "file")
    assert pane.document_id == "pdf" and followed == ["pdf"]
    assert "Mietvertrag" in " ".join(label.text() for label in pane.facts.findChildren(QLabel))
    place = pane.canvas.place_of(len(pane.canvas.column))
    assert place is not None and (place.document, place.page) == ("pdf", PAGES)
    # The list's answer leaves the place alone; another document of the list is gone to.
    pane.show_document("pdf")
    assert pane.canvas.page == len(pane.canvas.column)
    pane.show_document("one")
    assert pane.canvas.page == 1 and pane.document_id == "one"
    # Turning one document for everyone turns its pages alone and keeps the place.
    pane.show_document("pdf")
    settle(qtbot, pane, "file")
    pane.commands.rotate.trigger()
    pane.commands.keep_rotation.trigger()
    qtbot.waitUntil(lambda: pane.canvas.turned == 0)
    found = viewer_cache.document("pdf")
    assert found is not None and found[2].rotation == 90
    width, height = pane.canvas.column.size_mm(4)
    assert width > height and pane.document_id == "pdf"
    assert pane.canvas.column.size_mm(0)[0] < pane.canvas.column.size_mm(0)[1]
    pane.commands.whole_file.trigger()
    settle(qtbot, pane, "pdf")
    assert len(pane.canvas.column) == PAGES


def test_a_file_of_300_documents_opens_none_that_is_not_seen(
    qtbot: QtBot, pane: ViewerPane, viewer_cache: FakeCache, shelf: Shelf
) -> None:
    found = viewer_cache.document("one")
    assert found is not None
    ids = [f"many-{number}" for number in range(300)]
    for id_ in ids:
        viewer_cache.put(replace(found[2], id=id_))
        shelf.files[id_] = shelf.files["one"]
    located: set[str] = set()
    locate = shelf.locate

    def noting(document: str, page: int) -> object:
        located.add(document)
        return locate(document, page)

    shelf.locate = noting  # type: ignore[method-assign, assignment]
    pane.use_list(Listed(*ids))
    pane.show_document(ids[0])
    settle(qtbot, pane, ids[0])
    pane.commands.whole_file.trigger()
    settle(qtbot, pane, "file")
    pane.show_page(200)
    settle(qtbot, pane, "file")
    assert len(pane.canvas.column) == 300 and pane.document_id == "many-199"
    assert len(located) < 20
    box = pane.canvas.column.box(199)
    assert pane.canvas.column.top(199) == pytest.approx(box.y - HEAD)


def test_sizes_of_a_file_come_from_the_records_else_are_taken_to_be_a4() -> None:
    known = Document(id="a", sha256="0", pages=2, page_sizes=((29700, 42000), (21000, 29700)), rotation=90)
    unknown = Document(id="b", sha256="0", pages=3)
    shown = as_one([("a", known), ("b", unknown)])
    assert list(shown.sizes_mm[:2]) == [(420, 297), (297, 210)]
    assert list(shown.sizes_mm[2:]) == [(210, 297)] * 3
    assert shown.assumed == {2, 3, 4}
    assert [part.first for part in shown.parts] == [1, 3]
    assert [shown.part(page).document for page in range(1, 6)] == ["a", "a", "b", "b", "b"]  # type: ignore[union-attr]


def test_the_side_panel_takes_other_tabs_and_remembers_the_small_pages(qtbot: QtBot, pane: ViewerPane) -> None:
    pane.show_document("one")
    settle(qtbot, pane, "one")
    own = QLabel("Anlagen")
    pane.side.add_tab("own", "open", "Anlagen", own)
    assert pane.side.shown == ""
    pane.side.show_tab("own")
    assert own.isVisible() and pane.side.shown == "own" and not pane.commands.thumbnails.isChecked()
    pane.commands.thumbnails.trigger()
    assert pane.side.shown == "pages" and pane.thumbnails.isVisible()
    pane.side.show_tab("own")
    pane.side.set_available("own", False)
    assert pane.side.shown == "pages"
    pane.commands.thumbnails.trigger()
    assert pane.side.shown == "" and not pane.thumbnails.isVisible()
    names = [pane.side.tabs.accessibleTabName(n) for n in range(pane.side.tabs.count())]
    assert all(names)
