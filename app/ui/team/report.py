"""The team lead's figures as a PDF on A4: figures, pictures as lines and areas, one bar after the other, page numbers.

Runs off the Qt thread. It names nobody but the staff: no citizens, no cases, no documents.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from app.domain.errors import AppError
from app.domain.texts import _
from app.services.team_figures import CHANNEL, PERSON, SITE, TEAM, Figures
from app.services.team_tables import day, kind_name, names_of, times_text
from app.ui.common import format as say
from app.ui.common.theme import LIGHT_TOKENS
from app.ui.team import words
from app.ui.team.charts import Ink, paint_bars, paint_columns, paint_flow

DPI = 1200
MARGIN_MM = 18
_POINT = DPI / 72
_BAR_ROW = 16
"""Points from one bar to the next."""
_FOOT, _GAP = 24, 14

Paint = Callable[[QPainter, QRectF], None]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the report: ``height`` in points. It is never cut."""

    height: float
    paint: Paint


def report_pdf(figures: Figures, family: str) -> bytes:
    """The report. ``family``: the font. Raises ``AppError`` if it cannot be made."""
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(out)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Portrait)
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    writer.setTitle(_("Offene Post am {date}").format(date=day(figures.day)))
    writer.setCreator("E-Sozialakte")
    painter = QPainter()
    if not painter.begin(writer):
        raise AppError(_("Der Bericht konnte nicht erstellt werden."), _("Versuchen Sie es noch einmal."))
    try:
        _Sheets(figures, family).paint(painter, writer)
    finally:
        painter.end()
    out.close()
    return bytes(out.data().data())


def report_ink(family: str, points: float = 9) -> Ink:
    """The light colours, whatever the window wears; sizes are fixed, so that any thread measures alike."""
    font = QFont(family)
    font.setPixelSize(round(points * _POINT))
    tokens = LIGHT_TOKENS
    return Ink(
        font=font,
        text=QColor(tokens.text),
        muted=QColor(tokens.muted),
        line=QColor(tokens.line),
        bar=QColor(tokens.accent),
        other=QColor(tokens.caution),
        faint=QColor(tokens.selected),
        chosen=QColor(tokens.selected),
        ground=QColor(tokens.surface),
        tones={"caution": QColor(tokens.caution), "bad": QColor(tokens.bad)},
        unit=0.6 * _POINT,
    )


class _Sheets:
    def __init__(self, figures: Figures, family: str) -> None:
        self._figures = figures
        self._family = family
        self._ink = report_ink(family)

    def paint(self, painter: QPainter, writer: QPdfWriter) -> None:
        size = QSizeF(writer.width(), writer.height())
        sheets = paged(self._blocks(), size.height() / _POINT - _FOOT)
        for number, blocks in enumerate(sheets, start=1):
            if number > 1:
                writer.newPage()
            top = 0.0
            for block in blocks:
                block.paint(painter, QRectF(0, top, size.width(), block.height * _POINT))
                top += (block.height + _GAP) * _POINT
            self._foot(painter, size, number, len(sheets))

    def _foot(self, painter: QPainter, size: QSizeF, number: int, of: int) -> None:
        ink = report_ink(self._family, 8)
        room = QRectF(0, size.height() - 12 * _POINT, size.width(), 12 * _POINT)
        painter.setFont(ink.font)
        painter.setPen(ink.muted)
        made = _("Erstellt am {when} · ohne Angaben über Bürgerinnen und Bürger").format(
            when=f"{datetime.now().astimezone():%d.%m.%Y, %H:%M}"
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, made)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, _("Seite {page} von {pages}").format(page=number, pages=of))

    # --- parts ---------------------------------------------------------------------------------------------------
    def _blocks(self) -> list[Block]:
        figures = self._figures
        columns = words.age_columns(figures.ages)
        blocks = [
            Block(44, self._heading),
            Block(52, self._numbers),
            self._titled(_("Alter in Kalendertagen"), 130, lambda p, r: paint_columns(p, r, columns, self._ink)),
            self._titled(
                _("Eingang und Ablage je Tag"), 170, lambda p, r: paint_flow(p, r, figures.flow, self._ink)
            ),
            self._note(),
        ]
        several = len(figures.people.sites) > 1
        for kind in (PERSON, TEAM, CHANNEL, *((SITE,) if several else ())):
            blocks += self._bars(kind)
        return blocks

    def _heading(self, painter: QPainter, room: QRectF) -> None:
        sites = ", ".join(site.name for site in self._figures.people.sites)
        self._write(painter, room, _("Offene Post"), 18, bold=True)
        below = room.adjusted(0, 26 * _POINT, 0, 0)
        said = _("{sites} · Stand {date}").format(sites=sites, date=day(self._figures.day))
        self._write(painter, below, said, 10, colour=self._ink.muted)

    def _numbers(self, painter: QPainter, room: QRectF) -> None:
        figures = self._figures
        numbers = (
            (_("Offen"), say.number(len(figures.rows))),
            (_("Ältestes"), words.oldest_text(figures)),
            (_("Ohne Person"), say.number(figures.unassigned)),
            (_("Bei Abwesenden"), say.number(figures.absent)),
            (_("Überfällige Wiedervorlagen"), say.number(len(figures.overdue))),
        )
        width = room.width() / len(numbers)
        for place, (name, number) in enumerate(numbers):
            box = QRectF(room.left() + place * width, room.top(), width * 0.95, room.height())
            painter.setPen(QPen(self._ink.line, self._ink.unit))
            painter.drawLine(box.topLeft(), box.topRight())
            self._write(painter, box.adjusted(0, 6 * _POINT, 0, 0), number, 16, bold=True)
            self._write(painter, box.adjusted(0, 26 * _POINT, 0, 0), name, 8, colour=self._ink.muted)

    def _note(self) -> Block:
        """How the numbers are meant."""
        figures = self._figures
        text = "\n".join(
            (
                _("Vom Eingang bis zur Ablage ({n} Dokumente in {days} Tagen): {said}.").format(
                    n=say.number(figures.times.count), days=len(figures.flow), said=times_text(figures.times)
                ),
                _("Im gleichen Zeitraum davor: {said}.").format(said=times_text(figures.times_before)),
                _("Gezählt sind Kalendertage, Wochenenden und Feiertage eingeschlossen. „Noch unterwegs“ ist Post, "
                  "die der Scandienst angekündigt und noch nicht geliefert hat."),
            )
        )  # fmt: skip
        return Block(62, lambda painter, room: self._write(painter, room, text, 9, colour=self._ink.muted))

    def _bars(self, kind: str) -> list[Block]:
        """In pieces of twenty, so that they may go over pages."""
        names = names_of(self._figures, kind)
        bars = [(names.get(bar.key, bar.key), bar.count) for bar in self._figures.bars(kind)]
        most = max((count for _name, count in bars), default=0)
        pieces = [bars[start : start + 20] for start in range(0, len(bars), 20)]
        title = _("Offene Post nach {kind}").format(kind=kind_name(kind))
        return [self._piece(title if not number else "", piece, most) for number, piece in enumerate(pieces)]

    def _piece(self, title: str, bars: Sequence[tuple[str, int]], most: int) -> Block:
        def paint(painter: QPainter, room: QRectF) -> None:
            paint_bars(painter, room, bars, self._ink, _BAR_ROW * _POINT, most)

        height = len(bars) * _BAR_ROW
        return self._titled(title, height, paint) if title else Block(height, paint)

    def _titled(self, title: str, height: float, paint: Paint) -> Block:
        def both(painter: QPainter, room: QRectF) -> None:
            self._write(painter, room, title, 11, bold=True)
            paint(painter, room.adjusted(0, 20 * _POINT, 0, 0))

        return Block(height + 20, both)

    def _write(
        self,
        painter: QPainter,
        room: QRectF,
        text: str,
        points: float,
        *,
        bold: bool = False,
        colour: QColor | None = None,
    ) -> None:
        font = report_ink(self._family, points).font
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(colour or self._ink.text)
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(room.adjusted(0, 0, 0, QFontMetricsF(font).height()), int(flags), text)


def paged(blocks: Sequence[Block], height: float) -> list[list[Block]]:
    """Blocks by pages of that height (points); one that is higher has a page of its own."""
    sheets: list[list[Block]] = [[]]
    used = 0.0
    for block in blocks:
        if sheets[-1] and used + block.height > height:
            sheets.append([])
            used = 0.0
        sheets[-1].append(block)
        used += block.height + _GAP
    return sheets
