"""The offer to recognise the text of a scan, the progress over the pages, and what becomes of the words."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.cache import Cache
from app.domain.errors import AppError
from app.domain.page_sets import is_arranged
from app.domain.pages import Word
from app.domain.texts import _, ngettext
from app.tasks.desk import Desk
from app.tasks.recognition import Recognising
from app.ui.common.widgets import Notice
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.commands import command
from app.ui.viewer.page_answers import text_of
from app.ui.viewer.text_layer import TextLayer


class TextRecogniser(QObject):
    """One document at a time; another one that is shown ends it. Without the extra there is no offer."""

    def __init__(self, desk: Desk, canvas: PageCanvas, text: TextLayer, viewer: QWidget) -> None:
        super().__init__(viewer)
        self._desk, self._canvas, self._text = desk, canvas, text
        self._run: Recognising | None = None
        self._document = ""
        self._pages: list[int] = []
        self._found: dict[int, tuple[Word, ...]] = {}
        self._done = 0
        self.bar = Notice("")
        self.bar.setProperty("flat", True)
        self.action: QAction = command(viewer, _("Text erkennen"), "scan-text", "Ctrl+Shift+T")
        self.action.setVisible(self.available)
        self.action.setEnabled(False)
        text.finding.panel.offer_recognition(self.available)
        text.recognise_wanted.connect(self.start)
        text.words.arrived.connect(self._arrived)
        self.action.triggered.connect(self._start_here)
        self.bar.pressed.connect(self.cancel)

    @property
    def available(self) -> bool:
        return self._desk.recognition is not None and self._desk.recognition.available

    @property
    def running(self) -> bool:
        return self._run is not None

    def start(self, document: str) -> None:
        """Recognise the pages of a document that is shown, from the one on that is read."""
        recognition = self._desk.recognition
        self.cancel()
        if recognition is None or not self.available:
            return
        here = self._canvas.place_of(self._canvas.page)
        current = here.page if here is not None and here.document == document else 1
        pages = [page for _number, of, page in self._canvas.addresses() if of == document]
        self._document, self._found, self._done = document, {}, 0
        self._pages = sorted(pages, key=lambda page: (page < current, page))
        self._say()
        self._run = recognition.start(document, self._pages, self._page_done, self._finished, self._page_failed)

    def cancel(self) -> None:
        """What was recognised so far stays."""
        if self._run is not None:
            self._run.cancel()
            self._run = None
            self._text.refresh()
        self.bar.say("")

    def document_changed(self, documents: tuple[str, ...], *, without_text: bool) -> None:
        """``without_text``: what is shown now is a scan whose text could be recognised."""
        if self._document not in documents:
            self.cancel()
        self.action.setEnabled(without_text)

    def _start_here(self) -> None:
        place = self._canvas.place_of(self._canvas.page)
        if place is not None:
            self.start(place.document)

    def _page_done(self, page: int, words: tuple[Word, ...]) -> None:
        self._found[page] = words
        self._text.words.supply(self._document, page, words)
        self._step()

    def _page_failed(self, page: int, error: AppError) -> None:
        self._step()

    def _step(self) -> None:
        self._done += 1
        self._say()

    def _say(self) -> None:
        words = _("Text wird erkannt: {done} von {all} Seiten").format(done=self._done, all=len(self._pages))
        self.bar.say(words, "", _("Abbrechen"))

    def _finished(self) -> None:
        self._run = None
        document, found, count = self._document, self._found, len(self._pages)
        if len(found) == count:
            texts = tuple(text_of(found[page]) for page in sorted(found))
            self._desk.write(lambda cache: _keep(cache, document, texts))
            self.bar.say("")
        else:
            failed = count - len(found)
            missing = ngettext(
                "Auf {n} Seite ließ sich kein Text erkennen.", "Auf {n} Seiten ließ sich kein Text erkennen.", failed
            )
            self.bar.say(missing.format(n=failed), "caution", closable=True)
        self._text.refresh()

    def _arrived(self, document: str, page: int) -> None:
        """A page that the reader finds no text on was perhaps recognised before in this sitting."""
        recognition = self._desk.recognition
        known = recognition.words(document, page) if recognition is not None else None
        if known and not self._text.words.known(document, page):
            self._text.words.supply(document, page, known)


def _keep(cache: Cache, original: str, texts: tuple[str, ...]) -> None:
    """The text of an original is kept with the document that is it; of arranged pages it is not put together here."""
    found = cache.document(original)
    if found is not None and not is_arranged(found[2]):
        cache.keep_text(original, texts)
