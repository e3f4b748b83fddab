"""The tab "Treffer": every hit with its page and the text around it, or why there can be none."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.texts import _
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.late import Late
from app.ui.common.widgets import EmptyPanel
from app.ui.viewer.searching import PageHit, Search

SETTLE_MS = 80
"""Hits come page by page; the list is made anew this often at most."""


class HitsPanel(Late):
    """``chosen`` gives the number of a hit, from 0. ``recognise_wanted``: the text of the pages is to be recognised."""

    chosen = Signal(int)
    recognise_wanted = Signal()

    def __init__(self, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._can_recognise = False
        self._shown: list[PageHit] = []
        self._current = -1
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._soon.timeout.connect(self._show)
        search.changed.connect(self._show_soon)
        search.cleared.connect(self._show)

    def _build(self) -> None:
        self.table = GroupedTable(_("Treffer"))
        self.empty = EmptyPanel("search", "")
        self.empty.pressed.connect(self.recognise_wanted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for signal in (self.table.current_changed, self.table.chosen):
            signal.connect(self._choose)
        self._show()

    def offer_recognition(self, possible: bool) -> None:
        """Whether text can be recognised here; then pages without text have a button for it."""
        self._can_recognise = possible
        self._show()

    def follow(self, number: int) -> None:
        """Hits came before the current one: it has another number (from 0; -1: none) now."""
        self._current = number

    def mark(self, number: int) -> None:
        """The hit that is shown on the page; no signal comes back."""
        self._current = number
        if len(self._shown) != len(self._search.hits):
            self._show()
        self._go_to_current()

    def _go_to_current(self) -> None:
        if not self.built:
            return
        self.table.blockSignals(True)
        self.table.go_to_id(str(self._current))
        self.table.blockSignals(False)

    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        if not self.built:
            return
        search = self._search
        if not search.hits:
            self._shown = []
            self._say_why()
            self._stack.setCurrentWidget(self.empty)
            return
        if self._shown != search.hits:
            self._shown = search.hits
            entries = tuple(_entry(number, found) for number, found in enumerate(self._shown))
            self.table.blockSignals(True)
            self.table.show_groups((Group("hits", "", entries),))
            self.table.blockSignals(False)
            self._go_to_current()
        self._stack.setCurrentWidget(self.table)

    def _say_why(self) -> None:
        search = self._search
        if not search.text:
            self.empty.say("search", _("Was wird gesucht?"), _("Strg+F öffnet das Suchfeld über den Seiten."))
        elif search.running:
            self.empty.say("search", _("Das Dokument wird durchsucht …"))
        elif not search.wordless:
            self.empty.say("search", _("Kein Treffer"), _("Ein Teil des Wortes genügt, Umlaute zählen nicht."))
        elif self._can_recognise:
            self.empty.say(
                "document",
                _("Diese Seiten sind Bilder ohne Text."),
                _("Der Text kann erkannt und dann durchsucht werden. Das dauert einige Sekunden je Seite."),
                _("Text erkennen"),
            )
        else:
            self.empty.say(
                "document",
                _("Diese Seiten sind Bilder ohne Text."),
                _("Um sie zu durchsuchen, muss die Texterkennung eingerichtet sein (Zusatz „ocr“)."),
            )

    def _choose(self, entry: object) -> None:
        if isinstance(entry, Entry):
            self.chosen.emit(int(entry.id))


def _entry(number: int, found: PageHit) -> Entry:
    hit, page = found.hit, _("Seite {page}").format(page=found.place.number)
    start = hit.before[-18:].partition(" ")[2] if len(hit.before) > 18 else hit.before
    around = " ".join(part for part in ("…" if start else "", start, hit.text, hit.after) if part)
    return Entry(str(number), around, page, spoken=f"{page}: {hit.before} {hit.text} {hit.after}", payload=found)
