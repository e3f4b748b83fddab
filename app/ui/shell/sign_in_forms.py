"""The forms of signing in: name and password, and a new password in place of one that others know."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.texts import _
from app.ui.common.panels import text_label
from app.ui.common.theme import SPACE_M, SPACE_S


class _Form(QWidget):
    """Labelled fields, a box to show what is typed, and the button that gives it."""

    def __init__(self, button: str) -> None:
        super().__init__()
        self.fields = QFormLayout()
        self.fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.fields.setHorizontalSpacing(SPACE_M)
        self.fields.setVerticalSpacing(SPACE_S)
        self.shown = QCheckBox(_("Kennwort an&zeigen"))
        self.button = QPushButton(button)
        self.button.setProperty("role", "main")
        self.button.setAutoDefault(False)  # Enter is for the fields: a hidden form must not take it
        self.button.clicked.connect(self._give)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_M)
        self.column.addLayout(self.fields)
        self.column.addWidget(self.shown)
        self.column.addWidget(self.button)

    def add(self, label: str, *, secret: bool) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(label.replace("&", ""))
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            self.shown.toggled.connect(
                lambda on: field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
            )
        field.textChanged.connect(self._typed)
        field.returnPressed.connect(self._give)
        self.fields.addRow(label, field)
        return field

    def _typed(self) -> None:
        self.button.setEnabled(self.complete())

    def complete(self) -> bool:
        """Whether there is something to give."""
        raise NotImplementedError

    def _give(self) -> None:
        raise NotImplementedError


class PasswordForm(_Form):
    """``given``: (worker, password); the password is emptied at once. ``only``: nobody else may sign in."""

    given = Signal(str, str)

    def __init__(self, only: str = "") -> None:
        super().__init__(_("&Anmelden"))
        self.worker = self.add(_("&Kennung"), secret=False)
        self.password = self.add(_("Kenn&wort"), secret=True)
        self.worker.setText(only)
        self.worker.setReadOnly(bool(only))
        self.setFocusProxy(self.password if only else self.worker)
        self._typed()

    def complete(self) -> bool:
        return bool(self.worker.text().strip() and self.password.text())

    def _give(self) -> None:
        if self.complete():
            password = self.password.text()
            self.password.clear()
            self.shown.setChecked(False)
            self.setFocusProxy(self.password)
            self.given.emit(self.worker.text().strip(), password)


class RenewalForm(_Form):
    """``given``: (worker, old password, new password)."""

    given = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(_("Kennwort ä&ndern und anmelden"))
        self._worker = self._old = ""
        advice = text_label(_("Mindestens zwölf Zeichen, zum Beispiel vier Wörter ohne Zusammenhang."), "muted")
        advice.setWordWrap(True)
        self.column.insertWidget(0, advice)
        self.new = self.add(_("Neues &Kennwort"), secret=True)
        self.repeated = self.add(_("&Wiederholung"), secret=True)
        self.setFocusProxy(self.new)
        self._typed()

    def ask(self, worker: str, old: str) -> None:
        """For whom, and what the password was until now."""
        self._worker, self._old = worker, old

    def complete(self) -> bool:
        return bool(self.new.text()) and self.new.text() == self.repeated.text()

    def _give(self) -> None:
        if self.complete():
            new = self.new.text()
            self.new.clear()
            self.repeated.clear()
            self.shown.setChecked(False)
            self.given.emit(self._worker, self._old, new)
