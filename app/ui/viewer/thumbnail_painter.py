"""How a small page is painted: where a document begins, what is taken out, what looks blank."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.page_looks import BLANK, SEPARATOR
from app.domain.texts import _
from app.ui.common.theme import theme
from app.ui.viewer import painting

if TYPE_CHECKING:
    from app.ui.viewer.thumbnails import ThumbnailStrip

PICTURE = QSize(104, 140)
CELL = QSize(132, 194)
_BAND = 20
"""Room above each page, where it says that a document begins."""
_VEIL = QColor(255, 255, 255, 170)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """``begins``: the document that begins with the page; ``look``: see ``domain.page_looks``."""

    size_mm: tuple[float, float]
    label: str
    begins: str = ""
    dropped: bool = False
    look: str = ""


class ThumbnailPainter(QStyledItemDelegate):
    def __init__(self, strip: "ThumbnailStrip") -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        strip, row = self._strip, index.row()
        cell, area = strip.rows_shown.cell(row), QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        body = area.adjusted(0, _BAND, 0, 0)
        if selected:
            painter.fillRect(body, theme.colour("selected"))
        sheet = self._sheet(body, cell)
        picture = strip.pictures.whole(row + 1, strip.rotation)
        if picture is None:
            painting.paint_sheet(painter, sheet, row + 1, row + 1 in strip.pictures.failures)
        else:
            painting.paint_whole(painter, sheet, picture, strip.devicePixelRatioF())
        painting.paint_edge(painter, sheet)
        if cell.dropped:
            self._strike(painter, sheet)
        if index == strip.currentIndex() or selected:
            painter.setPen(QPen(theme.colour("accent"), 2 if index == strip.currentIndex() else 1))
            painter.drawRect(sheet.adjusted(-2, -2, 2, 2))
        if cell.begins:
            self._begin(painter, area, cell.begins)
        self._label(painter, body, cell, selected)

    @staticmethod
    def _sheet(body: QRectF, cell: Cell) -> QRectF:
        width, height = cell.size_mm
        scale = min(PICTURE.width() / width, PICTURE.height() / height)
        sheet = QRectF(0, 0, width * scale, height * scale)
        sheet.moveCenter(body.center())
        sheet.moveTop(body.top() + 6 + (PICTURE.height() - sheet.height()) / 2)
        return sheet

    @staticmethod
    def _begin(painter: QPainter, area: QRectF, text: str) -> None:
        """A band over the page: what is below it is another document."""
        band = QRectF(area.left(), area.top() + 1, area.width(), _BAND - 3)
        painter.fillRect(band, theme.colour("fill"))
        painter.setPen(theme.colour("on_fill"))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, text)

    @staticmethod
    def _strike(painter: QPainter, sheet: QRectF) -> None:
        painter.fillRect(sheet, _VEIL)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(painting.WARNING_INK, 2))
        inner = sheet.adjusted(8, 8, -8, -8)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(QPointF(inner.right(), inner.top()), QPointF(inner.left(), inner.bottom()))
        painter.restore()

    @staticmethod
    def _label(painter: QPainter, body: QRectF, cell: Cell, selected: bool) -> None:
        look = look_name(cell.look)
        painter.setPen(theme.colour("caution" if look and not selected else "text" if selected else "muted"))
        label = QRectF(body.left(), body.top() + PICTURE.height() + 8, body.width(), 22)
        text = f"{cell.label}  ·  {look}" if look else cell.label
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def look_name(look: str) -> str:
    """What a page looks like, in words; empty for one that is to be read."""
    return {BLANK: _("leer"), SEPARATOR: _("Trennblatt")}.get(look, "")
