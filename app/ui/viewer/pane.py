"""The viewer: bar, facts, strip of small pages, and the pages of one document."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.actions import RotateDocument
from app.domain.cache import Touched
from app.domain.errors import AppError
from app.domain.pages import DocumentInfo
from app.domain.records import Document
from app.domain.texts import _
from app.tasks.desk import Desk, Status, Step
from app.tasks.lanes import Ticket
from app.tasks.pages import Priority
from app.ui.common.widgets import EmptyPanel, hairline, layout_memory
from app.ui.viewer.bar import ViewerBar, connect_canvas, make_commands
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.facts import FactsBar
from app.ui.viewer.layout import A4_MM, Fit
from app.ui.viewer.page_view import Shown
from app.ui.viewer.password_panel import PasswordPanel
from app.ui.viewer.thumbnails import ThumbnailStrip

BLANK_MS = 150
"""The document before stays on screen so long while the next one is looked up; then the view is emptied."""
_FITS = {fit.name.lower(): fit for fit in Fit}


class ViewerPane(QWidget):
    """Shows one document at a time; ``show_document`` returns at once."""

    page_changed = Signal(int)
    opened = Signal(str)
    """The document's id, when its pages are laid out."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.document_id: str | None = None
        self._version = 0
        self._document: Document | None = None
        self._info: DocumentInfo | None = None
        self._tickets: list[Ticket] = []
        self._ahead: list[Ticket] = []
        self._page_asked = 1
        self.commands = make_commands(self)
        self.canvas = PageCanvas(desk.pages)
        self.thumbnails = ThumbnailStrip(desk.pages)
        self.bar = ViewerBar(self.commands)
        self.facts = FactsBar()
        self.panel = EmptyPanel("document", "")
        self.password = PasswordPanel()
        self._unlocking: str | None = None
        """The document for which a password was given last."""
        self._stack = QStackedWidget()
        self._blank = QTimer(self, singleShot=True, interval=BLANK_MS)
        self._lay_out()
        self._connect()
        self.show_document(None)

    def _lay_out(self) -> None:
        self._reading = reading = QWidget()
        line = QHBoxLayout(reading)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self._strip_edge = hairline(upright=True)
        for widget in (self.thumbnails, self._strip_edge):
            line.addWidget(widget)
            widget.hide()
        line.addWidget(self.canvas, 1)
        self._stack.addWidget(reading)
        self._stack.addWidget(self.panel)
        self._stack.addWidget(self.password)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, hairline(), self.facts, hairline()):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.canvas)

    def _connect(self) -> None:
        connect_canvas(self.commands, self.canvas)
        self.commands.thumbnails.toggled.connect(self._show_thumbnails)
        self.commands.go_to.triggered.connect(self._go_to)
        self.commands.keep_rotation.triggered.connect(self.rotate_for_all)
        self.bar.page_field.asked.connect(self.canvas.show_page)
        self.bar.page_field.left.connect(self.canvas.setFocus)
        self.bar.zoom_asked.connect(self.canvas.zoom_to)
        self.canvas.page_changed.connect(self._page_changed)
        self.canvas.view_changed.connect(self._view_changed)
        self.thumbnails.chosen.connect(self.canvas.show_page)
        self.panel.pressed.connect(self._again)
        self.password.given.connect(self._unlock)
        self.canvas.pictures.failed.connect(self._page_failed)
        self._blank.timeout.connect(self._show_blank)
        self._desk.touched.connect(self._touched)
        self._desk.status_changed.connect(self._status_changed)
        memory = layout_memory()
        self.canvas.column.fit = _FITS.get(str(memory.value("viewer/fit", "width")), Fit.WIDTH)
        self.commands.thumbnails.setChecked(memory.value("viewer/thumbnails", "no") == "yes")

    @property
    def settled(self) -> bool:
        """Whether all that is shown, and drawn ahead, is there: nothing more will change by itself."""
        return self._document is not None and self._info is not None and not (
            self.canvas.pictures.outstanding() or self.thumbnails.pictures.outstanding()
        )

    # --- what is shown ---------------------------------------------------------------------------------------
    def show_document(self, document_id: str | None, page: int = 1) -> None:
        """Show a document from ``page`` on, or nothing; what was asked for the one before is cancelled."""
        if document_id is not None and document_id == self.document_id and self._document is not None:
            self.canvas.show_page(page)
            return
        for ticket in self._tickets:
            ticket.cancel()
        self.canvas.pictures.cancel()
        self.thumbnails.pictures.cancel()
        self._tickets = []
        self.document_id, self._page_asked = document_id, page
        self._document, self._info = None, None
        if document_id is None:
            self._show_nothing()
            return
        self._blank.start()
        self._info = self._desk.pages.known_info(document_id)
        self._tickets.append(self._desk.ask(lambda cache: cache.document(document_id), self._found, self._not_shown))
        if self._info is None:
            picture = self.canvas.first_picture()
            self._tickets.append(
                self._desk.pages.info(
                    document_id,
                    self._inspected,
                    self._not_inspected,
                    ahead=lambda info: picture(Shown(document_id, info.sizes_mm, False)),
                )
            )

    def show_page(self, page: int) -> None:
        """Go to a page (from 1) of the document that is shown, also when it is still being opened."""
        self._page_asked = page
        self.canvas.show_page(page)

    def prefetch(self, document_id: str) -> None:
        """Draw the first page of a document that is likely to be opened next, after all that is looked at now."""
        for ticket in self._ahead:
            ticket.cancel()
        self._ahead = []
        pages = self._desk.pages

        def draw(document: Document, info: DocumentInfo) -> None:
            want = self.canvas.first_picture()(shown_as(document_id, document, info))
            if pages.image(want) is None:
                self._ahead.append(pages.request(want, Priority.NEXT_DOCUMENT, lambda _image: None))

        def found(answer: tuple[str, int, Document] | None) -> None:
            if answer is None:
                return
            known = pages.known_info(document_id)
            if known is not None:
                draw(answer[2], known)
            else:
                self._ahead.append(
                    pages.info(document_id, lambda info: draw(answer[2], info), None, Priority.NEXT_DOCUMENT)
                )

        self._ahead.append(self._desk.ask(lambda cache: cache.document(document_id), found))

    def scroll_screen(self, direction: int) -> None:
        """One screen on (1) or back (-1), also while the focus is elsewhere."""
        self.canvas.scroll_screen(direction)

    def everywhere_actions(self) -> tuple[QAction, ...]:
        """Commands that a screen adds to itself, so that their keys work while the focus is beside the viewer."""
        return self.commands.everywhere()

    def rotate_for_all(self) -> None:
        """Record the view's rotation for everyone; the original stays as it is."""
        if self._document is None or self.document_id is None or not self.canvas.turned:
            return
        action = RotateDocument(
            site=self._desk.site,
            by=self._desk.me.id,
            acted_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            document=self.document_id,
            base=self._version,
            rotation=self.canvas.rotation,
        )
        self._desk.perform(Step(_("Dokument für alle gedreht"), (action,)))

    # --- answers ---------------------------------------------------------------------------------------------
    def _found(self, answer: tuple[str, int, Document] | None) -> None:
        if answer is None:
            gone = _("Dieses Dokument gibt es am Standort nicht (mehr).")
            self._not_shown(AppError(gone, _("Aktualisieren Sie die Liste.")))
            return
        _site, self._version, self._document = answer
        self._open()

    def _inspected(self, info: DocumentInfo) -> None:
        self._info = info
        self._open()

    def _not_inspected(self, error: AppError) -> None:
        if self._document is None or not self._document.pack or error.code == "password":
            self._not_shown(error)
            return
        # Page 1 of a page pack is damaged or not here: the others may well be shown.
        self._inspected(DocumentInfo("pdf", (A4_MM,)))

    def _open(self) -> None:
        if self._document is None or self._info is None or self.document_id is None:
            return
        self._blank.stop()
        shown = shown_as(self.document_id, self._document, self._info)
        self.facts.show_document(self._document, len(shown.sizes_mm))
        self._turn_to(self._reading)
        if self._unlocking == self.document_id:
            self._unlocking = None
            self.canvas.setFocus()
        self.canvas.show_document(shown, self._page_asked)
        self.thumbnails.show_document(self.document_id, self.canvas.column)
        self.thumbnails.mark(self.canvas.page)
        self._view_changed()
        self.opened.emit(self.document_id)

    def _not_shown(self, error: AppError) -> None:
        self._blank.stop()
        self.canvas.clear()
        self.bar.show_place(0, 0)
        self.facts.show_document(self._document)
        if error.code == "password":
            self._ask_password(error)
            return
        self.panel.say("document-error", error.title, error.advice, _("Erneut versuchen"))
        self._turn_to(self.panel)

    def _show_nothing(self) -> None:
        self._blank.stop()
        self.canvas.clear()
        self.facts.show_document(None)
        self.bar.show_place(0, 0)
        self.panel.say("document", _("Kein Dokument ausgewählt"), _("Wählen Sie links ein Dokument aus."))
        self._turn_to(self.panel)

    def _show_blank(self) -> None:
        self.canvas.clear()
        self.facts.show_document(self._document)
        self.bar.show_place(0, 0)
        self.panel.say("document", _("Das Dokument wird geöffnet …"))
        self._turn_to(self.panel)

    def _turn_to(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        self.setFocusProxy(self.password if part is self.password else self.canvas)

    def _ask_password(self, error: AppError) -> None:
        self._turn_to(self.password)
        if self._unlocking == self.document_id:
            self.password.refuse(error)
        else:
            self.password.ask()
        self._unlocking = None

    def _unlock(self, password: str) -> None:
        if self.document_id is not None:
            self._unlocking = self.document_id
            self._desk.pages.unlock(self.document_id, password)
            self._again()

    def _page_failed(self, page: int) -> None:
        error = self.canvas.pictures.failures.get(page)
        if error is not None and error.code == "password":
            self._not_shown(error)

    def _again(self) -> None:
        document_id, self.document_id = self.document_id, None
        self.show_document(document_id, self._page_asked)

    # --- what changed ----------------------------------------------------------------------------------------
    def _touched(self, touched: Touched) -> None:
        if self.document_id is None or self._document is None:
            return
        if touched.everything or self.document_id in touched.documents:
            document_id = self.document_id
            self._tickets.append(self._desk.ask(lambda cache: cache.document(document_id), self._changed))

    def _changed(self, answer: tuple[str, int, Document] | None) -> None:
        if answer is None:
            return
        _site, self._version, document = answer
        was, self._document = self._document, document
        self.facts.show_document(document, len(self.canvas.column) or None)
        if was is not None and was.rotation != document.rotation:
            self.canvas.set_rotation(document.rotation)

    def _status_changed(self, status: Status) -> None:
        """Pages that could not be fetched are asked for again when the centre is back."""
        if status.online and self.canvas.pictures.failures:
            self.canvas.retry()

    def _page_changed(self, page: int) -> None:
        self.bar.show_place(page, len(self.canvas.column))
        self.thumbnails.mark(page)
        self.page_changed.emit(page)

    def _view_changed(self) -> None:
        self.bar.show_view(self.canvas.scale(), self.canvas.column.fit, self.canvas.turned)
        if self.thumbnails.rotation != self.canvas.rotation:
            self.thumbnails.rotation = self.canvas.rotation
            self.thumbnails.refresh()
        if self.canvas.column.fit is not Fit.FREE:
            layout_memory().setValue("viewer/fit", self.canvas.column.fit.name.lower())

    def _show_thumbnails(self, shown: bool) -> None:
        self.thumbnails.setVisible(shown)
        self._strip_edge.setVisible(shown)
        layout_memory().setValue("viewer/thumbnails", "yes" if shown else "no")

    def _go_to(self) -> None:
        self.bar.page_field.setFocus()
        self.bar.page_field.selectAll()


def shown_as(document_id: str, document: Document, info: DocumentInfo) -> Shown:
    """The pages to lay out. Of a page pack only page 1 was seen: the others are taken to be like it until they come."""
    if document.pack and info.pages < len(document.pack):
        sizes = (info.sizes_mm[0] if info.sizes_mm else A4_MM,) * len(document.pack)
        return Shown(document_id, sizes, True, document.rotation)
    return Shown(document_id, info.sizes_mm, False, document.rotation)
