"""Painting of list rows: one or two lines, an icon before, pills behind.

Lists must be fast: a whole row is painted at once, without the stylesheet, and without a call from Qt for each cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QTableView, QWidget

from app.ui.common.icons import pixmap
from app.ui.common.roles import Mark
from app.ui.common.theme import SPACE_S, theme

FIRST_INSET = SPACE_S + 4
"""Pixels before the first column, where the bar of the current row is."""
_ICON = 18
_TONES = {"accent": ("selected", "text"), "good": ("good_ground", "good"), "caution": ("caution_ground", "caution")}
_TONES |= {"bad": ("bad_ground", "bad"), "": ("raised", "muted")}
_ROOM_FOR_TEXT = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows. One without a text holds pills alone."""

    text: str
    detail: str | None = None
    icon: str | None = None
    marks: Sequence[Mark] = ()
    right: bool = False


class Font:
    """A font that was measured; measuring it anew for every cell is what takes long."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self.height, self.ascent = self.metrics.height(), self.metrics.ascent()


class Look:
    """Colours and fonts with which rows are painted. Lists look alike: there is one, until something of it changes."""

    def __init__(self, font: QFont, ratio: float) -> None:
        self.made_of = (theme.tokens, QFont(font), ratio)
        self.ratio = ratio
        bold = smaller(font)
        bold.setBold(True)
        self.body, self.small, self.bold = Font(QFont(font)), Font(smaller(font)), Font(bold)
        self.surface, self.selected, self.raised, self.line, self.text, self.muted, self.accent = (
            theme.colour(token) for token in ("surface", "selected", "raised", "line", "text", "muted", "accent")
        )


_last: list[Look] = []


def look_of(view: QWidget) -> Look:
    made_of = (theme.tokens, view.font(), view.devicePixelRatioF())
    if not _last or _last[0].made_of != made_of:
        _last[:] = [Look(*made_of[1:])]
    return _last[0]


class RowPainter:
    """Paints the rows of a table whose model is a ``RowModel``."""

    def __init__(self, view: QTableView) -> None:
        self._view = view

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """The rows that ``dirty`` meets, and the ground below the last one."""
        view, model = self._view, self._model
        look = look_of(view)
        painter.fillRect(dirty, look.surface)
        first, last = view.rowAt(dirty.top()), view.rowAt(dirty.bottom())
        if first < 0:
            return
        last = len(model.rows) - 1 if last < 0 else last
        columns = self._columns()
        selected = self._selected(first, last)
        current = view.currentIndex().row()
        top, width = view.rowViewportPosition(first), view.viewport().width()
        for number in range(first, last + 1):
            height = view.rowHeight(number)
            row = QRect(0, top, width, height)
            self._ground(painter, row, look, number, selected=number in selected, current=number == current)
            self._content(painter, row, look, columns, number, selected=number in selected)
            top += height

    @property
    def _model(self) -> Any:
        return self._view.model()

    def _columns(self) -> list[tuple[int, int, int]]:
        """(number, left, width) of the visible columns."""
        header = self._view.horizontalHeader()
        return [
            (number, header.sectionViewportPosition(number), header.sectionSize(number))
            for number in range(header.count())
            if not header.isSectionHidden(number)
        ]

    def _selected(self, first: int, last: int) -> set[int]:
        ranges: Any = self._view.selectionModel().selection()
        return {
            number
            for part in ranges
            for number in range(max(first, part.top()), min(last, part.bottom()) + 1)
        }

    def _ground(
        self, painter: QPainter, row: QRect, look: Look, number: int, *, selected: bool, current: bool
    ) -> None:
        left, top, width, height = row.left(), row.top(), row.width(), row.height()
        if selected:
            painter.fillRect(row, look.selected)
        elif getattr(self._view, "hovered", -1) == number:
            painter.fillRect(row, look.raised)
        line = look.line
        if current and self._view.hasFocus():
            line = look.accent
            painter.fillRect(left, top, width, 1, line)
        painter.fillRect(left, top + height - 1, width, 1, line)
        if selected or current:
            painter.fillRect(left, top + 1, 3, height - 2, look.accent if current else look.line)

    def _content(
        self,
        painter: QPainter,
        row: QRect,
        look: Look,
        columns: Sequence[tuple[int, int, int]],
        number: int,
        *,
        selected: bool,
    ) -> None:
        cells: Sequence[Cell] = self._model.line(number)
        for column, left, width in columns:
            inset = SPACE_S if column else FIRST_INSET
            room = QRect(left + inset, row.top(), width - inset - SPACE_S, row.height())
            paint_cell(painter, room, look, cells[column], selected=selected)


def paint_cell(painter: QPainter, room: QRect, look: Look, cell: Cell, *, selected: bool) -> None:
    """A cell into ``room``, which is its place without the margins."""
    if not cell.text and not cell.detail:
        rest = paint_marks(
            painter, room.adjusted(0, 0, SPACE_S // 2, 0), cell.marks, look, selected=selected, spare=0
        )
        if cell.icon and rest.width() >= _ICON:
            _paint_icon(painter, rest.right() - _ICON + 2, room, look, cell.icon)
        return
    if cell.icon:
        _paint_icon(painter, room.left(), room, look, cell.icon)
        room = room.adjusted(_ICON + SPACE_S, 0, 0, 0)
    taken = 0
    if cell.marks:
        # Pills stand beside the first line; the second keeps the whole width.
        height = room.height() * 5 // 8 if cell.detail is not None else room.height()
        line = QRect(room.left(), room.top(), room.width(), height)
        taken = room.width() - paint_marks(painter, line, cell.marks, look, selected=selected).width()
    paint_lines(painter, room, look, cell, taken)


def _paint_icon(painter: QPainter, left: int, room: QRect, look: Look, icon: str) -> None:
    """``icon``: its name, after a colon the token of its colour."""
    name, _colon, token = icon.partition(":")
    picture = pixmap(name, _ICON, look.ratio, token or "muted")
    painter.drawPixmap(left, room.top() + (room.height() - _ICON) // 2, picture)


def paint_lines(painter: QPainter, room: QRect, look: Look, cell: Cell, taken: int) -> None:
    """One line in the middle, or two; cut off with an ellipsis. ``taken`` pixels at the first line's end are in use."""
    body, small = look.body, look.small
    height = body.height + (0 if cell.detail is None else small.height)
    top = room.top() + (room.height() - height + (cell.detail is None)) // 2
    text, advance = fitted(cell.text, room.width() - taken, body)
    painter.setFont(body.font)
    painter.setPen(look.text)
    left = room.left() + (room.width() - taken - advance if cell.right else 0)
    painter.drawText(left, top + body.ascent, text)
    if cell.detail is not None:
        painter.setFont(small.font)
        painter.setPen(look.muted)
        text, _advance = fitted(cell.detail, room.width(), small)
        painter.drawText(room.left(), top + body.height + small.ascent, text)


def paint_marks(
    painter: QPainter,
    room: QRect,
    marks: Sequence[Mark],
    look: Look,
    *,
    selected: bool = False,
    spare: int = _ROOM_FOR_TEXT,
) -> QRect:
    """Pills from the right edge inwards; gives back what is left of ``room``. ``selected``: the row's ground is.

    At least ``spare`` pixels are left free.
    """
    right = room.right()
    for text, tone in reversed(marks):
        ground, ink = _TONES[tone]
        if selected and ground == "selected":
            ground = "surface"
        width, height, picture = _pill(text, ground, ink, look)
        if right - width < room.left() + spare:
            break
        painter.drawPixmap(right - width, room.top() + (room.height() - height) // 2, picture)
        right -= width + 6
    return QRect(room.left(), room.top(), right - room.left(), room.height())


@lru_cache(maxsize=4096)
def fitted(text: str, width: int, font: Font) -> tuple[str, int]:
    """The text cut off with an ellipsis where ``width`` ends, and how wide it is. What a list shows it shows often."""
    advance = font.metrics.horizontalAdvance(text)
    if advance <= width:
        return text, advance
    text = font.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return text, font.metrics.horizontalAdvance(text)


@lru_cache(maxsize=500)
def _pill(text: str, ground: str, ink: str, look: Look) -> tuple[int, int, QPixmap]:
    """(width, height, picture) of a pill; the same few stand in every list."""
    width, height = look.small.metrics.horizontalAdvance(text) + 16, look.small.height + 4
    picture = QPixmap(round(width * look.ratio), round(height * look.ratio))
    picture.setDevicePixelRatio(look.ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look.small.font)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    pill = QRectF(0, 0, width, height)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(theme.colour(ink))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return width, height, picture


def smaller(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(max(7.0, font.pointSizeF() - 1))
    return made
