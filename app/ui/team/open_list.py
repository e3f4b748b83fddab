"""The open documents of a team lead's sites, oldest first: who has them, how old they are. Rows can be dragged away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication

from app.domain.cache import DocumentRow
from app.domain.texts import _, ngettext
from app.services.team_figures import AGE_BANDS
from app.ui.common import format as say
from app.ui.common.roles import Mark
from app.ui.common.row_painter import smaller
from app.ui.common.tables import TWO_LINE_HEIGHT, Column, RowModel, RowTable
from app.ui.common.theme import theme
from app.ui.team.bar_table import POST

_ICONS = {"letter": "mail", "fax": "print", "email": "mail-read", "online": "keyboard", "counter": "person"}
_HOLDER, _RECEIVED = 1, 2
AGED, OLD = AGE_BANDS[2][1], AGE_BANDS[3][1]
"""Days after which a document is marked, and marked as bad."""


@dataclass(slots=True)
class Names:
    """Names by id, as the list shows them."""

    workers: Mapping[str, str]
    teams: Mapping[str, str]
    sites: Mapping[str, str]
    away: frozenset[str] = frozenset()

    def holder(self, row: DocumentRow) -> str:
        """Who has the document: a person, a team, or nobody."""
        if row.worker:
            return self.workers.get(row.worker, row.worker)
        return self.teams.get(row.team, row.team) if row.team else _("noch niemand")

    def below(self, row: DocumentRow) -> str | None:
        """The team beside a person, the site where there are several."""
        team = self.teams.get(row.team, row.team) if row.worker and row.team else ""
        site = self.sites.get(row.site, row.site) if len(self.sites) > 1 else ""
        return "  ·  ".join(part for part in (team, site) if part) or None


def age_tone(days: int) -> str:
    return "bad" if days > OLD else "caution" if days > AGED else ""


def list_columns(names: Callable[[], Names]) -> tuple[Column, ...]:
    """The list's columns; the first one says most."""

    def age(row: DocumentRow) -> tuple[Mark, ...]:
        days = say.days_since(row.received_on)
        return () if days is None else ((_("{n} T").format(n=days), age_tone(days)),)

    def away(row: DocumentRow) -> tuple[Mark, ...]:
        marks: list[Mark] = [(_("abwesend"), "caution")] if row.worker in names().away else []
        return (*marks, *([(_("wird gesendet"), "accent")] if row.pending else []))

    return (
        Column(
            "document",
            _("Dokument"),
            text=say.title,
            detail=lambda row: "  ·  ".join(part for part in (row.case_name or row.sender, row.item) if part),
            icon=lambda row: _ICONS.get(row.channel, "document"),
        ),
        Column("holder", _("Liegt bei"), text=lambda row: names().holder(row), width=210,
               detail=lambda row: names().below(row), marks=away),
        Column("received", _("Eingang"), text=lambda row: say.day(row.received_on), width=96, right=True),
        Column("age", _("Alter"), text=lambda row: "", width=70, marks=age, right=True),
    )  # fmt: skip


def spoken(row: DocumentRow, names: Names) -> str:
    """A whole row in one sentence."""
    days = say.days_since(row.received_on)
    parts = [
        say.title(row),
        say.channel(row.channel),
        row.case_name or row.sender,
        _("liegt bei {name}").format(name=names.holder(row)),
        names.below(row) or "",
        _("abwesend") if row.worker in names.away else "",
        ngettext("{n} Tag alt", "{n} Tage alt", days).format(n=days) if days is not None else "",
    ]
    return ", ".join(part for part in parts if part)


ROOMY, MEDIUM = 560, 440
"""Below these widths the receipt date and some of the holder's room give way; the age stays."""


class OpenList(RowTable):
    """``drag_began``: rows are being carried; ``drag_ended`` comes when they were let go, wherever."""

    drag_began = Signal(object)
    drag_ended = Signal()

    def __init__(self, names: Callable[[], Names]) -> None:
        model = RowModel(list_columns(names), describe=lambda row: spoken(row, names()))
        super().__init__(model, _("Offene Post"), row_height=TWO_LINE_HEIGHT, several=True)
        self._pressed: tuple[QPoint, int] | None = None
        """Where the mouse was pressed, and the row that becomes the only chosen one if it is not carried away (-1: it
        is so already)."""

    def forget_lines(self) -> None:
        """Names may have changed."""
        self._rows.forget_lines()

    def rows(self) -> Sequence[DocumentRow]:
        return self._rows.rows

    def meant(self) -> Sequence[DocumentRow]:
        """The selected rows, or the current one."""
        current = self.current_row()
        return self.selected_rows() or ([current] if current is not None else [])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        self.setColumnHidden(_RECEIVED, width < ROOMY)
        self.horizontalHeader().resizeSection(_HOLDER, 210 if width >= ROOMY else 180 if width >= MEDIUM else 150)

    # Not by Qt's own dragging: with 50,000 rows selected it would ask for the flags of 200,000 cells.
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, self._pressed = event.position().toPoint(), None
        row = self.rowAt(at.y())
        plain = event.button() == Qt.MouseButton.LeftButton and event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and row >= 0 and self.selectionModel().isRowSelected(row):
            self._pressed = (at, row)
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        super().mousePressEvent(event)
        if plain and row >= 0:
            self._pressed = (at, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        way = event.position().toPoint() - self._pressed[0]
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.carry()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed[1] >= 0:
            self.go_to(pressed[1])
        super().mouseReleaseEvent(event)

    def carry(self) -> None:
        """Drag the selected rows, until they are let go somewhere."""
        rows = self.selected_rows()
        if not rows:
            return
        data = QMimeData()
        data.setData(POST, "\n".join(row.id for row in rows).encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(_label(say.documents(len(rows)), self))
        self.drag_began.emit(rows)
        drag.exec(Qt.DropAction.MoveAction)
        self.drag_ended.emit()


def _label(text: str, widget: OpenList) -> QPixmap:
    """What is carried: how many."""
    font = smaller(widget.font())
    metrics = widget.fontMetrics()
    width, height, ratio = metrics.horizontalAdvance(text) + 24, metrics.height() + 12, widget.devicePixelRatioF()
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.colour("fill"))
    painter = QPainter(picture)
    painter.setFont(font)
    painter.setPen(theme.colour("on_fill"))
    painter.drawText(QRect(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return picture
