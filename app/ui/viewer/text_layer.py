"""What the viewer does with the text of the pages: select, copy, follow links, search."""

from PySide6.QtCore import QObject, Signal

from app.tasks.desk import Desk
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.commands import Commands
from app.ui.viewer.finding import Finding
from app.ui.viewer.link_tool import AddressBar, LinkTool
from app.ui.viewer.page_answers import links_of, words_of
from app.ui.viewer.page_text import PageText
from app.ui.viewer.text_selection import TextSelection


class TextLayer(QObject):
    """``words.supply(document, page, words)`` gives a page text that was recognised; ``refresh`` when that is done."""

    recognise_wanted = Signal(str)
    """(document id) The user wants the text of its pages recognised."""

    def __init__(self, desk: Desk, canvas: PageCanvas, commands: Commands) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._commands = commands
        self.words = words_of(desk.pages, self)
        self.links = links_of(desk.pages, self)
        self.finding = Finding(desk, canvas, self.words, commands)
        self.page_text = PageText(canvas, self.words)
        self.selection = TextSelection(canvas, self.words)
        self.link_tool = LinkTool(canvas, self.links)
        self.address_bar = AddressBar()
        canvas.overlays.append(self.selection)
        canvas.tools.extend((self.link_tool, self.selection))
        self.link_tool.page_wanted.connect(canvas.show_page)
        self.link_tool.address_shown.connect(self.address_bar.say)
        self.selection.changed.connect(self._selected)
        self.finding.panel.recognise_wanted.connect(self._recognise)
        commands.select_all.triggered.connect(self.selection.select_page)
        commands.copy.triggered.connect(self.selection.copy)
        self._selected()

    def document_changed(self) -> None:
        """Other pages are shown: what was asked about those before is not wanted any more."""
        self.words.cancel()
        self.links.cancel()
        self.selection.clear()
        self.address_bar.hide()
        self.page_text.follow()
        self.finding.document_changed()

    def refresh(self) -> None:
        """Pages have text now that had none: the search begins anew."""
        self.finding.document_changed()

    def _selected(self) -> None:
        self._commands.copy.setEnabled(bool(self.selection))

    def _recognise(self) -> None:
        place = self._canvas.place_of(self._canvas.page)
        if place is not None:
            self.recognise_wanted.emit(place.document)
