"""One routing rule to be entered: its conditions and where it sends."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.records import RoutingRule, Team, Worker
from app.domain.registers import DOCUMENT_TYPES
from app.domain.rules.routing import checked_rule
from app.domain.rules.ruling import Refusal
from app.domain.texts import _
from app.ui.common import format as fmt
from app.ui.common.theme import SPACE_S
from app.ui.common.widgets import Notice, text_label
from app.ui.work.rule_words import LEGAL_AREAS


class RuleForm(QWidget):
    """``added`` and ``changed`` give the rule as it shall be."""

    added = Signal(object)
    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters = (_field(_("Anfangsbuchstabe von"), "A"), _field(_("Anfangsbuchstabe bis"), "K"))
        self.numbers = (
            _field(_("BG-Nummer von"), "35502//0000001"),
            _field(_("BG-Nummer bis"), "35502//0004999"),
        )
        self.area = _combo(_("Rechtskreis"))
        self.kind = _combo(_("Dokumententyp"))
        self.target = _combo(_("Ziel"))
        self.told = Notice("bad")
        self.add_button = QPushButton(_("&Hinzufügen"))
        self.change_button = QPushButton(_("Än&dern"))
        self._fill()
        self._lay_out()
        self.add_button.clicked.connect(lambda: self._give(self.added))
        self.change_button.clicked.connect(lambda: self._give(self.changed))
        self.show_rule(None)

    def _fill(self) -> None:
        self.area.addItem(_("jeder"), "")
        for code, name in LEGAL_AREAS.items():
            self.area.addItem(_(name), code)
        self.kind.addItem(_("jeder"), "")
        for kind in sorted({kind for kinds in DOCUMENT_TYPES.values() for kind in kinds}):
            self.kind.addItem(kind, kind)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        form.addRow(_("Na&me"), _from_to(*self.letters))
        form.addRow(_("&BG-Nummer"), _from_to(*self.numbers))
        form.addRow(_("&Rechtskreis"), self.area)
        form.addRow(_("Dokumenten&typ"), self.kind)
        form.addRow(_("&Ziel"), self.target)
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addWidget(self.change_button)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addLayout(line)

    def show_targets(self, teams: Sequence[Team], workers: Sequence[Worker]) -> None:
        self.target.clear()
        for team in sorted(teams, key=lambda one: one.name.casefold()):
            if not team.ended:
                self.target.addItem(_("Team {name}").format(name=team.name), (team.id, ""))
        for worker in sorted(workers, key=lambda one: one.name.casefold()):
            if not worker.ended:
                self.target.addItem(worker.name, ("", worker.id))

    def show_rule(self, rule: RoutingRule | None) -> None:
        """Fill in a rule that can be changed; None: what stands there stays and can only be added."""
        self.change_button.setEnabled(rule is not None)
        self.told.say("")
        if rule is None:
            return
        for field, text in zip(self.letters, (rule.letter_from, rule.letter_to), strict=True):
            field.setText(text)
        for field, text in zip(self.numbers, (rule.number_from, rule.number_to), strict=True):
            field.setText(fmt.case_number(text).replace("\u202f", ""))
        self.area.setCurrentIndex(max(0, self.area.findData(rule.legal_area)))
        self.kind.setCurrentIndex(max(0, self.kind.findData(rule.document_type)))
        targets = [self.target.itemData(number) for number in range(self.target.count())]
        wanted = (rule.team, rule.worker)
        if wanted in targets:
            self.target.setCurrentIndex(targets.index(wanted))

    def rule(self) -> RoutingRule:
        """What stands there. Raises ``Refusal`` when it cannot be meant."""
        team, worker = self.target.currentData() or ("", "")
        return checked_rule(
            RoutingRule(
                letter_from=self.letters[0].text(),
                letter_to=self.letters[1].text(),
                number_from=self.numbers[0].text(),
                number_to=self.numbers[1].text(),
                legal_area=str(self.area.currentData() or ""),
                document_type=str(self.kind.currentData() or ""),
                team=team,
                worker=worker,
            )
        )

    def _give(self, signal: SignalInstance) -> None:
        try:
            rule = self.rule()
        except Refusal as refusal:
            self.told.say(f"{refusal.refused.title} {refusal.refused.advice}", "bad")
            return
        self.told.say("")
        signal.emit(rule)


def _field(name: str, example: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(_("z. B. {example}").format(example=example))
    return field


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    return combo


def _from_to(first: QLineEdit, last: QLineEdit) -> QWidget:
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACE_S)
    line.addWidget(first, 1)
    line.addWidget(text_label(_("bis"), "muted"))
    line.addWidget(last, 1)
    widget.setFocusProxy(first)
    return widget
