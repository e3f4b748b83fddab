"""Painting of list rows: one or two lines, an icon before, pills behind. Without the stylesheet: lists must be fast."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.common.icons import pixmap
from app.ui.common.roles import DETAIL_ROLE, ICON_ROLE, MARKS_ROLE, Mark
from app.ui.common.theme import SPACE_S, theme

Index = QModelIndex | QPersistentModelIndex
_TONES = {"accent": ("selected", "text"), "good": ("good_ground", "good"), "caution": ("caution_ground", "caution")}
_TONES |= {"bad": ("bad_ground", "bad"), "": ("raised", "muted")}


class RowDelegate(QStyledItemDelegate):
    """Paints a cell from ``DisplayRole``, ``DETAIL_ROLE``, ``ICON_ROLE`` and ``MARKS_ROLE``."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        first = index.column() == 0
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._ground(painter, cell, index, selected=selected, first=first)
        inner = cell.adjusted(SPACE_S + (4 if first else 0), 0, -SPACE_S, 0)
        name = index.data(ICON_ROLE)
        if name:
            inner = self._icon(painter, inner, name)
        marks, detail = index.data(MARKS_ROLE), index.data(DETAIL_ROLE)
        taken = 0
        if marks:
            # Pills stand beside the first line; the second keeps the whole width.
            height = inner.height() * 5 // 8 if detail is not None else inner.height()
            line = QRect(inner.left(), inner.top(), inner.width(), height)
            taken = inner.width() - paint_marks(painter, line, marks, option.font, selected=selected).width()
        right = bool(int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & Qt.AlignmentFlag.AlignRight.value)
        paint_lines(painter, inner, option.font, index.data() or "", detail, right=right, taken=taken)
        painter.restore()

    def _ground(self, painter: QPainter, cell: QRect, index: Index, *, selected: bool, first: bool) -> None:
        if selected:
            painter.fillRect(cell, theme.colour("selected"))
        elif getattr(self._view, "hovered", -1) == index.row():
            painter.fillRect(cell, theme.colour("raised"))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), theme.colour("line"))
        current = self._view.currentIndex().row() == index.row()
        if current and self._view.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawLine(cell.topLeft(), cell.topRight())
            painter.drawLine(cell.left(), cell.bottom(), cell.right(), cell.bottom())
        if first and (selected or current):
            bar = QRect(cell.left(), cell.top() + 1, 3, cell.height() - 2)
            painter.fillRect(bar, theme.colour("accent" if current else "line"))

    def _icon(self, painter: QPainter, inner: QRect, name: str) -> QRect:
        plain, _colon, token = name.partition(":")
        picture = pixmap(plain, 18, self._view.devicePixelRatioF(), token or "muted")
        painter.drawPixmap(inner.left(), inner.top() + (inner.height() - 18) // 2, picture)
        return inner.adjusted(18 + SPACE_S, 0, 0, 0)


def paint_lines(
    painter: QPainter,
    inner: QRect,
    font: QFont,
    text: str,
    detail: str | None,
    *,
    right: bool = False,
    taken: int = 0,
) -> None:
    """One line in the middle, or two; cut off with an ellipsis. ``taken`` pixels at the first line's end are in use."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    flags = int(side | Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextSingleLine.value
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme.colour("text"))
    if detail is None:
        inner = inner.adjusted(0, 0, -taken, 0)
        painter.drawText(inner, flags, metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width()))
        return
    small = smaller(font)
    small_metrics = QFontMetrics(small)
    top = inner.top() + (inner.height() - metrics.height() - small_metrics.height()) // 2
    upper = QRect(inner.left(), top, inner.width() - taken, metrics.height())
    lower = QRect(inner.left(), top + metrics.height(), inner.width(), small_metrics.height())
    painter.drawText(upper, flags, metrics.elidedText(text, Qt.TextElideMode.ElideRight, upper.width()))
    painter.setFont(small)
    painter.setPen(theme.colour("muted"))
    painter.drawText(lower, flags, small_metrics.elidedText(detail, Qt.TextElideMode.ElideRight, lower.width()))


def paint_marks(
    painter: QPainter, inner: QRect, marks: Sequence[Mark], font: QFont, *, selected: bool = False
) -> QRect:
    """Pills from the right edge inwards; gives back what is left of ``inner``. ``selected``: the row's ground is."""
    small = smaller(font)
    metrics = QFontMetrics(small)
    height = metrics.height() + 4
    painter.setFont(small)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    right = inner.right()
    for text, tone in reversed(marks):
        width = metrics.horizontalAdvance(text) + 16
        if right - width < inner.left() + 40:
            break
        ground, ink = _TONES[tone]
        if selected and ground == "selected":
            ground = "surface"
        pill = QRectF(right - width, inner.top() + (inner.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colour(ground)))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(theme.colour(ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        right -= width + 6
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    return QRect(inner.left(), inner.top(), right - inner.left(), inner.height())


def smaller(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(max(7.0, font.pointSizeF() - 1))
    return made
