"""The screen "Wiedervorlagen": what is due, by day; done by one key, taken back like everything else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.cache import Touched
from app.domain.records import FollowUp
from app.domain.texts import _
from app.services import follow_ups as work
from app.services.follow_ups import Due, open_follow_ups
from app.tasks.desk import Desk
from app.ui.common import format as fmt
from app.ui.common.follow_up_dialog import Subject, enter_follow_up, finish_step, follow_up_step
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.icons import wear
from app.ui.common.renewal import Renewal
from app.ui.common.roles import Mark
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import EmptyPanel, Segments, as_area, text_label
from app.ui.work.absences import AbsencesDialog
from app.ui.work.routing import RoutingDialog, may_route

WHOLE = frozenset({FollowUp.kind, "absence"})


def today() -> date:
    return datetime.now().astimezone().date()


class FollowUpsScreen(QWidget):
    """``document_wanted`` and ``case_wanted`` give ids and lead to other screens."""

    document_wanted = Signal(str)
    case_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "ground")
        self._desk = desk
        self.queue = Segments(
            [
                (work.MINE, "person", _("Meine")),
                (work.TEAM, "team", _("Team")),
                (work.SITE, "inbox", _("Standort")),
            ],
            _("Wessen Wiedervorlagen"),
        )
        self.queue.choose(work.MINE)
        self.list = GroupedTable(_("Wiedervorlagen"), several=True)
        self.empty = EmptyPanel("calendar", "")
        self.done_button = QPushButton(_("Erledi&gt"))
        self.done_button.setProperty("role", "main")
        self.change_button = QPushButton(_("Än&dern …"))
        self.open_button = QPushButton(_("Ö&ffnen"))
        self.absences_button = QPushButton(_("Ab&wesenheiten …"))
        self.routing_button = QPushButton(_("Ver&teilregeln …"))
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._make_actions()
        self._renewed = Renewal(self, self.reload)
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(text_label(_("Wiedervorlagen"), "title"))
        head.addSpacing(SPACE_M)
        head.addWidget(self.queue)
        head.addStretch()
        head.addWidget(self.absences_button)
        head.addWidget(self.routing_button)
        self.routing_button.setVisible(may_route(self._desk.me))
        foot = QHBoxLayout()
        for button in (self.done_button, self.change_button, self.open_button):
            foot.addWidget(button)
        foot.addStretch()
        for widget in (self.list, self.empty):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.queue.switched.connect(lambda _key: self.reload())
        self.list.chosen.connect(lambda _entry: self.open())
        self.list.current_changed.connect(lambda _entry: self._choice_changed())
        self.list.selection_changed.connect(self._choice_changed)
        self.done_button.clicked.connect(self.finish)
        self.change_button.clicked.connect(self.change)
        self.open_button.clicked.connect(self.open)
        self.absences_button.clicked.connect(self.show_absences)
        self.routing_button.clicked.connect(self.show_routing)
        self.empty.pressed.connect(self._widen)
        self._desk.touched.connect(self._touched)

    def _make_actions(self) -> None:
        made: tuple[tuple[str, Callable[[], None], tuple[str, ...], str], ...] = (
            (_("Wiedervorlage erledigt"), self.finish, ("Ctrl+Return", "Ctrl+Enter"), "checkmark"),
            (_("Wiedervorlage ändern"), self.change, ("F2",), "edit"),
            (_("Wiedervorlage löschen"), self.remove, ("Del",), "delete"),
        )
        for text, effect, keys, icon in made:
            action = QAction(text, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            wear(action, icon)
            action.triggered.connect(lambda _on=False, effect=effect: effect())
            self.addAction(action)

    # --- for the shell -----------------------------------------------------------------------------------------
    def focus_search(self) -> None:
        """Where the keyboard goes when the screen is entered."""
        self.list.setFocus()

    def reload(self) -> None:
        desk, queue = self._desk, self.queue.current
        desk.ask(
            lambda cache: open_follow_ups(cache, desk.site, desk.me, queue, today()), self.show_due, newest="follow-ups"
        )

    def _touched(self, touched: Touched) -> None:
        if touched.everything or touched.others & WHOLE:
            self._renewed.want()

    # --- the list ------------------------------------------------------------------------------------------------
    def show_due(self, due: tuple[Due, ...]) -> None:
        titles = (
            (work.OVERDUE, _("Überfällig")),
            (work.TODAY, _("Heute")),
            (work.SOON, _("In den nächsten 7 Tagen")),
            (work.LATER, _("Später")),
        )
        groups = [
            Group(key, title, tuple(_entry(one, self._desk.me.id) for one in due if one.when == key))
            for key, title in titles
        ]
        self.list.show_groups(groups, fall_back=True)
        if self.list.entry() is None:
            self.list.go_to_first()
        self._stack.setCurrentIndex(0 if due else 1)
        if not due:
            self._say_empty()
        self._choice_changed()

    def _say_empty(self) -> None:
        advice = _("Legen Sie eine an, wo Sie ein Dokument oder eine Akte sehen: Strg+Umschalt+D.")
        more = "" if self.queue.current == work.SITE else _("Alle des Standorts zeigen")
        self.empty.say("calendar", _("Keine offene Wiedervorlage"), advice, more)

    def _widen(self) -> None:
        self.queue.choose(work.SITE)
        self.reload()

    def _choice_changed(self) -> None:
        chosen = self._chosen()
        self.done_button.setEnabled(bool(chosen))
        self.change_button.setEnabled(len(chosen) == 1)
        self.open_button.setEnabled(len(chosen) == 1)

    def _chosen(self) -> list[Due]:
        entries = self.list.selected_rows()
        current = self.list.entry()
        if not entries and current is not None:
            entries = [current]
        return [entry.payload for entry in entries]

    # --- acting --------------------------------------------------------------------------------------------------
    def finish(self) -> None:
        chosen = [one.follow_up for one in self._chosen()]
        if chosen:
            self._desk.perform(finish_step(chosen, self._desk))

    def change(self) -> None:
        chosen = self._chosen()
        if len(chosen) != 1:
            return
        one = chosen[0]
        subject = Subject(_subject(one), document=one.follow_up.document, case=one.follow_up.case)
        enter_follow_up(self._desk, [subject], self.window(), (one.follow_up, one.version))

    def remove(self) -> None:
        chosen = [(replace(one.follow_up, removed=True), one.version) for one in self._chosen()]
        if chosen:
            self._desk.perform(follow_up_step(_("Wiedervorlage gelöscht"), self._desk, *chosen))

    def open(self) -> None:
        """Where what it is about lies."""
        chosen = self._chosen()
        if len(chosen) != 1:
            return
        if chosen[0].follow_up.document:
            self.document_wanted.emit(chosen[0].follow_up.document)
        elif chosen[0].case_id:
            self.case_wanted.emit(chosen[0].case_id)

    def show_absences(self) -> None:
        dialog = AbsencesDialog(self._desk, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_routing(self) -> None:
        dialog = RoutingDialog(self._desk, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _subject(one: Due) -> str:
    parts = (one.document_title, one.case_name, fmt.case_number(one.case_number))
    return "  ·  ".join(part for part in parts if part) or _("Dokument")


def _entry(one: Due, me: str) -> Entry:
    tone = "bad" if one.when == work.OVERDUE else "caution" if one.when == work.TODAY else ""
    marks: list[Mark] = [(fmt.day(one.follow_up.due_on), tone)]
    if one.deputy_for:
        marks.insert(0, (_("Vertretung für {name}").format(name=one.deputy_for), "accent"))
    elif one.owner and one.follow_up.worker != me:
        marks.insert(0, (one.owner, ""))
    return Entry(
        one.follow_up.id,
        one.follow_up.reason,
        _subject(one),
        "document" if one.follow_up.document else "folder",
        tuple(marks),
        payload=one,
    )
