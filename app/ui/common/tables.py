"""Fast lists: a model over a tuple of rows, and a table of fixed row height that keeps the selection by id.

50,000 rows are shown at once; ``arrange`` filters and sorts them off the Qt thread (give it to ``desk.ask``).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.common.roles import Mark
from app.ui.common.row_painter import Cell, RowPainter
from app.ui.common.widgets import layout_memory

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT, TWO_LINE_HEIGHT = 32, 48
LINES_KEPT = 2000
"""Rows whose cells are kept from one ``show_rows`` to the next."""


class Row(Protocol):
    """What a list shows: anything with an id."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``text`` writes a cell; ``detail`` its second line; ``sort`` gives the key to sort by (default: text).

    ``width`` in device-independent pixels, 0 for the one that takes what is left. ``icon`` names an icon, ``marks``
    the pills at the end of the cell.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 0
    sort: Callable[[Any], Any] | None = None
    detail: Callable[[Any], str | None] | None = None
    icon: Callable[[Any], str | None] | None = None
    marks: Callable[[Any], Sequence[Mark]] | None = None
    right: bool = False

    def cell(self, row: Any) -> Cell:
        """What is painted of it for ``row``."""
        return Cell(
            self.text(row),
            self.detail(row) if self.detail else None,
            self.icon(row) if self.icon else None,
            self.marks(row) if self.marks else (),
            self.right,
        )

    def sort_key(self, row: Any) -> Any:
        return self.sort(row) if self.sort else self.text(row).casefold()


def arrange(
    rows: Iterable[Any],
    words: str = "",
    haystack: Callable[[Any], str] | None = None,
    column: Column | None = None,
    *,
    descending: bool = False,
) -> tuple[Any, ...]:
    """The rows that hold every word of ``words`` in their ``haystack``, sorted. Pure: run it off the Qt thread."""
    wanted = words.casefold().split()
    kept = rows
    if wanted and haystack is not None:
        kept = (row for row in rows if all(word in text for text in (haystack(row).casefold(),) for word in wanted))
    if column is None:
        return tuple(kept)
    return tuple(sorted(kept, key=column.sort_key, reverse=descending))


def places(rows: Iterable[Any]) -> dict[str, int]:
    """The number of each row by its id; for 50,000 rows it is made off the Qt thread."""
    return {row.id: number for number, row in enumerate(rows)}


class RowModel(QAbstractTableModel):
    """Rows as a table. ``describe`` says a whole row in one sentence for screen readers."""

    def __init__(
        self, columns: Sequence[Column], describe: Callable[[Any], str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._describe = describe
        self.rows: Sequence[Any] = ()
        self._where: dict[str, int] | None = None
        self._lines: dict[str, tuple[Any, tuple[Cell, ...]]] = {}

    def show_rows(self, rows: Sequence[Any], where: dict[str, int] | None = None) -> None:
        """Show other rows. Views that must keep their selection do this through ``RowTable.show_rows``.

        ``where``: the number of each row by its id, if it was made off the Qt thread (``places``).
        """
        self.beginResetModel()
        self.rows = rows
        self._where = where
        if len(self._lines) > LINES_KEPT:
            self._lines.clear()
        self.endResetModel()

    def row_of(self, id_: str) -> int | None:
        if self._where is None:
            self._where = places(self.rows)
        return self._where.get(id_)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.text(row) or None
        return None

    def line(self, number: int) -> Sequence[Cell]:
        """All that is painted of a row, cell by cell; kept as long as it is the same row."""
        row = self.rows[number]
        known = self._lines.get(row.id)
        if known is None or known[0] is not row:
            known = self._lines[row.id] = (row, tuple(column.cell(row) for column in self.columns))
        return known[1]

    def forget_lines(self) -> None:
        """What cells say has changed though the rows have not: another day has begun."""
        self._lines.clear()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _spoken(self, row: Any, column: int) -> str:
        if column == 0 and self._describe is not None:
            return self._describe(row)
        return f"{self.columns[column].title}: {self.columns[column].text(row)}"


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Rising numbers as (first, last) of those without a gap: Qt takes long for many parts of a selection."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


class RowTable(QTableView):
    """A table of rows: whole rows selected, Enter or double click chooses, selection kept by id on refresh."""

    current_changed = Signal(object)
    """The row under the cursor, or None."""
    selection_changed = Signal()
    chosen = Signal(object)
    """Enter or double click on a row."""

    def __init__(
        self,
        model: RowModel,
        name: str,
        *,
        row_height: int = ROW_HEIGHT,
        header: bool = True,
        several: bool = False,
        memory: str = "",
    ) -> None:
        super().__init__()
        self._rows = model
        kept = f"columns/{memory}" if memory else ""
        self._quiet = False
        self.hovered = -1
        self.setModel(model)
        self.painter_of_rows = RowPainter(self)
        # Rows and the ground below them are painted whole: what lies behind need not be painted before.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        _set_up_headers(self, model, row_height, header=header, memory=kept)
        self.activated.connect(self._activate)

    # --- rows ----------------------------------------------------------------------------------------------------
    def show_rows(
        self, rows: Sequence[Any], *, fall_back: bool = False, where: dict[str, int] | None = None
    ) -> None:
        """Show ``rows``; what was selected stays selected, what was on screen stays there.

        ``fall_back``: if the current row is gone, the one that took its place becomes current. ``where`` as for the
        model.
        """
        selected, place = self.selected_ids(), self.currentIndex().row()
        current = self._rows.rows[place].id if 0 <= place < len(self._rows.rows) else ""
        offset = self.verticalScrollBar().value()
        self._quiet = True
        self._rows.show_rows(rows, where)
        self.hovered = -1
        found = self._rows.row_of(current) if current else None
        if found is None and fall_back and current and rows:
            found, selected = min(place, len(rows) - 1), []
        self.verticalScrollBar().setValue(offset)
        if found is not None:
            self._select([*(self._rows.row_of(id_) for id_ in selected), found], found)
        self._quiet = False
        after = self.current_row()
        if (after.id if after else "") != current:
            self.current_changed.emit(after)
        self.selection_changed.emit()

    def current_row(self) -> Any | None:
        place = self.currentIndex().row()
        return self._rows.rows[place] if 0 <= place < len(self._rows.rows) else None

    def meant_rows(self) -> list[Any]:
        """The selected rows from top to bottom, before them the current one if it is not among them."""
        rows, current = self.selected_rows(), self.current_row()
        if current is None or self.selectionModel().isRowSelected(self.currentIndex().row(), QModelIndex()):
            return rows
        return [current, *rows]

    def selected_rows(self) -> list[Any]:
        """The selected rows from top to bottom."""
        # By ranges: with 50,000 rows selected a list of indexes would take a second.
        ranges = cast(Iterable[QItemSelectionRange], self.selectionModel().selection())
        parts = [(part.top(), part.bottom() + 1) for part in ranges]
        if len(parts) == 1:
            return list(self._rows.rows[slice(*parts[0])])
        numbers = sorted({number for part in parts for number in range(*part)})
        return [self._rows.rows[number] for number in numbers]

    def selected_ids(self) -> list[str]:
        return [row.id for row in self.selected_rows()]

    def go_to(self, number: int) -> None:
        """Make row ``number`` (from 0) current, as far as there is one."""
        if self._rows.rows:
            row = max(0, min(number, len(self._rows.rows) - 1))
            # Not by Qt's selectRow: while Ctrl is held for a command it adds the row to those that are selected.
            self._select([row], row)
            self.scrollTo(self.currentIndex())

    def go_to_id(self, id_: str) -> bool:
        number = self._rows.row_of(id_)
        if number is not None:
            self.go_to(number)
        return number is not None

    def select_ids(self, ids: Iterable[str]) -> bool:
        """Select these rows, the first of them current; False if one of them is not there."""
        numbers = [self._rows.row_of(id_) for id_ in ids]
        there = [number for number in numbers if number is not None]
        if not there or len(there) < len(numbers):
            return False
        self._select(there, there[0])
        self.scrollTo(self.currentIndex())
        return True

    def step(self, rows: int) -> None:
        """Go down (negative: up) from a field above the list."""
        self.go_to(self.currentIndex().row() + rows if self.currentIndex().isValid() else 0)

    def choose_current(self) -> None:
        """As Enter does; the first row if none is current."""
        row = self.current_row() or (self._rows.rows[0] if self._rows.rows else None)
        if row is not None:
            self.chosen.emit(row)

    def _activate(self, index: QModelIndex) -> None:
        self.chosen.emit(self._rows.rows[index.row()])

    def _select(self, numbers: Iterable[int | None], current: int) -> None:
        chosen = QItemSelection()
        last = self._rows.columnCount() - 1
        for first, final in _runs(sorted({number for number in numbers if number is not None})):
            chosen.select(self._rows.index(first, 0), self._rows.index(final, last))
        flags = QItemSelectionModel.SelectionFlag
        # Told when both are done: in between another row would be current than is selected.
        before, quiet, self._quiet = self.currentIndex().row(), self._quiet, True
        self.selectionModel().setCurrentIndex(self._rows.index(current, 0), flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        self._quiet = quiet
        if not quiet:
            if self.currentIndex().row() != before:
                self.current_changed.emit(self.current_row())
            self.selection_changed.emit()

    # --- Qt ------------------------------------------------------------------------------------------------------
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.row() != previous.row():
            self.current_changed.emit(self.current_row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._quiet:
            self.selection_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.painter_of_rows.paint(painter, event.rect())
        painter.end()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands of the screens, never a jump in the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Home and End go through the columns in Qt; in a list they go to its ends.
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if event.key() == Qt.Key.Key_Home else len(self._rows.rows) - 1)
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row == self.hovered:
            return
        before, self.hovered = self.hovered, row
        for number in (before, row):
            if number >= 0:
                top, height = self.rowViewportPosition(number), self.rowHeight(number)
                self.viewport().update(0, top, self.viewport().width(), height)


def _set_up_headers(table: QTableView, model: RowModel, row_height: int, *, header: bool, memory: str) -> None:
    """``memory``: under which name the widths of the columns are kept, "" where they are not."""
    side = table.verticalHeader()
    side.hide()
    side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    side.setMinimumSectionSize(16)
    side.setDefaultSectionSize(row_height)
    top = table.horizontalHeader()
    top.setVisible(header)
    top.setHighlightSections(False)
    # With the list's own choice the header would look through 50,000 chosen rows, column by column, when painted.
    top.setSelectionModel(QItemSelectionModel(model, top))
    top.setMinimumSectionSize(40)
    for number, column in enumerate(model.columns):
        if column.width:
            top.resizeSection(number, column.width)
        else:
            top.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
    if not memory:
        return
    kept = layout_memory().value(memory)
    if isinstance(kept, QByteArray):
        top.restoreState(kept)
        top.setVisible(header)
    top.sectionResized.connect(lambda *_: layout_memory().setValue(memory, top.saveState()))
