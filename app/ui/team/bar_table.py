"""A list whose rows are bars: who has how much. Post can be dropped on them, and what that makes of them is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPen,
    QResizeEvent,
)

from app.domain.texts import _, ngettext
from app.ui.common import format as say
from app.ui.common.row_painter import Look, RowPainter
from app.ui.common.tables import Column, Index, RowModel, RowTable
from app.ui.common.theme import theme

POST = "application/x-esozialakte-documents"
"""What is dragged: ids of documents, a line each."""
_BAR, _OLDEST = 1, 3
NAME_WIDTH = 160
ROOMY = 400
"""Below this width the age of the oldest gives way to the bars."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """``key`` as ``Bar.key``; ``mark`` why to think twice; ``after`` what the number would be, None: no change.

    ``most`` is the number of the longest bar.
    """

    key: str
    name: str
    count: int
    oldest: int | None = None
    mark: str = ""
    after: int | None = None
    most: int = 1

    @property
    def id(self) -> str:
        return f"bar-{self.key}"


def scaled(rows: Sequence[BarRow]) -> tuple[BarRow, ...]:
    """The same with the length of the longest bar, what would be included."""
    most = max((max(row.count, row.after or 0) for row in rows), default=0) or 1
    return tuple(replace(row, most=most) for row in rows)


def moved(rows: Sequence[BarRow], changes: Mapping[str, int]) -> tuple[BarRow, ...]:
    """What the bars would be: ``changes`` by key."""
    return scaled(
        [replace(row, after=row.count + changes[row.key] if changes.get(row.key) else None) for row in rows]
    )


def spoken(row: BarRow) -> str:
    oldest = ngettext("das älteste {n} Tag alt", "das älteste {n} Tage alt", row.oldest or 0)
    parts = [
        f"{row.name}: {say.documents(row.count)}",
        oldest.format(n=row.oldest) if row.oldest is not None and row.count else "",
        row.mark,
        _("danach {n}").format(n=say.number(row.after)) if row.after is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def columns(title: str, width: int) -> tuple[Column, ...]:
    return (
        Column(
            "name",
            title,
            text=lambda row: row.name,
            width=width,
            icon=lambda row: "calendar:caution" if row.mark else None,
        ),
        Column("bar", "", text=lambda row: ""),
        Column("count", _("Offen"), text=_number, width=84, right=True),
        Column(
            "oldest",
            _("Ältestes"),
            text=lambda row: "" if row.oldest is None or not row.count else _("{n} T").format(n=row.oldest),
            width=70,
            right=True,
        ),
    )


def _number(row: BarRow) -> str:
    return say.number(row.count) if row.after is None else f"{say.number(row.count)} → {say.number(row.after)}"


class _BarModel(RowModel):
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return spoken(self.rows[index.row()])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _BAR:
            return ""  # the number says it
        return super().data(index, role)

    def renew(self, rows: Sequence[BarRow]) -> None:
        """As many rows with the same keys."""
        self.rows = rows
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))


class BarTable(RowTable):
    """``picked``: a row was clicked or chosen by Enter. With ``drops`` documents can be dropped on a row."""

    picked = Signal(str)
    dropped = Signal(str)
    over = Signal(str)
    """Documents are held over the row of this key."""
    left = Signal()

    def __init__(
        self, title: str, name: str, *, drops: bool = False, several: bool = False, name_width: int = NAME_WIDTH
    ) -> None:
        self._name_width, self._ages = name_width, True
        self._bars = _BarModel(columns(title, name_width), describe=spoken)
        super().__init__(self._bars, name, row_height=28, several=several)
        self.painter_of_rows = _BarPainter(self)
        self.taking = drops
        self.setAcceptDrops(drops)
        self.viewport().setAcceptDrops(drops)
        self.setToolTip("")
        self.chosen.connect(lambda row: self.picked.emit(row.key))
        self.clicked.connect(lambda index: self.picked.emit(self._rows.rows[index.row()].key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hide_ages()

    def show_ages(self, *, shown: bool) -> None:
        """Whether the age of the oldest is said, where there is room."""
        self._ages = shown
        self._hide_ages()

    def _hide_ages(self) -> None:
        self.setColumnHidden(_OLDEST, not self._ages or self.viewport().width() < ROOMY)

    def rename(self, title: str) -> None:
        """Another title for the column of names."""
        self._bars.columns = columns(title, self._name_width)
        self.setAccessibleName(title)
        self.horizontalHeader().viewport().update()

    def shown(self) -> Sequence[BarRow]:
        return self._bars.rows

    def refresh(self, rows: Sequence[BarRow]) -> None:
        """The same bars with other numbers, in the same order: the choice is not touched."""
        self._bars.renew(rows)
        self.viewport().update()

    def key_at(self, event: QDropEvent) -> str | None:
        number = self.rowAt(round(event.position().y()))
        return str(self._rows.rows[number].key) if number >= 0 else None

    # --- Qt ------------------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.taking and event.mimeData().hasFormat(POST):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        key = self.key_at(event) if self.taking and event.mimeData().hasFormat(POST) else None
        if key is None:
            event.ignore()
            self.left.emit()
            return
        event.acceptProposedAction()
        self._hover(self.rowAt(round(event.position().y())))
        self.over.emit(key)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(-1)
        self.left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        key = self.key_at(event)
        if key is None or not self.taking or not event.mimeData().hasFormat(POST):
            event.ignore()
            return
        event.acceptProposedAction()
        self._hover(-1)
        self.dropped.emit(key)


class _BarPainter(RowPainter):
    """The cells as everywhere, and the bar: solid what there is, outlined what would come, striped what would go."""

    def _content(
        self,
        painter: QPainter,
        row: QRect,
        look: Look,
        columns: Sequence[tuple[int, int, int]],
        number: int,
        *,
        selected: bool,
    ) -> None:
        super()._content(painter, row, look, columns, number, selected=selected)
        bar: BarRow = self._model.rows[number]
        for column, left, width in columns:
            if column == _BAR:
                _paint_bar(painter, QRect(left, row.top() + 7, width, row.height() - 14), bar)


def _paint_bar(painter: QPainter, room: QRect, bar: BarRow) -> None:
    accent = theme.colour("accent")
    after = bar.count if bar.after is None else bar.after
    least, most = min(bar.count, after), max(bar.count, after)
    stays = max(room.width() * least // bar.most, 1 if least else 0)
    painter.fillRect(QRect(room.left(), room.top(), stays, room.height()), accent)
    rest = QRect(room.left() + stays, room.top(), room.width() * most // bar.most - stays, room.height())
    if rest.width() > 0:
        style = Qt.BrushStyle.Dense4Pattern if after > bar.count else Qt.BrushStyle.BDiagPattern
        painter.fillRect(rest, QBrush(accent, style))
        painter.setPen(QPen(accent, 1))
        painter.drawRect(rest.adjusted(0, 0, -1, -1))
