"""An open file: its head, its documents by register or along time, and what can be done with them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.domain.cache import Cache, DocumentRow, Touched
from app.domain.records import FILED, Letter
from app.domain.registers import REGISTERS
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.cases.acting import Placing
from app.ui.cases.case_header import CaseHeader
from app.ui.cases.document_deeds import DocumentDeeds
from app.ui.cases.entries import REGISTERS as BY_REGISTER
from app.ui.cases.entries import TIMELINE, case_groups
from app.ui.cases.loading import Arriving, OpenedCase, load_arriving
from app.ui.cases.place_dialog import CASE, TITLE
from app.ui.common.grouped import Entry, GroupedTable
from app.ui.common.menus import offer_menu
from app.ui.common.paper_actions import PaperActions
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import SearchField, Segments, as_area, hairline, layout_memory

_VIEW_KEY = "cases/view"


class CaseView(QWidget):
    """``document_shown`` comes with the id of the current document or None."""

    document_shown = Signal(object)
    inbox_wanted = Signal(str)
    """Open this document of the inbox there."""
    beside_wanted = Signal(str)
    """Show this document beside the one that is shown."""
    said = Signal(str)
    """A short message for the user."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._opened: OpenedCase | None = None
        self._arriving = Arriving()
        self._wanted = ""
        as_area(self, "surface")
        self.header = CaseHeader()
        self.header.copied.connect(self.said)
        self.header.pin_wanted.connect(self._pin)
        self.filter = SearchField(_("In dieser Akte filtern"))
        self.filter.setMinimumWidth(60)
        self.view = Segments(
            [(BY_REGISTER, "tree", _("Register")), (TIMELINE, "timeline", _("Zeitachse"))],
            _("Ansicht der Akte"),
        )
        self.view.choose(TIMELINE if layout_memory().value(_VIEW_KEY) == TIMELINE else BY_REGISTER)
        self.table = GroupedTable(_("Dokumente der Akte"), folding=True, several=True)
        offer_menu(self.table, self._fill_menu)
        self._lay_out()
        self._make_actions()
        self._connect()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        bar.setSpacing(SPACE_S)
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(hairline())
        column.addLayout(bar)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.filter.searched.connect(lambda _text: self._show_documents(first=False))
        self.filter.moved.connect(self.table.step)
        self.filter.chosen.connect(self.table.setFocus)
        self.filter.left.connect(self.table.setFocus)
        self.view.switched.connect(self._switch)
        self.table.current_changed.connect(self._current)
        self.table.chosen.connect(self._choose)
        self.table.selection_changed.connect(self._enable)

    def _file_here(self) -> None:
        if self._opened is not None:
            self.deeds.file_into(self._opened.case)

    def _make_actions(self) -> None:
        self.deeds = DocumentDeeds(self._desk, self, self._chosen_rows)
        self.file_here = self._action(_("In dieser Akte a&blegen"), "Ctrl+Return", self._file_here)
        self.rename = self._action(_("&Titel und Typ ändern …"), "F2", lambda: self.deeds.place(TITLE))
        self.move_away = self._action(_("In andere Akte &verschieben …"), "Ctrl+M", lambda: self.deeds.place(CASE))
        self.put_back = self._action(_("In den &Posteingang zurücklegen"), "Del", self.deeds.put_back)
        self.beside = self._action(_("Da&neben öffnen"), "Alt+Return", self._show_beside)
        self.copy_number = self._action(_("&Nummer kopieren"), "Ctrl+Shift+C", self.header.copy_case_number)
        self.follow_up = self._action(_("&Wiedervorlage anlegen …"), "Ctrl+Shift+D", self._enter_follow_up)
        self.pin = self._action(_("Akte anheften oder lösen"), "Ctrl+D", self.header.pin_button.click)
        self.find_here = self._action(_("In der Akte filtern"), "Ctrl+F", self._focus_filter)
        self.other_view = self._action(_("Register oder Zeitachse"), "F4", self._other_view)
        self.paper = PaperActions(self._desk, self, self._chosen_rows)
        self.put_back.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.removeAction(self.put_back)
        self.table.addAction(self.put_back)
        self._enable()

    def _action(self, text: str, keys: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: slot())
        self.addAction(action)
        return action

    # --- showing -------------------------------------------------------------------------------------------------
    @property
    def case_id(self) -> str:
        return self._opened.case.id if self._opened else ""

    def show_case(self, opened: OpenedCase, document_id: str = "") -> None:
        """Show a file; ``document_id`` becomes current, else what was current, else the first."""
        fresh = opened.case.id != self.case_id
        self._opened = opened
        if fresh:
            self._arriving = Arriving()
            self.filter.clear()
        self._wanted = document_id
        self.header.show_case(opened)
        self._show_documents(first=fresh)
        site, case_id = opened.site, opened.case.id
        self._desk.ask(
            lambda cache: load_arriving(cache, site, case_id), self._show_arriving, newest="case-arriving"
        )

    def _show_arriving(self, arriving: Arriving) -> None:
        if arriving != self._arriving:
            self._arriving = arriving
            self._show_documents(first=False)

    def _show_documents(self, *, first: bool) -> None:
        if self._opened is None:
            return
        words = self.filter.text().strip()
        groups = case_groups(self._opened.documents, self._arriving, self.view.current, words)
        self.table.show_groups(groups, fall_back=True)
        if self._wanted and self.table.go_to_id(self._wanted):
            self._wanted = ""
        elif first or self.table.current_row() is None:
            self.table.go_to_first()
        if not self.table.entries():
            self.document_shown.emit(None)

    def touches(self, touched: Touched) -> bool:
        """Whether a change may be about what is shown."""
        return (
            touched.everything
            or bool(touched.documents)
            or self.case_id in touched.cases
            or bool(touched.others & {"announcement", "letter", "worker"})
        )

    def _current(self, entry: Entry | None) -> None:
        row = entry.payload if entry is not None else None
        if isinstance(row, DocumentRow | Letter):
            self.document_shown.emit(row.id)

    def _choose(self, entry: Entry) -> None:
        row = entry.payload
        if isinstance(row, DocumentRow) and row.state_of_work != FILED:
            self.inbox_wanted.emit(row.id)

    # --- acting --------------------------------------------------------------------------------------------------
    def _chosen_rows(self) -> list[DocumentRow]:
        return [entry.payload for entry in self.table.selected_rows() if isinstance(entry.payload, DocumentRow)]

    def _enable(self) -> None:
        filed, waiting = bool(self.deeds.filed()), bool(self.deeds.waiting())
        for action in (self.rename, self.move_away, self.put_back):
            action.setEnabled(filed)
        self.file_here.setEnabled(waiting)

    def _enter_follow_up(self) -> None:
        if self._opened is not None:
            self.deeds.enter_follow_up(self._opened.case)

    def _show_beside(self) -> None:
        """The chosen document in a second view; the first one keeps what it shows."""
        rows = self._chosen_rows()
        if rows:
            self.beside_wanted.emit(rows[-1].id)

    def _pin(self, pinned: bool) -> None:
        case_id = self.case_id
        self.header.show_pinned(pinned)

        def work(cache: Cache) -> None:
            cache.pin(case_id, pinned)

        self._desk.write(work, lambda: self.said.emit(_("Akte angeheftet") if pinned else _("Akte gelöst")))

    def _focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _other_view(self) -> None:
        self._switch(BY_REGISTER if self.view.current == TIMELINE else TIMELINE)

    def _switch(self, key: str) -> None:
        self.view.choose(key)
        layout_memory().setValue(_VIEW_KEY, key)
        self._show_documents(first=False)

    def _fill_menu(self, menu: QMenu) -> None:
        rows = self.deeds.filed()
        filing = [self.file_here] if self.file_here.isEnabled() else []
        menu.addActions([self.beside, *filing, self.rename])
        registers = _add_registers(menu, lambda name: self.deeds.perform_placing(rows, Placing(register=name)))
        registers.setEnabled(bool(rows))
        menu.addActions([self.move_away, self.put_back])
        menu.addSeparator()
        if self._chosen_rows():
            self.paper.add_to(menu)
        menu.addActions([self.follow_up, self.copy_number])


def _add_registers(menu: QMenu, choose: Callable[[str], None]) -> QMenu:
    """The ten registers as a menu in ``menu``; ``choose`` gets the stored name."""
    registers = menu.addMenu(_("&Register"))
    for number, name in enumerate(REGISTERS, start=1):
        registers.addAction(f"&{number % 10} {_(name)}").triggered.connect(lambda _on=False, name=name: choose(name))
    return registers
