"""How a page is painted: its picture, or the white sheet with its number, or the reason why it cannot be shown."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.domain.errors import AppError
from app.domain.texts import _
from app.ui.common.icons import pixmap
from app.ui.common.theme import theme
from app.ui.viewer.layout import MM_PER_INCH
from app.ui.viewer.pictures import Picture

PAPER = QColor(255, 255, 255)
PALE = QColor(0x9A, 0xA3, 0xAE)
INK = QColor(0x1F, 0x29, 0x33)
SOFT_INK = QColor(0x4B, 0x55, 0x63)
WARNING_BAND = QColor(0xFD, 0xEC, 0xEA)
WARNING_INK = QColor(0xA4, 0x1E, 0x1E)
FAILURE_ICON = 28
"""Edge in logical pixels."""
EDGE = QColor(0, 0, 0, 60)


def paint_edge(painter: QPainter, target: QRectF) -> None:
    """A hairline around the sheet, so that white pages stand out from a light ground."""
    left, top, right, bottom = target.left() - 1, target.top() - 1, target.right(), target.bottom()
    # Four bars: a rectangle drawn with a translucent pen takes twenty times as long.
    for edge in (
        QRectF(left, top, right - left + 1, 1),
        QRectF(left, bottom, right - left + 1, 1),
        QRectF(left, top + 1, 1, bottom - top - 1),
        QRectF(right, top + 1, 1, bottom - top - 1),
    ):
        painter.fillRect(edge, EDGE)


def paint_whole(painter: QPainter, target: QRectF, picture: Picture, pixel_ratio: float) -> None:
    """The picture of a page: pixel by pixel when it is as sharp as the screen, stretched until then."""
    width, height = picture.image.width(), picture.image.height()
    if abs(width - target.width() * pixel_ratio) <= 1.5 and abs(height - target.height() * pixel_ratio) <= 1.5:
        _paint_pixels(painter, target, picture, pixel_ratio, 0, 0)
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
    painter.drawImage(target, picture.image, QRectF(picture.image.rect()))


def paint_detail(painter: QPainter, target: QRectF, picture: Picture, pixel_ratio: float) -> None:
    """The sharp part of a page; the part's place is on the page's grid of pixels."""
    assert picture.want.clip_mm is not None
    scale = picture.want.dpi / MM_PER_INCH
    left, top = round(picture.want.clip_mm[0] * scale), round(picture.want.clip_mm[1] * scale)
    _paint_pixels(painter, target, picture, pixel_ratio, left, top)


def _paint_pixels(
    painter: QPainter, target: QRectF, picture: Picture, pixel_ratio: float, left: int, top: int
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.scale(1 / pixel_ratio, 1 / pixel_ratio)
    origin = QPoint(round(target.x() * pixel_ratio) + left, round(target.y() * pixel_ratio) + top)
    painter.drawImage(origin, picture.image)
    painter.restore()


def paint_sheet(painter: QPainter, target: QRectF, page: int, numbered: bool) -> None:
    """The white sheet that stands for a page until its picture comes."""
    painter.fillRect(target, PAPER)
    if not numbered:
        return
    font = QFont(painter.font())
    font.setPixelSize(max(12, min(48, int(target.width() / 8))))
    painter.save()
    painter.setFont(font)
    painter.setPen(PALE)
    painter.drawText(target, Qt.AlignmentFlag.AlignCenter, str(page))
    painter.restore()


def paint_head(painter: QPainter, target: QRectF, title: str) -> None:
    """The name of a document over its first page, where several are read as one."""
    painter.save()
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    area = target.adjusted(0, 8, 0, -6)
    painter.setPen(theme.colour("frame"))
    painter.drawLine(QPointF(target.left(), target.top() + 3), QPointF(target.right(), target.top() + 3))
    painter.setPen(theme.colour("text"))
    line = QFontMetricsF(font).elidedText(title, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
    painter.restore()


def failure_text(page: int, error: AppError) -> str:
    """What is read (also aloud) in place of a page that cannot be shown."""
    heading = _("Seite {page} kann nicht angezeigt werden").format(page=page)
    again = _("Zum erneuten Laden klicken oder die Eingabetaste drücken.")
    return "\n\n".join(part for part in (heading, error.title, error.advice, again) if part)


def paint_failure(painter: QPainter, target: QRectF, seen: QRectF, page: int, error: AppError) -> None:
    """The reason in place of the page, inside the part of the sheet that is seen."""
    painter.fillRect(target, PAPER)
    heading, _separator, rest = failure_text(page, error).partition("\n\n")
    area = target.intersected(seen).adjusted(24, 20, -24, -20)
    if area.width() < 60:
        return
    painter.save()
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    head = painter.boundingRect(area.toRect(), flags, heading)
    plain = QFont(font)
    plain.setBold(False)
    painter.setFont(plain)
    body = painter.boundingRect(area.toRect(), flags, rest)
    above = FAILURE_ICON + 8
    top = area.center().y() - (head.height() + 12 + body.height() - above) / 2
    top = max(top, area.top() + above)
    band = QRectF(area.left() - 12, top - above - 14, area.width() + 24, above + head.height() + body.height() + 40)
    painter.fillRect(band, WARNING_BAND)
    icon = "offline" if error.code == "centre-unreachable" else "document-error"
    ratio = painter.device().devicePixelRatioF()
    picture = pixmap(icon, FAILURE_ICON, ratio, colour=WARNING_INK.name())
    painter.drawPixmap(QPointF(area.center().x() - FAILURE_ICON / 2, top - above), picture)
    painter.setPen(SOFT_INK)
    painter.drawText(QRect(int(area.left()), int(top + head.height() + 12), int(area.width()), 4000), flags, rest)
    painter.setFont(font)
    painter.setPen(WARNING_INK)
    painter.drawText(QRect(int(area.left()), int(top), int(area.width()), 4000), flags, heading)
    painter.restore()
