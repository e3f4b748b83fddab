"""In place of the pages of an encrypted document: asks for its password, which is never stored."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import AppError
from app.domain.texts import _
from app.ui.common.late import Late
from app.ui.common.panels import IconLabel, Notice, text_label
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S

WIDTH = 420


class PasswordPanel(Late):
    """``given`` comes with what was typed; the field is emptied at once. Escape leads back to where one came from."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tried = False
        self._came_from: QWidget | None = None

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(_("Kennwort des Dokuments"))
        self.field.setMinimumWidth(200)
        self.button = QPushButton(_("Öffnen"))
        self.button.setProperty("role", "main")
        self._plain = QCheckBox(_("Kennwort anzeigen"))
        self.message = Notice("bad")
        self._lay_out()
        self.field.returnPressed.connect(self._give)
        self.field.textChanged.connect(lambda text: self.button.setEnabled(bool(text)))
        self.field.installEventFilter(self)
        self.button.clicked.connect(self._give)
        self.button.setEnabled(False)
        self._plain.toggled.connect(self._show_plainly)
        self.setFocusProxy(self.field)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def _lay_out(self) -> None:
        heading = text_label(_("Dieses Dokument ist mit einem Kennwort geschützt."), "heading")
        advice = text_label(
            _(
                "Das Kennwort wird nirgends gespeichert: Es gilt, bis Sie das Programm beenden. Kennen Sie es nicht, "
                "fordern Sie das Dokument ohne Kennwort an."
            ),
            "muted",
        )
        box = QWidget()
        box.setMaximumWidth(WIDTH)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(IconLabel("lock", 40, "muted"), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (heading, advice):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        column.addSpacing(SPACE_M)
        column.addLayout(line)
        column.addWidget(self._plain)
        column.addWidget(self.message)
        around = QHBoxLayout()
        around.addStretch()
        around.addWidget(box, 100)
        around.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        whole.addStretch(2)
        whole.addLayout(around)
        whole.addStretch(3)
        self.setAccessibleName(heading.text())
        self.setAccessibleDescription(advice.text())

    def ask(self) -> None:
        """Another document: nothing was tried yet."""
        self.need()
        self._tried = False
        self.field.clear()
        self._plain.setChecked(False)
        self.message.say("")

    def refuse(self, error: AppError) -> None:
        """The reader did not open the document; says so once a password was given."""
        if self._tried:
            self.message.say(f"{error.title} {error.advice}".strip(), "bad")
            self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if self.field.text():
                self.field.clear()
            elif self._came_from is not None and isValid(self._came_from):
                self._came_from.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self.field and old is not None and not self.isAncestorOf(old):
            self._came_from = old

    def _give(self) -> None:
        password = self.field.text()
        if not password:
            return
        self._tried = True
        self.field.clear()
        self.message.say("")
        self.given.emit(password)

    def _show_plainly(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
