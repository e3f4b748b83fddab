"""Places on a page, turned or not, and what is painted over it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.viewer.overlays import PagePlace
from app.ui.viewer.pane import ViewerPane
from tests.ui.viewer.conftest import settle

ROTATIONS = st.sampled_from([0, 90, 180, 270])


def placed(rotation: int, scale: float = 2.0) -> PagePlace:
    width, height = (210.0, 297.0) if rotation % 180 == 0 else (297.0, 210.0)
    return PagePlace("one", 1, QRectF(30, -40, width * scale, height * scale), (210.0, 297.0), rotation)


@given(ROTATIONS, st.floats(0, 210), st.floats(0, 297), st.floats(0.3, 9))
def test_a_point_goes_to_the_screen_and_back(rotation: int, x: float, y: float, scale: float) -> None:
    place = placed(rotation, scale)
    assert place.at_mm(place.point(x, y)) == pytest.approx((x, y), abs=1e-6)
    assert place.target.adjusted(-1, -1, 1, 1).contains(place.point(x, y))


def test_the_upper_left_corner_goes_round_clockwise() -> None:
    corners = {rotation: placed(rotation).rect((0, 0, 10, 20)) for rotation in (0, 90, 180, 270)}
    assert corners[0] == QRectF(30, -40, 20, 40)
    assert corners[90].right() == placed(90).target.right() and corners[90].top() == -40
    assert corners[180].bottomRight() == placed(180).target.bottomRight()
    assert corners[270].bottom() == placed(270).target.bottom() and corners[270].left() == 30


class Red:
    """Paints a red square in the middle of the page and keeps the mouse."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def paint(self, painter: QPainter, place: PagePlace) -> None:
        painter.fillRect(place.rect((90, 130, 30, 30)), QColor("red"))

    def hover(self, place: PagePlace | None, at: QPointF) -> Qt.CursorShape | None:
        return Qt.CursorShape.CrossCursor if place is not None else None

    def press(self, place: PagePlace, event: QMouseEvent) -> bool:
        self.heard.append(f"press {place.page}")
        return True

    def move(self, place: PagePlace | None, event: QMouseEvent) -> None:
        self.heard.append("move")

    def release(self, place: PagePlace | None, event: QMouseEvent) -> None:
        self.heard.append("release")


def test_an_overlay_is_painted_over_the_page_and_a_tool_takes_the_mouse(qtbot: QtBot, pane: ViewerPane) -> None:
    red = Red()
    pane.canvas.overlays.append(red)
    pane.canvas.tools.append(red)
    pane.show_document("one")
    settle(qtbot, pane, "one")
    place = pane.canvas.place_of(1)
    assert place is not None
    middle = place.point(105, 145).toPoint()
    ratio = pane.canvas.devicePixelRatioF()
    painted = pane.canvas.viewport().grab().toImage()
    assert painted.pixelColor(round(middle.x() * ratio), round(middle.y() * ratio)) == QColor("red")
    before = pane.canvas.verticalScrollBar().value()
    QTest.mousePress(pane.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseRelease(pane.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert red.heard[0] == "press 1" and red.heard[-1] == "release"
    assert pane.canvas.verticalScrollBar().value() == before
    assert pane.canvas.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
