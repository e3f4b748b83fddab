"""The program's icons: small SVGs drawn in the theme's colours, sharp at every scaling."""

from functools import cache, lru_cache
from typing import Protocol
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.services.resources import resource_path
from app.ui.common.theme import theme

SIZE = 20
"""Usual edge in device-independent pixels."""
_EDGES = (16, 20, 24, 32, 40, 64)


class TakesIcon(Protocol):
    """A button, an action: whatever shows an icon."""

    def setIcon(self, icon: QIcon, /) -> None: ...


_worn: "WeakKeyDictionary[TakesIcon, tuple[str, str]]" = WeakKeyDictionary()


def icon(name: str, token: str = "text") -> QIcon:
    """``resources/icons/<name>.svg`` in the colour of a theme token. After a change of theme ask again."""
    return _icon(name, theme.colour(token).name(), theme.colour("frame").name())


def wear(target: TakesIcon, name: str, token: str = "text") -> None:
    """Give a button or action an icon that follows the theme."""
    _worn[target] = (name, token)
    target.setIcon(icon(name, token))


def pixmap(name: str, edge: int, ratio: float = 1.0, token: str = "text") -> QPixmap:
    """The icon as a picture of ``edge`` device-independent pixels for a screen of that pixel ratio."""
    return _pixmap(name, theme.colour(token).name(), edge, ratio)


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


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, faint: str) -> QIcon:
    made = QIcon()
    for edge in _EDGES:
        made.addPixmap(_pixmap(name, colour, edge, 1.0), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, faint, edge, 1.0), QIcon.Mode.Disabled)
    return made


@cache
def _svg(name: str) -> str:
    return resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")


def _repaint() -> None:
    for target, (name, token) in list(_worn.items()):
        try:
            target.setIcon(icon(name, token))
        except RuntimeError:  # its C++ half is gone already
            _worn.pop(target, None)


theme.changed.connect(_repaint)
