"""A caseworker's morning with the keyboard: file, undo, several at once, forward, skip."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.cache import Touched
from app.domain.records import FILED, INBOX, Announcement, Document
from app.tasks.desk import Desk
from app.ui.inbox import rows as queue
from app.ui.inbox.forward_dialog import TargetDialog
from app.ui.inbox.screen import InboxScreen
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import ME, FakeCache, days_ago, make_desk

CONTROL = Qt.KeyboardModifier.ControlModifier


def letter(number: int, **fields: object) -> Document:
    made = Document(
        id=f"in-{number}",
        sha256=f"{number:064x}",
        document_type="Mietvertrag",
        received_on=days_ago(30 - number),
        scanned_at=f"{days_ago(30 - number)}T06:12:31+01:00",
        item=f"K17-{number}",
        worker=ME.id,
        proposed_case="case-1",
    )
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def cache() -> FakeCache:
    made = FakeCache(filed=0, inbox=0)
    made.put(*(letter(number) for number in range(5)))
    made.put(letter(5, proposed_case="", document_type="", sender="Stadtwerke Borken"))
    made.put(letter(6, proposed_case="", document_type="", sender="Stadtwerke Borken"))
    return made


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> Iterator[InboxScreen]:
    made = InboxScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.focus_search()
    yield made


def ready(qtbot: QtBot, screen: InboxScreen, document: str, case: str | None = "case-1") -> None:
    """The document is current, its proposal is here, and the keyboard is in the case field."""

    def is_so() -> bool:
        row, target = screen.queue.table.current_row(), screen.panel.target()
        return (
            row is not None
            and row.id == document
            and screen.panel.proposal is not None
            and (target.id if target else None) == case
            and screen.panel.search.field.hasFocus()
        )

    qtbot.waitUntil(is_so)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    QTest.keyClick(widget, key, modifier)


def state(cache: FakeCache, document: str) -> tuple[str, str]:
    found = cache.document(document)
    assert found is not None
    return found[2].state_of_work, found[2].case


def shown(screen: InboxScreen) -> list[str]:
    return [row.id for row in screen.queue.model.rows]


def test_one_key_files_into_the_proposed_case_and_opens_the_next(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    with qtbot.waitSignal(desk.acted) as acted:
        press(Qt.Key.Key_Return)
        # The next one is there before anything was written.
        assert screen.queue.table.current_row().id == "in-1"
        assert screen.viewer.document_id == "in-1"  # type: ignore[attr-defined]
    assert "Mietvertrag abgelegt in 35502" in acted.args[0]
    assert state(cache, "in-0") == (FILED, "case-1")
    ready(qtbot, screen, "in-1")
    press(Qt.Key.Key_Return, CONTROL)
    ready(qtbot, screen, "in-2")
    qtbot.waitUntil(lambda: state(cache, "in-1") == (FILED, "case-1"))
    assert shown(screen) == ["in-2", "in-3", "in-4", "in-5", "in-6"]


def test_undo_brings_each_document_back_and_shows_it(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    for number in (0, 1):
        ready(qtbot, screen, f"in-{number}")
        with qtbot.waitSignal(desk.acted):
            press(Qt.Key.Key_Return)
    ready(qtbot, screen, "in-2")
    for number in (1, 0):
        desk.undo()
        ready(qtbot, screen, f"in-{number}")
        assert state(cache, f"in-{number}") == (INBOX, "")
    assert len(shown(screen)) == 7


def test_typing_part_of_a_name_picks_the_case_and_the_next_enter_files(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    QTest.keyClicks(screen.panel.search.field, "vennehof")
    # What was proposed does not count while something else is typed.
    assert screen.panel.target() is None
    qtbot.waitUntil(lambda: screen.panel.search.highlighted() is not None)
    press(Qt.Key.Key_Return)
    assert screen.panel.target().id == "case-0"  # type: ignore[union-attr]
    assert state(cache, "in-0")[0] == INBOX
    with qtbot.waitSignal(desk.acted):
        press(Qt.Key.Key_Return)
    assert state(cache, "in-0") == (FILED, "case-0")


def test_without_a_case_nothing_is_filed(qtbot: QtBot, screen: InboxScreen, cache: FakeCache) -> None:
    ready(qtbot, screen, "in-0")
    screen.queue.table.go_to_id("in-5")
    ready(qtbot, screen, "in-5", None)
    assert not screen.panel.file_button.isEnabled()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CONTROL)
    QTest.keyClicks(screen.panel.search.field, "niemand heißt so")
    qtbot.waitUntil(lambda: screen.panel.search.caption.text() == "Keine Akte gefunden")
    press(Qt.Key.Key_Return)
    assert state(cache, "in-5")[0] == INBOX
    assert screen.queue.table.current_row().id == "in-5"


def test_what_was_chosen_last_for_a_sender_is_proposed_again(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    screen.queue.table.go_to_id("in-5")
    ready(qtbot, screen, "in-5", None)
    screen.panel.fields.kind.lineEdit().setFocus()
    QTest.keyClicks(screen.panel.fields.kind.lineEdit(), "Heizkostennachweis")
    qtbot.waitUntil(lambda: screen.panel.fields.register.currentText() == "Kosten der Unterkunft")
    screen.panel.fields.register.lineEdit().selectAll()
    QTest.keyClicks(screen.panel.fields.register.lineEdit(), "Sonstiges")
    screen.panel.choose(cache.cases(["case-2"])[0])
    with qtbot.waitSignal(desk.acted):
        press(Qt.Key.Key_Return)
    ready(qtbot, screen, "in-6", None)
    assert screen.panel.fields.kind.currentText() == "Heizkostennachweis"
    assert screen.panel.fields.register.currentText() == "Sonstiges"
    assert screen.panel.fields.hint.isVisibleTo(screen)
    assert screen.panel.search.hits.model().rowCount() == 1
    filed = cache.document("in-5")
    assert filed is not None
    assert (filed[2].document_type, filed[2].register) == ("Heizkostennachweis", "Sonstiges")


def test_several_documents_go_as_one_step(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    screen.queue.table.setFocus()
    for _ in range(2):
        press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "3" in screen.panel.heading.text()
    # All three were proposed for the same case, so it stays; their types stay as they are.
    qtbot.waitUntil(lambda: screen.panel.target() is not None)
    assert screen.panel.fields.kind.currentText() == ""
    with qtbot.waitSignal(desk.acted) as acted:
        press(Qt.Key.Key_Return, CONTROL)
    assert "3 Dokumente abgelegt" in acted.args[0]
    assert [state(cache, f"in-{number}") for number in range(3)] == [(FILED, "case-1")] * 3
    assert cache.document("in-1")[2].document_type == "Mietvertrag"  # type: ignore[index]
    ready(qtbot, screen, "in-3")
    desk.undo()
    qtbot.waitUntil(lambda: len(shown(screen)) == 7)
    assert not desk.undo_label


def test_documents_of_different_cases_have_no_common_proposal(qtbot: QtBot, screen: InboxScreen) -> None:
    ready(qtbot, screen, "in-0")
    screen.queue.table.selectAll()
    qtbot.waitUntil(lambda: screen.panel.target() is None and not screen.panel.file_button.isEnabled())


def test_forwarding_puts_the_document_into_another_queue(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    screen.sharing.forward()

    def dialogs() -> list[TargetDialog]:
        return screen.window().findChildren(TargetDialog)

    qtbot.waitUntil(lambda: bool(dialogs()) and dialogs()[0].list.entry() is not None)
    dialog = dialogs()[0]
    QTest.keyClicks(dialog.field, "weber")
    qtbot.waitUntil(lambda: dialog.list.entry() is not None and dialog.list.entry().text == "Jan Weber")
    with qtbot.waitSignal(desk.acted) as acted:
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert "Jan Weber" in acted.args[0]
    assert cache.document("in-0")[2].worker == "jan.weber"  # type: ignore[index]
    # Without a window manager nobody gives the keyboard back to the window under the dialog.
    screen.activateWindow()
    ready(qtbot, screen, "in-1")
    assert "in-0" not in shown(screen)
    screen.queue.head.look(queue.View(queue=queue.SITE))
    qtbot.waitUntil(lambda: "in-0" in shown(screen))


def test_skip_and_back_by_key_leave_the_document(qtbot: QtBot, screen: InboxScreen, cache: FakeCache) -> None:
    ready(qtbot, screen, "in-0")
    press(Qt.Key.Key_Right, CONTROL)
    ready(qtbot, screen, "in-1")
    press(Qt.Key.Key_Left, CONTROL)
    ready(qtbot, screen, "in-0")
    assert len(shown(screen)) == 7


def test_page_keys_in_the_case_field_turn_the_document(qtbot: QtBot, screen: InboxScreen) -> None:
    ready(qtbot, screen, "in-0")
    viewer = screen.viewer
    assert isinstance(viewer, ViewerPane)
    qtbot.waitUntil(lambda: viewer.canvas.document == "in-0")
    for _ in range(12):
        press(Qt.Key.Key_PageDown)
    assert viewer.canvas.page == 3
    press(Qt.Key.Key_PageUp, CONTROL)
    assert viewer.canvas.page == 2


def test_a_document_that_somebody_else_filed_leaves_the_list_and_one_refused_comes_back(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    cache.put(letter(0, state_of_work=FILED, case="case-3", filed_by="jan.weber", filed_at="2026-11-22T08:00:00Z"))
    refused: list[object] = []
    desk.was_refused.connect(refused.append)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(refused))
    qtbot.waitUntil(lambda: not screen.queue.hidden())
    assert "in-0" not in shown(screen)
    cache.put(letter(1, proposed_case="case-9"))
    desk.touched.emit(Touched(documents=frozenset({"in-1"})))
    ready(qtbot, screen, "in-1", "case-9")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(refused) == 2)
    qtbot.waitUntil(lambda: "in-1" in shown(screen))


def test_while_another_screen_is_shown_changes_wait_until_the_inbox_is_shown_again(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    screen.hide()
    cache.put(letter(20, received_on=days_ago(90)))
    with qtbot.waitSignal(desk.touched):
        desk.tell(Touched(documents=frozenset({"in-20"})))
    desk.ask(lambda cache: None, lambda _: None)
    assert "in-20" not in shown(screen)
    screen.show()
    qtbot.waitUntil(lambda: shown(screen)[0] == "in-20")


def test_enter_after_filing_never_picks_the_hit_of_the_document_before(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    QTest.keyClicks(screen.panel.search.field, "mei")
    qtbot.waitUntil(lambda: screen.panel.target() is not None)
    screen.panel.file()
    press(Qt.Key.Key_Return)
    assert screen.panel.target() is None
    ready(qtbot, screen, "in-1")


def test_new_post_appears_without_moving_the_current_document(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    ready(qtbot, screen, "in-0")
    QTest.keyClicks(screen.panel.search.field, "mei")
    cache.put(letter(20, received_on=days_ago(90)))
    desk.touched.emit(Touched(documents=frozenset({"in-20"})))
    qtbot.waitUntil(lambda: shown(screen)[0] == "in-20")
    assert screen.queue.table.current_row().id == "in-0"
    assert screen.panel.search.field.text() == "mei"


def test_filter_channel_and_order(qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache) -> None:
    ready(qtbot, screen, "in-0")
    screen.queue.head.filter.setText("stadtwerke")
    qtbot.waitUntil(lambda: shown(screen) == ["in-5", "in-6"])
    screen.queue.head.filter.setText("gibt es nicht")
    qtbot.waitUntil(lambda: screen.queue.empty.isVisibleTo(screen))
    screen.queue.empty.button.click()
    qtbot.waitUntil(lambda: len(shown(screen)) == 7)
    screen.queue.head.order_by(queue.SENDER)
    qtbot.waitUntil(lambda: shown(screen)[:2] == ["in-5", "in-6"])
    screen.queue.head.order_by(queue.AGE)
    screen.queue.head.order_by(queue.AGE)
    qtbot.waitUntil(lambda: shown(screen)[0] == "in-6")


def test_a_found_document_is_opened_whatever_hides_it(qtbot: QtBot, screen: InboxScreen, cache: FakeCache) -> None:
    ready(qtbot, screen, "in-0")
    cache.put(letter(30, worker="jan.weber"))
    screen.queue.head.filter.setText("stadtwerke")
    qtbot.waitUntil(lambda: len(shown(screen)) == 2)
    screen.open_document("in-30")
    qtbot.waitUntil(lambda: (screen.queue.table.current_row() or letter(0)).id == "in-30")


def test_announced_and_set_aside_post_stand_below_with_reasons(qtbot: QtBot, screen: InboxScreen) -> None:
    ready(qtbot, screen, "in-0")
    qtbot.waitUntil(lambda: screen.outlook.announced.isVisibleTo(screen))
    assert screen.outlook.announced.button.text() == "Unterwegs: 2"
    assert "Unterwegs: 2 beim Scandienst" in screen.outlook.announced.button.accessibleName()
    screen.outlook.set_aside.button.click()
    table = screen.outlook.set_aside.table
    assert table.isVisibleTo(screen)
    spoken = table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "beschädigt" in spoken
    with qtbot.waitSignal(screen.case_opened) as opened:
        screen.outlook.announced.table.chosen.emit(screen.outlook.announced.table._rows.rows[0])
    assert opened.args == ["case-0"]


def test_the_case_of_the_proposal_can_be_opened(qtbot: QtBot, screen: InboxScreen) -> None:
    ready(qtbot, screen, "in-0")
    with qtbot.waitSignal(screen.case_opened) as opened:
        press(Qt.Key.Key_O, CONTROL)
    assert opened.args == ["case-1"]


def test_the_last_document_leaves_an_empty_inbox_that_says_what_is_next(qtbot: QtBot, qapp: QApplication) -> None:
    cache = FakeCache(filed=0, inbox=0)
    cache.put(letter(0), Announcement(id="ann-9", item="K1", delivery="SD-1"))
    desk = make_desk(cache)
    screen = InboxScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(screen)
    screen.show()
    screen.focus_search()
    qtbot.waitUntil(lambda: screen.panel.target() is not None)
    screen.panel.file()
    qtbot.waitUntil(lambda: screen.queue.empty.isVisibleTo(screen))
    assert screen.queue.empty.accessibleName() == "Der Posteingang ist leer"
    assert not screen.panel.isEnabled()
    assert screen.viewer.document_id is None  # type: ignore[attr-defined]
    desk.close()
