"""What a viewer has besides reading: marks and what belongs to them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.page_sets import originals_of
from app.domain.pages import Word
from app.domain.records import Document
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.viewer.attachments import AttachmentPanel
from app.ui.viewer.banner import Banners
from app.ui.viewer.bar import ViewerBar
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.mark_commands import make_mark_commands
from app.ui.viewer.marking import Marking, Spot
from app.ui.viewer.opening import Opening
from app.ui.viewer.overlays import BoxMm
from app.ui.viewer.printing import Printing, make_output_commands
from app.ui.viewer.recognising import TextRecogniser
from app.ui.viewer.stage import Stage
from app.ui.viewer.text_layer import TextLayer

MARKS = "marks"
"""Key of the tab with the marks."""
ATTACHMENTS = "attachments"


class Extras(QObject):
    """Adds its commands, buttons, bars and tabs to a viewer that is laid out."""

    def __init__(
        self,
        desk: Desk,
        viewer: QWidget,
        stage: Stage,
        canvas: PageCanvas,
        bar: ViewerBar,
        opening: Opening,
        text: TextLayer,
    ) -> None:
        super().__init__(viewer)
        self._told_of = ""
        self._canvas, self._opening, self._text, self._stage = canvas, opening, text, stage
        self._add_marks(desk, viewer, bar)
        self.recogniser = TextRecogniser(desk, canvas, text, viewer)
        stage.above.addWidget(self.recogniser.bar)
        bar.more.addAction(self.recogniser.action)
        self._add_printing(desk, viewer, bar)
        self._add_banners(desk, viewer, bar)
        canvas.page_changed.connect(lambda _page: self._turned())
        opening.ready.connect(lambda _shown: self._follow())
        opening.changed.connect(lambda: self.printing.document_changed(opening.document is not None))
        stage.emptied.connect(self._emptied)

    def _add_printing(self, desk: Desk, viewer: QWidget, bar: ViewerBar) -> None:
        self.printing = Printing(desk, make_output_commands(viewer), self._here, viewer)
        bar.more.addActions([self.printing.commands.print, self.printing.commands.save])
        bar.more.addSeparator()

    def use_list(self, documents: Callable[[], Sequence[str]], chosen: Callable[[], Sequence[str]]) -> None:
        """The list beside the viewer: all of its documents, and those that are chosen in it."""
        self.printing.listed, self.printing.chosen = documents, chosen

    def everywhere(self) -> tuple[QAction, ...]:
        """Commands whose keys work while the focus is beside the viewer."""
        return self.printing.commands.print, self.printing.commands.save

    def _add_banners(self, desk: Desk, viewer: QWidget, bar: ViewerBar) -> None:
        side = self._stage.side
        self.banners = Banners(self._canvas, self._here, viewer)
        self.attachments = AttachmentPanel(desk)
        self._stage.above.addWidget(self.banners.hints)
        self._stage.above.addWidget(self.banners.doubt)
        side.add_tab(ATTACHMENTS, "attachment", _("Anlagen"), self.attachments)
        side.set_available(ATTACHMENTS, False)
        side.shown_changed.connect(lambda key: self.attachments.look() if key == ATTACHMENTS else None)
        self.banners.attachments_wanted.connect(lambda: side.show_tab(ATTACHMENTS))
        bar.more.addAction(self.banners.other)

    def _emptied(self) -> None:
        self.marking.follow(())
        self.printing.document_changed(self._opening.document is not None)

    def _add_marks(self, desk: Desk, viewer: QWidget, bar: ViewerBar) -> None:
        stage, canvas = self._stage, self._canvas
        commands = make_mark_commands(viewer, canvas)
        self.marking = Marking(
            desk, canvas, commands, self._words_of, self._document, self._go_to, self._place_name, viewer
        )
        self.marking.spots = [self._selected, self._hit]
        stage.above.addWidget(self.marking.hint)
        stage.side.add_tab(MARKS, "highlight", _("Markierungen"), self.marking.list)
        stage.side.shown_changed.connect(lambda key: commands.listed.setChecked(key == MARKS))
        commands.listed.triggered.connect(lambda on: stage.side.toggle(MARKS, on))
        for action in (commands.highlight, commands.note, commands.stamp):
            bar.add_button(action)
        bar.more.addActions(list(commands.named()))
        bar.more.addSeparator()

    def _follow(self) -> None:
        """The pages of another document, or of another reading of several, are laid out."""
        file, current = self._opening.file, self._opening.document_id
        documents = tuple(part.document for part in file.parts) if file is not None else (current,) if current else ()
        addresses = self._canvas.addresses()
        self.marking.follow(documents, addresses)
        self.printing.document_changed(bool(documents))
        self._tell(current or "")
        document, info = self._opening.document, self._opening.info
        has_text = (info is not None and info.has_text) or (document is not None and document.has_text)
        originals = tuple(dict.fromkeys(original for _number, original, _page in addresses))
        self.recogniser.document_changed(originals, without_text=bool(documents) and not has_text)

    def _turned(self) -> None:
        """Inside a whole file: another of its documents is read now."""
        current = self._opening.document_id or ""
        if self._opening.file is not None and current != self._told_of:
            self._tell(current)

    def _tell(self, current: str) -> None:
        """What was noted of the document at receipt, and what was seen when it was opened."""
        self._told_of = current
        document, info = self._opening.document, self._opening.info
        hints = {*(document.hints if document is not None else ()), *(info.hints if info is not None else ())}
        self.banners.show_hints(current, tuple(hints))
        self.banners.page_changed()
        self.attachments.show_document(current, next(iter(originals_of(document)), current) if document else current)
        side = self._stage.side
        side.set_available(ATTACHMENTS, not hints.isdisjoint({"attachments", "portfolio"}))
        if side.shown == ATTACHMENTS:
            self.attachments.look()

    def _words_of(self, document: str, page: int) -> tuple[Word, ...] | None:
        self._text.words.want(document, page)
        return self._text.words.known(document, page)

    def _document(self) -> Document | None:
        return self._opening.document

    def _here(self) -> tuple[Document, int] | None:
        """The document that is read, and the page of it; 0 where its pages cannot be shown."""
        place, document = self._canvas.place_of(self._canvas.page), self._opening.document
        return None if document is None else (document, 0 if place is None else place.inside)

    def _go_to(self, document: str, page: int, box: BoxMm) -> None:
        """Bring a place of an original's page into view, wherever it stands in the column."""
        number = next((number for number, *at in self._canvas.addresses() if at == [document, page]), 0)
        if number:
            self._canvas.reveal(number, box)

    def _title_of(self, document: str) -> str:
        """What a document is called, where several are read as one."""
        file = self._opening.file
        parts = file.parts if file is not None else ()
        return next((part.title.partition("  ·  ")[0] for part in parts if part.document == document), "")

    def _place_name(self, original: str, page: int) -> tuple[str, int]:
        """(what the document is called where several are shown, page in it) of a page that is named by its original."""
        number = next((number for number, *at in self._canvas.addresses() if at == [original, page]), 0)
        place = self._canvas.place_of(number)
        return ("", page) if place is None else (self._title_of(place.owner), place.inside)

    def _selected(self) -> Sequence[Spot]:
        return self._text.selection.areas()

    def _hit(self) -> Sequence[Spot]:
        """The hit that is looked at, while the search is open."""
        finding = self._text.finding
        if finding.bar.isHidden() or finding.current < 0:
            return ()
        found = finding.search.hits[finding.current]
        place = self._canvas.place_of(found.place.number)
        return () if place is None else ((place, found.hit.boxes),)
