"""Slim banners over the pages: what to know about the file, and pages that may be shown wrong."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.pages import ONE_ENGINE, UNREADABLE_PAGE
from app.domain.records import Document
from app.domain.texts import _
from app.ui.common.widgets import Notice
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.commands import command


def about(hints: Sequence[str]) -> str:
    """The one thing that is most worth knowing, as a sentence; nothing of it is ever run."""
    sentences = (
        ("portfolio", _("Diese Datei ist eine Mappe: Die eigentlichen Dokumente sind ihre Anlagen.")),
        (
            "xfa",
            _("Dieses Formular (XFA) zeigt nur seine Ersatzseite: Ausgefüllte Felder können fehlen. Fordern Sie es als "
              "gewöhnliches PDF an."),
        ),
        ("javascript", _("Dieses Dokument enthält JavaScript. Es wird nicht ausgeführt; Felder können leer sein.")),
        ("attachments", _("Diesem Dokument sind Dateien beigefügt.")),
    )  # fmt: skip
    return next((sentence for code, sentence in sentences if code in hints), "")


class Banners(QObject):
    """``hints`` and ``doubt`` are laid out by who shows them."""

    attachments_wanted = Signal()

    def __init__(
        self, canvas: PageCanvas, here: Callable[[], tuple[Document, int] | None], viewer: QWidget
    ) -> None:
        super().__init__(viewer)
        self._canvas, self._here = canvas, here
        self._closed: set[str] = set()
        self.hints, self.doubt = Notice(""), Notice("caution")
        for notice in (self.hints, self.doubt):
            notice.setProperty("flat", True)
        self.other: QAction = command(viewer, _("Andere Darstellung der Seite"), "eye", "E", check=True)
        self.other.triggered.connect(self._turn)
        self.doubt.pressed.connect(self.other.trigger)
        self.hints.pressed.connect(self.attachments_wanted)
        self.hints.closed.connect(self._close)
        canvas.page_changed.connect(lambda _page: self.page_changed())

    def show_hints(self, document: str, hints: Sequence[str]) -> None:
        """Another document is shown; its hints, as noted at receipt or seen now."""
        self._shown = document
        text = "" if document in self._closed else about(hints)
        has_files = not {"attachments", "portfolio"}.isdisjoint(hints)
        self.hints.say(text, "", _("Anlagen zeigen") if has_files else "", closable=True)

    _shown = ""

    def _close(self) -> None:
        self._closed.add(self._shown)

    def page_changed(self) -> None:
        """Whether there is doubt about the page that is read now, and who draws it."""
        place, here = self._canvas.place_of(self._canvas.page), self._here()
        other = self._canvas.page in self._canvas.pictures.by_other
        self.other.setEnabled(place is not None)
        self.other.setChecked(other)
        reason = ""
        if place is not None and here is not None and place.owner == here[0].id:
            reason = dict(here[0].doubts).get(place.inside, "")
        if other:
            text = _("Andere Darstellung: Diese Seite zeigt jetzt das zweite Leseprogramm.")
            self.doubt.say(text, "caution", _("Zurück (E)"))
        elif reason:
            self.doubt.say(_told(reason), "caution", _("Andere Darstellung (E)"))
        else:
            self.doubt.say("")

    def _turn(self, other: bool) -> None:
        if self._canvas.page:
            self._canvas.turn_engine(self._canvas.page, other)
            self.page_changed()


def _told(reason: str) -> str:
    if reason == ONE_ENGINE:
        return _("Darstellung unsicher: Nur eines von zwei Leseprogrammen kann diese Seite zeigen.")
    if reason == UNREADABLE_PAGE:
        return _("Darstellung unsicher: Diese Seite ließ sich bei der Annahme nicht lesen.")
    return _("Darstellung unsicher: Zwei Leseprogramme zeigen diese Seite verschieden.")
