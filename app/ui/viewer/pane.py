"""The viewer: bar, facts, the panel beside the pages, and the pages of one document or of a whole file."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.actions import RotateDocument
from app.domain.errors import AppError
from app.domain.texts import _
from app.tasks.desk import Desk, Status, Step
from app.ui.common.widgets import hairline, layout_memory
from app.ui.viewer.bar import ViewerBar
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.commands import make_commands
from app.ui.viewer.extras import Extras
from app.ui.viewer.facts import FactsBar
from app.ui.viewer.layout import Fit
from app.ui.viewer.opening import Opening
from app.ui.viewer.outline_panel import OutlinePanel
from app.ui.viewer.shown import Shown
from app.ui.viewer.side_panel import NARROW, SidePanel
from app.ui.viewer.stage import Stage
from app.ui.viewer.text_layer import TextLayer
from app.ui.viewer.thumbnails import ThumbnailStrip

_FITS = {fit.name.lower(): fit for fit in Fit}
PAGES, OUTLINE, HITS = "pages", "outline", "hits"
"""Keys of the tabs beside the pages."""


ROOMY = 640
"""Width in logical pixels from which on the list of hits opens by itself."""


class DocumentList(Protocol):
    """The list in which the document stands, kept by the screen that shows the viewer."""

    def neighbour(self, document_id: str, step: int) -> str | None:
        """The id of the document ``step`` places further; None at the end."""
        ...

    def documents(self) -> Sequence[str]:
        """All of the list, to be read as one; empty where that makes no sense."""
        ...


class ViewerPane(QWidget):
    """Shows one document at a time; ``show_document`` returns at once."""

    page_changed = Signal(int)
    opened = Signal(str)
    """The document's id, when its pages are laid out."""
    document_wanted = Signal(str)
    """The reader went on to another document of the list: the list should follow."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._list: DocumentList | None = None
        self._page_asked = 1
        self._remembered = (Fit.WIDTH, False)
        self.opening = Opening(desk, self)
        self.canvas = PageCanvas(desk.pages)
        self.commands = make_commands(self, self.canvas)
        self.thumbnails = ThumbnailStrip(desk.pages)
        self.bar = ViewerBar(self.commands)
        self.facts = FactsBar()
        self.side = SidePanel()
        self.side.add_tab(PAGES, "panel", _("Seitenvorschau"), self.thumbnails, NARROW)
        self.text = TextLayer(desk, self.canvas, self.commands)
        self.outline = OutlinePanel(desk, self.opening)
        self.side.add_tab(OUTLINE, "outline", _("Gliederung"), self.outline)
        self.side.add_tab(HITS, "search", _("Treffer"), self.text.finding.panel)
        self.stage = Stage(self.canvas, self.side)
        self.stage.above.addWidget(self.text.finding.bar)
        self.stage.above.addWidget(self.text.address_bar)
        self.panel, self.password = self.stage.panel, self.stage.password
        self._unlocking: str | None = None
        """The document for which a password was given last."""
        self._tab_before = ""
        """What the panel showed when the search was opened."""
        self._lay_out()
        self._connect()
        self.extras = Extras(desk, self, self.stage, self.canvas, self.bar, self.opening, self.text)
        self._restore()
        self.show_document(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, hairline(), self.facts, hairline()):
            column.addWidget(part)
        column.addWidget(self.stage, 1)

    def _connect(self) -> None:
        commands, canvas = self.commands, self.canvas
        commands.thumbnails.triggered.connect(lambda on: self.side.toggle(PAGES, on))
        commands.outline.triggered.connect(lambda on: self.side.toggle(OUTLINE, on))
        commands.go_to.triggered.connect(self._go_to)
        commands.keep_rotation.triggered.connect(self.rotate_for_all)
        commands.next_document.triggered.connect(lambda: self.step(1))
        commands.previous_document.triggered.connect(lambda: self.step(-1))
        commands.whole_file.triggered.connect(self._read_file)
        self.bar.page_field.asked.connect(canvas.show_page)
        self.bar.page_field.left.connect(canvas.setFocus)
        self.bar.zoom_asked.connect(canvas.zoom_to)
        canvas.page_changed.connect(self._page_changed)
        canvas.view_changed.connect(self._view_changed)
        for panel in (self.thumbnails, self.outline):
            panel.chosen.connect(canvas.show_page)
        self.text.finding.opened.connect(self._list_hits)
        self.text.finding.ended.connect(self._hits_gone)
        self.side.shown_changed.connect(self._side_changed)
        self.stage.again_wanted.connect(self._again)
        self.stage.emptied.connect(self._emptied)
        self.stage.turned.connect(self.setFocusProxy)
        self.password.given.connect(self._unlock)
        canvas.pictures.failed.connect(self._page_failed)
        self.opening.ready.connect(self._open)
        self.opening.failed.connect(self._not_shown)
        self.opening.changed.connect(self._changed)
        self._desk.touched.connect(self.opening.look_again)
        self._desk.status_changed.connect(self._status_changed)

    def _restore(self) -> None:
        memory = layout_memory()
        fit, paged = _FITS.get(str(memory.value("viewer/fit", "width")), Fit.WIDTH), memory.value("viewer/paged", "no")
        self._remembered = fit, paged == "yes"
        self.canvas.column.fit = fit
        self.commands.paged.setChecked(paged == "yes")
        if memory.value("viewer/thumbnails", "no") == "yes":
            self.side.show_tab(PAGES)

    @property
    def document_id(self) -> str | None:
        """The document that is shown, or the one that is being read in a whole file."""
        return self.opening.document_id

    @property
    def settled(self) -> bool:
        """Whether all that is shown, and drawn ahead, is there: nothing more will change by itself."""
        waiting = self.canvas.pictures.outstanding() or self.thumbnails.pictures.outstanding()
        return self.opening.complete and not waiting

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
        self._show_list()

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

    def use_list(self, documents: DocumentList) -> None:
        """Where next, previous and the whole file come from."""
        self._list = documents
        self._show_list()

    def step(self, by: int) -> None:
        """Go on to the next document of the list, or back."""
        current = self.document_id
        other = self._list.neighbour(current, by) if self._list is not None and current is not None else None
        if other is not None:
            self.show_document(other)
            self.document_wanted.emit(other)

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
        return self.commands.everywhere()

    def rotate_for_all(self) -> None:
        """Record the view's rotation for everyone; the original stays as it is."""
        document = self.opening.document
        if document is None or self.document_id is None or not self.canvas.turned:
            return
        action = RotateDocument(
            site=self._desk.site,
            by=self._desk.me.id,
            acted_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            document=self.document_id,
            base=self.opening.version,
            rotation=(document.rotation + self.canvas.turned) % 360,
        )
        self._desk.perform(Step(_("Dokument für alle gedreht"), (action,)))

    # --- answers ---------------------------------------------------------------------------------------------
    def _open(self, shown: Shown) -> None:
        again = bool(shown.parts) and self.canvas.document == shown.document
        page = self.canvas.page if again else self._page_asked
        if shown.parts and not again:
            page = next((part.first for part in shown.parts if part.document == self.document_id), 1)
        self.stage.show_pages()
        if self._unlocking == self.document_id:
            self._unlocking = None
            self.canvas.setFocus()
        self.canvas.show_document(shown, page)
        self.facts.show_document(self.opening.document, len(shown.sizes_mm) if not shown.parts else None)
        self.thumbnails.show_document(shown, self.canvas.column)
        self.thumbnails.mark(self.canvas.page)
        self.text.document_changed()
        self.outline.document_changed()
        self._view_changed()
        self._show_list()
        self.opened.emit(str(self.document_id))
        following = self._list.neighbour(str(self.document_id), 1) if self._list is not None else None
        if following is not None and not shown.parts:
            self.prefetch(following)

    def _not_shown(self, error: AppError) -> None:
        tried, self._unlocking = self._unlocking == self.document_id, None
        self.stage.say(error, tried)

    def _unlock(self, password: str) -> None:
        if self.document_id is not None:
            self._unlocking = self.document_id
            self._desk.pages.unlock(self.document_id, password)
            self._again()

    def _page_failed(self, page: int) -> None:
        error = self.canvas.pictures.failures.get(page)
        if error is not None and error.code == "password" and self.opening.file is None:
            self._not_shown(error)

    def _emptied(self) -> None:
        self.canvas.clear()
        self.bar.show_place(0, 0)
        self.facts.show_document(self.opening.document)

    def _again(self) -> None:
        document_id = self.document_id
        self.opening.leave()
        self.show_document(document_id, self._page_asked)

    # --- what changed ----------------------------------------------------------------------------------------
    def _changed(self) -> None:
        document = self.opening.document
        self.facts.show_document(document, len(self.canvas.column) or None)
        if document is not None and self.opening.file is None:
            self.canvas.set_rotation(document.rotation)

    def _status_changed(self, status: Status) -> None:
        """Pages that could not be fetched are asked for again when the centre is back."""
        if status.online and self.canvas.pictures.failures:
            self.canvas.retry()

    def _page_changed(self, page: int) -> None:
        part = self.opening.file.part(page) if self.opening.file is not None else None
        if part is not None and part.document != self.document_id and self.opening.turn_to(part.document):
            self.facts.show_document(self.opening.document)
            self._show_list()
            self.document_wanted.emit(part.document)
        self.bar.show_place(page, len(self.canvas.column))
        self.thumbnails.mark(page)
        self.page_changed.emit(page)

    def _view_changed(self) -> None:
        column = self.canvas.column
        self.bar.show_view(self.canvas.scale(), column.fit, self.canvas.turned)
        if self.thumbnails.rotation != self.canvas.rotation:
            self.thumbnails.rotation = self.canvas.rotation
            self.thumbnails.refresh()
        fit = self._remembered[0] if column.fit is Fit.FREE else column.fit
        if (fit, column.paged) != self._remembered:  # writing costs as much as drawing a page
            self._remembered = fit, column.paged
            memory = layout_memory()
            memory.setValue("viewer/fit", fit.name.lower())
            memory.setValue("viewer/paged", "yes" if column.paged else "no")

    def _show_list(self) -> None:
        """Whether there is a next document, one before, and a file to be read as a whole."""
        commands, current, known = self.commands, self.document_id, self._list
        for action, by in ((commands.previous_document, -1), (commands.next_document, 1)):
            action.setEnabled(
                known is not None and current is not None and known.neighbour(current, by) is not None
            )
        commands.whole_file.setEnabled(self.opening.file is not None or bool(known and known.documents()))
        commands.whole_file.setChecked(self.opening.file is not None)

    def _read_file(self, wanted: bool) -> None:
        document_id = self.document_id
        if wanted and self._list is not None:
            self.show_file(self._list.documents())
        elif document_id is not None:
            self.opening.leave()
            self.show_document(document_id)

    def _side_changed(self, key: str) -> None:
        self.commands.thumbnails.setChecked(key == PAGES)
        self.commands.outline.setChecked(key == OUTLINE)
        if key == OUTLINE:
            self.outline.look()
        layout_memory().setValue("viewer/thumbnails", "yes" if key == PAGES else "no")

    def _list_hits(self) -> None:
        """The hits are listed where there is room for the list beside the pages."""
        self._tab_before = self.side.shown
        if self.width() >= ROOMY:
            self.side.show_tab(HITS)

    def _hits_gone(self) -> None:
        if self.side.shown == HITS:
            self.side.show_tab(self._tab_before) if self._tab_before else self.side.hide_panel()

    def _go_to(self) -> None:
        self.bar.page_field.setFocus()
        self.bar.page_field.selectAll()
