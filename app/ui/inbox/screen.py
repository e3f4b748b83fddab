"""The screen "Posteingang": queue, preview, filing. One key files and the next document is there."""

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.domain.cache import DocumentRow
from app.domain.records import INBOX, SuggestedCase
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common.menus import offer_menu
from app.ui.common.paper_actions import PaperActions
from app.ui.common.widgets import RememberingSplitter, as_area
from app.ui.common.work_bar import WorkBar
from app.ui.inbox.advice import number_actions
from app.ui.inbox.feed import Feed
from app.ui.inbox.filing import Filing
from app.ui.inbox.filing_panel import FilingPanel
from app.ui.inbox.forward_dialog import TargetDialog
from app.ui.inbox.merging import Merging
from app.ui.inbox.outlook import OutlookBar
from app.ui.inbox.queue_list import QueueList
from app.ui.inbox.rows import MINE
from app.ui.inbox.sharing import Queue, Sharing
from app.ui.inbox.steps import Target, file_step


class DocumentView(Protocol):
    """What the inbox needs of the viewer."""

    @property
    def document_wanted(self) -> SignalInstance:
        """(document id): the reader went on to this one."""
        ...

    @property
    def arranged(self) -> SignalInstance:
        """(document ids): the pages of a document were arranged into these."""
        ...

    def show_document(self, document_id: str | None) -> None: ...
    def prefetch(self, document_id: str) -> None: ...
    def scroll_screen(self, direction: int) -> None: ...
    def use_list(self, documents: QueueList) -> None: ...
    def show_beside(self, document_id: str) -> None: ...
    def mark_place(
        self, document_id: str, page: int, box: tuple[float, float, float, float] | None, *, go: bool
    ) -> None: ...
    def everywhere_actions(self) -> Sequence[QAction]: ...


class InboxScreen(QWidget):
    """``viewer`` makes a widget that is a ``DocumentView``."""

    case_opened = Signal(str)
    document_opened = Signal(str)

    def __init__(self, desk: Desk, viewer: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._was_shown = False
        self._to_be_focused = False
        """The screen was entered before it had a document: the keyboard goes to filing when there is one."""
        self.queue = QueueList(desk)
        self.outlook = OutlookBar()
        self.viewer = viewer()
        self.left_word = WorkBar(desk)
        self.panel = FilingPanel(desk)
        self.feed = Feed(desk, self, self.queue, self.outlook)
        self._lay_out()
        self._connect()
        self._make_actions()
        self.reload()

    @property
    def view(self) -> DocumentView:
        return cast(DocumentView, self.viewer)

    def _lay_out(self) -> None:
        left = QWidget()
        as_area(left, "surface")
        stack = QVBoxLayout(left)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.queue, 1)
        stack.addWidget(self.outlook)
        self.splitter = RememberingSplitter("inbox")
        middle = QWidget()
        pages = QVBoxLayout(middle)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.left_word)
        pages.addWidget(self.viewer, 1)
        for widget, least in ((left, 330), (middle, 380), (self.panel, 270)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self._share_width(1600)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.setTabOrder(self.panel, self.viewer)

    def _share_width(self, width: int) -> None:
        """The preview gets most; what the user has set before counts more."""
        left, right = min(max(width * 29 // 100, 362), 580), min(max(width * 21 // 100, 280), 370)
        self.splitter.restore([left, width - left - right, right])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self._share_width(self.width())

    def _connect(self) -> None:
        self.queue.current_changed.connect(self._show)
        self.queue.selection_changed.connect(self._choice_changed)
        self.queue.entered.connect(self.panel.focus_case)
        self.queue.head.person_wanted.connect(self._choose_person)
        self.queue.reload_wanted.connect(self._synchronise)
        self.outlook.case_wanted.connect(self.case_opened)
        self.panel.filed.connect(self._file)
        self.panel.skipped.connect(self.skip)
        self.panel.forward_wanted.connect(lambda: self.sharing.forward())
        self.panel.case_opened.connect(self.case_opened)
        self.panel.place_wanted.connect(self._mark_place)
        self.panel.search.field.screen_scrolled.connect(self.view.scroll_screen)
        self.panel.search.field.left.connect(self.queue.table.setFocus)
        self.view.use_list(self.queue)
        self.view.document_wanted.connect(self.queue.go_to)
        self.view.arranged.connect(self.queue.choose_soon)

    def _make_actions(self) -> None:
        made: tuple[tuple[str, Callable[[], None], tuple[str, ...]], ...] = (
            (_("Ablegen und nächstes öffnen"), self.panel.file, ("Ctrl+Return", "Ctrl+Enter")),
            (_("Überspringen"), self.skip, ("Ctrl+Right", "N")),
            (_("Voriges Dokument"), self.back, ("Ctrl+Left",)),
            (_("Akte des Vorschlags öffnen"), self.panel.card.open_button.click, ("Ctrl+O",)),
            (_("Daneben öffnen"), self._show_beside, ("Alt+Return",)),
            (_("Zur Suche nach der Akte"), self.panel.focus_case, ("F6",)),
            (_("Zur Liste"), self.queue.table.setFocus, ("F7",)),
        )
        self._own: list[QAction] = []
        for text, effect, keys in made:
            action = QAction(text, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, effect=effect: effect())
            self.addAction(action)
            self._own.append(action)
        self.addActions(number_actions(self, self.panel.advice.take))
        self.paper = PaperActions(self._desk, self, self.queue.meant)
        self.sharing = Sharing(
            self._desk,
            self,
            Queue(self.queue.meant, self._send_away, lambda: self.queue.head.view.queue == MINE),
            self.left_word,
        )
        self.merging = Merging(self._desk, self, self.queue.meant)
        work = [*self.sharing.all(), self.merging.action]
        offer_menu(self.queue.table, lambda menu: _fill_menu(menu, work, self.paper))
        self.addActions(list(self.view.everywhere_actions()))

    # --- for the shell ---------------------------------------------------------------------------------------
    def open_document(self, document_id: str) -> None:
        """Show an unfiled document, e.g. one that was found by the search."""
        self.feed.open_document(document_id)

    def focus_search(self) -> None:
        """Where the keyboard goes when the screen is entered: to filing."""
        self._to_be_focused = not self.panel.isEnabled()
        self.queue.table.setFocus() if self._to_be_focused else self.panel.focus_case()

    def reload(self) -> None:
        """Read the queue anew, off the Qt thread."""
        self.feed.reload()

    # --- the document ----------------------------------------------------------------------------------------
    def _show(self, row: DocumentRow | None) -> None:
        self.view.show_document(row.id if row is not None else None)
        self.left_word.show_document(row.id if row is not None else "")
        self._choice_changed()
        if row is not None:
            self.document_opened.emit(row.id)
            following = self.queue.following()
            if following is not None:
                self.view.prefetch(following.id)

    def _mark_place(self, place: SuggestedCase | None, go: bool) -> None:
        rows = self.panel.rows()
        if place is None or not rows:
            self.view.mark_place("", 0, None, go=False)
            return
        left, top, width, height = (side / 100 for side in place.box) if place.box else (0, 0, 0, 0)
        box = (left, top, width, height) if place.box else None
        self.view.mark_place(rows[0].id, place.page, box, go=go)

    def _choice_changed(self) -> None:
        rows = self.queue.table.meant_rows()
        unfiled = [row for row in rows if row.state_of_work == INBOX]
        was_here = bool(rows) and not unfiled and self.panel.isAncestorOf(self.focusWidget() or self)
        self.panel.show_rows(unfiled)
        if was_here:
            self.focus_search()
        if self._to_be_focused and rows and self.queue.table.hasFocus():
            self.focus_search()

    # --- acting ----------------------------------------------------------------------------------------------
    def _file(self, filing: Filing) -> None:
        rows = self.panel.rows()
        step = file_step(rows, filing, self._desk.site, self._desk.me)
        self._send_away(rows)
        self._desk.perform(step)

    def _send_away(self, rows: Sequence[DocumentRow]) -> None:
        """The rows go at once and the next document opens, before anything is written."""
        self.feed.send_away(row.id for row in rows)
        self.focus_search()

    def _show_beside(self) -> None:
        """The current document in a second view, which keeps it while the next one is filed."""
        row = self.queue.table.current_row()
        if row is not None:
            self.view.show_beside(row.id)

    def skip(self) -> None:
        """The next document; this one stays."""
        self.queue.table.step(1)
        self.focus_search()

    def back(self) -> None:
        self.queue.table.step(-1)
        self.focus_search()

    def _choose_person(self) -> None:
        dialog = TargetDialog(self._desk, _("Wessen Post?"), _("Anzeigen"), self.window(), only_persons=True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._show_person(dialog.target))
        dialog.rejected.connect(lambda: self.queue.head.show_person("", ""))
        dialog.open()

    def _show_person(self, target: Target | None) -> None:
        if target is not None:
            self.queue.head.show_person(target.worker, target.name)

    def _synchronise(self) -> None:
        self._desk.synchronise_now()
        self.reload()


def _fill_menu(menu: QMenu, work: Sequence[QAction], paper: PaperActions) -> None:
    """What can be done with the chosen rows."""
    menu.addActions(list(work))
    menu.addSeparator()
    paper.add_to(menu)
