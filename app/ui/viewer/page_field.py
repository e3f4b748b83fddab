"""The field with the number of the page that is read."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.texts import _


class PageField(QLineEdit):
    """The number of the page that is read; type another to go there. ``left`` on Enter and Escape."""

    asked = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._validator = QIntValidator(1, 99999, self)
        self.setValidator(self._validator)
        self.setFixedWidth(52)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(_("Gehe zu Seite"))
        self.setToolTip(_("Gehe zu Seite (Strg+G)"))
        self._page = 0
        self.installEventFilter(self)

    def say(self, page: int) -> None:
        self._page = page
        if not self.hasFocus():
            self.setText(str(page) if page else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.setText(str(self._page) if self._page else "")
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().isdigit():
                self.asked.emit(int(self.text()))
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
