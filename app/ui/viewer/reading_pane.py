"""Reading one document, or a whole file as one: bar, facts, the panel beside the pages, and the pages."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.texts import _
from app.tasks.desk import Desk, Status
from app.ui.common.keys import InnerKeys
from app.ui.common.roles import KEYS_OF
from app.ui.common.widgets import hairline
from app.ui.viewer.arranging import ArrangePanel
from app.ui.viewer.bar import ViewerBar
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.commands import make_commands
from app.ui.viewer.extras import Extras
from app.ui.viewer.facts import FactsBar
from app.ui.viewer.opening import Opening
from app.ui.viewer.outline_panel import OutlinePanel
from app.ui.viewer.shown import Shown
from app.ui.viewer.side_panel import SidePanel
from app.ui.viewer.sides import Sides
from app.ui.viewer.stage import Stage
from app.ui.viewer.text_layer import TextLayer
from app.ui.viewer.thumbnails import ThumbnailStrip
from app.ui.viewer.turning import rotation_step
from app.ui.viewer.view_state import ViewState


class ReadingPane(InnerKeys):
    """Shows one document at a time; ``show_document`` returns at once."""

    page_changed = Signal(int)
    opened = Signal(str)
    """The document's id, when its pages are laid out."""
    turned_to = Signal(str)
    """Inside a whole file: another of its documents is read now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._page_asked = 1
        self.setProperty(KEYS_OF, _("Dokument lesen"))
        self.body = QWidget()
        """Everything that is seen of it."""
        self.opening = Opening(desk, self)
        self.canvas = PageCanvas(desk.pages)
        self.commands = make_commands(self, self.canvas)
        self.thumbnails = ThumbnailStrip(desk.pages)
        self.arranging = ArrangePanel(desk, self.thumbnails, self.opening)
        self.bar = ViewerBar(self.commands)
        self.facts = FactsBar()
        self.side = SidePanel()
        self.text = TextLayer(desk, self.canvas, self.commands)
        self.outline = OutlinePanel(desk, self.opening)
        self.stage = Stage(self.canvas, self.side)
        self.stage.above.addWidget(self.text.finding.bar)
        self.stage.above.addWidget(self.text.address_bar)
        self.panel, self.password = self.stage.panel, self.stage.password
        self.state = ViewState(self.canvas, self.bar, self.thumbnails, self.commands)
        self._lay_out()
        self._connect()
        self.sides = Sides(self, self.side, self.commands, self.arranging, self.outline, self.text)
        self.extras = Extras(desk, self, self.stage, self.canvas, self.bar, self.opening, self.text)
        self.show_document(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, hairline(), self.facts, hairline()):
            column.addWidget(part)
        column.addWidget(self.stage, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.body)

    def _connect(self) -> None:
        commands, canvas = self.commands, self.canvas
        commands.go_to.triggered.connect(self._go_to)
        commands.keep_rotation.triggered.connect(self.rotate_for_all)
        self.bar.page_field.asked.connect(canvas.show_page)
        self.bar.page_field.left.connect(canvas.setFocus)
        self.bar.zoom_asked.connect(canvas.zoom_to)
        canvas.page_changed.connect(self._page_changed)
        for panel in (self.thumbnails, self.outline):
            panel.chosen.connect(canvas.show_page)
        self.stage.again_wanted.connect(self._again)
        self.stage.emptied.connect(self._emptied)
        self.stage.turned.connect(self.setFocusProxy)
        self.password.given.connect(self._unlock)
        canvas.pictures.failed.connect(self._page_failed)
        self.opening.ready.connect(self._open)
        self.opening.failed.connect(self._not_shown)
        self.opening.changed.connect(self._changed)
        self.opening.came_back.connect(self._again)
        self._desk.touched.connect(self.opening.look_again)
        self._desk.status_changed.connect(self._status_changed)

    @property
    def document_id(self) -> str | None:
        """The document that is shown, or the one that is being read in a whole file."""
        return self.opening.document_id

    @property
    def page_inside(self) -> int:
        """The page that is read, counted in its own document; 1 while that is not shown yet."""
        place = self.canvas.place_of(self.canvas.page)
        return place.inside if place is not None and place.owner == self.document_id else 1

    @property
    def settled(self) -> bool:
        """Whether all that is shown, and drawn ahead, is there: nothing more will change by itself."""
        return self.opening.complete and self.canvas.settled and self.thumbnails.settled

    # --- what is shown ---------------------------------------------------------------------------------------
    def show_document(self, document_id: str | None, page: int = 1) -> None:
        """Show a document from ``page`` on, or nothing; what was asked for the one before is cancelled."""
        if document_id is not None and self._is_here(document_id, page):
            return
        self.canvas.pictures.cancel()
        self.thumbnails.pictures.cancel()
        self._page_asked = page
        if document_id is None:
            self.opening.leave()
            self.stage.say_nothing()
        else:
            self.stage.wait()
            self.opening.open(document_id, self.canvas.first_picture())

    def _is_here(self, document_id: str, page: int) -> bool:
        """Go to a document that is laid out already; in a whole file the one that is read keeps its place."""
        opening, file = self.opening, self.opening.file
        if file is not None:
            part = next((part for part in file.parts if part.document == document_id), None)
            if part is not None and (document_id != self.document_id or page > 1):
                self.canvas.show_page(part.first + page - 1)
            return part is not None
        if document_id != self.document_id or opening.problem is not None:
            return False
        self._page_asked = page
        if opening.complete:
            self.canvas.show_page(page)
        return True

    def show_page(self, page: int) -> None:
        """Go to a page (from 1) of the document that is shown, also when it is still being opened."""
        self._page_asked = page
        self.canvas.show_page(page)

    def show_file(self, documents: Sequence[str]) -> None:
        """Read these documents as one, from the one on that is shown."""
        self.canvas.pictures.cancel()
        self.stage.wait()
        self._page_asked = 1
        self.opening.open_file(documents, self.document_id)

    def prefetch(self, document_id: str) -> None:
        """Draw the first page of a document that is likely to be opened next, after all that is looked at now."""
        self.opening.prefetch(document_id, self.canvas.first_picture())

    def scroll_screen(self, direction: int) -> None:
        """One screen on (1) or back (-1), also while the focus is elsewhere."""
        self.canvas.scroll_screen(direction)

    def everywhere_actions(self) -> tuple[QAction, ...]:
        """Commands that a screen adds to itself, so that their keys work while the focus is beside the viewer."""
        return (*self.commands.everywhere(), *self.extras.everywhere())

    def rotate_for_all(self) -> None:
        """Record the view's rotation for everyone; the original stays as it is."""
        step = rotation_step(self._desk, self.opening, self.canvas.turned)
        if step is not None:
            self._desk.perform(step)

    # --- answers ---------------------------------------------------------------------------------------------
    def _open(self, shown: Shown) -> None:
        page = self._page_asked
        if shown.parts:
            first = next((part.first for part in shown.parts if part.document == self.document_id), 1)
            page = first + self.page_inside - 1
        self.stage.show_pages(self.document_id)
        self.canvas.show_document(shown, page)
        self.facts.show_document(self.opening.document, len(shown.sizes_mm) if not shown.parts else None)
        self.thumbnails.show_document(shown, self.canvas.column)
        self.arranging.follow()
        self.thumbnails.mark(self.canvas.page)
        self.text.document_changed()
        self.outline.document_changed()
        self.state.refresh()
        self.opened.emit(str(self.document_id))
        self._desk.looked_at(str(self.document_id))

    def _not_shown(self, error: AppError) -> None:
        self.stage.say(error, self.document_id)

    def _unlock(self, password: str) -> None:
        if self.document_id is not None:
            self.stage.try_password(self.document_id)
            self._desk.pages.unlock(self.document_id, password)
            self._again()

    def _page_failed(self, page: int) -> None:
        error = self.canvas.pictures.failures.get(page)
        if error is not None and error.code == "password" and self.opening.file is None:
            self._not_shown(error)

    def _emptied(self) -> None:
        self.canvas.clear()
        self.state.empty()
        self.facts.show_document(self.opening.document)

    def _again(self) -> None:
        document_id = self.document_id
        page = max(self.page_inside, 1) if self.opening.complete else self._page_asked
        self.opening.leave()
        self.show_document(document_id, page)

    # --- what changed ----------------------------------------------------------------------------------------
    def _changed(self) -> None:
        document = self.opening.document
        self.facts.show_document(document, len(self.canvas.column) or None)
        if document is not None and self.opening.file is None:
            self.canvas.set_rotation(document.rotation)

    def _status_changed(self, status: Status) -> None:
        """Pages that could not be fetched are asked for again when the centre is back."""
        if status.online and self.stage.waits_for_centre:
            self._again()
        elif status.online and self.canvas.pictures.failures:
            self.canvas.retry()

    def _page_changed(self, page: int) -> None:
        part = self.opening.file.part(page) if self.opening.file is not None else None
        if part is not None and part.document != self.document_id and self.opening.turn_to(part.document):
            self.facts.show_document(self.opening.document)
            self.turned_to.emit(part.document)
        self.page_changed.emit(page)

    def _go_to(self) -> None:
        self.bar.page_field.setFocus()
        self.bar.page_field.selectAll()
