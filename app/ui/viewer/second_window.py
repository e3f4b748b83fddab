"""A window of its own for a second monitor: shows the document that was chosen, or keeps the one it has."""

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common import format as fmt
from app.ui.common.theme import theme
from app.ui.common.widgets import as_area, layout_memory
from app.ui.viewer.commands import command
from app.ui.viewer.reading_pane import ReadingPane

_PLACE, _PINNED = "second/geometry", "second/pinned"


class SecondWindow(QWidget):
    """``follow`` is told every document that is chosen in the main window. ``closed``: nobody looks at it any more."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Window)
        # The program ends with its main window.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        as_area(self, "ground")
        self._chosen = ""
        self.pane = ReadingPane(desk)
        for action in (self.pane.commands.previous_document, self.pane.commands.next_document):
            action.setVisible(False)
        self.pane.commands.whole_file.setVisible(False)
        self.pin = command(self, _("Dieses Dokument behalten"), "pin", "Ctrl+D", check=True)
        self.pin.toggled.connect(self._pinned)
        self.pane.bar.add_button(self.pin)
        self.pane.bar.more.addAction(self.pin)
        self.pane.opened.connect(lambda _id: self._name())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self.setFocusProxy(self.pane)
        self._restore()
        self._name()
        theme.dress(self)

    def follow(self, document_id: str) -> None:
        """Show the document, unless this window keeps its own."""
        self._chosen = document_id
        if not self.pin.isChecked() and self.isVisible():
            self.pane.show_document(document_id)

    def present(self) -> None:
        """Show the window where it was, with the document that was chosen last."""
        self.show()
        self.raise_()
        if self._chosen and (not self.pin.isChecked() or self.pane.document_id is None):
            self.pane.show_document(self._chosen)

    def _pinned(self, pinned: bool) -> None:
        layout_memory().setValue(_PINNED, "yes" if pinned else "no")
        if not pinned and self._chosen:
            self.pane.show_document(self._chosen)
        self._name()

    def _name(self) -> None:
        document = self.pane.opening.document
        title = fmt.title(document) if document is not None else _("Dokument")
        kept = _("{document} (bleibt stehen)").format(document=title) if self.pin.isChecked() else title
        self.setWindowTitle(kept)

    def _restore(self) -> None:
        memory = layout_memory()
        kept = memory.value(_PLACE)
        if not (isinstance(kept, QByteArray) and self.restoreGeometry(kept)):
            self.resize(900, 1000)
        self.pin.setChecked(memory.value(_PINNED, "no") == "yes")

    def closeEvent(self, event: QCloseEvent) -> None:
        layout_memory().setValue(_PLACE, self.saveGeometry())
        self.pane.show_document(None)
        super().closeEvent(event)
        self.closed.emit()
