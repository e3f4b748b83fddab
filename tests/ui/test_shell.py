"""The main window: the one search field, going about by keyboard, what it tells, its size and its memory."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.actions import RotateDocument
from app.domain.cache import Touched
from app.domain.errors import CentreUnreachable
from app.domain.records import FILED, INBOX
from app.tasks.desk import Desk, Status, Step
from app.ui.cases.screen import CasesScreen
from app.ui.common.keys import InnerKeys
from app.ui.common.theme import DARK_TOKENS, theme
from app.ui.common.widgets import layout_memory
from app.ui.inbox.screen import InboxScreen
from app.ui.shell import MainWindow, Screens, WindowKeeper
from app.ui.shell.dialogs import ShortcutsDialog
from app.ui.viewer.second_window import SecondWindow
from tests.ui.fakes import ME, SITE, FakeCache, file_action

CTRL = Qt.KeyboardModifier.ControlModifier
OFFLINE = CentreUnreachable("Die Zentrale ist nicht erreichbar.", "Sie können weiterarbeiten.")


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    assert QApplication.focusWidget() is window.top.search
    qtbot.keyClicks(window.top.search, text)
    qtbot.waitUntil(lambda: window.top.search.popup.isVisible())


def found(window: MainWindow) -> list[str]:
    return [entry.id for entry in window.top.search.popup.table.entries()]


def filed(desk: Desk, document: str) -> str:
    record = desk.cache.document(document)
    assert record is not None
    return record[2].state_of_work


# --- the one search field ----------------------------------------------------------------------------------------


def test_from_anywhere_a_case_is_found_and_opened(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "klaus")
    qtbot.waitUntil(lambda: found(window)[:1] == ["case:case-1"])
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.cases.case.case_id == "case-1")
    assert window.navigation.current == "cases"
    assert not window.top.search.popup.isVisible()
    assert window.top.search.text() == ""


def test_is_it_there_post_on_its_way_is_said_with_the_case(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "vennehof")
    table = window.top.search.popup.table
    qtbot.waitUntil(lambda: "announced:ann-1" in found(window))
    marks = [text for text, _tone in table.entries()[0].marks]
    assert any(mark.startswith("Im Posteingang") for mark in marks)
    assert "Angekündigt: 1" in marks
    # The case that was current stays so when the rest arrives.
    assert table.entry().id == "case:case-0"


def test_announced_post_is_found_by_its_number(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "k22-2")
    qtbot.waitUntil(lambda: found(window) == ["announced:ann-2"])


def test_arrow_keys_go_through_the_groups_and_enter_shows_unfiled_post(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "stadtwerke")
    qtbot.waitUntil(lambda: any(id_.startswith("inbox:") for id_ in found(window)))
    qtbot.keyClick(window.top.search, Qt.Key.Key_Down)
    chosen = window.top.search.popup.table.entry().payload
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.navigation.current == "inbox"
    assert window.inbox.text() == chosen.id


def test_a_filed_document_opens_in_its_file(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    search(window, qtbot, "K17-000003")
    qtbot.waitUntil(lambda: "document:doc-3" in found(window))
    window.top.search.popup.table.go_to_id("document:doc-3")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: getattr(window.cases.case.table.entry(), "id", "") == "doc-3")


def test_nothing_found_says_that_the_inbox_was_searched_too(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "xyzzy")
    qtbot.waitUntil(lambda: "Posteingang" in window.top.search.popup.hint.text())


def test_escape_gives_the_keyboard_back(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    before = QApplication.focusWidget()
    search(window, qtbot, "klaus")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Escape)
    qtbot.keyClick(window.top.search, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before
    assert not window.top.search.popup.isVisible()


def test_only_the_answer_to_the_newest_keystroke_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    search(window, qtbot, "borken")
    window.top.search.setText("klaus")
    qtbot.waitUntil(lambda: found(window)[:1] == ["case:case-1"])
    qtbot.wait(50)
    assert [id_ for id_ in found(window) if id_.startswith("case:")] == ["case:case-1"]


# --- going about -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "screen"), [(Qt.Key.Key_1, "inbox"), (Qt.Key.Key_2, "cases"), (Qt.Key.Key_3, "activity")]
)
def test_screens_are_reached_by_keys(window: MainWindow, qtbot: QtBot, key: Qt.Key, screen: str) -> None:
    qtbot.keyClick(window, key, CTRL)
    assert window.navigation.current == screen
    assert window.rail.buttons[screen].isChecked()
    assert window.stack.currentWidget().isAncestorOf(QApplication.focusWidget())


def test_undo_and_redo_by_keys_say_what_they_do(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.acted):
        desk.perform(Step("1 Dokument abgelegt", (file_action("in-1", "case-1"),)))
    assert "1 Dokument abgelegt" in window.commands.undo.text()
    assert window.telling.toast.isVisible()
    with qtbot.waitSignal(desk.acted):
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert filed(desk, "in-1") == INBOX
    assert not window.commands.undo.isEnabled()
    with qtbot.waitSignal(desk.acted):
        qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert filed(desk, "in-1") == FILED


def test_the_message_takes_a_step_back(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.acted):
        desk.perform(Step("1 Dokument abgelegt", (file_action("in-1", "case-1"),)))
    with qtbot.waitSignal(desk.acted):
        qtbot.mouseClick(window.telling.toast.button, Qt.MouseButton.LeftButton)
    assert filed(desk, "in-1") == INBOX


def test_synchronise_now(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    asked: list[bool] = []
    desk.synchronise_now = lambda: asked.append(True)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert asked == [True]


def reaching(widget: QWidget) -> list[QAction]:
    return [action for action in widget.actions() if action.shortcutContext() != Qt.ShortcutContext.WidgetShortcut]


def test_the_overview_names_every_key_of_every_screen(full_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(full_window, Qt.Key.Key_F1)
    dialog = full_window.findChild(ShortcutsDialog)
    assert isinstance(dialog, ShortcutsDialog)
    named = [(entry.detail, entry.text) for entry in dialog.table.entries()]
    keys = {key for detail, _text in named for key in str(detail).split(", ")}
    for screen in (full_window.cases, full_window.activity, full_window.inbox):
        for widget in (screen, *screen.findChildren(QWidget)):
            for action in widget.actions():
                for key in action.shortcuts():
                    assert not action.isVisible() or key.toString(QKeySequence.SequenceFormat.NativeText) in keys
    viewer = [entry.text for entry in dialog.table.entries() if entry.id.startswith("Dokument lesen/")]
    assert {"Im Dokument suchen", "Weiterlesen", "Nächstes Dokument"} <= set(viewer)
    assert len(viewer) == len(set(viewer)), "the viewer of each screen is listed once"
    dialog.field.setText("drehen")
    qtbot.waitUntil(lambda: len(dialog.table.entries()) < len(named))
    assert all("drehen" in entry.text for entry in dialog.table.entries())
    dialog.reject()


def test_no_two_actions_in_reach_of_each_other_have_the_same_key(full_window: MainWindow) -> None:
    """Both would be dead. In the viewer, and among the small pages in it, their own keys come first."""
    for screen in (full_window.inbox, full_window.cases, full_window.activity):
        window = {key.toString() for action in full_window.commands.all() for key in action.shortcuts()}
        for widget in (screen, *screen.findChildren(QWidget)):
            own = [key.toString() for action in reaching(widget) for key in action.shortcuts()]
            assert sorted(own) == sorted(set(own))
            if isinstance(widget, InnerKeys):
                continue
            around, parent = {}, widget.parentWidget()
            while parent is not None and parent is not screen.parentWidget():
                keys = {key.toString(): action for action in reaching(parent) for key in action.shortcuts()}
                around = keys | around
                parent = parent.parentWidget()
            for action in reaching(widget):
                for key in action.shortcuts():
                    assert around.get(key.toString(), action) is action and key.toString() not in window


def test_a_second_window_follows_what_is_chosen_and_goes_with_the_first(
    full_window: MainWindow, qtbot: QtBot
) -> None:
    inbox = full_window.inbox
    assert isinstance(inbox, InboxScreen) and full_window.second is not None
    qtbot.waitUntil(lambda: inbox.queue.table.current_row() is not None)
    qtbot.keyClick(full_window, Qt.Key.Key_F8)
    second = full_window.second.window
    assert isinstance(second, SecondWindow) and second.isVisible() and second.isWindow()
    first = second.pane.document_id
    assert first == inbox.queue.table.current_row().id
    inbox.skip()
    qtbot.waitUntil(lambda: second.pane.document_id not in (None, first))
    full_window.close()
    assert full_window.second.window is None


def test_the_case_browser_is_built_after_the_window_is_there_and_before_it_is_asked_for(
    full_window: MainWindow, qtbot: QtBot
) -> None:
    assert full_window.findChild(CasesScreen) is None
    qtbot.waitUntil(lambda: full_window.findChild(CasesScreen) is not None)
    assert full_window.navigation.current == "inbox"
    assert full_window.cases is full_window.findChild(CasesScreen)


def test_dialogs_and_overlays_of_the_window_are_dressed(full_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(full_window, Qt.Key.Key_F1)
    dialog = full_window.findChild(ShortcutsDialog)
    assert isinstance(dialog, ShortcutsDialog)
    assert dialog.styleSheet() == full_window.inbox.styleSheet() != ""
    dialog.reject()
    full_window.telling.say("Gespeichert")
    assert full_window.telling.toast.styleSheet() == full_window.inbox.styleSheet()


# --- telling -----------------------------------------------------------------------------------------------------


def test_without_a_connection_a_hint_stays_and_everything_cached_works(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    desk.set_status(Status(online=False, problem=OFFLINE))
    assert window.telling.offline.isVisible()
    assert "weiterarbeiten" in window.telling.offline.accessibleName()
    search(window, qtbot, "klaus")
    qtbot.waitUntil(lambda: found(window)[:1] == ["case:case-1"])
    desk.set_status(Status(online=True, synchronised_at="2026-11-20T10:42:00+00:00"))
    assert window.telling.offline.isHidden()
    assert window.state.centre.text() == "Zentrale erreichbar"


def test_a_cache_for_one_sitting_is_told_and_the_notice_can_be_closed(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    desk.set_status(Status(notice="Der Zwischenspeicher gilt nur für diese Sitzung."))
    assert window.telling.told.isVisible()
    qtbot.mouseClick(window.telling.told.close_button, Qt.MouseButton.LeftButton)
    desk.set_status(Status(online=True, notice="Der Zwischenspeicher gilt nur für diese Sitzung."))
    assert window.telling.told.isHidden()


def test_progress_of_the_first_fill_is_shown(window: MainWindow, desk: Desk) -> None:
    desk.set_status(Status(busy="Akten werden geladen", progress=(30, 60)))
    assert window.state.progress.isVisible()
    assert (window.state.progress.value(), window.state.progress.maximum()) == (30, 60)
    assert window.state.doing.text() == "Akten werden geladen"


def test_what_waits_and_what_was_refused_is_counted_explained_and_dismissed(
    window: MainWindow, desk: Desk, cache: FakeCache, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.acted):
        desk.perform(Step("1 Dokument abgelegt", (file_action("in-1", "case-1"),)))
    qtbot.waitUntil(lambda: window.state.waiting.text() == "1 Vorgang wartet")
    cache.refuse(cache.waiting()[0].action.id)
    desk.touched.emit(Touched(others=frozenset({"outbox"})))
    qtbot.waitUntil(lambda: window.state.refused.text() == "1 nicht angenommen")
    window.state.refused.click()
    assert window.navigation.current == "activity"
    qtbot.waitUntil(lambda: window.activity.table.entry() is not None)
    assert "Jan Weber" in window.activity.detail.why.accessibleName()
    assert window.activity.detail.advice.text() == "Es ist nichts zu tun."
    qtbot.keyClick(window.activity.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: window.state.refused.isHidden())
    assert cache.waiting() == ()


def test_what_makes_no_sense_here_is_refused_at_once_with_the_reason(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    stale = RotateDocument(site=SITE, by=ME.id, document="in-1", base=99, rotation=90)
    with qtbot.waitSignal(desk.was_refused):
        desk.perform(Step("Gedreht", (stale,)))
    assert window.telling.refused.isVisible()
    assert "inzwischen geändert" in window.telling.refused.accessibleName()
    window.telling.refused.button.click()
    qtbot.waitUntil(lambda: window.activity.table.entry() is not None)
    qtbot.keyClick(window.activity.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not window.activity.table.entries())


def test_the_rail_counts_the_inbox(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    button = window.rail.buttons["inbox"]
    qtbot.waitUntil(lambda: button.accessibleName() == "Posteingang, 12 Dokumente warten")
    desk.perform(Step("1 Dokument abgelegt", (file_action("in-1", "case-1"),)))
    qtbot.waitUntil(lambda: button.accessibleName() == "Posteingang, 11 Dokumente warten")


# --- size, look, memory, language --------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", ["inbox", "cases", "activity"])
def test_everything_fits_into_1280_by_720(full_window: MainWindow, desk: Desk, qtbot: QtBot, screen: str) -> None:
    desk.set_status(Status(problem=OFFLINE, notice="Der Zwischenspeicher gilt nur für diese Sitzung."))
    full_window.navigation.open_case("case-0")
    qtbot.waitUntil(lambda: full_window.cases.case.case_id == "case-0")
    full_window.navigation.go_to(screen)
    least = full_window.minimumSizeHint()
    assert least.width() <= 1280 and least.height() <= 720
    assert (full_window.width(), full_window.height()) == (1280, 720)


def test_every_control_has_a_name_for_screen_readers(full_window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    full_window.navigation.open_case("case-0")
    qtbot.waitUntil(lambda: full_window.cases.case.case_id == "case-0")
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    nameless = []
    for widget in full_window.findChildren(QWidget):
        inner = isinstance(widget.parent(), (QComboBox, QLineEdit)) or type(widget.parent()).__name__ == "QFrame"
        reached = not widget.isHidden() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if isinstance(widget, kinds) and not inner and reached and widget is not full_window.telling.toast.button:
            face = QAccessible.queryAccessibleInterface(widget)
            if face is not None and not face.text(QAccessible.Text.Name):
                nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert nameless == []


def test_the_window_comes_back_as_it_was(window: MainWindow, desk: Desk, qtbot: QtBot, screens: Screens) -> None:
    # No larger than the screen of the tests, or it would be made to fit.
    window.resize(window.minimumSizeHint().width(), 666)
    window.navigation.go_to("cases")
    window.close()
    second = MainWindow(desk, screens)
    qtbot.addWidget(second)
    second.show()
    assert second.size() == window.size()
    assert second.navigation.current == "cases"


def test_dark_is_chosen_in_the_menu_and_remembered(window: MainWindow) -> None:
    dark = next(action for action in window.commands.themes.actions() if action.data() == "dark")
    dark.trigger()
    assert theme.tokens is DARK_TOKENS
    theme.apply("light")
    theme.apply_remembered()
    assert theme.tokens is DARK_TOKENS


def test_another_language_builds_the_window_anew_on_the_same_screen(
    desk: Desk, qtbot: QtBot, screens: Screens
) -> None:
    keeper = WindowKeeper(desk, screens)
    keeper.show()
    keeper.window.navigation.go_to("cases")
    old = keeper.window
    english = next(action for action in old.commands.languages.actions() if action.data() == "en")
    english.trigger()
    qtbot.waitUntil(lambda: keeper.window is not old)
    assert layout_memory().value("window/language") == "en"
    assert keeper.window.navigation.current == "cases"
    assert keeper.window.rail.buttons["inbox"].text() != "Posteingang"
    german = next(action for action in keeper.window.commands.languages.actions() if action.data() == "de")
    english_window = keeper.window
    german.trigger()
    qtbot.waitUntil(lambda: keeper.window is not english_window)
    assert keeper.window.rail.buttons["inbox"].text() == "Posteingang"
    keeper.window.close()


def test_ctrl_z_in_a_field_takes_back_typing_first(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.acted):
        desk.perform(Step("1 Dokument abgelegt", (file_action("in-1", "case-1"),)))
    search(window, qtbot, "klaus")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Z, CTRL)
    assert filed(desk, "in-1") == FILED
    window.top.search.clear()
    with qtbot.waitSignal(desk.acted):
        qtbot.keyClick(window.top.search, Qt.Key.Key_Z, CTRL)
    assert filed(desk, "in-1") == INBOX


class _Counter(QObject):
    """Counts events of a kind; used to see that nothing repaints for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.paints = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.paints += event.type() == QEvent.Type.Paint
        return False


def test_an_idle_window_does_not_repaint(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.wait(300)
    counter = _Counter()
    window.rail.installEventFilter(counter)
    window.top.who.installEventFilter(counter)
    qtbot.wait(200)
    assert counter.paints == 0
