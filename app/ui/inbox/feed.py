"""Keeps the queue as the cache has it: read at first, renewed where records change, brought back where something was
refused."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.cache import Cache, DocumentRow, Touched
from app.domain.records import INBOX
from app.tasks.desk import Desk
from app.ui.common.renewal import Renewal
from app.ui.inbox.outlook import OutlookBar, load_outlook
from app.ui.inbox.queue_list import QueueList
from app.ui.inbox.queue_loading import Loaded, reader

WHOLE = frozenset({"announcement", "set-aside", "absence", "information"})
"""Kinds of which a change may show other rows."""
MANY = 200
"""More changed rows than this are read anew as a whole."""
RELOAD_MS = 150


class Feed(QObject):
    """While ``screen`` is hidden nothing is renewed, but when it is shown again."""

    def __init__(self, desk: Desk, screen: QWidget, queue: QueueList, outlook: OutlookBar) -> None:
        super().__init__(screen)
        self._desk = desk
        self._queue = queue
        self._outlook = outlook
        self._sent_away: set[str] = set()
        """Documents that left by the screen's hand: when they come back (undo), they are shown."""
        self._wanted = ""
        self._changed: set[str] = set()
        self._all_changed = False
        self._reload_soon = QTimer(self, singleShot=True, interval=RELOAD_MS)
        self._renewed = Renewal(screen, self._look_again)
        self._reload_soon.timeout.connect(self.reload)
        desk.touched.connect(self._touched)
        desk.was_refused.connect(self._bring_back)

    def open_document(self, document_id: str) -> None:
        """Make an unfiled document current, also one that the queue does not know yet."""
        if self._queue.knows(document_id):
            self._queue.go_to(document_id)
        else:
            self._wanted = document_id
            self.reload()

    def send_away(self, ids: Iterable[str]) -> None:
        """The rows go at once and the next document opens, before anything is written."""
        gone = tuple(ids)
        self._sent_away.update(gone)
        self._queue.hide_rows(gone)

    def reload(self) -> None:
        """Read the queue anew, off the Qt thread."""
        site = self._desk.site
        self._desk.ask(reader(self._desk, self._queue.head.view), self._loaded, newest="inbox-rows")
        self._desk.ask(lambda cache: load_outlook(cache, site), self._outlook.show_outlook, newest="inbox-outlook")

    def _loaded(self, loaded: Loaded) -> None:
        self._queue.show_all(loaded)
        if self._wanted and self._queue.knows(self._wanted):
            self._queue.go_to(self._wanted)
        self._wanted = ""

    def _touched(self, touched: Touched) -> None:
        self._changed.update(touched.documents)
        self._all_changed |= touched.everything or bool(touched.others & WHOLE)
        if self._changed or self._all_changed:
            self._renewed.want()

    def _look_again(self) -> None:
        changed, everything = frozenset(self._changed), self._all_changed
        self._changed.clear()
        self._all_changed = False
        if everything or len(changed) > MANY:
            self._reload_soon.start()
        if 0 < len(changed) <= MANY:
            self._patch(changed)

    def _patch(self, ids: frozenset[str]) -> None:
        site = self._desk.site

        def look(cache: Cache) -> dict[str, DocumentRow | None]:
            found = {id_: cache.document_row(id_) for id_ in ids}
            return {
                id_: row if row is not None and row.site == site and row.state_of_work == INBOX else None
                for id_, row in found.items()
            }

        self._desk.ask(look, self._patched)

    def _patched(self, rows: dict[str, DocumentRow | None]) -> None:
        returned = [id_ for id_, row in rows.items() if row is not None and id_ in self._sent_away]
        self._sent_away.difference_update(returned)
        self._queue.patch(rows)
        if returned:
            self._queue.go_to_soon(returned[0])

    def _bring_back(self, _refusal: object = None) -> None:
        """Something was refused: what was taken away on trust is looked up."""
        if self._queue.hidden():
            self._patch(self._queue.hidden())
