"""The viewer as a screen shows it: reading, walking through the screen's list, a second document beside the first."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.viewer.beside import Beside
from app.ui.viewer.commands import command
from app.ui.viewer.overlays import BoxMm
from app.ui.viewer.place_mark import MarkedPlace, PlaceMark
from app.ui.viewer.reading_pane import ReadingPane


class DocumentList(Protocol):
    """The list in which the document stands, kept by the screen that shows the viewer."""

    def neighbour(self, document_id: str, step: int) -> str | None:
        """The id of the document ``step`` places further; None at the end."""
        ...

    def documents(self) -> Sequence[str]:
        """All of the list, to be read as one; empty where that makes no sense."""
        ...

    def chosen(self) -> Sequence[str]:
        """Those of ``documents`` that are chosen in the list, to be printed or saved together."""
        ...


class ViewerPane(ReadingPane):
    """Shows one document at a time; ``show_document`` returns at once."""

    document_wanted = Signal(str)
    """The reader went on to another document of the list: the list should follow."""
    arranged = Signal(object)
    """Ids of the documents that the pages of one were arranged into, in the order of their pages."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._list: DocumentList | None = None
        super().__init__(desk, parent)
        self.beside_action = command(self, _("Zwei Dokumente nebeneinander"), "beside", "D", check=True)
        self.beside = Beside(desk, self, self.neighbour, self.beside_action)
        self.facts.offer_beside(self.show_beside)
        self.place = PlaceMark(self.canvas)
        self.bar.more.addAction(self.beside_action)
        self.bar.add_button(self.beside_action)
        commands = self.commands
        commands.next_document.triggered.connect(lambda: self.step(1))
        commands.previous_document.triggered.connect(lambda: self.step(-1))
        commands.whole_file.triggered.connect(self._read_file)
        self.opened.connect(self._opened)
        self.arranging.arranged.connect(self.arranged)
        self.turned_to.connect(self._turned)

    def show_document(self, document_id: str | None, page: int = 1) -> None:
        """Show a document from ``page`` on, or nothing; what was asked for the one before is cancelled."""
        super().show_document(document_id, page)
        self._show_list()

    def show_beside(self, document_id: str) -> None:
        """Show a document in a second view beside the first."""
        self.beside.show_document(document_id)

    def mark_place(self, document_id: str, page: int, box: BoxMm | None, *, go: bool) -> None:
        """Mark a place of a document (``page`` from 1; 0: mark nothing); with ``go`` bring it into view."""
        self.place.show(MarkedPlace(document_id, page, box) if page else None, go=go)

    def use_list(self, documents: DocumentList) -> None:
        """Where next, previous and the whole file come from."""
        self._list = documents
        self.extras.use_list(documents.documents, documents.chosen)
        self._show_list()

    def neighbour(self, document_id: str, by: int) -> str | None:
        """The document that stands ``by`` places further in the list."""
        return self._list.neighbour(document_id, by) if self._list is not None else None

    def step(self, by: int) -> None:
        """Go on to the next document of the list, or back."""
        current = self.document_id
        other = self.neighbour(current, by) if current is not None else None
        if other is not None:
            self.show_document(other)
            self.document_wanted.emit(other)

    def _opened(self, document_id: str) -> None:
        self.place.follow()
        self._show_list()
        following = self.neighbour(document_id, 1)
        if following is not None and self.opening.file is None:
            self.prefetch(following)

    def _turned(self, document_id: str) -> None:
        self._desk.looked_at(document_id)
        self._show_list()
        self.document_wanted.emit(document_id)

    def _show_list(self) -> None:
        """Whether there is a next document, one before, and a file to be read as a whole."""
        commands, current, reading = self.commands, self.document_id, self.opening.file is not None
        for action, by in ((commands.previous_document, -1), (commands.next_document, 1)):
            action.setEnabled(current is not None and self.neighbour(current, by) is not None)
        possible = reading or bool(self._list is not None and self._list.documents())
        commands.whole_file.setChecked(reading)
        if commands.whole_file.isVisible() != possible:
            commands.whole_file.setVisible(possible)
            self.bar.fit_buttons()

    def _read_file(self, wanted: bool) -> None:
        document_id, page = self.document_id, self.page_inside
        if wanted and self._list is not None:
            self.show_file(self._list.documents())
        elif document_id is not None:
            self.opening.leave()
            self.show_document(document_id, page)
