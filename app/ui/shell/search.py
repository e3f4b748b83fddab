"""The one search field (Ctrl+K) with its results below it; typing never waits."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.cache import CaseRow, DocumentRow, Found
from app.domain.errors import AppError
from app.domain.records import FILED, Announcement
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.cases.loading import Shelf, load_shelf
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.theme import SPACE_S, SPACE_XS, theme
from app.ui.common.widgets import SearchField, text_label
from app.ui.shell.finding import LIMIT, OnItsWay, load_on_its_way, result_groups, shelf_result_groups

ROUND = 8
"""Radius of the results' corners."""
REST_MS = 120
"""Post on its way is asked for when the typing rests so long."""


class SearchPopup(QWidget):
    """The results, laid over the window below the field.

    It paints its whole self, so that the window below it is not painted anew with every letter.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.table = GroupedTable(_("Suchergebnisse"))
        self.hint = text_label("", "small")
        self.hint.setContentsMargins(SPACE_S + 4, SPACE_XS, SPACE_S, SPACE_XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, SPACE_XS, 1, SPACE_XS)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        self.hide()

    def place(self, field: QWidget) -> None:
        """Below ``field``, at least 560 wide, at most what the window leaves."""
        window = self._window
        corner = field.mapTo(window, QPoint(0, field.height() + 4))
        width = min(max(field.width(), 560), window.width() - 16)
        left = max(8, min(corner.x() - (width - field.width()) // 2, window.width() - width - 8))
        wanted = self.table.content_height() + self.hint.sizeHint().height() + 2 * SPACE_XS + 4
        place = QRect(left, corner.y(), width, min(wanted, window.height() - corner.y() - 40))
        if place != self.geometry():
            self.setGeometry(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.colour("surface"))
        painter.setPen(theme.colour("line"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), ROUND, ROUND)
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.raise_()


class GlobalSearch(SearchField):
    """Searches cases, documents and unfiled post. What was chosen comes by the signals below."""

    case_chosen = Signal(object)
    """``CaseRow``"""
    filed_chosen = Signal(object)
    """``DocumentRow`` of a document in a file."""
    inbox_chosen = Signal(object)
    """``DocumentRow`` of a document in the inbox."""
    announced_chosen = Signal(object)
    """``Announcement``"""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(
            _("Akte, Dokument oder Post suchen"), _("Alles durchsuchen: Akten, Dokumente und Post im Eingang")
        )
        self.setAccessibleDescription(
            _("Sucht beim Tippen. Pfeiltasten gehen durch die Treffer, Eingabe öffnet, Escape schließt.")
        )
        self._desk = desk
        self._window = window
        self._found = Found()
        self._before: QWidget | None = None
        self.popup = SearchPopup(window)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask_on_its_way)
        self.searched.connect(self._search)
        self.moved.connect(self.popup.table.step)
        self.chosen.connect(self.popup.table.choose_current)
        self.left.connect(self.leave)
        self.popup.table.chosen.connect(self._choose)
        self.popup.table.clicked.connect(lambda _index: self._choose(self.popup.table.entry()))
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def enter(self) -> None:
        """Take the keyboard; ``leave`` gives it back."""
        now = QApplication.focusWidget()
        if now is not self:
            self._before = now
        self.setFocus()
        self.selectAll()

    def leave(self) -> None:
        self.popup.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()
        else:
            self.clearFocus()

    # --- asking --------------------------------------------------------------------------------------------------
    def _search(self, text: str) -> None:
        self._rest.stop()
        if not self.hasFocus():
            return
        if not text:
            self._desk.ask(load_shelf, self._show_shelf, newest="search")
            return
        self._desk.ask(lambda cache: cache.search(text, LIMIT), self._show_found, self._failed, newest="search")

    def _ask_on_its_way(self) -> None:
        cases, text, site = self._found.cases, self.text().strip(), self._desk.site
        self._desk.ask(
            lambda cache: load_on_its_way(cache, cases, site, text), self._show_on_its_way, newest="search-post"
        )

    # --- showing -------------------------------------------------------------------------------------------------
    def _show_shelf(self, shelf: Shelf) -> None:
        if self.hasFocus() and not self.text():
            self._show(shelf_result_groups(shelf), "")

    def _show_found(self, found: Found) -> None:
        self._found = found
        hint = "" if found.cases or found.documents or found.inbox else self._nothing()
        self._show(result_groups(found, OnItsWay()), hint)
        self._rest.start()

    def _show_on_its_way(self, coming: OnItsWay) -> None:
        if (coming.inbox or coming.announced) and self.popup.isVisible():
            self._show(result_groups(self._found, coming), "")

    def _show(self, groups: tuple[Group, ...], hint: str) -> None:
        if not self.hasFocus():
            return
        table = self.popup.table
        table.show_groups(groups)
        if table.entry() is None:
            table.go_to_first()
        self.popup.hint.setText(
            hint or (_("↑ ↓ auswählen · Eingabe öffnet · Esc schließt") if table.entries() else "")
        )
        self.popup.setVisible(bool(self.popup.hint.text()))
        self.popup.place(self)

    def _nothing(self) -> str:
        return _("Nichts gefunden. Auch im Posteingang ist dazu nichts.")

    def _failed(self, error: AppError) -> None:
        self._show((), f"{error.title} {error.advice}".strip())

    def _choose(self, entry: Entry | None) -> None:
        if entry is None:
            return
        self.popup.hide()
        self._before = None
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        payload = entry.payload
        if isinstance(payload, CaseRow):
            self.case_chosen.emit(payload)
        elif isinstance(payload, DocumentRow):
            answered = payload.state_of_work == FILED or bool(payload.handed_to)
            (self.filed_chosen if answered else self.inbox_chosen).emit(payload)
        elif isinstance(payload, Announcement):
            self.announced_chosen.emit(payload)

    # --- Qt ------------------------------------------------------------------------------------------------------
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._search(self.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.popup.isVisible():
            QTimer.singleShot(0, lambda: self.popup.place(self))
        return super().eventFilter(watched, event)

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.popup.isVisible() and now is not self and not (now and self.popup.isAncestorOf(now)):
            self.popup.hide()
