"""Painting of list rows: one or two lines, an icon before, pills behind. Without the stylesheet: lists must be fast."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.common.icons import pixmap
from app.ui.common.roles import Mark
from app.ui.common.theme import SPACE_S, theme

Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextSingleLine.value
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextSingleLine.value
_TONES = {"accent": ("selected", "text"), "good": ("good_ground", "good"), "caution": ("caution_ground", "caution")}
_TONES |= {"bad": ("bad_ground", "bad"), "": ("raised", "muted")}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, asked for at once: a question for each role costs as much as painting does."""

    text: str
    detail: str | None = None
    icon: str | None = None
    marks: Sequence[Mark] = ()
    right: bool = False


class RowDelegate(QStyledItemDelegate):
    """Paints the ``Cell`` that the view's model (a ``RowModel``) gives."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def _cell(self, index: Index) -> Cell:
        model: Any = self._view.model()
        found: Cell = model.cell(index)
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        first = index.column() == 0
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._ground(painter, cell, index, selected=selected, first=first)
        inner = cell.adjusted(SPACE_S + (4 if first else 0), 0, -SPACE_S, 0)
        shown = self._cell(index)
        if shown.icon:
            inner = self._icon(painter, inner, shown.icon)
        taken = 0
        if shown.marks:
            # Pills stand beside the first line; the second keeps the whole width.
            height = inner.height() * 5 // 8 if shown.detail is not None else inner.height()
            line = QRect(inner.left(), inner.top(), inner.width(), height)
            taken = inner.width() - paint_marks(painter, line, shown.marks, option.font, selected=selected).width()
        paint_lines(painter, inner, option.font, shown.text, shown.detail, right=shown.right, taken=taken)
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
    flags = _RIGHT if right else _LEFT
    fonts = _fonts(font)
    metrics = fonts.metrics
    painter.setFont(font)
    painter.setPen(theme.colour("text"))
    if detail is None:
        inner = inner.adjusted(0, 0, -taken, 0)
        painter.drawText(inner, flags, metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width()))
        return
    small_metrics = fonts.small_metrics
    top = inner.top() + (inner.height() - metrics.height() - small_metrics.height()) // 2
    upper = QRect(inner.left(), top, inner.width() - taken, metrics.height())
    lower = QRect(inner.left(), top + metrics.height(), inner.width(), small_metrics.height())
    painter.drawText(upper, flags, metrics.elidedText(text, Qt.TextElideMode.ElideRight, upper.width()))
    painter.setFont(fonts.small)
    painter.setPen(theme.colour("muted"))
    painter.drawText(lower, flags, small_metrics.elidedText(detail, Qt.TextElideMode.ElideRight, lower.width()))


def paint_marks(
    painter: QPainter, inner: QRect, marks: Sequence[Mark], font: QFont, *, selected: bool = False
) -> QRect:
    """Pills from the right edge inwards; gives back what is left of ``inner``. ``selected``: the row's ground is."""
    ratio = painter.device().devicePixelRatioF()
    right = inner.right()
    for text, tone in reversed(marks):
        ground, ink = _TONES[tone]
        if selected and ground == "selected":
            ground = "surface"
        colours = (theme.colour(ground).rgba(), theme.colour(ink).rgba())
        width, height, picture = _pill(text, colours, _fonts(font), ratio)
        if right - width < inner.left() + 40:
            break
        painter.drawPixmap(right - width, inner.top() + (inner.height() - height) // 2, picture)
        right -= width + 6
    return QRect(inner.left(), inner.top(), right - inner.left(), inner.height())


class _Fonts:
    """A list's font and the smaller one below it, measured."""

    def __init__(self, font: QFont) -> None:
        self.font, self.small = QFont(font), smaller(font)
        self.metrics, self.small_metrics = QFontMetrics(self.font), QFontMetrics(self.small)


_last_fonts: list[_Fonts] = []


def _fonts(font: QFont) -> _Fonts:
    """Lists have one font; measuring it anew for every cell is what takes long."""
    if not _last_fonts or _last_fonts[0].font != font:
        _last_fonts[:] = [_Fonts(font)]
    return _last_fonts[0]


@lru_cache(maxsize=500)
def _pill(text: str, colours: tuple[int, int], fonts: _Fonts, ratio: float) -> tuple[int, int, QPixmap]:
    """(width, height, picture) of a pill; the same few stand in every list."""
    width, height = fonts.small_metrics.horizontalAdvance(text) + 16, fonts.small_metrics.height() + 4
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(fonts.small)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(colours[0]))
    pill = QRectF(0, 0, width, height)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(QColor.fromRgba(colours[1]))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return width, height, picture


def smaller(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(max(7.0, font.pointSizeF() - 1))
    return made
