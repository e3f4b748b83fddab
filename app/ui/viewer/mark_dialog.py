"""Text and colour of a note or stamp, asked for in a small dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from app.domain.mark_look import FILLS, INKS
from app.domain.records import HIGHLIGHT, MARK_COLOURS, NOTE, STAMP, Mark
from app.domain.rules.marks import LONGEST_TEXT
from app.domain.texts import _
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import text_label


def shape_name(shape: str) -> str:
    """What a mark of this shape is called."""
    return {NOTE: _("Notiz"), STAMP: _("Stempel")}.get(shape, _("Hervorhebung"))


def colour_name(colour: str) -> str:
    return {"yellow": _("Gelb"), "green": _("Grün"), "red": _("Rot"), "blue": _("Blau")}[colour]


def swatch(colour: str, edge: int = 16) -> QIcon:
    """A dot in a mark's colour."""
    picture = QPixmap(edge * 2, edge * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(*FILLS[colour]))
    painter.setPen(QColor(*INKS[colour]))
    painter.drawEllipse(3, 3, edge * 2 - 6, edge * 2 - 6)
    painter.end()
    picture.setDevicePixelRatio(2)
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made


class MarkDialog(QDialog):
    """``accepted_as`` comes with the text and the colour; Ctrl+Enter accepts. A highlight needs no text."""

    accepted_as = Signal(str, str)

    def __init__(self, mark: Mark, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(shape_name(mark.shape))
        self._shape = mark.shape
        self.field = QPlainTextEdit(mark.text)
        self.field.setAccessibleName(_("Text"))
        self.field.setTabChangesFocus(True)
        self.field.setMinimumSize(360, 120)
        self.field.selectAll()
        self.colours: dict[str, QRadioButton] = {}
        line = QHBoxLayout()
        line.setSpacing(SPACE_M)
        line.addWidget(text_label(_("Farbe"), "muted"))
        for colour in MARK_COLOURS:
            button = QRadioButton(colour_name(colour))
            button.setIcon(swatch(colour))
            button.setChecked(colour == mark.colour)
            self.colours[colour] = button
            line.addWidget(button)
        line.addStretch()
        self._wrong = text_label("", "small")
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(_("Übernehmen"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_S)
        column.addWidget(self.field)
        column.addWidget(self._wrong)
        column.addLayout(line)
        column.addWidget(buttons)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._accept)
        self.field.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        text = self.field.toPlainText().strip()
        too_long = len(text) > LONGEST_TEXT
        self._wrong.setText(_("Höchstens {count} Zeichen.").format(count=LONGEST_TEXT) if too_long else "")
        self._wrong.setVisible(too_long)
        self.ok.setEnabled(not too_long and (bool(text) or self._shape == HIGHLIGHT))

    def _accept(self) -> None:
        if self.ok.isEnabled():
            colour = next(colour for colour, button in self.colours.items() if button.isChecked())
            self.accepted_as.emit(self.field.toPlainText().strip(), colour)
            self.accept()
