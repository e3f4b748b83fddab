"""Search in the viewer: brings together the bar, the hits on the pages and their list."""

from PySide6.QtCore import QObject, Signal

from app.tasks.desk import Desk
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.commands import Commands
from app.ui.viewer.find_bar import FindBar
from app.ui.viewer.hits_overlay import HitsOverlay
from app.ui.viewer.hits_panel import HitsPanel
from app.ui.viewer.page_answers import Words
from app.ui.viewer.searching import PageHit, Place, Search, told


class Finding(QObject):
    """``opened``: the search was opened, its list should be seen; ``ended``: not any more."""

    opened = Signal()
    ended = Signal()

    def __init__(self, desk: Desk, canvas: PageCanvas, words: Words, commands: Commands) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.search = Search(desk, words, self)
        self.bar = FindBar(commands.find_next, commands.find_previous)
        self.panel = HitsPanel(self.search)
        self._overlay = HitsOverlay()
        self._commands = commands
        self._hit: PageHit | None = None
        """The one that is shown."""
        self._pending = False
        """Go to the first hit when it comes."""
        canvas.overlays.append(self._overlay)
        self.bar.field.searched.connect(self.look_for)
        self.bar.stepped.connect(self.step)
        self.bar.closed.connect(self.end)
        self.panel.chosen.connect(self.show_hit)
        self.search.changed.connect(self._changed)
        self.search.cleared.connect(self._changed)
        commands.find.triggered.connect(self._open)
        commands.find_next.triggered.connect(lambda: self.step(1))
        commands.find_previous.triggered.connect(lambda: self.step(-1))
        self._changed()

    @property
    def current(self) -> int:
        """Number of the hit that is shown, from 0; -1: none."""
        return self.search.hits.index(self._hit) if self._hit in self.search.hits else -1

    def look_for(self, text: str) -> None:
        """Search the pages that are shown, from the one on that is read."""
        self._hit = None
        self._pending = True
        self.search.start(text, self._places(), self._canvas.page)

    def document_changed(self) -> None:
        """Other pages are shown: what was found is forgotten, and looked for in them while the bar is open."""
        self._hit = None
        self.search.stop()
        if not self.bar.isHidden() and self.bar.field.text().strip():
            self.search.start(self.bar.field.text().strip(), self._places(), self._canvas.page)

    def step(self, by: int) -> None:
        """The next hit, or the one before; round at the ends. Without a search the bar opens."""
        hits = len(self.search.hits)
        if not self.search.text:
            self._open()
        elif hits:
            current = self.current
            start = current if current >= 0 else self._nearest() - (by > 0)
            self.show_hit((start + by) % hits)

    def show_hit(self, number: int) -> None:
        """Bring a hit (from 0) into view."""
        if not 0 <= number < len(self.search.hits):
            return
        self._hit = found = self.search.hits[number]
        self._canvas.reveal(found.place.number, found.hit.boxes[0])
        self.panel.mark(number)
        self._changed()

    def end(self) -> None:
        self.bar.hide()
        self.search.stop()
        self._canvas.setFocus()
        self.ended.emit()

    def _open(self) -> None:
        self.bar.open()
        self.opened.emit()
        if self.bar.field.text().strip() and not self.search.text:
            self.look_for(self.bar.field.text().strip())

    def _changed(self) -> None:
        search = self.search
        if self._pending and search.hits:
            self._pending = False
            self.show_hit(self._nearest())
            return
        current = self.current
        self._overlay.show_hits(search.hits, current)
        self.panel.follow(current)
        self.bar.say(told(search, current + 1))
        for action in (self._commands.find_next, self._commands.find_previous):
            action.setEnabled(bool(search.hits) or not search.text)
        self._canvas.viewport().update()

    def _nearest(self) -> int:
        """The first hit on the page that is read or after it."""
        page = self._canvas.page
        return next((n for n, found in enumerate(self.search.hits) if found.place.number >= page), 0)

    def _places(self) -> list[Place]:
        return [Place(*address) for address in self._canvas.addresses()]
