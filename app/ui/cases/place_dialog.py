"""Put documents elsewhere or name them anew: case, register, type, title in one small window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.cache import CaseRow, DocumentRow
from app.domain.registers import DOCUMENT_TYPES, REGISTERS, register_of
from app.domain.texts import _, ngettext
from app.tasks.desk import Desk
from app.ui.cases.acting import Placing
from app.ui.cases.entries import found_groups, register_name
from app.ui.common import format as say
from app.ui.common.day_field import DayField
from app.ui.common.forms import centre_labels
from app.ui.common.grouped import Entry, GroupedTable
from app.ui.common.theme import SPACE_L, SPACE_M
from app.ui.common.widgets import SearchField, text_label

TITLE, CASE = "title", "case"


class PlaceDialog(QDialog):
    """After ``accepted`` read ``placing()``. With several documents type and title stay as they are."""

    def __init__(self, desk: Desk, rows: Sequence[DocumentRow], parent: QWidget | None = None, *, first: str) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows = rows
        self._target: CaseRow | None = None
        one = len(rows) == 1
        self.setWindowTitle(_("Dokument einordnen") if one else _("Dokumente einordnen"))
        self.setMinimumWidth(480)
        self.case_label = text_label(self._case_text(rows[0].case_number, rows[0].case_name))
        self.case_label.setWordWrap(True)
        self.case_button = QPushButton(_("Andere &Akte …"))
        self.case_button.setAutoDefault(False)
        self.case_button.clicked.connect(self._search_case)
        self.field = SearchField(_("Name, Nummer, Geburtsdatum, Anschrift"), _("Ziel: Akte suchen"))
        self.results = GroupedTable(_("Gefundene Akten"))
        self.results.setMinimumHeight(180)
        self.register = _combo([_(name) for name in REGISTERS], _(register_name(rows[0])), _("Register"))
        types = sorted({kind for kinds in DOCUMENT_TYPES.values() for kind in kinds})
        self.kind = _combo(types, rows[0].document_type, _("Dokumenttyp"))
        self.title = QLineEdit(rows[0].title)
        self.title.setAccessibleName(_("Titel"))
        self.title.setPlaceholderText(rows[0].document_type or _("wie der Dokumententyp"))
        self.received = DayField(rows[0].received_on)
        if not one:
            self.register.setCurrentIndex(-1)
            self.register.setPlaceholderText(_("bleibt, wie es ist"))
        self._lay_out(one)
        self.kind.activated.connect(lambda _index: self._follow_type())
        self.field.searched.connect(self._search)
        self.field.moved.connect(self.results.step)
        self.field.chosen.connect(self.results.choose_current)
        self.results.chosen.connect(self._choose)
        self.results.clicked.connect(lambda _index: self._choose(self.results.entry()))
        self._show_search(False)
        if first == CASE:
            self._search_case()
        else:
            (self.title if one else self.register).setFocus()
            self.title.selectAll()

    def _lay_out(self, one: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        heading = say.title(self._rows[0]) if one else say.documents(len(self._rows))
        column.addWidget(text_label(heading, "heading"))
        case = QHBoxLayout()
        case.addWidget(self.case_label, 1)
        case.addWidget(self.case_button)
        form = QFormLayout()
        form.setSpacing(SPACE_M)
        form.addRow(_("Akte"), case)
        form.addRow("", self.field)
        form.addRow("", self.results)
        form.addRow(_("&Register"), self.register)
        if one:
            form.addRow(_("Dokument&typ"), self.kind)
            form.addRow(_("T&itel"), self.title)
            form.addRow(_("Eingang"), self.received)
        centre_labels(form)
        column.addLayout(form)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(
            ngettext("Übernehmen", "Für alle übernehmen", len(self._rows)), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.ok.setProperty("role", "main")
        self.ok.setDefault(True)
        cancel = buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def placing(self) -> Placing:
        one = len(self._rows) == 1
        register = self.register.currentText().strip()
        return Placing(
            case=self._target.id if self._target else None,
            register=_stored(register) if one or register else None,
            document_type=self.kind.currentText().strip() if one else None,
            title=self.title.text().strip() if one else None,
            received_on=self.received.day() if one else "",
        )

    def accept(self) -> None:
        """Not with a date that is none."""
        if self.received.wrong() and len(self._rows) == 1:
            self.received.setFocus()
        else:
            super().accept()

    def _search_case(self) -> None:
        self._show_search(True)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_search(self, shown: bool) -> None:
        self.field.setVisible(shown)
        self.results.setVisible(shown)
        self.case_button.setVisible(not shown)

    def _search(self, text: str) -> None:
        site = self._rows[0].site
        self._desk.ask(
            lambda cache: (
                tuple(row for row in cache.search(text, 20, documents=False).cases if row.site == site) if text else ()
            ),
            self._show_found,
            newest="place-search",
        )

    def _show_found(self, rows: tuple[CaseRow, ...]) -> None:
        self.results.show_groups(found_groups(rows))
        self.results.go_to_first()

    def _choose(self, entry: Entry | None) -> None:
        if entry is not None:
            self._target = entry.payload
            self.case_label.setText(self._case_text(entry.payload.case_number, entry.payload.name))
            self._show_search(False)
            self.register.setFocus()

    def _follow_type(self) -> None:
        register = register_of(self.kind.currentText())
        if register:
            self.register.setCurrentText(_(register))

    @staticmethod
    def _case_text(number: str, name: str) -> str:
        return " · ".join(part for part in (name, say.case_number(number)) if part)


def _combo(entries: Sequence[str], current: str, name: str) -> QComboBox:
    """A list to choose from in which other words may be typed."""
    combo = QComboBox()
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.addItems(list(entries))
    combo.setCurrentText(current)
    combo.setAccessibleName(name)
    field = combo.lineEdit()
    if field is not None:
        field.setAccessibleName(name)
    return combo


def _stored(shown: str) -> str:
    """The German name of a register that is shown in another language."""
    return next((name for name in REGISTERS if _(name) == shown), shown)
