"""How marks look on the page: on the screen and, with the same lines, on paper."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.domain.mark_look import FILLS, INKS
from app.domain.records import HIGHLIGHT, NOTE, Mark
from app.ui.viewer.mark_places import rects
from app.ui.viewer.overlays import PagePlace

STAMP_GROUND = QColor(255, 255, 255, 215)
CHOSEN = QColor("#0b5cad")


def paint_mark(painter: QPainter, place: PagePlace, mark: Mark, chosen: bool = False) -> None:
    """``chosen``: with the frame of the mark that is worked on."""
    shown = rects(mark, place)
    if mark.shape == HIGHLIGHT:
        _paint_highlight(painter, shown, mark.colour)
    elif mark.shape == NOTE:
        _paint_note(painter, shown[0], mark.colour)
    else:
        painter.save()
        _paint_stamp(painter, shown[0], mark, place.per_mm)
        painter.restore()
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(CHOSEN, 2, Qt.PenStyle.DashLine))
        for rect in shown:
            painter.drawRect(rect.adjusted(-3, -3, 3, 3))


def _paint_highlight(painter: QPainter, shown: list[QRectF], colour: str) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for rect in shown:
        painter.fillRect(rect, QColor(*FILLS[colour]))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _paint_note(painter: QPainter, pin: QRectF, colour: str) -> None:
    """A small sheet with a folded corner and lines on it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink, fold = QColor(*INKS[colour]), pin.width() * 0.3
    right, low = pin.bottomRight() - QPointF(0, fold), pin.bottomRight() - QPointF(fold, 0)
    painter.setBrush(QColor(*FILLS[colour]))
    painter.setPen(QPen(ink, max(1.2, pin.width() / 14), j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(QPolygonF([pin.topLeft(), pin.topRight(), right, low, pin.bottomLeft()]))
    painter.drawPolyline(QPolygonF([right, pin.bottomRight() - QPointF(fold, fold), low]))
    for share in (0.28, 0.5):
        y = pin.top() + pin.height() * share
        painter.drawLine(QPointF(pin.left() + pin.width() * 0.22, y), QPointF(pin.right() - pin.width() * 0.22, y))


def _paint_stamp(painter: QPainter, rect: QRectF, mark: Mark, per_mm: float) -> None:
    """A frame with the text along its longer side, never upside down, whichever way the page is turned."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(*INKS[mark.colour])
    painter.setBrush(STAMP_GROUND)
    painter.setPen(QPen(ink, max(1.0, 0.7 * per_mm)))
    inset = 0.4 * per_mm
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 1.5 * per_mm, 1.5 * per_mm)
    painter.translate(rect.center())
    width, height = rect.width(), rect.height()
    if height > width:
        painter.rotate(90)
        width, height = height, width
    painter.setPen(ink)
    room = QRectF(-width / 2, -height / 2, width, height).adjusted(2.5 * per_mm, 0, -2.5 * per_mm, 0)
    _write(painter, room, mark.text)


def _write(painter: QPainter, room: QRectF, text: str) -> None:
    """The first line bold and large, the others smaller below; the block stands in the middle."""
    first, *rest = text.strip().splitlines() or [""]
    share = 0.62 if not rest else 0.42 if len(rest) == 1 else 0.3
    below = min(0.26, (0.86 - share) / max(len(rest), 1)) * 0.85
    large = _fitting(painter.font(), first, room.width(), room.height() * share, bold=True)
    small = min(room.height() * below, 0.8 * large.pixelSize())
    fonts = [large, *(_fitting(painter.font(), line, room.width(), small, bold=False) for line in rest)]
    heights = [QFontMetricsF(font).height() for font in fonts]
    top = room.center().y() - sum(heights) / 2
    for line, font, height in zip([first, *rest], fonts, heights, strict=True):
        painter.setFont(font)
        painter.drawText(QRectF(room.left(), top, room.width(), height), Qt.AlignmentFlag.AlignCenter, line)
        top += height


def _fitting(base: QFont, text: str, width: float, height: float, bold: bool) -> QFont:
    font = QFont(base)
    font.setBold(bold)
    font.setPixelSize(max(1, round(min(height, 1000))))
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > width > 0:
        font.setPixelSize(max(1, int(font.pixelSize() * width / wide)))
    return font
