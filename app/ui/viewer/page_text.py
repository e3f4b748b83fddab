"""The text of the page that is read: as a tab, to be read large or aloud and copied by keys, and for screen readers."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QFont, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from app.domain.texts import _
from app.tasks.pages import Priority
from app.ui.common.late import Late
from app.ui.common.widgets import EmptyPanel
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.page_answers import Words, text_of

LONGEST_SPOKEN = 4000
"""Characters of a page that are given as the description of the pages; the tab has all of them."""


class PageText(QObject):
    """Asks for the words of the page that is read while somebody reads them: the tab, or a screen reader."""

    changed = Signal(object)
    """The text of the page; None while it is not known yet."""

    def __init__(self, canvas: PageCanvas, words: Words) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._words = words
        self._told: str | None = ""
        self.read = False
        """The tab is seen."""
        canvas.page_changed.connect(lambda _page: self.follow())
        words.arrived.connect(self._arrived)

    def follow(self) -> None:
        """Another page is read, or somebody begins to listen."""
        listening = QAccessible.isActive()
        if not (self.read or listening):
            return
        place = self._canvas.place_of(self._canvas.page)
        words = self._words.known(place.document, place.page) if place is not None else ()
        if words is None and place is not None:
            self._words.want(place.document, place.page, Priority.NEIGHBOUR)
        text = None if words is None else text_of(words)
        if listening:
            spoken = (text or "")[:LONGEST_SPOKEN]
            if spoken != self._canvas.page_text:
                self._canvas.say_text(spoken)
        if text != self._told:
            self._told = text
            self.changed.emit(text)

    def _arrived(self, document: str, page: int) -> None:
        place = self._canvas.place_of(self._canvas.page)
        if place is not None and (place.document, place.page) == (document, page):
            self.follow()


class TextPanel(Late):
    """The tab "Text"."""

    def __init__(self, source: PageText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source

    def _build(self) -> None:
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.setAccessibleName(_("Text der Seite"))
        font = QFont(self.text.font())
        font.setPointSizeF(font.pointSizeF() + 1)
        self.text.setFont(font)
        self.empty = EmptyPanel("document", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.text)
        self._source.changed.connect(self._show)
        self._show("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._source.read = True
        self._source.follow()

    def hideEvent(self, event: object) -> None:
        self._source.read = False

    def _show(self, text: str | None) -> None:
        if text:
            self.text.setPlainText(text)
        elif text is None:
            self.empty.say("document", _("Der Text der Seite wird gelesen …"))
        else:
            self.empty.say("document", _("Diese Seite hat keinen Text."), _("Sie ist ein Bild, wie Scans es sind."))
        self._stack.setCurrentWidget(self.text if text else self.empty)
