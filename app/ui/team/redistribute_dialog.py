"""Who shall have the chosen post: every queue of the site with what lies there now, and what would lie there after."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.domain.cache import DocumentRow
from app.domain.texts import _
from app.services.team_figures import Queue
from app.ui.common import format as say
from app.ui.common.theme import SPACE_L, SPACE_M
from app.ui.common.widgets import SearchField, text_label
from app.ui.team.bar_table import BarRow, BarTable, moved, scaled
from app.ui.team.steps import Goal, changes_of, share_out


class RedistributeDialog(QDialog):
    """After ``accepted`` read ``given``. Several targets share the post so that they then have about as much."""

    def __init__(self, rows: Sequence[DocumentRow], goals: Sequence[Goal], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.given: dict[str, Queue] = {}
        self._rows = rows
        self._goals = {goal.id: goal for goal in goals}
        title = _("{documents} umverteilen").format(documents=say.documents(len(rows)))
        self.setWindowTitle(title)
        self.setMinimumSize(620, 520)
        self.field = SearchField(_("Name oder Team"), _("Empfänger suchen"))
        self.list = BarTable(_("An wen"), _("Empfänger"), several=True, name_width=230)
        self.list.show_ages(shown=False)
        self.outcome = text_label("", "strong")
        self.outcome.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.ok = self.buttons.addButton(_("Umverteilen"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        self.buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self._lay_out(title)
        self._connect()
        self._show("")
        self.list.go_to(0)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, title: str) -> None:
        advice = text_label(
            _("Mehrere Empfänger (Strg und Leertaste, oder Umschalt und Pfeiltasten) bekommen die Post so, "
              "dass danach alle möglichst gleich viel haben."),
            "muted",
        )  # fmt: skip
        advice.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        for widget in (text_label(title, "heading"), self.field, advice, self.list, self.outcome, self.buttons):
            column.addWidget(widget, 1 if widget is self.list else 0)

    def _connect(self) -> None:
        self.field.searched.connect(self._show)
        self.field.moved.connect(self.list.step)
        self.field.chosen.connect(self._take)
        self.field.left.connect(self.reject)
        self.list.selection_changed.connect(self._weigh)
        self.list.chosen.connect(lambda _row: self._take())
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)

    def _targets(self) -> list[Goal]:
        return [self._goals[row.key] for row in self.list.selected_rows()]

    def _show(self, words: str) -> None:
        wanted = words.casefold().split()
        kept = [goal for goal in self._goals.values() if all(word in goal.name.casefold() for word in wanted)]
        self.list.show_rows(scaled([_bar(goal) for goal in kept]))
        if words or not self.list.selected_rows():
            self.list.go_to(0)
        self._weigh()

    def _weigh(self) -> None:
        """Show what the choice would make of everybody's load."""
        targets = self._targets()
        self.given = share_out(self._rows, targets) if targets else {}
        changes = {self._key(queue): change for queue, change in self._changes().items()}
        self.list.refresh(moved([_bar(self._goals[row.key]) for row in self.list.shown()], changes))
        self.ok.setEnabled(bool(changes))
        self.outcome.setText(self._said(targets, changes))

    def _changes(self) -> Mapping[Queue, int]:
        return changes_of(self._rows, self.given) if self.given else {}

    def _key(self, queue: Queue) -> str:
        return f"{queue[0]}/{queue[1]}"

    def _said(self, targets: Sequence[Goal], changes: Mapping[str, int]) -> str:
        if targets and not changes:
            return _("Die Post liegt schon dort.")
        said = [
            _("{name}: {before} → {after}").format(
                name=goal.name, before=say.number(goal.load), after=say.number(goal.load + changes[goal.id])
            )
            for goal in targets[:3]
            if changes.get(goal.id)
        ]
        away = [goal for goal in targets if goal.away_until]
        if away:
            until = say.day(away[0].away_until)
            said.append(_("{name} ist bis {date} abwesend.").format(name=away[0].name, date=until))
        return "   ".join(said)

    def _take(self) -> None:
        if self.given and self.ok.isEnabled():
            self.accept()


def _bar(goal: Goal) -> BarRow:
    mark = _("abwesend bis {date}").format(date=say.day(goal.away_until)) if goal.away_until else ""
    return BarRow(goal.id, goal.name, goal.load, mark=mark)
