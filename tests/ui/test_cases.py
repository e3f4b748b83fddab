"""The case browser, worked by keyboard: finding, opening, both views, moving, returning, undoing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.cache import Found
from app.domain.errors import CacheDamaged
from app.domain.records import FILED, INBOX
from app.tasks.desk import Desk, Status
from app.ui.cases.place_dialog import PlaceDialog
from app.ui.cases.reading_list import ReadingList
from app.ui.cases.screen import CasesScreen
from tests.ui.conftest import StubViewer
from tests.ui.fakes import FakeCache, make_desk


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> Iterator[CasesScreen]:
    made = CasesScreen(desk, StubViewer)
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    made.activateWindow()
    yield made


@pytest.fixture
def opened(screen: CasesScreen, qtbot: QtBot) -> CasesScreen:
    screen.open_case("case-0")
    qtbot.waitUntil(lambda: titles(screen)[:1] == ["Noch nicht in der Akte"])
    return screen


def titles(screen: CasesScreen) -> list[str]:
    model = screen.case.table.model()
    rows = [model.index(number, 0).data() for number in range(model.rowCount())]
    return [text for text in rows if text not in {entry.text for entry in screen.case.table.entries()}]


def shown(screen: CasesScreen) -> str:
    return screen.viewer.text()  # type: ignore[attr-defined]


def state(desk: Desk, document: str) -> tuple[str, str, str]:
    found = desk.cache.document(document)
    assert found is not None
    return found[2].state_of_work, found[2].case, found[2].register


def select_filed(screen: CasesScreen) -> str:
    """Makes the first filed document current."""
    row = next(e.payload for e in screen.case.table.entries() if getattr(e.payload, "state_of_work", "") == FILED)
    assert screen.case.table.go_to_id(row.id)
    screen.case.table.setFocus()
    return str(row.id)


def test_typing_finds_and_enter_opens_with_the_first_document_shown(screen: CasesScreen, qtbot: QtBot) -> None:
    screen.focus_search()
    qtbot.keyClicks(screen.list.field, "klaus")
    qtbot.waitUntil(lambda: [e.payload.id for e in screen.list.table.entries()] == ["case-1"])
    qtbot.keyClick(screen.list.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.case.case_id == "case-1")
    qtbot.waitUntil(lambda: shown(screen).startswith("doc-"))
    assert QApplication.focusWidget() is screen.case.table


def test_arrow_keys_in_the_search_field_go_through_what_was_found(screen: CasesScreen, qtbot: QtBot) -> None:
    screen.focus_search()
    qtbot.keyClicks(screen.list.field, "borken")
    qtbot.waitUntil(lambda: len(screen.list.table.entries()) == 10)
    qtbot.keyClick(screen.list.field, Qt.Key.Key_Down)
    assert screen.list.table.entry().payload.id == "case-1"


def test_each_arrow_key_shows_the_next_document_at_once(opened: CasesScreen, qtbot: QtBot) -> None:
    first = select_filed(opened)
    assert shown(opened) == first
    qtbot.keyClick(opened.case.table, Qt.Key.Key_Down)
    assert shown(opened) != first
    assert shown(opened) == opened.case.table.entry().id


def test_registers_stand_in_the_order_of_the_file_and_one_key_shows_the_timeline(
    opened: CasesScreen, qtbot: QtBot
) -> None:
    registers = titles(opened)
    assert registers[1] == "Antrag" and registers.index("Einkommen") < registers.index("Vermögen")
    current = select_filed(opened)
    qtbot.keyClick(opened.case.table, Qt.Key.Key_F4)
    assert titles(opened) != registers
    assert opened.case.table.entry().id == current
    dates = [e.payload.received_on for e in opened.case.table.entries() if hasattr(e.payload, "received_on")]
    filed = dates[-40:]
    assert filed == sorted(filed, reverse=True)
    qtbot.keyClick(opened.case.table, Qt.Key.Key_F4)
    assert titles(opened) == registers


def test_post_that_is_not_in_the_file_yet_stands_on_top(opened: CasesScreen) -> None:
    top = [entry for entry in opened.case.table.entries() if not entry.icon.startswith(("document", "image"))]
    assert any(entry.icon.startswith("inbox") for entry in top)
    assert any("wird noch gescannt" in (entry.detail or "") for entry in top)


def test_the_filter_narrows_the_file(opened: CasesScreen, qtbot: QtBot) -> None:
    qtbot.keyClick(opened.case.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is opened.case.filter
    qtbot.keyClicks(opened.case.filter, "mietvertrag")
    qtbot.waitUntil(lambda: {e.text for e in opened.case.table.entries()} <= {"Mietvertrag"})
    qtbot.keyClick(opened.case.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(opened.case.table.entries()) > 40)


def test_a_document_goes_back_to_the_inbox_and_undo_brings_it_again(
    opened: CasesScreen, desk: Desk, qtbot: QtBot
) -> None:
    document = select_filed(opened)
    with qtbot.waitSignal(desk.acted):
        qtbot.keyClick(opened.case.table, Qt.Key.Key_Delete)
    assert state(desk, document)[0] == INBOX
    qtbot.waitUntil(lambda: document not in [e.id for e in opened.case.table.entries() if e.icon == "document"])
    with qtbot.waitSignal(desk.acted):
        desk.undo()
    assert state(desk, document)[:2] == (FILED, "case-0")
    qtbot.waitUntil(lambda: opened.case.table.go_to_id(document))


def test_renaming_by_keyboard(opened: CasesScreen, desk: Desk, qtbot: QtBot) -> None:
    document = select_filed(opened)
    qtbot.keyClick(opened.case.table, Qt.Key.Key_F2)
    dialog = opened.findChild(PlaceDialog)
    assert isinstance(dialog, PlaceDialog)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.title)
    qtbot.keyClicks(dialog.title, "Nachweis Maerz")
    with qtbot.waitSignal(desk.acted):
        qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    found = desk.cache.document(document)
    assert found is not None and found[2].title == "Nachweis Maerz"
    qtbot.waitUntil(lambda: {e.id: e.text for e in opened.case.table.entries()}[document] == "Nachweis Maerz")


def test_the_receipt_date_is_corrected_and_undone(opened: CasesScreen, desk: Desk, qtbot: QtBot) -> None:
    document = select_filed(opened)
    before = desk.cache.document(document)[2].received_on  # type: ignore[index]
    qtbot.keyClick(opened.case.table, Qt.Key.Key_F2)
    dialog = opened.findChild(PlaceDialog)
    assert isinstance(dialog, PlaceDialog)
    dialog.received.setText("31.2.2026")
    dialog.ok.click()
    assert dialog.isVisible() and dialog.received.wrong()
    dialog.received.setText("3.2.2026")
    with qtbot.waitSignal(desk.acted):
        dialog.ok.click()
    assert desk.cache.document(document)[2].received_on == "2026-02-03"  # type: ignore[index]
    with qtbot.waitSignal(desk.acted):
        desk.undo()
    assert desk.cache.document(document)[2].received_on == before  # type: ignore[index]


def test_moving_to_another_file_by_keyboard(opened: CasesScreen, desk: Desk, qtbot: QtBot) -> None:
    document = select_filed(opened)
    qtbot.keyClick(opened.case.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    dialog = opened.findChild(PlaceDialog)
    assert isinstance(dialog, PlaceDialog)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.field)
    qtbot.keyClicks(dialog.field, "kowalski")
    qtbot.waitUntil(lambda: len(dialog.results.entries()) == 1)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(desk.acted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert state(desk, document)[1] == "case-4"
    with qtbot.waitSignal(desk.acted):
        desk.undo()
    assert state(desk, document)[1] == "case-0"


def test_several_documents_go_into_another_register_as_one_step(
    opened: CasesScreen, desk: Desk, qtbot: QtBot
) -> None:
    select_filed(opened)
    qtbot.keyClick(opened.case.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = [entry.id for entry in opened.case.table.selected_rows()]
    assert len(chosen) == 2
    qtbot.keyClick(opened.case.table, Qt.Key.Key_F2)
    dialog = opened.findChild(PlaceDialog)
    assert isinstance(dialog, PlaceDialog)
    dialog.register.setCurrentText("Sonstiges")
    with qtbot.waitSignal(desk.acted):
        dialog.accept()
    assert {state(desk, document)[2] for document in chosen} == {"Sonstiges"}


def test_post_in_the_inbox_is_filed_from_the_file(opened: CasesScreen, desk: Desk, qtbot: QtBot) -> None:
    post = next(e for e in opened.case.table.entries() if e.icon.startswith("inbox"))
    opened.case.table.go_to_id(post.id)
    with qtbot.waitSignal(desk.acted):
        qtbot.keyClick(opened.case.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert state(desk, post.id)[:2] == (FILED, "case-0")


def test_head_of_the_file(opened: CasesScreen, qtbot: QtBot) -> None:
    assert "35502BG0001234" in opened.case.header.accessibleName()
    with qtbot.waitSignal(opened.said):
        qtbot.keyClick(
            opened.case.table,
            Qt.Key.Key_C,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
    assert QGuiApplication.clipboard().text() == "35502BG0001234"


def test_opened_and_pinned_files_are_there_without_a_search(
    opened: CasesScreen, cache: FakeCache, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: [row.id for row in cache.recent_cases()] == ["case-0"])
    qtbot.waitUntil(lambda: [e.payload.id for e in opened.list.table.entries()] == ["case-0"])
    with qtbot.waitSignal(opened.said):
        qtbot.keyClick(opened.case.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [row.id for row in cache.pinned_cases()] == ["case-0"]


def test_a_file_that_was_handed_over_says_so(screen: CasesScreen, qtbot: QtBot) -> None:
    screen.open_case("case-9")
    qtbot.waitUntil(lambda: screen.case.case_id == "case-9")
    assert not screen.case.header._moved.isHidden()
    assert "rhede" in screen.case.header._moved.accessibleName()


def test_a_file_that_is_gone_is_no_dead_end(screen: CasesScreen, qtbot: QtBot) -> None:
    screen.open_case("no-such-case")
    qtbot.waitUntil(lambda: "gibt es hier nicht" in screen.empty.accessibleName())


def test_the_list_makes_room_in_a_narrow_window_and_comes_back(screen: CasesScreen, qtbot: QtBot) -> None:
    screen.resize(1000, 700)
    screen.open_case("case-0")
    qtbot.waitUntil(lambda: screen.list.isHidden())
    qtbot.keyClick(screen.case.table, Qt.Key.Key_F9)
    assert not screen.list.isHidden()
    assert QApplication.focusWidget() is screen.list.field


def test_an_empty_cache_tells_how_far_the_first_fill_is(qtbot: QtBot, qapp: QApplication) -> None:
    desk = make_desk(FakeCache(empty=True))
    screen = CasesScreen(desk, StubViewer)
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: screen.list.empty.accessibleName() == "Noch keine Akten")
    desk.set_status(Status(busy="Akten werden geladen", progress=(12_000, 60_000)))
    assert "zum ersten Mal" in screen.list.empty.accessibleName()
    assert "12\u202f000 von 60\u202f000" in screen.list.empty.accessibleDescription()
    desk.close()


def test_a_damaged_cache_is_told_with_what_to_do(
    screen: CasesScreen, cache: FakeCache, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(text: str, limit: int = 20, **_asked: bool) -> Found:
        raise CacheDamaged("Der Zwischenspeicher ist beschädigt.", "Starten Sie das Programm neu.")

    monkeypatch.setattr(cache, "search", damaged)
    qtbot.keyClicks(screen.list.field, "meier")
    qtbot.waitUntil(lambda: screen.list.empty.accessibleDescription() == "Starten Sie das Programm neu.")


def test_the_viewer_walks_through_the_file_as_it_is_listed(opened: CasesScreen, qtbot: QtBot) -> None:
    viewer = opened.viewer
    assert isinstance(viewer, StubViewer) and isinstance(viewer.listed, ReadingList)
    ids = list(viewer.listed.documents())
    assert ids == [entry.id for entry in opened.case.table.entries() if entry.id in ids] and len(ids) > 3
    assert viewer.listed.neighbour(ids[1], 1) == ids[2] and viewer.listed.neighbour(ids[0], -1) is None
    viewer.document_wanted.emit(ids[2])
    current = opened.case.table.current_row()
    assert current is not None and current.id == ids[2] and shown(opened) == ids[2]


def test_what_is_chosen_in_the_file_can_be_printed_together(opened: CasesScreen) -> None:
    viewer, table = opened.viewer, opened.case.table
    assert isinstance(viewer, StubViewer) and isinstance(viewer.listed, ReadingList)
    ids = list(viewer.listed.documents())
    first = select_filed(opened)
    assert list(viewer.listed.chosen()) == [first]
    for _press in range(2):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert 1 < len(viewer.listed.chosen()) <= 3 and set(viewer.listed.chosen()) <= set(ids)


def test_a_document_of_the_list_is_opened_beside_the_one_that_is_shown(opened: CasesScreen) -> None:
    viewer, table = opened.viewer, opened.case.table
    assert isinstance(viewer, StubViewer)
    table.setFocus()
    current = table.current_row()
    QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert current is not None and viewer.beside == current.id
