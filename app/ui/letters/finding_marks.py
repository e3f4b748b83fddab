"""The findings of a letter's check on its pages: boxes in the colour of how bad they are."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.letter_check.findings import ERROR, Finding
from app.domain.pages import Box

_BAD, _DOUBTFUL = QColor(0xC4, 0x2B, 0x1C), QColor(0x9D, 0x5D, 0x00)
_GROUND = 26
_AROUND_MM = 0.6


class Place(Protocol):
    """What a viewer says of a page that it paints."""

    @property
    def owner(self) -> str: ...
    @property
    def inside(self) -> int: ...
    @property
    def per_mm(self) -> float: ...
    def rect(self, box: Box) -> QRectF: ...


class FindingMarks:
    """An overlay of the viewer's canvas."""

    def __init__(self) -> None:
        self._letter = ""
        self._findings: Sequence[Finding] = ()

    def show(self, letter: str, findings: Sequence[Finding]) -> None:
        self._letter, self._findings = letter, findings

    def paint(self, painter: QPainter, place: Place) -> None:
        if place.owner != self._letter:
            return
        around = _AROUND_MM * place.per_mm
        for finding in self._findings:
            if finding.box is None or finding.page != place.inside:
                continue
            colour = _BAD if finding.severity == ERROR else _DOUBTFUL
            area = place.rect(finding.box).adjusted(-around, -around, around, around)
            ground = QColor(colour)
            ground.setAlpha(_GROUND)
            painter.fillRect(area, ground)
            style = Qt.PenStyle.SolidLine if finding.severity == ERROR else Qt.PenStyle.DashLine
            painter.setPen(QPen(colour, 2, style))
            painter.drawRect(area)
