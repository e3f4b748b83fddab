"""Whose queue the post goes to: the site's, a team's, a person's or another site's; with a note, or to be seen only."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.cache import Cache
from app.domain.records import Worker
from app.domain.texts import _
from app.services.shared_work import away
from app.tasks.desk import Desk
from app.ui.common import format as fmt
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.common.widgets import Notice, SearchField, text_label
from app.ui.inbox.steps import Forward, Target

NOTE_HEIGHT = 76


def find_targets(cache: Cache, site: str) -> tuple[Target, ...]:
    """The site first, then teams and persons by name, then the other sites; who has left is not there."""
    teams = sorted((team for team in cache.teams(site) if not team.ended), key=lambda team: team.name.casefold())
    workers = sorted((one for one in cache.workers(site) if not one.ended), key=lambda one: one.name.casefold())
    others = (one for one in cache.all_sites() if one.id != site and not one.ended)
    absent = _absent(cache, site, workers)
    return (
        Target(_("Eingang des Standorts")),
        *(Target(team.name, team=team.id) for team in teams),
        *(Target(worker.name, worker=worker.id, away=absent.get(worker.id, "")) for worker in workers),
        *(Target(one.name, site=one.id) for one in sorted(others, key=lambda one: one.name.casefold())),
    )


def _absent(cache: Cache, site: str, workers: Sequence[Worker]) -> dict[str, str]:
    """By id, until when somebody is not there and who stands in, in words."""
    names = {worker.id: worker.name for worker in workers}
    today = datetime.now().astimezone().date().isoformat()
    said = {}
    for worker, (absence, deputy) in away(cache, site, today).items():
        until = _("abwesend bis {date}").format(date=fmt.day(absence.until))
        stand_in = _("Vertretung: {name}").format(name=names.get(deputy, deputy)) if deputy else _("ohne Vertretung")
        said[worker] = f"{until}, {stand_in}"
    return said


def target_groups(targets: Sequence[Target], words: str, only_persons: bool) -> tuple[Group, ...]:
    """The targets that hold every word, under their headings."""
    wanted = words.casefold().split()
    kept = [target for target in targets if all(word in target.name.casefold() for word in wanted)]

    def entries(icon: str, chosen: Sequence[Target]) -> tuple[Entry, ...]:
        return tuple(
            Entry(_key(target), target.name, target.away or None, icon, payload=target) for target in chosen
        )

    persons = Group("persons", _("Personen"), entries("person", [one for one in kept if one.worker]))
    if only_persons:
        return (persons,)
    own = [one for one in kept if not (one.worker or one.team or one.site)]
    groups = (
        Group("site", _("Standort"), entries("inbox", own)),
        Group("teams", _("Teams"), entries("team", [one for one in kept if one.team])),
        persons,
        Group("sites", _("Andere Standorte"), entries("location", [one for one in kept if one.site])),
    )
    return tuple(group for group in groups if group.entries)


def _key(target: Target) -> str:
    kinds = (("worker", target.worker), ("team", target.team), ("site", target.site))
    return next((f"{kind}:{id_}" for kind, id_ in kinds if id_), "own")


class TargetDialog(QDialog):
    """After ``accepted`` read ``target``."""

    def __init__(
        self, desk: Desk, title: str, button: str, parent: QWidget | None = None, *, only_persons: bool = False
    ) -> None:
        super().__init__(parent)
        self.target: Target | None = None
        self._targets: tuple[Target, ...] = ()
        self._only_persons = only_persons
        self.setWindowTitle(title)
        self.setMinimumSize(420, 420)
        self.field = SearchField(_("Name oder Team"), _("Empfänger suchen"))
        self.list = GroupedTable(_("Empfänger"))
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(title, "heading"))
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.below = QVBoxLayout()
        self.below.setSpacing(SPACE_S)
        column.addLayout(self.below)
        column.addWidget(buttons)
        self.field.searched.connect(self._show)
        self.field.moved.connect(self.list.step)
        self.field.chosen.connect(self.take)
        self.field.left.connect(self.reject)
        self.list.chosen.connect(lambda _entry: self.take())
        buttons.accepted.connect(self.take)
        buttons.rejected.connect(self.reject)
        self.field.setFocus()
        desk.ask(lambda cache: find_targets(cache, desk.site), self._found)

    def marked(self) -> Target | None:
        """The target that would be taken now."""
        entry = self.list.entry()
        return entry.payload if entry is not None else None

    def take(self) -> None:
        if self.marked() is not None and self.ok.isEnabled():
            self.target = self.marked()
            self.accept()

    def _found(self, targets: tuple[Target, ...]) -> None:
        self._targets = targets
        self._show(self.field.text().strip())

    def _show(self, words: str) -> None:
        self.list.show_groups(target_groups(self._targets, words, self._only_persons))
        self.list.go_to_first()
        self.check()

    def check(self) -> None:
        """Whether the target that is marked can be taken."""
        self.ok.setEnabled(self.marked() is not None)


class ForwardDialog(TargetDialog):
    """After ``accepted`` read ``forward``."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Weiterleiten an"), _("Weiterleiten"), parent)
        self.setMinimumSize(460, 480)
        self.resize(460, 620)
        self.told = Notice("caution")
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(_("Notiz für den Empfänger"))
        self.note.setPlaceholderText(_("Notiz für den Empfänger (freiwillig)"))
        self.note.setFixedHeight(NOTE_HEIGHT)
        self.note.setTabChangesFocus(True)
        self.inform = QCheckBox(_("Nur zur &Kenntnis: Das Dokument bleibt, wo es ist"))
        for widget in (self.told, self.note, self.inform):
            self.below.addWidget(widget)
        self.list.current_changed.connect(lambda _entry: self.check())
        self.inform.toggled.connect(lambda _on: self.check())
        self.check()

    @property
    def forward(self) -> Forward | None:
        if self.target is None:
            return None
        return Forward(self.target, self.note.toPlainText().strip(), self.inform.isChecked())

    def check(self) -> None:
        """Also what to know about the recipient before it is sent."""
        target, inform = self.marked(), self.inform.isChecked()
        self.ok.setText(_("Zur Kenntnis geben") if inform else _("Weiterleiten"))
        self.ok.setEnabled(target is not None)
        if target is None:
            self.told.say("")
        elif inform and not (target.worker or target.team):
            self.told.say(_("Zur Kenntnis geht ein Dokument an eine Person oder ein Team."), "caution")
            self.ok.setEnabled(False)
        elif target.site:
            said = _("Das Dokument verlässt diesen Standort. Zurückgeben kann es nur {site}.")
            self.told.say(said.format(site=target.name), "caution")
        else:
            self.told.say(f"{target.name}: {target.away}." if target.away else "", "caution")


class NoteDialog(QDialog):
    """Asks for a sentence that must be there; after ``accepted`` read ``text``."""

    def __init__(self, title: str, advice: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(advice)
        self.note.setFixedHeight(NOTE_HEIGHT)
        self.note.setTabChangesFocus(True)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(title, "heading"))
        hint = text_label(advice, "muted")
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addWidget(self.note)
        column.addWidget(buttons)
        self.note.textChanged.connect(lambda: self.ok.setEnabled(bool(self.text)))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.note.setFocus()

    @property
    def text(self) -> str:
        return self.note.toPlainText().strip()
