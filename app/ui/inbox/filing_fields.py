"""As what a document is filed: type, register and title, with where the proposal comes from."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QFormLayout, QLabel, QLineEdit, QWidget

from app.domain.cache import DocumentRow
from app.domain.recognise.clues import type_reason
from app.domain.registers import DOCUMENT_TYPES, REGISTERS
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common.day_field import DayField
from app.ui.common.elided import ElidedLabel
from app.ui.common.forms import centre_labels
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.inbox.filing import FiledAs
from app.ui.inbox.proposals import Choices, Proposal, register_for


class FilingFields(QWidget):
    """What the user has typed stays; ``confirmed``: Enter in one of the fields."""

    confirmed = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._touched_by_user: set[str] = set()
        self.choices = Choices()
        """What was chosen in this sitting."""
        self.kind = editable_combo(sorted({k for kinds in DOCUMENT_TYPES.values() for k in kinds}), _("Dokumententyp"))
        self.register = editable_combo([_(name) for name in REGISTERS], _("Register"))
        self.title = QLineEdit()
        self.title.setAccessibleName(_("Titel"))
        self.received = DayField()
        self.hint = ElidedLabel("small", lines=2)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(SPACE_M)
        form.setVerticalSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        kind_label = QLabel(_("&Typ"))
        kind_label.setBuddy(self.kind)
        # A mnemonic is drawn without kerning, wider than it was measured.
        kind_label.setMinimumWidth(40)
        form.addRow(kind_label, self.kind)
        form.addRow("", self.hint)
        form.addRow(_("&Register"), self.register)
        form.addRow(_("T&itel"), self.title)
        form.addRow(_("Eingang"), self.received)
        centre_labels(form)

    def _connect(self) -> None:
        self.kind.currentTextChanged.connect(lambda _text: self._follow_type())
        for name, field in (("kind", self.kind.lineEdit()), ("register", self.register.lineEdit())):
            if field is not None:
                field.textEdited.connect(lambda _text, name=name: self._touched_by_user.add(name))
                field.installEventFilter(self)
        for name, combo in (("kind", self.kind), ("register", self.register)):
            combo.activated.connect(lambda _index, name=name: self._touched_by_user.add(name))
        for name, plain in (("title", self.title), ("received", self.received)):
            plain.textEdited.connect(lambda _text, name=name: self._touched_by_user.add(name))
            plain.installEventFilter(self)
        for edited in (self.kind.editTextChanged, self.register.editTextChanged):
            edited.connect(lambda _text: self.changed.emit())
        for edited in (self.title.textChanged, self.received.textChanged):
            edited.connect(lambda _text: self.changed.emit())

    def forget(self) -> None:
        """Another document: what was typed for the one before counts no more."""
        self._touched_by_user.clear()

    def show_proposal(self, proposal: Proposal, row: DocumentRow, *, several: bool) -> None:
        """Of several documents each keeps what it has, or what is proposed for it, where nothing is typed here."""
        if several:
            self.fill(FiledAs(), several=True)
        else:
            self.fill(FiledAs(proposal.document_type, proposal.register, row.title, row.received_on))
        recognised = proposal.suggested_type
        said = _("Vorschlag: wie zuletzt gewählt") if proposal.from_last else ""
        if recognised is not None:
            reason = type_reason(recognised.clues) or recognised.reason
            said = _("Vorschlag zu {n} %: {reason}").format(n=recognised.per_mille // 10, reason=reason)
        self.hint.say("" if several else said)
        self.hint.setVisible(bool(self.hint.text()))

    def fill(self, what: FiledAs, *, several: bool = False) -> None:
        unchanged = _("bleibt, wie es ist") if several else ""
        self.title.setPlaceholderText(unchanged or _("wie der Dokumententyp"))
        self.received.setPlaceholderText(unchanged or _("TT.MM.JJJJ"))
        shown = _(what.register) if what.register else ""
        for name, combo, text in (("kind", self.kind, what.document_type), ("register", self.register, shown)):
            field = combo.lineEdit()
            if field is not None:
                field.setPlaceholderText(unchanged)
            if name not in self._touched_by_user:
                combo.blockSignals(True)
                combo.setCurrentIndex(combo.findText(text))
                combo.setEditText(text)
                combo.blockSignals(False)
                if field is not None:
                    field.setCursorPosition(0)  # a long name is read from its beginning
        if "title" not in self._touched_by_user:
            self.title.setText(what.title)
        if "received" not in self._touched_by_user:
            self.received.show_day(what.received_on)
        self.changed.emit()

    def chosen(self) -> FiledAs:
        """What stands there, as it is stored; a date that is none counts as empty."""
        register = _stored(self.register.currentText().strip())
        return FiledAs(self.kind.currentText().strip(), register, self.title.text().strip(), self.received.day())

    def wrong_field(self) -> QWidget | None:
        """The field in which something stands that cannot be meant."""
        return self.received if self.received.wrong() else None

    def _follow_type(self) -> None:
        """Another type proposes its register, unless the user has chosen one."""
        self.hint.hide()
        if "register" in self._touched_by_user:
            return
        kind, choices = self.kind.currentText().strip(), self.choices
        self._desk.ask(
            lambda cache: (kind, register_for(cache, kind, choices)), self._register_found, newest="inbox-register"
        )

    def _register_found(self, found: tuple[str, str]) -> None:
        kind, register = found
        if register and kind == self.kind.currentText().strip() and "register" not in self._touched_by_user:
            self.register.setEditText(_(register))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the other fields files, too: hands stay on the keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.confirmed.emit()
                return True
        return super().eventFilter(watched, event)


def editable_combo(entries: Sequence[str], name: str) -> QComboBox:
    """A list to choose from that completes what is typed, and takes other words, too."""
    combo = QComboBox()
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.addItems(list(entries))
    combo.setCurrentIndex(-1)
    combo.setAccessibleName(name)
    combo.setMinimumContentsLength(8)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    completer = combo.completer()
    if completer is not None:
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field = combo.lineEdit()
    if field is not None:
        field.setAccessibleName(name)
    return combo


def _stored(shown: str) -> str:
    """The German name of a register that is shown in another language."""
    return next((name for name in REGISTERS if _(name) == shown), shown)
