"""The main window: composes the screens and connects them, and shows the state of all work."""

import importlib
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QChildEvent, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.domain.rules.marks import TEAM_LEAD
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common.theme import theme
from app.ui.common.widgets import hairline, layout_memory
from app.ui.shell.activity import ActivityScreen
from app.ui.shell.areas import Areas
from app.ui.shell.compose import InboxPart, Screens
from app.ui.shell.dialogs import AboutDialog, ShortcutsDialog
from app.ui.shell.key_list import keys_by_place, keys_of
from app.ui.shell.menus import Actions, build_menus
from app.ui.shell.navigation import ACTIVITY, CASES, INBOX, LETTERS, TEAM, WORK, Navigation
from app.ui.shell.rail import NavigationRail
from app.ui.shell.second import SecondScreen
from app.ui.shell.status_bar import StateBar
from app.ui.shell.telling import Telling
from app.ui.shell.top_bar import TopBar

if TYPE_CHECKING:
    from app.ui.cases.screen import CasesScreen
    from app.ui.letters.screen import LettersScreen
    from app.ui.team.screen import TeamScreen


class MainWindow(QMainWindow):
    """``language_chosen``: build the window anew in this language (``WindowKeeper`` does)."""

    language_chosen = Signal(str)

    def __init__(self, desk: Desk, screens: Screens, language: str = "de") -> None:
        super().__init__()
        self._desk = desk
        self.setWindowTitle(_("E-Sozialakte"))
        self.setObjectName("main-window")
        self.commands = Actions(self, desk)
        self._screens = screens
        self._case_viewer: QWidget | None = None
        self._letter_viewer: QWidget | None = None
        self.second = None if screens.second is None else SecondScreen(partial(screens.second, desk), self)
        self.inbox = screens.inbox(desk, lambda: screens.viewer(desk))
        self.activity = ActivityScreen(desk)
        self.top = TopBar(desk, self.commands, self)
        self.rail = NavigationRail(_("Bereiche"))
        self.stack = QStackedWidget()
        self.state = StateBar(desk)
        makers = {INBOX: lambda: self.inbox, CASES: self._make_cases, ACTIVITY: lambda: self.activity}
        makers[WORK] = self._make_work
        makers[LETTERS] = self._make_letters
        if TEAM_LEAD in desk.me.roles:
            makers[TEAM] = self._make_team
        self._areas = Areas(self.stack, makers)
        self.navigation = Navigation(desk, self.rail, self._areas)
        self._add_screens()
        self.telling = Telling(desk, self, self.rail, self.state)
        self._lay_out()
        build_menus(self.top.menus, self.commands, language, self.language_chosen.emit)
        self._dress()
        self._connect()
        self._restore()
        self._ask_who()

    @property
    def cases(self) -> "CasesScreen":
        """The case browser, which is built after the window is there or when it is first asked for."""
        return cast("CasesScreen", self._areas[CASES])

    def _make_cases(self) -> QWidget:
        from app.ui.cases.screen import CasesScreen

        cases = CasesScreen(self._desk, self._viewer_of_cases)
        cases.inbox_wanted.connect(self.navigation.show_in_inbox)
        cases.said.connect(self.telling.say)
        if self.second is not None:
            cases.document_opened.connect(self.second.follow)
        return cases

    def _make_work(self) -> QWidget:
        from app.ui.work.follow_ups import FollowUpsScreen

        work = FollowUpsScreen(self._desk)
        work.document_wanted.connect(self.navigation.show_document)
        work.case_wanted.connect(self.navigation.open_case)
        return work

    @property
    def letters(self) -> "LettersScreen":
        """The outgoing post."""
        return cast("LettersScreen", self._areas[LETTERS])

    def _make_letters(self) -> QWidget:
        from app.ui.letters.screen import LettersScreen

        letters = LettersScreen(self._desk, self._viewer_of_letters)
        letters.case_wanted.connect(self.navigation.open_case)
        return letters

    @property
    def team(self) -> "TeamScreen":
        """The team lead's screen; for leads alone."""
        return cast("TeamScreen", self._areas[TEAM])

    def _make_team(self) -> QWidget:
        from app.ui.team.screen import TeamScreen

        team = TeamScreen(self._desk, partial(self._screens.viewer, self._desk))
        team.document_wanted.connect(self.navigation.show_document)
        team.move_wanted.connect(self.navigation.move_elsewhere)
        team.case_wanted.connect(self.navigation.open_case)
        return team

    def _viewer_of_letters(self) -> QWidget:
        if self._letter_viewer is None:
            self._letter_viewer = self._screens.viewer(self._desk)
        return self._letter_viewer

    def _viewer_of_cases(self) -> QWidget:
        if self._case_viewer is None:
            self._case_viewer = self._screens.viewer(self._desk)
        return self._case_viewer

    def _add_screens(self) -> None:
        for key, icon_name, label in (
            (INBOX, "inbox", _("Posteingang")),
            (CASES, "folder", _("Akten")),
            (ACTIVITY, "history", _("Vorgänge")),
            (WORK, "calendar", _("Wiedervorlagen")),
            (LETTERS, "outbox", _("Postausgang")),
            (TEAM, "team", _("Team")),
        ):
            if key not in self._areas:
                continue
            action = self.commands.add_screen(label, icon_name, partial(self.navigation.go_to, key))
            self.rail.add(key, icon_name, label, _keys(action))
        self.rail.fit()

    def _lay_out(self) -> None:
        body = QWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self.telling.notices)
        right.addWidget(self.stack, 1)
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        self._edge = hairline(upright=True)
        line.addWidget(self._edge)
        line.addLayout(right, 1)
        self._head = head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(hairline())
        self.setMenuWidget(head)
        self.setCentralWidget(body)
        self.setStatusBar(self.state)

    def _dress(self) -> None:
        """Part by part, so that a change of colours never holds the Qt thread for long; the screens are dressed when
        they are built."""
        notices = (self.telling.offline, self.telling.told, self.telling.refused)
        for part in (self._head, self.rail, self._edge, *notices, self.state):
            theme.dress(part)

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if not event.polished():
            return  # asking for the child of every event would have each action wrapped once more at the start
        child = event.child()
        if isinstance(child, QWidget) and child is not self.centralWidget():
            theme.dress(child)  # a dialog, a menu, what is laid over the window

    def _connect(self) -> None:
        go, tell, search = self.navigation, self.telling, self.top.search
        self.commands.search.triggered.connect(search.enter)
        self.commands.shortcuts.triggered.connect(self._show_shortcuts)
        self.commands.about.triggered.connect(lambda: AboutDialog(self).open())
        self.commands.second.setVisible(self.second is not None)
        if self.second is not None:
            self.commands.second.triggered.connect(self.second.present)
            cast(InboxPart, self.inbox).document_opened.connect(self.second.follow)
        search.case_chosen.connect(go.open_case_row)
        search.filed_chosen.connect(go.open_filed)
        search.inbox_chosen.connect(go.show_waiting)
        search.announced_chosen.connect(go.show_announced)
        cast(InboxPart, self.inbox).case_opened.connect(go.open_case)
        go.said.connect(tell.say)
        self.activity.document_wanted.connect(go.show_document)
        self.activity.counted.connect(tell.show_refused)
        for source in (self.state.activity_wanted, tell.activity_wanted):
            source.connect(lambda: go.go_to(ACTIVITY))
        for source in (self.state.centre_wanted, tell.centre_wanted):
            source.connect(self.commands.synchronise.trigger)

    def _ask_who(self) -> None:
        desk = self._desk
        self.top.say_who(desk.me.name, desk.site)
        desk.ask(
            lambda cache: next((site.name for site in cache.all_sites() if site.id == desk.site), desk.site),
            lambda name: self.top.say_who(desk.me.name, name),
        )

    def _show_shortcuts(self) -> None:
        screens = ((self.rail.buttons[key].text(), self._areas[key]) for key in self._areas)
        ShortcutsDialog([(_("Überall"), keys_of(self.commands.all())), *keys_by_place(screens)], self).open()

    # --- remembering -------------------------------------------------------------------------------------------
    def _restore(self) -> None:
        memory = layout_memory()
        kept = memory.value("window/geometry")
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            room = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(1600, room.width() * 9 // 10), min(1000, room.height() * 9 // 10))
        last = str(memory.value("window/screen", INBOX))
        key = last if last in self._areas else INBOX
        self.rail.choose(key)
        self._areas.show(key)
        QTimer.singleShot(0, self, lambda: self.navigation.go_to(self.navigation.current))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._areas.build_ahead(
            lambda: importlib.import_module("app.ui.cases.screen"),
            self._viewer_of_cases,
            lambda: self._areas[CASES],
            lambda: importlib.import_module("app.ui.letters.screen"),
            self._viewer_of_letters,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        memory = layout_memory()
        memory.setValue("window/geometry", self.saveGeometry())
        memory.setValue("window/screen", self.navigation.current)
        if self.second is not None:
            self.second.close()
        super().closeEvent(event)


def _name(action: QAction) -> str:
    """Without the mnemonic, and without what undo would take back just now."""
    return action.text().replace("&", "").partition(":")[0]


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
