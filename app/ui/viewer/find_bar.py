"""The bar in which one types what is looked for in the document."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.texts import _
from app.ui.common.theme import SPACE_S, SPACE_XS
from app.ui.common.widgets import SearchField, as_area, text_label, tool_button


class FindBar(QWidget):
    """Enter and Shift+Enter go through the hits (``stepped``), Escape ends the search (``closed``)."""

    stepped = Signal(int)
    closed = Signal()

    def __init__(self, next_: QAction, previous: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "surface")
        self.field = SearchField(_("Im Dokument suchen"))
        self.field.setMaximumWidth(320)
        self.field.setMinimumWidth(90)
        self.field.installEventFilter(self)
        self.count = text_label("", "muted")
        self.count.setMinimumWidth(60)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_XS)
        line.setSpacing(SPACE_XS)
        line.addWidget(self.field, 1)
        for action, icon in ((previous, "chevron-up"), (next_, "chevron-down")):
            button = tool_button(icon, action.text(), action.shortcut().toString())
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            line.addWidget(button)
        line.addWidget(self.count)
        line.addStretch()
        self.close_button = tool_button("dismiss", _("Suche beenden"), _("Esc"))
        self.close_button.clicked.connect(self.closed)
        line.addWidget(self.close_button)
        self.field.left.connect(self.closed)
        self.hide()

    def open(self) -> None:
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def say(self, text: str) -> None:
        self.count.setText(text)
        self.field.setAccessibleDescription(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.stepped.emit(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
        return super().eventFilter(watched, event)
