"""The program's icons: small SVGs drawn in the theme's colours, sharp at every scaling."""

from functools import cache, lru_cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.services.resources import resource_path
from app.ui.common.theme import theme

SIZE = 20
"""Usual edge in device-independent pixels."""


class TakesIcon(Protocol):
    """A button, an action: whatever shows an icon."""

    def setIcon(self, icon: QIcon, /) -> None: ...


def icon(name: str, token: str = "text") -> QIcon:
    """``resources/icons/<name>.svg`` in the colour of a theme token, also after the theme has changed."""
    return QIcon(_Engine(name, token))


def wear(target: TakesIcon, name: str, token: str = "text") -> None:
    """Give a button or action an icon that follows the theme."""
    target.setIcon(icon(name, token))


def pixmap(name: str, edge: int, ratio: float = 1.0, token: str = "text", colour: str = "") -> QPixmap:
    """The icon as a picture of ``edge`` device-independent pixels for a screen of that pixel ratio.

    ``colour`` in place of a token is for what lies on white paper, whatever the theme.
    """
    return _pixmap(name, colour or theme.colour(token).name(), edge, ratio)


class _Engine(QIconEngine):
    """Draws the icon when it is painted, in the size and colour of that moment: a window with sixty icons draws those
    that are seen, and a change of colours has no icon to change."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        token = "frame" if mode == QIcon.Mode.Disabled else self._token
        return pixmap(self._name, min(size.width(), size.height()), scale, token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        edge = min(rect.width(), rect.height())
        square = QRect(0, 0, edge, edge)
        square.moveCenter(rect.center())
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(square, self.scaledPixmap(square.size(), mode, state, ratio))

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        edge = min(size.width(), size.height())
        return QSize(edge, edge)

    def isNull(self) -> bool:
        return False


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, edge: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(round(edge * ratio), round(edge * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(_svg(name).replace("<path ", f'<path fill="{colour}" ').encode())).render(
        painter, QRectF(0, 0, picture.width(), picture.height())
    )
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _svg(name: str) -> str:
    return resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")
