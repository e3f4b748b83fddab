"""The figures that matter most, large, in a row; those that stand for a part of the post are buttons."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.common.row_painter import smaller
from app.ui.common.theme import SPACE_M, SPACE_S, theme


class Tile(QAbstractButton):
    """A number with its name above and a remark below. Checked: the list shows this part."""

    def __init__(self, name: str, *, part: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._number, self._remark, self._tone = name, "–", "", ""
        self.setCheckable(part)
        self.setEnabled(part)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if part else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, part)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    def say(self, number: str, remark: str = "", tone: str = "") -> None:
        """``tone``: ``""``, ``caution`` or ``bad``."""
        self._number, self._remark, self._tone = number, remark, tone
        self.setAccessibleName(f"{self._name}: {number}")
        self.setAccessibleDescription(remark)
        self.setToolTip(remark)
        self.update()

    def sizeHint(self) -> QSize:
        small, large = QFontMetrics(smaller(self.font())), QFontMetrics(self._large())
        return QSize(120, small.height() * 2 + large.height() + 2 * SPACE_S)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    def _large(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() + 5)
        font.setBold(True)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        marked = self.isChecked()
        painter.setBrush(theme.colour("selected" if marked else "raised" if self.underMouse() else "surface"))
        edge = "accent" if marked or self.hasFocus() else "line"
        painter.setPen(QPen(theme.colour(edge), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(room, 8, 8)
        small, large = smaller(self.font()), self._large()
        metrics, numbers = QFontMetrics(small), QFontMetrics(large)
        left, width, top = SPACE_M, self.width() - 2 * SPACE_M, SPACE_S
        for text, font, measure, colour in (
            (self._name, small, metrics, "muted"),
            (self._number, large, numbers, self._tone or "text"),
            (self._remark, small, metrics, "muted"),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(left, top + measure.ascent(), shown)
            top += measure.height()
        painter.end()
