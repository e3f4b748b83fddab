"""Pictures of the figures, painted with any painter: on the screen at its resolution, in the PDF as lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.domain.texts import _
from app.services.team_figures import DayFlow
from app.ui.common import format as say

_GAP = 0.3
"""Share of a column's place that stays free."""
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours and font of a picture; lengths are in the painter's units."""

    font: QFont
    text: QColor
    muted: QColor
    line: QColor
    bar: QColor
    other: QColor
    """Of the second of two lines, which is dashed, too: colour alone says nothing."""
    faint: QColor
    """Of what is not here yet."""
    chosen: QColor
    ground: QColor
    tones: Mapping[str, QColor]
    """Of columns that should not be there."""
    unit: float = 1.0
    """How wide a hairline is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a histogram; ``tone``: ``""``, ``caution`` or ``bad``."""

    key: str
    label: str
    value: int
    tone: str = ""


def places(room: QRectF, count: int) -> list[QRectF]:
    """The places of ``count`` columns side by side."""
    width = room.width() / max(1, count)
    return [QRectF(room.left() + number * width, room.top(), width, room.height()) for number in range(count)]


def plot_room(rect: QRectF, ink: Ink) -> QRectF:
    """What is left of ``rect`` for columns, between the numbers above and the names below."""
    height = QFontMetricsF(ink.font).height()
    return rect.adjusted(0, height * 1.2, 0, -height * 1.3)


def paint_columns(
    painter: QPainter, rect: QRectF, columns: Sequence[Column], ink: Ink, current: int = -1, chosen: str | None = None
) -> None:
    """Columns with their numbers above and their names below. ``current`` has the keyboard, ``chosen`` is filtered."""
    painter.setFont(ink.font)
    room = plot_room(rect, ink)
    most = max((column.value for column in columns), default=0) or 1
    for number, (place, column) in enumerate(zip(places(room, len(columns)), columns, strict=True)):
        inner = place.adjusted(place.width() * _GAP / 2, 0, -place.width() * _GAP / 2, 0)
        height = room.height() * column.value / most
        bar = QRectF(inner.left(), room.bottom() - height, inner.width(), height)
        if column.key == chosen:
            painter.fillRect(QRectF(place.left(), rect.top(), place.width(), rect.height()), ink.chosen)
        painter.fillRect(bar, ink.tones.get(column.tone, ink.bar))
        painter.setPen(ink.text)
        above = QRectF(place.left(), bar.top() - room.top() + rect.top(), place.width(), room.top() - rect.top())
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, say.number(column.value))
        painter.setPen(ink.muted)
        below = QRectF(place.left(), room.bottom(), place.width(), rect.bottom() - room.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, column.label)
        if number == current:
            _frame(painter, QRectF(place.left(), rect.top(), place.width(), rect.height()), ink)
    painter.setPen(QPen(ink.line, ink.unit))
    painter.drawLine(room.bottomLeft(), room.bottomRight())


def flow_room(rect: QRectF, flow: Sequence[DayFlow], ink: Ink) -> QRectF:
    """Where the days stand: beside the scale, below the legend, above the dates."""
    metrics = QFontMetricsF(ink.font)
    scale = metrics.horizontalAdvance(say.number(_ceiling(flow))) + metrics.height() / 2
    return rect.adjusted(scale, metrics.height() * 1.5, 0, -metrics.height() * 1.3)


def paint_flow(painter: QPainter, rect: QRectF, flow: Sequence[DayFlow], ink: Ink, current: int = -1) -> None:
    """Columns of what came, lighter on top what is still on its way, and a line of what was filed."""
    painter.setFont(ink.font)
    room, top = flow_room(rect, flow, ink), _ceiling(flow)
    _scale(painter, rect, room, top, ink)
    spots = places(room, len(flow))
    for place, day in zip(spots, flow, strict=True):
        inner = place.adjusted(place.width() * _GAP / 2, 0, -place.width() * _GAP / 2, 0)
        here = room.height() * day.received / top
        painter.fillRect(QRectF(inner.left(), room.bottom() - here, inner.width(), here), ink.bar)
        coming = room.height() * day.in_transit / top
        if coming:
            box = QRectF(inner.left(), room.bottom() - here - coming, inner.width(), coming)
            painter.fillRect(box, ink.faint)
            painter.setPen(QPen(ink.bar, ink.unit, Qt.PenStyle.DotLine))
            painter.drawRect(box)
    line = QPolygonF(
        [QPointF(place.center().x(), room.bottom() - room.height() * day.filed / top)
         for place, day in zip(spots, flow, strict=True)]
    )  # fmt: skip
    # A light edge round the line: it stays seen before the columns.
    painter.setPen(QPen(ink.ground, 5 * ink.unit))
    painter.drawPolyline(line)
    painter.setPen(QPen(ink.other, 2.2 * ink.unit))
    painter.drawPolyline(line)
    _dates(painter, rect, room, flow, ink)
    _legend(painter, rect, room, ink)
    if 0 <= current < len(spots):
        _frame(painter, QRectF(spots[current].left(), room.top(), spots[current].width(), room.height()), ink)


def paint_bars(
    painter: QPainter, rect: QRectF, bars: Sequence[tuple[str, int]], ink: Ink, height: float, most: int
) -> None:
    """Lying bars with names before and numbers behind, ``height`` apart; ``most`` fills the width. For paper."""
    painter.setFont(ink.font)
    names, numbers = rect.width() * 0.36, rect.width() * 0.1
    length = rect.width() - names - numbers
    metrics = QFontMetricsF(ink.font)
    for number, (name, count) in enumerate(bars):
        top = rect.top() + number * height
        painter.setPen(ink.text)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names * 0.96)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(rect.left(), top, names, height), middle, shown)
        bar = QRectF(rect.left() + names, top + height * 0.2, length * count / max(1, most), height * 0.6)
        painter.fillRect(bar, ink.bar)
        painter.drawText(QRectF(bar.right() + height * 0.3, top, numbers, height), middle, say.number(count))


def _ceiling(flow: Sequence[DayFlow]) -> int:
    """A round number that is not below any value."""
    most = max((max(day.received + day.in_transit, day.filed) for day in flow), default=0)
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= most and step * power >= 4:
                return step * power
        power *= 10


def _scale(painter: QPainter, rect: QRectF, room: QRectF, top: int, ink: Ink) -> None:
    height = QFontMetricsF(ink.font).height()
    for value in (0, top // 2, top):
        y = room.bottom() - room.height() * value / top
        painter.setPen(QPen(ink.line, ink.unit))
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        painter.setPen(ink.muted)
        place = QRectF(rect.left(), y - height / 2, room.left() - rect.left() - height / 3, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, say.number(value))


def _dates(painter: QPainter, rect: QRectF, room: QRectF, flow: Sequence[DayFlow], ink: Ink) -> None:
    """Mondays, as many as there is room for."""
    painter.setPen(ink.muted)
    metrics = QFontMetricsF(ink.font)
    free = room.left()
    for place, day in zip(places(room, len(flow)), flow, strict=True):
        text = f"{day.day:%d.%m.}"
        width = metrics.horizontalAdvance(text)
        left = min(place.center().x() - width / 2, room.right() - width)
        if day.day.weekday() == 0 and left >= free:
            painter.drawText(QPointF(left, rect.bottom() - metrics.descent()), text)
            free = left + width * 1.3


def _legend(painter: QPainter, rect: QRectF, room: QRectF, ink: Ink) -> None:
    metrics = QFontMetricsF(ink.font)
    edge = metrics.height() * 0.7
    left, middle = room.left(), rect.top() + metrics.height() / 2
    for text, colour in ((_("Eingang"), ink.bar), (_("noch unterwegs"), ink.faint), (_("abgelegt"), ink.other)):
        mark = QRectF(left, middle - edge / 2, edge, edge)
        if colour is ink.other:
            painter.setPen(QPen(colour, 2.2 * ink.unit))
            painter.drawLine(QPointF(mark.left(), middle), QPointF(mark.right(), middle))
        else:
            painter.fillRect(mark, colour)
        if colour is ink.faint:
            painter.setPen(QPen(ink.bar, ink.unit, Qt.PenStyle.DotLine))
            painter.drawRect(mark)
        painter.setPen(ink.muted)
        painter.drawText(QPointF(mark.right() + edge * 0.5, middle + metrics.ascent() * 0.38), text)
        left = mark.right() + edge * 1.8 + metrics.horizontalAdvance(text)


def _frame(painter: QPainter, place: QRectF, ink: Ink) -> None:
    painter.setPen(QPen(ink.text, 1.5 * ink.unit))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(ink.unit, ink.unit, -ink.unit, -ink.unit))
