"""One field to find a case by any part of its number, a name or the address; the hits below it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.cache import Cache, CaseRow
from app.domain.texts import _
from app.tasks.desk import Desk
from app.tasks.lanes import Ticket
from app.ui.common import format as fmt
from app.ui.common.roles import Mark
from app.ui.common.tables import TWO_LINE_HEIGHT, Column, RowModel, RowTable
from app.ui.common.theme import SPACE_S
from app.ui.common.widgets import SearchField, text_label

HITS = 12
MOST_SEEN = 7
"""Lines of the list at most, so that type and register stay near the case."""
_OTHERS_KEYS = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.MoveToNextWord,
    QKeySequence.StandardKey.MoveToPreviousWord,
)


class CaseSearchField(SearchField):
    """While it is empty, undoing and walking from document to document belong to the screen."""

    screen_scrolled = Signal(int)
    """Page Up (-1) and Page Down (1) turn the pages of the document."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_for_others(event):
            event.ignore()
            return False
        return super().event(event)

    def _is_for_others(self, event: QKeyEvent) -> bool:
        return not self.text() and any(event.matches(key) for key in _OTHERS_KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.screen_scrolled.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)


class CaseSearch(QWidget):
    """``picked`` gives the case that was chosen from the hits; ``confirmed`` is Enter on an empty field."""

    picked = Signal(object)
    confirmed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._recent: tuple[CaseRow, ...] = ()
        self._asked: Ticket | None = None
        self._shown_for: str | None = None
        """The text whose hits are in the list; None while they are looked for."""
        self.field = CaseSearchField(_("Name, Nummer, Anschrift"), _("Akte suchen"))
        self.field.setToolTip(_("Name, Nummer, Geburtsdatum, Anschrift"))
        self.caption = text_label("", "section")
        self.model = RowModel(_columns(), describe=spoken)
        self.hits = RowTable(self.model, _("Gefundene Akten"), row_height=TWO_LINE_HEIGHT, header=False)
        self.hits.setMinimumHeight(TWO_LINE_HEIGHT * 2)
        self.hits.setMaximumHeight(TWO_LINE_HEIGHT * MOST_SEEN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.field)
        column.addWidget(self.caption)
        column.addWidget(self.hits, 100)
        column.addStretch(1)
        self.setMaximumHeight(TWO_LINE_HEIGHT * MOST_SEEN + 90)
        self.field.textChanged.connect(lambda _text: self._unknown())
        self.field.searched.connect(self._search)
        self.field.moved.connect(self.hits.step)
        self.field.chosen.connect(self._enter)
        self.hits.chosen.connect(self._pick)
        self.hits.clicked.connect(lambda _index: self._pick(self.hits.current_row()))

    def forget(self) -> None:
        """Another document comes: what was typed and which hit was marked counts no more."""
        self.field.clear()
        self._unmark()

    def clear(self, recent: tuple[CaseRow, ...]) -> None:
        """For the next document: an empty field with the cases used last below it (none: no list until one types)."""
        again = recent == self._recent
        self._recent = recent
        self.field.clear()
        if again and self._shown_for == "":
            self._unmark()
        else:
            self._show("", recent)

    def highlighted(self) -> CaseRow | None:
        """The hit that is marked for what was typed; None when nothing was typed or its hits are not here yet."""
        if not self.field.text().strip() or self._shown_for != self.field.text().strip():
            return None
        row = self.hits.current_row()
        return row if isinstance(row, CaseRow) else None

    def settled(self) -> bool:
        """The hits are those of what is typed."""
        return self._shown_for == self.field.text().strip()

    def searching(self) -> bool:
        """Something is typed: a case that was chosen before does not count until it is cleared or picked."""
        return bool(self.field.text().strip())

    def _unknown(self) -> None:
        self._shown_for = None

    def _search(self, text: str) -> None:
        if self._asked is not None:
            self._asked.cancel()
        if not text:
            if self._shown_for != "":
                self._show("", self._recent)
            return
        site = self._desk.site

        def find(cache: Cache) -> tuple[CaseRow, ...]:
            return tuple(row for row in cache.search(text, HITS, documents=False).cases if row.site == site)

        self._asked = self._desk.ask(find, lambda rows: self._show(text, rows))

    def _show(self, text: str, rows: Sequence[CaseRow]) -> None:
        if text != self.field.text().strip():
            return
        self._shown_for = text
        self.hits.show_rows(rows)
        if text:
            self.caption.setText(_("Gefunden") if rows else _("Keine Akte gefunden"))
            self.hits.go_to(0)
        else:
            self.caption.setText(_("Zuletzt verwendet") if rows else "")
            self._unmark()
        self.caption.setVisible(bool(self.caption.text()))
        self.hits.setVisible(bool(rows))

    def _unmark(self) -> None:
        self.hits.clearSelection()
        self.hits.setCurrentIndex(self.model.index(-1, -1))

    def _enter(self) -> None:
        if not self.searching():
            walked = self.hits.current_row()
            if walked is None:
                self.confirmed.emit()
            else:
                self._pick(walked)
        elif self.highlighted() is not None:
            self._pick(self.highlighted())

    def _pick(self, row: object) -> None:
        if isinstance(row, CaseRow):
            self.picked.emit(row)


def _columns() -> tuple[Column, ...]:
    return (Column("case", _("Akte"), text=lambda row: row.name, detail=case_line, marks=case_marks),)


def case_line(row: CaseRow) -> str:
    return "  ·  ".join(part for part in (fmt.case_number(row.case_number), fmt.address(row), row.matched) if part)


def case_marks(row: CaseRow) -> tuple[Mark, ...]:
    return ((_("geschlossen"), "caution"),) if row.closed_on else ()


def spoken(row: CaseRow) -> str:
    closed = _("geschlossen am {date}").format(date=fmt.day(row.closed_on)) if row.closed_on else ""
    return ", ".join(part for part in (row.name, row.case_number, fmt.address(row), row.matched, closed) if part)
