"""The tab that lists the marks of what is shown: go to one, change it, remove it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from app.domain.records import HIGHLIGHT, STAMP
from app.domain.texts import _
from app.ui.common import format as fmt
from app.ui.common.late import Late
from app.ui.common.widgets import EmptyPanel
from app.ui.viewer.mark_dialog import shape_name, swatch
from app.ui.viewer.marks import Marks, Placed

LONGEST_LINE = 90
ID = Qt.ItemDataRole.UserRole


class _List(QListWidget):
    pressed_key = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed_key.emit(event.key())
        else:
            super().keyPressEvent(event)


class MarkList(Late):
    """Signals give the mark's id."""

    chosen = Signal(str)
    edit_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(
        self, marks: Marks, name: Callable[[str, int], tuple[str, int]], parent: QWidget | None = None
    ) -> None:
        """``name`` says of a page that is named by its original: what the document is called, where several are shown
        (else ""), and which page of it that is."""
        super().__init__(parent)
        self._marks = marks
        self._name = name
        self._shown: Sequence[Placed] = ()
        marks.changed.connect(self._refresh)

    def _build(self) -> None:
        self.list = _List()
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(_("Markierungen"))
        self._empty = EmptyPanel(
            "highlight",
            _("Keine Markierungen"),
            _("Mit H heben Sie Text hervor, mit Umschalt+N setzen Sie eine Notiz, mit S einen Stempel."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.list)
        self.list.currentItemChanged.connect(self._current_changed)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(ID)))
        self.list.itemDoubleClicked.connect(lambda item: self.edit_wanted.emit(item.data(ID)))
        self.list.pressed_key.connect(self._pressed)
        self._refresh()

    def _refresh(self) -> None:
        if not self.built:
            return
        marks = self._marks.all()
        if marks != self._shown:
            self._shown = marks
            self.list.blockSignals(True)
            self.list.clear()
            for placed in marks:
                self.list.addItem(self._item(placed))
            self.list.blockSignals(False)
        self._stack.setCurrentIndex(0 if marks else 1)
        self._choose()

    def _item(self, placed: Placed) -> QListWidgetItem:
        mark = placed.mark
        title, page = self._name(mark.document, mark.page)
        place = _("Seite {page} · {what}").format(page=page, what=shape_name(mark.shape))
        head = " · ".join(part for part in (title, place) if part)
        who = _("{name}, {when}").format(name=self._marks.author(mark), when=fmt.moment(mark.at))
        said = [line.strip() for line in mark.text.splitlines() if line.strip()]
        text = " · ".join(said[:1] if mark.shape == STAMP else said)  # a stamp's other lines say who and when, too
        lines = [head, text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] + "…", who]
        item = QListWidgetItem(swatch(mark.colour), "\n".join(line for line in lines if line))
        item.setData(ID, mark.id)
        item.setToolTip(mark.text)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(line for line in (head, mark.text, who) if line))
        return item

    def _choose(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(ID) == self._marks.chosen:
                self.list.setCurrentRow(row)
                break
        else:
            self.list.setCurrentRow(-1)
        self.list.blockSignals(False)

    def _current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(ID))

    def _pressed(self, key: int) -> None:
        item = self.list.currentItem()
        if self.list.currentRow() < 0:
            return
        if key == Qt.Key.Key_Delete:
            self.remove_wanted.emit(item.data(ID))
        elif key == Qt.Key.Key_F2:
            self.edit_wanted.emit(item.data(ID))
        else:
            self.chosen.emit(item.data(ID))


def spoken(marks: Marks, placed: Placed) -> str:
    """A mark in words, for a tool tip: what it is, its text, who put it and when."""
    mark = placed.mark
    who = _("{name}, {when}").format(name=marks.author(mark), when=fmt.moment(mark.at))
    body = mark.text or (shape_name(HIGHLIGHT) if mark.shape == HIGHLIGHT else "")
    return f"{body}\n{who}" if body else who
