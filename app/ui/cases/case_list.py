"""The list of files: search as you type, else the pinned and the recent ones."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.cache import CaseRow
from app.domain.errors import AppError
from app.domain.texts import _
from app.tasks.desk import Desk, Status
from app.ui.cases.entries import found_groups, shelf_groups
from app.ui.cases.loading import Shelf, load_shelf
from app.ui.common import format as say
from app.ui.common.grouped import Entry, GroupedTable
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import EmptyPanel, SearchField, as_area

LIMIT = 50


class CaseList(QWidget):
    """``case_chosen`` comes with a ``CaseRow``."""

    case_chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shelf = Shelf()
        self._opened = ""
        as_area(self, "surface")
        self.field = SearchField(_("Name, Nummer, Anschrift"), _("Akten suchen"))
        self.field.setToolTip(_("Name, Nummer, Geburtsdatum, Anschrift"))
        self.field.setAccessibleDescription(
            _("Sucht beim Tippen. Pfeiltasten gehen durch die Treffer, Eingabe öffnet die Akte.")
        )
        self.table = GroupedTable(_("Akten"))
        self.empty = EmptyPanel("folder", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_M, 0, 0)
        column.setSpacing(SPACE_S)
        margin = QVBoxLayout()
        margin.setContentsMargins(SPACE_M, 0, SPACE_M, 0)
        margin.addWidget(self.field)
        column.addLayout(margin)
        column.addWidget(self._stack, 1)
        self.field.searched.connect(self._search)
        self.field.moved.connect(self.table.step)
        self.field.chosen.connect(self.table.choose_current)
        self.table.chosen.connect(self._choose)
        self.table.clicked.connect(lambda _index: self._choose(self.table.entry()))
        desk.status_changed.connect(self._status)
        self.refresh()

    def refresh(self) -> None:
        """Ask again for what is shown now."""
        self._search(self.field.text().strip())

    def mark(self, case_id: str) -> None:
        """The case that is open; it is current in the list as long as nothing is searched."""
        self._opened = case_id
        self.refresh()

    def _search(self, text: str) -> None:
        if not text:
            self._desk.ask(load_shelf, self._show_shelf, self._failed, newest="cases-list")
            return
        self._desk.ask(
            lambda cache: (text, cache.search(text, LIMIT, documents=False).cases),
            self._show_found,
            self._failed,
            newest="cases-list",
        )

    def _show_shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf
        if shelf.pinned or shelf.recent:
            self.table.show_groups(shelf_groups(shelf))
            self.table.go_to_id(self._opened)
            self._stack.setCurrentWidget(self.table)
        else:
            self._stack.setCurrentWidget(self.empty)
            self._status(self._desk.status)

    def _status(self, status: Status) -> None:
        if self.field.text() or self._shelf.pinned or self._shelf.recent:
            return
        if self._shelf.cases:
            self.empty.say(
                "search",
                _("Akte suchen"),
                _("Geben Sie einen Teil des Namens, der Nummer, des Geburtsdatums oder der Anschrift ein."),
            )
        elif status.busy or status.progress:
            done = ""
            if status.progress and status.progress[1]:
                done = _("{done} von {all}").format(
                    done=say.number(status.progress[0]), all=say.number(status.progress[1])
                )
            self.empty.say("download", _("Die Akten werden zum ersten Mal geladen …"), done)
        else:
            self.empty.say(
                "folder",
                _("Noch keine Akten"),
                _("Sobald die Zentrale erreichbar ist, werden die Akten Ihres Standorts geladen."),
            )

    def _show_found(self, result: tuple[str, tuple[CaseRow, ...]]) -> None:
        text, rows = result
        if not rows:
            self.table.show_groups(())
            self.empty.say(
                "search",
                _("Keine Akte gefunden"),
                _(
                    "Zu „{text}“ gibt es keine Akte. Namen werden auch nach ihrem Klang gefunden (Meier, Mayer, Maier)."
                ).format(text=text),
            )
            self._stack.setCurrentWidget(self.empty)
            return
        self.table.show_groups(found_groups(rows))
        self.table.go_to_first()
        self._stack.setCurrentWidget(self.table)

    def _failed(self, error: AppError) -> None:
        self.empty.say("error", error.title, error.advice)
        self._stack.setCurrentWidget(self.empty)

    def _choose(self, entry: Entry | None) -> None:
        if entry is not None:
            self.case_chosen.emit(entry.payload)
