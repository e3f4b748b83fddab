"""The tab "Gliederung": the document's own outline, or the documents of a file that is read as one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.page_sets import is_arranged
from app.domain.pages import OutlineEntry
from app.domain.texts import _
from app.tasks.desk import Desk
from app.tasks.lanes import Ticket
from app.tasks.pages import Priority
from app.ui.common import format as fmt
from app.ui.common.late import Late
from app.ui.common.widgets import EmptyPanel
from app.ui.viewer.opening import Opening

FETCHED_UNASKED = 2_000_000
"""Bytes: of a document kept page by page the original must be fetched for its outline; a larger one is asked about."""
_PAGE = Qt.ItemDataRole.UserRole


class OutlinePanel(Late):
    """``chosen`` gives a page of the column, from 1. The outline is read when the tab is looked at first."""

    chosen = Signal(int)

    def __init__(self, desk: Desk, opening: Opening, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._opening = opening
        self._ticket: Ticket | None = None
        self._looked = False

    def _build(self) -> None:
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("Gliederung"))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.itemActivated.connect(self._choose)
        self.tree.itemClicked.connect(self._choose)
        self.empty = EmptyPanel("outline", "")
        self.empty.pressed.connect(self._ask)
        self._stack = QStackedWidget()
        self.empty.say("outline", _("Die Gliederung wird gelesen …"))
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def document_changed(self) -> None:
        """Other pages are shown."""
        if self._ticket is not None:
            self._ticket.cancel()
        self._looked = False
        if not self.built:
            return
        self.tree.clear()
        self._stack.setCurrentWidget(self.empty)
        self.empty.say("outline", _("Die Gliederung wird gelesen …"))
        if self.isVisible():
            self.look()

    def look(self) -> None:
        """The tab is seen: read the outline, if that was not done yet."""
        self.need()
        opening = self._opening
        if self._looked or not opening.complete:
            return
        self._looked = True
        document = opening.document
        if opening.file is None and document is not None and is_arranged(document):
            self._fill(())  # it is of an original, whose pages are elsewhere now
        elif opening.file is not None:
            self._fill([OutlineEntry(part.title, part.first, 1) for part in opening.file.parts])
        elif document is not None and document.pack and document.size > FETCHED_UNASKED:
            size = fmt.size(document.size)
            self.empty.say(
                "outline",
                _("Für die Gliederung wird das ganze Dokument geladen."),
                _("Das sind {size}.").format(size=size),
                _("Laden"),
            )
        else:
            self._ask()

    def _ask(self) -> None:
        if self._opening.document_id is None:
            return
        self.empty.say("outline", _("Die Gliederung wird gelesen …"))
        self._ticket = self._desk.pages.read(
            self._opening.document_id,
            1,
            lambda reader, source, _page: reader.outline(source),
            self._fill,
            self._failed,
            Priority.NEXT_DOCUMENT,
            whole=True,
        )

    def _failed(self, error: AppError) -> None:
        self.empty.say("outline", error.title, error.advice, _("Erneut versuchen"))

    def _fill(self, entries: Sequence[OutlineEntry]) -> None:
        if not entries:
            self.empty.say("outline", _("Dieses Dokument hat keine Gliederung."))
            return
        above: list[QTreeWidgetItem] = []
        tops: list[QTreeWidgetItem] = []
        for entry in entries:
            item = QTreeWidgetItem([entry.title or _("Ohne Titel")])
            item.setData(0, _PAGE, entry.page)
            item.setToolTip(0, entry.title)
            if entry.page:
                spoken = _("{title}, Seite {page}").format(title=entry.title, page=entry.page)
                item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
            del above[max(entry.level - 1, 0) :]
            above[-1].addChild(item) if above else tops.append(item)
            above.append(item)
        self.tree.addTopLevelItems(tops)
        self.tree.expandToDepth(0)
        self._stack.setCurrentWidget(self.tree)

    def _choose(self, item: QTreeWidgetItem, _column: int) -> None:
        page = item.data(0, _PAGE)
        if page:
            self.chosen.emit(int(page))
