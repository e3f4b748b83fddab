"""Putting the selected documents of the queue together into one."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.domain.actions import ArrangePages
from app.domain.cache import Cache, DocumentRow
from app.domain.decide import Refused
from app.domain.page_sets import Seen, merge
from app.domain.texts import _
from app.tasks.desk import Desk, Step
from app.ui.common.icons import wear

KEY = "Ctrl+U"


class Merging(QObject):
    """The command, its key in ``owner``; ``rows`` gives the documents that are meant, in the order of the list."""

    def __init__(self, desk: Desk, owner: QWidget, rows: Callable[[], Sequence[DocumentRow]]) -> None:
        super().__init__(owner)
        self._desk, self._rows = desk, rows
        self.action = QAction(_("Zu einem Dokument zusammenführen"), owner)
        self.action.setShortcut(QKeySequence(KEY))
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        wear(self.action, "documents")
        self.action.triggered.connect(lambda _on=False: self.merge())
        owner.addAction(self.action)

    def merge(self) -> None:
        """The pages of the others behind those of the first; undo parts them again."""
        ids = [row.id for row in self._rows()]
        if len(ids) < 2:
            self._desk.was_refused.emit(
                Refused(
                    code="nothing-to-merge",
                    title=_("Es ist nur ein Dokument ausgewählt."),
                    advice=_("Wählen Sie mit Umschalt oder Strg die Dokumente aus, die eines werden sollen."),
                )
            )
            return

        def look(cache: Cache) -> list[Seen]:
            found = (cache.document(id_) for id_ in ids)
            return [(known[1], known[2]) for known in found if known is not None]

        self._desk.ask(look, self._merge)

    def _merge(self, documents: list[Seen]) -> None:
        if len(documents) < 2:
            return
        action = ArrangePages(
            site=self._desk.site,
            by=self._desk.me.id,
            acted_at=datetime.now(UTC).isoformat(timespec="seconds"),
            contents=merge(documents),
        )
        self._desk.perform(Step(_("{n} Dokumente zusammengeführt").format(n=len(documents)), (action,)))
