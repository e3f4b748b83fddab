"""The strip of small pages beside the document; only those in view are drawn."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.texts import _
from app.tasks.pages import PageQueue, PageWant, Priority
from app.ui.common.theme import theme
from app.ui.viewer import painting
from app.ui.viewer.layout import MM_PER_INCH, PageColumn
from app.ui.viewer.pictures import Pictures
from app.ui.viewer.shown import Shown

PICTURE = QSize(104, 140)
CELL = QSize(132, 172)
SETTLE_MS = 40

Index = QModelIndex | QPersistentModelIndex


class _Pages(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _("Seite {page}").format(page=index.row() + 1)
        return None

    def show_pages(self, count: int) -> None:
        self.beginResetModel()
        self.count = count
        self.endResetModel()


class ThumbnailStrip(QListView):
    """``chosen`` gives the page (from 1) that was clicked or walked to."""

    chosen = Signal(int)

    def __init__(self, queue: PageQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = Pictures(queue, self)
        self.column = PageColumn(())
        self._document = ""
        self._pages = _Pages()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._want)
        self.setModel(self._pages)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setMinimumWidth(CELL.width() + 14)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Seitenvorschau"))
        self.verticalScrollBar().valueChanged.connect(lambda: self._settle.start())
        self.pictures.arrived.connect(lambda: self.viewport().update())
        self.pictures.failed.connect(lambda: self.viewport().update())

    def show_document(self, shown: Shown, column: PageColumn) -> None:
        """The same pages as ``column``, whose rotation and sizes are looked up when they are painted."""
        self.pictures.clear()
        self.pictures.real = shown.real
        self._document, self.column = shown.document, column
        self._pages.show_pages(len(column))
        self._settle.start()

    @property
    def settled(self) -> bool:
        """Whether all small pages in view are there."""
        return not (self.isVisible() and self._settle.isActive()) and not self.pictures.outstanding()

    def refresh(self) -> None:
        """The rotation has changed."""
        self._settle.start()
        self.viewport().update()

    def mark(self, page: int) -> None:
        """The page that is being read; no signal comes back."""
        if not 1 <= page <= self._pages.count or page == self.currentIndex().row() + 1:
            return
        self.blockSignals(True)
        selection = self.selectionModel()
        selection.blockSignals(True)
        self.setCurrentIndex(self._pages.index(page - 1))
        selection.blockSignals(False)
        self.blockSignals(False)
        self.viewport().update()

    def want_of(self, page: int) -> PageWant:
        """The small picture of a page (from 0)."""
        width, height = self.column.size_mm(page)
        per_mm = min(PICTURE.width() / width, PICTURE.height() / height) * self.devicePixelRatioF()
        return PageWant(self._document, page + 1, round(per_mm * MM_PER_INCH, 2), self.rotation)

    rotation = 0
    """Degrees clockwise in all, as in the large view."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self.signalsBlocked():
            self.chosen.emit(current.row() + 1)

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
        if not self.isVisible() or not self._pages.count:
            return
        top = self.verticalScrollBar().value()
        first = top // CELL.height()
        last = min((top + self.viewport().height()) // CELL.height(), self._pages.count - 1)
        self.pictures.want({self.want_of(page): Priority.THUMBNAIL for page in range(first, last + 1)})


class _Painter(QStyledItemDelegate):
    def __init__(self, strip: ThumbnailStrip) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        strip, page = self._strip, index.row()
        cell = QRectF(option.rect)
        width, height = strip.column.size_mm(page)
        scale = min(PICTURE.width() / width, PICTURE.height() / height)
        sheet = QRectF(0, 0, width * scale, height * scale)
        sheet.moveCenter(cell.center())
        sheet.moveTop(cell.top() + 8 + (PICTURE.height() - sheet.height()) / 2)
        state = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(cell, theme.colour("selected"))
        picture = strip.pictures.whole(page + 1, strip.rotation)
        if picture is None:
            painting.paint_sheet(painter, sheet, page + 1, page + 1 in strip.pictures.failures)
        else:
            painting.paint_whole(painter, sheet, picture, strip.devicePixelRatioF())
        painting.paint_edge(painter, sheet)
        if current:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(sheet.adjusted(-2, -2, 2, 2))
        painter.setPen(theme.colour("text" if current else "muted"))
        label = QRectF(cell.left(), cell.top() + PICTURE.height() + 10, cell.width(), 20)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(page + 1))
