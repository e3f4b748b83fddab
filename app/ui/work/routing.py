"""The site's routing rules: written down, tried out on yesterday's post, then switched on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.actions import PutRouting
from app.domain.cache import Cache, Touched
from app.domain.records import ROUTING_ID, Routing, RoutingRule, Team, Worker
from app.domain.rules.entries import LEADS
from app.domain.texts import _
from app.services.routing import Trial, try_rules
from app.tasks.desk import Desk, Step
from app.ui.common import format as fmt
from app.ui.common.grouped import Group, GroupedTable
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.common.widgets import EmptyPanel, Notice, text_label
from app.ui.work.rule_form import RuleForm
from app.ui.work.trial_view import TrialView, rule_entries


@dataclass(frozen=True, slots=True)
class Loaded:
    routing: Routing
    version: int
    teams: tuple[Team, ...]
    workers: tuple[Worker, ...]


def may_route(me: Worker) -> bool:
    return bool(LEADS.intersection(me.roles))


def load_routing(cache: Cache, site: str) -> Loaded:
    known = next(iter(cache.records(site, Routing)), (Routing(id=ROUTING_ID), 0))
    return Loaded(*known, cache.teams(site), cache.workers(site))


def try_on_last_post(cache: Cache, site: str, rules: tuple[RoutingRule, ...], today: str) -> Trial:
    """What the rules would have done with the post of the last day before ``today``."""
    day, post = cache.post_of_last_day(site, today)
    teams, workers = cache.teams(site), cache.workers(site)
    return try_rules(day, post, lambda case: cache.case(site, case) if case else None, rules, teams, workers)


class RoutingDialog(QDialog):
    """Changes are kept as a draft at once and can be taken back; they count when they are switched on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._loaded = Loaded(Routing(id=ROUTING_ID), 0, (), ())
        self._trial: tuple[tuple[RoutingRule, ...], Trial] | None = None
        """What was tried, and what came out."""
        self.setWindowTitle(_("Verteilregeln"))
        self.setMinimumSize(860, 500)
        self.resize(980, 640)
        self.state = Notice("")
        self.list = GroupedTable(_("Verteilregeln"))
        self.empty = EmptyPanel(
            "tree",
            _("Noch keine Verteilregel"),
            _("Neue Post geht zu der Person, die in der Akte steht, sonst in den Eingang des Standorts."),
        )
        self.form = RuleForm()
        self.up_button, self.down_button = QPushButton(_("Nach &oben")), QPushButton(_("Nach &unten"))
        self.remove_button = QPushButton(_("&Löschen"))
        self.try_button = QPushButton(_("&Probelauf auf die Post von gestern"))
        self.tried = TrialView()
        self.switch_button = QPushButton(_("&Einschalten"))
        self.switch_button.setProperty("role", "main")
        self.off_button = QPushButton(_("&Ausschalten"))
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._load()

    def _lay_out(self) -> None:
        for widget in (self.list, self.empty):
            self._stack.addWidget(widget)
        self._stack.setMinimumHeight(110)
        left = QVBoxLayout()
        left.setSpacing(SPACE_S)
        left.addWidget(self._stack, 3)
        left.addLayout(_line(self.up_button, self.down_button, self.remove_button))
        left.addLayout(_line(self.try_button, self.switch_button, self.off_button))
        left.addWidget(self.tried, 2)
        right = QVBoxLayout()
        right.addWidget(text_label(_("Regel"), "section"))
        right.addWidget(self.form)
        right.addStretch()
        sides = QHBoxLayout()
        sides.setSpacing(SPACE_L)
        sides.addLayout(left, 3)
        sides.addLayout(right, 2)
        buttons = QDialogButtonBox()
        buttons.addButton(_("&Schließen"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(_("Verteilregeln"), "heading"))
        column.addWidget(self.state)
        column.addLayout(sides, 1)
        column.addWidget(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.form.added.connect(lambda rule: self._edit((*self.rules, rule), _("Verteilregel hinzugefügt")))
        self.form.changed.connect(self._replace)
        self.list.current_changed.connect(lambda _entry: self._choice_changed())
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.remove_button.clicked.connect(self._remove)
        self.try_button.clicked.connect(self.try_out)
        self.switch_button.clicked.connect(self.switch_on)
        self.off_button.clicked.connect(self.switch_off)
        self._desk.touched.connect(self._touched)

    @property
    def rules(self) -> tuple[RoutingRule, ...]:
        """Those that are shown: being worked at, else those switched on."""
        return self._loaded.routing.draft or self._loaded.routing.rules

    @property
    def trial(self) -> Trial | None:
        """What the rules that are shown did on trial; None when they were changed since."""
        return self._trial[1] if self._trial is not None and self._trial[0] == self.rules else None

    def _touched(self, touched: Touched) -> None:
        if touched.everything or Routing.kind in touched.others:
            self._load()

    def _load(self) -> None:
        site = self._desk.site
        self._desk.ask(lambda cache: load_routing(cache, site), self._show, newest="routing")

    # --- showing -------------------------------------------------------------------------------------------------
    def _show(self, loaded: Loaded) -> None:
        if loaded.teams != self._loaded.teams or loaded.workers != self._loaded.workers:
            self.form.show_targets(loaded.teams, loaded.workers)
        self._loaded = loaded
        entries = rule_entries(self.rules, self.trial, self._name)
        self.list.show_groups([Group("rules", "", entries)], fall_back=True)
        self._stack.setCurrentIndex(0 if entries else 1)
        self._say_state()
        self._show_trial()
        self._choice_changed()

    def _say_state(self) -> None:
        routing = self._loaded.routing
        if not self.rules:
            self.state.say("")
        elif routing.rules and not routing.draft:
            said = _("Eingeschaltet seit {when}, erprobt an der Post vom {day}.")
            self.state.say(said.format(when=fmt.moment(routing.at), day=fmt.day(routing.tried_on)), "good")
        elif routing.rules:
            self.state.say(_("Entwurf. Bis zum Einschalten gelten die bisherigen Regeln weiter."), "caution")
        else:
            self.state.say(_("Entwurf. Die Regeln sind nicht eingeschaltet."), "caution")

    def _show_trial(self) -> None:
        trial = self.trial
        self.tried.show_trial(trial, self._name)
        waiting = bool(self.rules) and self.rules != self._loaded.routing.rules
        self.try_button.setEnabled(bool(self.rules))
        self.switch_button.setEnabled(waiting and trial is not None)
        self.switch_button.setToolTip("" if trial is not None else _("Nach dem Probelauf"))
        self.off_button.setEnabled(bool(self._loaded.routing.rules))

    def _choice_changed(self) -> None:
        number = self._number()
        self.up_button.setEnabled(number > 0)
        self.down_button.setEnabled(0 <= number < len(self.rules) - 1)
        self.remove_button.setEnabled(number >= 0)
        self.form.show_rule(self.rules[number] if number >= 0 else None)

    def _number(self) -> int:
        entry = self.list.entry()
        return int(entry.payload) if entry is not None and entry.payload < len(self.rules) else -1

    def _name(self, team: str, worker: str) -> str:
        names = {one.id: one.name for one in (self._loaded.workers if worker else self._loaded.teams)}
        return names.get(worker or team, worker or team) or _("Eingang des Standorts")

    # --- acting --------------------------------------------------------------------------------------------------
    def _replace(self, rule: RoutingRule) -> None:
        number = self._number()
        if number >= 0:
            self._edit((*self.rules[:number], rule, *self.rules[number + 1 :]), _("Verteilregel geändert"))

    def _move(self, by: int) -> None:
        number, rules = self._number(), list(self.rules)
        if number >= 0 and 0 <= number + by < len(rules):
            rules[number], rules[number + by] = rules[number + by], rules[number]
            self.list.go_to_id(f"{number + by}")
            self._edit(tuple(rules), _("Reihenfolge der Verteilregeln geändert"))

    def _remove(self) -> None:
        number = self._number()
        if number >= 0:
            self._edit((*self.rules[:number], *self.rules[number + 1 :]), _("Verteilregel gelöscht"))

    def _edit(self, rules: tuple[RoutingRule, ...], label: str) -> None:
        """Keep them as a draft; without any rule there is nothing that could be switched on."""
        kept = self._loaded.routing.rules if rules else ()
        draft = () if rules == kept else rules
        self._put(label, kept, draft, self._loaded.routing.tried_on)

    def try_out(self) -> None:
        """Show how many documents of the last day would go where."""
        site, rules, today = self._desk.site, self.rules, datetime.now().astimezone().date().isoformat()

        def show(trial: Trial) -> None:
            self._trial = (rules, trial)
            self._show(self._loaded)

        self._desk.ask(lambda cache: try_on_last_post(cache, site, rules, today), show, newest="routing-trial")

    def switch_on(self) -> None:
        if self.trial is not None:
            day = self.trial.day or datetime.now().astimezone().date().isoformat()
            self._put(_("Verteilregeln eingeschaltet"), self.rules, (), day)

    def switch_off(self) -> None:
        self._put(_("Verteilregeln ausgeschaltet"), (), self.rules, "")

    def _put(
        self, label: str, rules: tuple[RoutingRule, ...], draft: tuple[RoutingRule, ...], tried_on: str
    ) -> None:
        desk, now = self._desk, datetime.now(UTC).isoformat(timespec="seconds")
        action = PutRouting(
            site=desk.site,
            by=desk.me.id,
            acted_at=now,
            base=self._loaded.version,
            rules=rules,
            draft=draft,
            tried_on=tried_on,
        )
        desk.perform(Step(label, (action,)))


def _line(*buttons: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(SPACE_S)
    for button in buttons:
        line.addWidget(button)
    line.addStretch()
    return line
