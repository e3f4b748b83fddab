"""Seeing each other: says what the window shows, and asks who else shows what, off the Qt thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.presence import Looking, Presence
from app.tasks.lanes import Bridge, Lane

ASK_MS = 10_000
"""How often is asked who looks at what; what is shown is said again with every third question."""
SAY_EVERY = 3
THIN_ASK_MS = 60_000
"""The same over a line that many share: what is shown is said again each time, and nobody who shows nothing asks."""

LEAVING_MS = 2_000
"""So long saying good-bye may take; who does not is forgotten in a while."""

Who = dict[str, tuple[str, ...]]
"""Ids of the workers, without oneself, by the id of the document at which they look."""


class Watch(QObject):
    """``changed`` comes when others begin or end to look. A centre that cannot do it, or is away, tells of nobody.

    ``thin``: the centre is behind a line on which every question costs.
    """

    changed = Signal()

    def __init__(self, centre: Callable[[], object], bridge: Bridge, site: str, me: str, *, thin: bool = False) -> None:
        super().__init__()
        self._centre = centre
        self._site = site
        self._me = me
        self._thin = thin
        self._lane = Lane("presence", bridge)
        self._document = ""
        self._turn = 0
        self.others: Who = {}
        self._timer = QTimer(self, interval=THIN_ASK_MS if thin else ASK_MS)
        self._timer.timeout.connect(self.ask)
        self._timer.start()

    def look(self, document: str) -> None:
        """This one is shown now; "": none."""
        if document != self._document:
            self._document = document
            self._turn = 0
            self._ask(say=True)

    def at(self, document: str) -> tuple[str, ...]:
        """Ids of the others who look at it."""
        return self.others.get(document, ())

    def close(self) -> None:
        """Say that nothing is shown any more, and end."""
        self._timer.stop()
        self._document = ""
        self._ask(say=True)
        self._lane.finish(LEAVING_MS)
        self._lane.close(0)

    def ask(self) -> None:
        """Look again who looks at what; the timer does it, too."""
        if self._thin and not self._document:
            return
        self._turn += 1
        self._ask(say=bool(self._document) and (self._thin or self._turn % SAY_EVERY == 0))

    def _ask(self, *, say: bool) -> None:
        document = self._document

        def work() -> tuple[Looking, ...]:
            centre = self._centre()
            if not isinstance(centre, Presence):
                return ()
            if say:
                found = centre.looks_at(self._site, self._me, document)
                return () if self._thin and not document else found
            return centre.who_looks(self._site)

        self._lane.run(work, self._told, lambda _error: self._told(()))

    def _told(self, looking: tuple[Looking, ...]) -> None:
        others: Who = {}
        for one in looking:
            if one.worker != self._me:
                others[one.document] = (*others.get(one.document, ()), one.worker)
        if others != self.others:
            self.others = others
            self.changed.emit()
