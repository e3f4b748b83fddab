"""A label of one line, or a few, that ends in an ellipsis where there is no room; the whole text is its tooltip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Gives way in a narrow window; ``role`` as in the stylesheet. It takes up to ``lines`` lines."""

    def __init__(self, role: str = "", parent: QWidget | None = None, *, lines: int = 1) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    def say(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        if self._lines == 1:
            return super().heightForWidth(width)
        lines = len(broken(self.text(), self.fontMetrics(), width, self._lines))
        return self.fontMetrics().lineSpacing() * max(1, lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = int(self.alignment()) | int(Qt.TextFlag.TextSingleLine.value)
        lines = broken(self.text(), self.fontMetrics(), room.width(), self._lines)
        if self._lines > 1:
            room.setHeight(self.fontMetrics().lineSpacing())
        for line in lines:
            painter.drawText(room, flags, line)
            room.translate(0, self.fontMetrics().lineSpacing())


def broken(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """The lines of a text, at most ``most``; the last one ends in an ellipsis where the rest does not fit."""
    words = text.split(" ")
    lines: list[str] = []
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))
    if words:
        lines.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
    return lines
