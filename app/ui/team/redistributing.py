"""Giving open post to others: chosen in a dialog or dropped on a bar, as one step."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.cache import DocumentRow
from app.domain.texts import _
from app.services.team_figures import PERSON, Figures, Queue
from app.tasks.desk import Desk
from app.ui.common.widgets import Notice
from app.ui.team.redistribute_dialog import RedistributeDialog
from app.ui.team.steps import goals, redistribute_step


class Redistributing(QObject):
    """``changed``: documents are somewhere else now, or are where they were again."""

    changed = Signal()

    def __init__(self, desk: Desk, owner: QWidget, notice: Notice, figures: Callable[[], Figures | None]) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._notice, self._figures = desk, owner, notice, figures
        self.moved: dict[str, Queue] = {}
        """Documents whose new queue is being written down: shown there already."""

    def choose(self, rows: Sequence[DocumentRow]) -> None:
        """Ask who shall have these documents."""
        figures = self._figures()
        if not rows or figures is None or not self._one_site(rows):
            return
        dialog = RedistributeDialog(rows, goals(figures, rows[0].site), self._owner.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._give(figures, rows, dialog.given))
        dialog.open()

    def drop(self, rows: Sequence[DocumentRow], kind: str, key: str) -> None:
        """They were dropped on the bar of a person or a team."""
        figures = self._figures()
        if figures is None or not self._one_site(rows):
            return
        queue: Queue = ("", key) if kind == PERSON else (key, "")
        if kind == PERSON and not key:
            text = _("„Noch niemand“ ist keine Person. Ziehen Sie die Post auf ein Team oder auf „kein Team“.")
            self._notice.say(text, closable=True)
        elif not any(goal.queue == queue for goal in goals(figures, rows[0].site)):
            text = _(
                "Diese Post liegt an einem anderen Standort als der Empfänger. "
                "An einen anderen Standort geben Sie sie im Posteingang ab."
            )
            self._notice.say(text, closable=True)
        else:
            self._give(figures, rows, {row.id: queue for row in rows})

    def _one_site(self, rows: Sequence[DocumentRow]) -> bool:
        one = len({row.site for row in rows}) == 1
        text = _("Die Auswahl liegt an mehreren Standorten. Wählen Sie Post eines Standorts.")
        self._notice.say("" if one else text, closable=True)
        return one

    def _give(self, figures: Figures, rows: Sequence[DocumentRow], given: Mapping[str, Queue]) -> None:
        names = {goal.queue: goal.name for goal in goals(figures, rows[0].site)}
        step = redistribute_step(rows, given, names, self._desk.me)
        if step is None:
            self._notice.say(_("Die Post liegt schon dort."), closable=True)
            return
        self.moved.update(given)
        self.changed.emit()

        def finished() -> None:
            for id_ in given:
                self.moved.pop(id_, None)
            self.changed.emit()

        self._desk.perform(step, finished)
