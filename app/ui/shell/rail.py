"""The navigation rail: one button a screen, with a count."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.common import format as say
from app.ui.common.icons import wear
from app.ui.common.theme import SPACE_S, SPACE_XS, theme
from app.ui.common.widgets import as_area


class RailButton(QToolButton):
    """Icon above its name; a count in the corner. ``tone`` of the count as for pills."""

    def __init__(self, icon_name: str, label: str, shortcut: str) -> None:
        super().__init__()
        self._label = label
        self._count = ""
        self._tone = "accent"
        self.setProperty("role", "rail")
        self.setText(label)
        self.setToolTip(f"{label} ({shortcut})")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(24, 24))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        wear(self, icon_name)
        self.say(0)

    def say(self, count: int, spoken: str = "", tone: str = "accent") -> None:
        """Show a count; ``spoken`` says in words what is counted."""
        self._count = "" if not count else say.number(count) if count < 1000 else "999+"
        self._tone = tone
        self.setAccessibleName(f"{self._label}, {spoken}" if count and spoken else self._label)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1.5))
        font.setBold(True)
        metrics = QFontMetrics(font)
        height = metrics.height() + 2
        width = max(height, metrics.horizontalAdvance(self._count) + 10)
        badge = QRectF(min(self.width() / 2 + 5, self.width() - width - 3), 4, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("fill" if self._tone == "accent" else f"{self._tone}_ground"))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(theme.colour("on_fill" if self._tone == "accent" else self._tone))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._count)
        painter.end()


class NavigationRail(QWidget):
    """``chosen`` gives the key of the screen."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "ground")
        self.setAccessibleName(name)
        self.buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_XS, SPACE_S, SPACE_XS, SPACE_S)
        self._column.setSpacing(SPACE_XS)
        self._column.addStretch()
        theme.changed.connect(self.update)

    def add(self, key: str, icon_name: str, label: str, shortcut: str) -> None:
        button = RailButton(icon_name, label, shortcut)
        button.clicked.connect(lambda: self.chosen.emit(key))
        self.buttons[key] = button
        self._group.addButton(button)
        self._column.insertWidget(len(self.buttons) - 1, button)

    def fit(self) -> None:
        """As wide as the longest name in bold needs."""
        font = QFont(self.font())
        font.setBold(True)
        names = (button.text() for button in self.buttons.values())
        self.setFixedWidth(max(76, 24 + max(QFontMetrics(font).horizontalAdvance(name) for name in names)))

    def choose(self, key: str) -> None:
        """Mark a screen as the current one, without a signal."""
        self.buttons[key].setChecked(True)
