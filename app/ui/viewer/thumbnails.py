"""The strip of small pages beside the document; only those in view are drawn. It shows pages as they are, or as
somebody plans to arrange them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QDropEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.domain.page_plan import PagePlan, Planned
from app.domain.texts import _
from app.tasks.pages import PageQueue, PageWant, Priority
from app.ui.common.keys import action_for
from app.ui.viewer.layout import A4_MM, MM_PER_INCH, PageColumn
from app.ui.viewer.pictures import Pictures
from app.ui.viewer.shown import Shown
from app.ui.viewer.thumbnail_painter import CELL, PICTURE, Cell, ThumbnailPainter, look_name

SETTLE_MS = 40

Index = QModelIndex | QPersistentModelIndex


class PageRows(QAbstractListModel):
    """The rows of the strip: the pages of ``column``, or those of a plan."""

    def __init__(self) -> None:
        super().__init__()
        self.column = PageColumn(())
        self.plan: PagePlan | None = None
        self._looks: Mapping[tuple[str, int], str] = {}
        self._turns: Sequence[int] = ()
        self._count = 0

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.spoken(index.row())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def show_pages(self, column: PageColumn) -> None:
        self.column, self.plan, self._looks = column, None, {}
        self._show(len(column))

    def show_plan(self, plan: PagePlan, looks: Mapping[tuple[str, int], str]) -> bool:
        """True if the rows are others now."""
        self.plan, self._looks = plan, looks
        other = self._count != len(plan.pages)
        if other:
            self._show(len(plan.pages))
        return other

    def turned_now(self, turns: Sequence[int]) -> None:
        """How the document has its pages turned, before any plan."""
        self._turns = turns

    def _show(self, count: int) -> None:
        self.beginResetModel()
        self._count = count
        self.endResetModel()

    def row_of(self, page: int) -> int:
        """Of a page (from 1) of the document as it is; -1: it has none."""
        if self.plan is None:
            return page - 1
        return next((row for row, planned in enumerate(self.plan.pages) if planned.place == page), -1)

    def page_of(self, row: int) -> int:
        """The page (from 1) of the document as it is; 0 for one that was taken out before."""
        return row + 1 if self.plan is None else self.plan.pages[row].place

    def cell(self, row: int) -> Cell:
        """What is painted of a row."""
        if self.plan is None:
            return Cell(self.column.size_mm(row), str(row + 1))
        page = self.plan.pages[row]
        number = self.plan.document_of(row)
        return Cell(
            self._size(page),
            str(page.place) if page.place else _("entnommen"),
            _("Dokument {n}").format(n=number) if number else "",
            page.dropped,
            self._looks.get((page.sheet.original, page.sheet.page), "") if page.place else "",
        )

    def spoken(self, row: int) -> str:
        """A row in words."""
        if self.plan is None:
            return _("Seite {page}").format(page=row + 1)
        page, cell = self.plan.pages[row], self.cell(row)
        parts = (
            _("Seite {page}").format(page=page.place) if page.place else _("Entnommene Seite"),
            _("hier beginnt {document}").format(document=cell.begins) if cell.begins else "",
            _("wird herausgenommen") if page.dropped and page.place else "",
            look_name(cell.look),
        )
        return ", ".join(part for part in parts if part)

    def _size(self, page: Planned) -> tuple[float, float]:
        """In millimetres, as planned. A page that was taken out before is like the first one, as far as is known."""
        if not len(self.column):
            return A4_MM
        now = self._turns[page.place - 1] if 0 < page.place <= len(self._turns) else 0
        size = self.column.size_mm(max(page.place - 1, 0))
        return size if (page.sheet.turn - now) % 180 == 0 else size[::-1]


class ThumbnailStrip(QListView):
    """``chosen`` gives the page (from 1) that was clicked or walked to; ``dragged`` the row (from 0) before which the
    selected pages were dropped."""

    chosen = Signal(int)
    dragged = Signal(int)

    def __init__(self, queue: PageQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = Pictures(queue, self)
        self._document = ""
        self.rows_shown = PageRows()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._want)
        self.setModel(self.rows_shown)
        self.setItemDelegate(ThumbnailPainter(self))
        self.setUniformItemSizes(True)
        self.setMinimumWidth(CELL.width() + 14)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropOverwriteMode(False)
        self.setAccessibleName(_("Seitenvorschau"))
        self.verticalScrollBar().valueChanged.connect(lambda: self._settle.start())
        self.pictures.arrived.connect(lambda: self.viewport().update())
        self.pictures.failed.connect(lambda: self.viewport().update())

    # --- what is shown ---------------------------------------------------------------------------------------
    def show_document(self, shown: Shown, column: PageColumn) -> None:
        """The same pages as ``column``, whose rotation and sizes are looked up when they are painted."""
        self.pictures.clear()
        self.pictures.real = shown.real
        self._document = shown.document
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.rows_shown.show_pages(column)
        self._settle.start()

    def show_plan(self, plan: PagePlan, looks: Mapping[tuple[str, int], str]) -> None:
        """The pages of the document as ``plan`` has them; ``looks``: of (original, page), what a page looks like."""
        rows, current = self.rows(), self.currentIndex().row()
        before = self.rows_shown.plan
        other = self.rows_shown.show_plan(plan, looks)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        if before is None or [page.sheet for page in before.pages] != [page.sheet for page in plan.pages]:
            self.pictures.clear()
            self.pictures.real = self._planned
            self._want()
        if other:
            self.select(rows, current)
        self.viewport().update()

    def rows(self) -> list[int]:
        """The selected rows (from 0), else the current one."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        current = self.currentIndex().row()
        return rows or ([current] if current >= 0 else [])

    def select(self, rows: Collection[int], current: int) -> None:
        """Select rows (from 0) without going to them."""
        self._quietly(lambda: self._select(rows, current))

    def mark(self, page: int) -> None:
        """The page that is being read; no signal comes back, and several pages stay selected."""
        row = self.rows_shown.row_of(page)
        if not 0 <= row < self.rows_shown.rowCount() or row == self.currentIndex().row():
            return
        rows = [index.row() for index in self.selectionModel().selectedIndexes()]
        self.select(rows if len(rows) > 1 else [row], row)

    @property
    def settled(self) -> bool:
        """Whether all small pages in view are there."""
        return not (self.isVisible() and self._settle.isActive()) and not self.pictures.outstanding()

    def refresh(self) -> None:
        """The rotation has changed."""
        self._settle.start()
        self.viewport().update()

    def want_of(self, row: int) -> PageWant:
        """The small picture of a row (from 0)."""
        width, height = self.rows_shown.cell(row).size_mm
        per_mm = min(PICTURE.width() / width, PICTURE.height() / height) * self.devicePixelRatioF()
        return PageWant(self._document, row + 1, round(per_mm * MM_PER_INCH, 2), self.rotation)

    rotation = 0
    """Degrees clockwise in all, as in the large view."""

    # --- inside ----------------------------------------------------------------------------------------------
    def _planned(self, want: PageWant) -> PageWant:
        plan = self.rows_shown.plan
        assert plan is not None
        sheet = plan.pages[want.page - 1].sheet
        turned = (want.rotation + sheet.turn) % 360
        return replace(want, document=sheet.original, page=sheet.page, rotation=turned)

    def _quietly(self, change: Callable[[], None]) -> None:
        self.blockSignals(True)
        selection = self.selectionModel()
        selection.blockSignals(True)
        change()
        selection.blockSignals(False)
        self.blockSignals(False)
        self.viewport().update()

    def _select(self, rows: Collection[int], current: int) -> None:
        selection = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        selection.setCurrentIndex(self.rows_shown.index(current), flags.ClearAndSelect)
        selection.clearSelection()
        for row in rows:
            selection.select(self.rows_shown.index(row), flags.Select)
        self.scrollTo(self.rows_shown.index(current))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        page = self.rows_shown.page_of(current.row()) if current.isValid() else 0
        if page and not self.signalsBlocked():
            self.chosen.emit(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of commands around it come before what lists do with keys."""
        around = self.parentWidget()
        action = action_for(around, event) if around is not None else None
        action.trigger() if action is not None else super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands, never a jump in the list."""

    def dropEvent(self, event: QDropEvent) -> None:
        """The pages are moved in the plan, not by the list."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        row = self.rows_shown.rowCount() if not index.isValid() else index.row()
        if index.isValid() and at.y() > self.visualRect(index).center().y():
            row += 1
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dragged.emit(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pictures.cancel()

    def _want(self) -> None:
        if not self.isVisible() or not self.rows_shown.rowCount():
            return
        top = self.verticalScrollBar().value()
        first = top // CELL.height()
        last = min((top + self.viewport().height()) // CELL.height(), self.rows_shown.rowCount() - 1)
        self.pictures.want({self.want_of(row): Priority.THUMBNAIL for row in range(first, last + 1)})
