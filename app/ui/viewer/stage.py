"""The middle of the viewer: the pages with the panel beside them, or a word on why there are none."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.texts import _
from app.ui.common.widgets import EmptyPanel, hairline
from app.ui.viewer.password_panel import PasswordPanel
from app.ui.viewer.side_panel import SidePanel

BLANK_MS = 150
"""The document before stays on screen so long while the next one is looked up; then the view is emptied."""

_ICONS = {"centre-unreachable": "offline", "too-large": "warning"}
_FOR_OTHER_PROGRAMS = ("unreadable", "unsupported", "too-large")
"""Errors of documents that another program may be able to show."""


class Stage(QStackedWidget):
    """``emptied``: the pages that were shown are not those of the document that is being opened."""

    again_wanted = Signal()
    emptied = Signal()
    turned = Signal(QWidget)
    """To the pages, a word, or the field for a password: that is where the keyboard belongs now."""

    def __init__(self, pages: QWidget, side: SidePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side = side
        self._code = ""
        """Of the error that is shown."""
        self._tried_for: str | None = None
        """The document for which a password was given last."""
        self.panel = EmptyPanel("document", "")
        self.panel.pressed.connect(self.again_wanted)
        self.password = PasswordPanel()
        self.above = QVBoxLayout()
        """Over the pages, beside the panel: bars that belong to the pages."""
        self._edge = hairline(upright=True)
        self._edge.hide()
        side.shown_changed.connect(lambda key: self._edge.setVisible(bool(key)))
        self._pages = pages
        self._reading = QWidget()
        line = QHBoxLayout(self._reading)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(side)
        line.addWidget(self._edge)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(self.above)
        column.addWidget(pages, 1)
        line.addLayout(column, 1)
        for part in (self._reading, self.panel, self.password):
            self.addWidget(part)
        self._blank = QTimer(self, singleShot=True, interval=BLANK_MS)
        self._blank.timeout.connect(self._show_blank)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.fit(self.width())

    def show_pages(self, document: str | None) -> None:
        """The pages of ``document`` are laid out; after its password the keyboard goes there."""
        self._blank.stop()
        self.setCurrentWidget(self._reading)
        self.turned.emit(self._pages)
        if document is not None and self._tried_for == document:
            self._tried_for = None
            self._pages.setFocus()

    def try_password(self, document: str) -> None:
        """A password was given for ``document``, which is opened again now."""
        self._tried_for = document

    def wait(self) -> None:
        """Another document is being looked up."""
        self._blank.start()

    def say(self, error: AppError, document: str | None) -> None:
        """Why the document cannot be shown."""
        tried, self._tried_for = self._tried_for is not None and self._tried_for == document, None
        if error.code != "password":
            self._say_error(error)
            return
        self._blank.stop()
        self.emptied.emit()
        self.setCurrentWidget(self.password)
        self.turned.emit(self.password)
        self.password.refuse(error) if tried else self.password.ask()

    @property
    def waits_for_centre(self) -> bool:
        """Whether the document is not shown because the centre is not reached."""
        return self.currentWidget() is self.panel and self._code == "centre-unreachable"

    def _say_error(self, error: AppError) -> None:
        advice = error.advice
        if error.code in _FOR_OTHER_PROGRAMS:
            advice = f"{advice} {_('Mit Strg+S speichern Sie die Datei, wie sie kam.')}".strip()
        self._say(_ICONS.get(error.code, "document-error"), error.title, advice, _("Erneut versuchen"))
        self._code = error.code

    def say_nothing(self) -> None:
        self._say("document", _("Kein Dokument ausgewählt"), _("Wählen Sie links ein Dokument aus."))

    def _show_blank(self) -> None:
        self._say("document", _("Das Dokument wird geöffnet …"))

    def _say(self, icon: str, title: str, advice: str = "", button: str = "") -> None:
        self._blank.stop()
        self._code = ""
        self.emptied.emit()
        self.panel.say(icon, title, advice, button)
        self.setCurrentWidget(self.panel)
        self.turned.emit(self._pages)
