"""What routing rules did on trial: how many documents would have gone where, against who worked on them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.records import RoutingRule
from app.domain.texts import _
from app.services.routing import Trial
from app.ui.common import format as fmt
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.roles import Mark
from app.ui.common.theme import SPACE_S
from app.ui.common.widgets import Notice
from app.ui.work.rule_words import Names, conditions, trial_said


class TrialView(QWidget):
    """A sentence, and below it the queues with their numbers; empty while nothing was tried."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = Notice("")
        self.flows = GroupedTable(_("Ergebnis des Probelaufs"))
        self.flows.setMinimumHeight(90)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.outcome)
        column.addWidget(self.flows, 1)
        self.show_trial(None, lambda team, worker: worker or team)

    def show_trial(self, trial: Trial | None, name: Names) -> None:
        """``name`` says what a queue is called."""
        self.outcome.say(trial_said(trial) if trial is not None else "", "")
        entries = tuple(
            Entry(
                f"{number}",
                _("{went}  →  {goes}").format(went=name(*flow.went), goes=name(*flow.would_go)),
                None,
                "forward" if flow.elsewhere else "ok",
                _count_mark(flow.documents),
            )
            for number, flow in enumerate(trial.flows if trial is not None else ())
        )
        self.flows.show_groups([Group("flows", _("Bearbeitet hat es  →  gegangen wäre es an"), entries)])
        self.flows.setVisible(bool(entries))


def rule_entries(rules: Sequence[RoutingRule], trial: Trial | None, name: Names) -> tuple[Entry, ...]:
    """The rules in their order; after a trial each with how many documents it would have sent."""
    return tuple(
        Entry(
            f"{number}",
            conditions(rule),
            _("{n}. → {queue}").format(n=number + 1, queue=name(rule.team, rule.worker)),
            "team" if rule.team else "person",
            _count_mark(trial.by_rule[number]) if trial is not None else (),
            payload=number,
        )
        for number, rule in enumerate(rules)
    )


def _count_mark(count: int) -> tuple[Mark, ...]:
    return ((fmt.documents(count), "accent" if count else ""),)
