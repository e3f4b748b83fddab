"""Two documents side by side: the second view, made when it is wanted first."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common.widgets import RememberingSplitter, tool_button
from app.ui.viewer.reading_pane import ReadingPane

Neighbour = Callable[[str, int], str | None]
"""(document, steps): the document that stands so many places further in the list."""


class Companion(ReadingPane):
    """The second view. It keeps its document while the first one goes through the list."""

    def __init__(self, desk: Desk, neighbour: Neighbour, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._neighbour = neighbour
        self.close_button = tool_button("dismiss", _("Zweites Dokument schließen"))
        self.bar.add_widget(self.close_button)
        commands = self.commands
        commands.whole_file.setVisible(False)
        commands.next_document.triggered.connect(lambda: self.step(1))
        commands.previous_document.triggered.connect(lambda: self.step(-1))
        self.opened.connect(self._opened)

    def step(self, by: int) -> None:
        """Through the same list as the first view."""
        other = self._neighbour(self.document_id, by) if self.document_id is not None else None
        if other is not None:
            self.show_document(other)

    def _opened(self, document_id: str) -> None:
        for action, by in ((self.commands.previous_document, -1), (self.commands.next_document, 1)):
            action.setEnabled(self._neighbour(document_id, by) is not None)


class Beside(QObject):
    """``action`` is checked while the second view is there."""

    def __init__(self, desk: Desk, viewer: ReadingPane, neighbour: Neighbour, action: QAction) -> None:
        super().__init__(viewer)
        self._desk = desk
        self._viewer = viewer
        self._neighbour = neighbour
        self._action = action
        self.second: Companion | None = None
        action.triggered.connect(self._toggle)

    @property
    def shown(self) -> bool:
        return self.second is not None and not self.second.isHidden()

    def show_document(self, document_id: str) -> None:
        """Open the second view, if it is not there yet, with this document in it."""
        second = self.second or self._make()
        second.show()
        self._action.setChecked(True)
        second.show_document(document_id)

    def close(self) -> None:
        """The first view has all the room again; the keyboard goes there."""
        if self.second is not None:
            self.second.hide()
            self.second.show_document(None)
        self._action.setChecked(False)
        self._viewer.setFocus()

    def _toggle(self, wanted: bool) -> None:
        current = self._viewer.document_id
        if wanted and current is not None:
            self.show_document(self._neighbour(current, 1) or current)
        else:
            self.close()

    def _make(self) -> Companion:
        layout = self._viewer.layout()
        assert layout is not None
        splitter = RememberingSplitter("beside", Qt.Orientation.Horizontal)
        self.second = Companion(self._desk, self._neighbour)
        layout.replaceWidget(self._viewer.body, splitter)
        for part in (self._viewer.body, self.second):
            part.setMinimumWidth(240)
            splitter.addWidget(part)
        splitter.restore([500, 500])
        self.second.close_button.clicked.connect(self.close)
        return self.second
