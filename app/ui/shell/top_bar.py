"""The upper bar: menus, the one search field, undo and redo, synchronise, who works where."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QToolButton, QWidget

from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from app.ui.common.widgets import IconLabel, as_area, text_label
from app.ui.shell.menus import Actions
from app.ui.shell.search import GlobalSearch


class TopBar(QWidget):
    def __init__(self, desk: Desk, actions: Actions, window: QWidget) -> None:
        super().__init__()
        as_area(self, "ground")
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.search = GlobalSearch(desk, window)
        self.search.setMinimumWidth(280)
        self.search.setMaximumWidth(560)
        self.who = text_label("", "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_S, SPACE_S, SPACE_L, SPACE_S)
        line.setSpacing(SPACE_XS)
        line.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        line.addWidget(self.search, 6)
        line.addStretch(1)
        for action in (actions.undo, actions.redo, actions.synchronise):
            line.addWidget(_button(action))
        line.addSpacing(SPACE_M)
        line.addWidget(IconLabel("person", 16, "muted"))
        line.addWidget(self.who)

    def say_who(self, name: str, site: str) -> None:
        self.who.setText(f"{name} · {site}")
        self.who.setAccessibleName(_("Angemeldet: {name}, Standort {site}").format(name=name, site=site))


def _button(action: QAction) -> QToolButton:
    """A button of one icon that does what the action does and says what it says."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def say() -> None:
        name = action.text().replace("&", "")
        button.setToolTip(f"{name} ({keys})")
        button.setAccessibleName(name)

    action.changed.connect(say)
    say()
    return button
