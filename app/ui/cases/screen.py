"""The case browser: the list of files, the open file, and beside it the document that is current."""

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.cache import Cache, CaseRow, Touched
from app.domain.errors import AppError
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.cases.case_list import CaseList
from app.ui.cases.case_view import CaseView
from app.ui.cases.loading import OpenedCase, load_case
from app.ui.cases.reading_list import ReadingList
from app.ui.common.renewal import Renewal
from app.ui.common.widgets import EmptyPanel, RememberingSplitter
from app.ui.common.work_bar import WorkBar

NARROW = 1250
"""Below this width (device-independent pixels) the list makes room when a file is opened."""


class DocumentView(Protocol):
    """What the case screen needs of the viewer: it shows a document by its id, and walks through the file's list."""

    @property
    def document_wanted(self) -> SignalInstance:
        """(document id): the reader went on to this one."""
        ...

    def show_document(self, document_id: str | None) -> None: ...
    def show_beside(self, document_id: str) -> None: ...
    def use_list(self, documents: ReadingList) -> None: ...
    def everywhere_actions(self) -> Sequence[QAction]: ...


ViewerFactory = Callable[[], QWidget]
"""Makes a widget that is a ``DocumentView``."""


class CasesScreen(QWidget):
    """The screen "Akten"."""

    document_opened = Signal(str)
    """A document is shown in the viewer beside the file."""
    inbox_wanted = Signal(str)
    """The user wants this document in the inbox."""
    said = Signal(str)
    """A short message for the user, e.g. that something was copied."""

    def __init__(self, desk: Desk, viewer: ViewerFactory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._site = ""
        self.list = CaseList(desk)
        self.case = CaseView(desk)
        self.viewer = viewer()
        self.left_word = WorkBar(desk)
        self.empty = EmptyPanel("folder-open", "")
        self._middle = QStackedWidget()
        self._middle.addWidget(self.empty)
        self._middle.addWidget(self.case)
        self.splitter = RememberingSplitter("cases")
        right = QWidget()
        pages = QVBoxLayout(right)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.left_word)
        pages.addWidget(self.viewer, 1)
        for widget, least in ((self.list, 200), (self._middle, 280), (right, 300)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(2, 1)
        self.splitter.restore([280, 440, 900])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self._say_nothing_open()
        self._connect()

    def _connect(self) -> None:
        self.list.case_chosen.connect(self._open_row)
        self.case.document_shown.connect(self._show_document)
        self.case.inbox_wanted.connect(self.inbox_wanted)
        self.case.said.connect(self.said)
        self.case.header.list_wanted.connect(self.toggle_list)
        self._renewed = Renewal(self, self._look_again)
        self._list_renewed = Renewal(self, self.list.refresh)
        self._desk.touched.connect(self._touched)
        view = cast(DocumentView, self.viewer)
        view.use_list(ReadingList(self.case.table))
        self.case.beside_wanted.connect(view.show_beside)
        view.document_wanted.connect(self.case.table.go_to_id)
        self.addActions(list(view.everywhere_actions()))
        toggle = QAction(_("Liste der Akten zeigen oder verbergen"), self)
        toggle.setShortcut(QKeySequence("F9"))
        toggle.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        toggle.triggered.connect(self.toggle_list)
        self.addAction(toggle)
        self.toggle = toggle

    # --- for the shell -------------------------------------------------------------------------------------------
    def open_case(self, case_id: str, document_id: str = "", site: str = "", *, move: bool = False) -> None:
        """Open a file (of the user's site unless another is named), with one of its documents shown.

        ``move``: ask at once in which other file that document shall lie.
        """
        self._site = site or self._desk.site
        wanted_site = self._site
        self._desk.ask(
            lambda cache: load_case(cache, wanted_site, case_id),
            lambda opened: self._opened(opened, document_id, move=move),
            self._failed,
            newest="case",
        )

    def _opened(self, opened: OpenedCase | None, document_id: str, *, move: bool) -> None:
        self._show(opened, document_id, fresh=True)
        if move and opened is not None:
            self.case.move_away.trigger()

    def focus_search(self) -> None:
        """Where the keyboard goes when the screen is entered."""
        if self.case.case_id and self.list.isHidden():
            self.case.table.setFocus()
        else:
            self.list.show()
            self.list.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.list.field.selectAll()

    # --- inside --------------------------------------------------------------------------------------------------
    def _open_row(self, row: CaseRow) -> None:
        self.open_case(row.id, site=row.site)

    def _show(self, opened: OpenedCase | None, document_id: str, *, fresh: bool) -> None:
        if opened is None:
            self._show_document(None)
            self.empty.say(
                "folder",
                _("Diese Akte gibt es hier nicht (mehr)."),
                _("Suchen Sie sie über Name, Nummer oder Anschrift."),
            )
            self._middle.setCurrentWidget(self.empty)
            return
        self._middle.setCurrentWidget(self.case)
        self.case.show_case(opened, document_id)
        if fresh:
            if self.width() < NARROW:
                self.list.hide()
            self.case.table.setFocus()
            self._remember(opened.case.id)

    def _remember(self, case_id: str) -> None:
        def work(cache: Cache) -> None:
            cache.opened(case_id)

        self._desk.write(work, lambda: self.list.mark(case_id))
        self._desk.looked_at_case(case_id)

    def _show_document(self, document_id: str | None) -> None:
        cast(DocumentView, self.viewer).show_document(document_id)
        self.left_word.show_document(document_id or "")
        if document_id:
            self.document_opened.emit(document_id)

    def _failed(self, error: AppError) -> None:
        self.empty.say("error", error.title, error.advice)
        self._middle.setCurrentWidget(self.empty)

    def _say_nothing_open(self) -> None:
        self.empty.say(
            "folder-open",
            _("Keine Akte geöffnet"),
            _("Suchen Sie links eine Akte, oder von überall mit Strg+K."),
        )

    def toggle_list(self) -> None:
        self.list.setVisible(self.list.isHidden())
        (self.list.field if not self.list.isHidden() else self.case.table).setFocus()

    def _touched(self, touched: Touched) -> None:
        if self.case.case_id and self.case.touches(touched):
            self._renewed.want()
        if touched.everything or touched.cases:
            self._list_renewed.want()

    def _look_again(self) -> None:
        """The file that is open may have changed. One that is being opened just now is not disturbed."""
        case_id, site = self.case.case_id, self._site

        def show(opened: OpenedCase | None) -> None:
            if self.case.case_id == case_id:
                self._show(opened, "", fresh=False)

        self._desk.ask(lambda cache: load_case(cache, site, case_id), show, self._failed, newest="case-again")
