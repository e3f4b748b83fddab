"""Whose queue the post goes to: the site's, a team's or a person's."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.domain.cache import Cache
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.theme import SPACE_L, SPACE_M
from app.ui.common.widgets import SearchField, text_label
from app.ui.inbox.steps import Target


def find_targets(cache: Cache, site: str) -> tuple[Target, ...]:
    """The site first, then teams and persons by name; who has left is not there."""
    teams = sorted((team for team in cache.teams(site) if not team.ended), key=lambda team: team.name.casefold())
    workers = sorted((one for one in cache.workers(site) if not one.ended), key=lambda one: one.name.casefold())
    return (
        Target(_("Eingang des Standorts")),
        *(Target(team.name, team=team.id) for team in teams),
        *(Target(worker.name, worker=worker.id) for worker in workers),
    )


def target_groups(targets: Sequence[Target], words: str, only_persons: bool) -> tuple[Group, ...]:
    """The targets that hold every word, under their headings."""
    wanted = words.casefold().split()
    kept = [target for target in targets if all(word in target.name.casefold() for word in wanted)]

    def entries(icon: str, chosen: Sequence[Target]) -> tuple[Entry, ...]:
        return tuple(
            Entry(target.worker or target.team or "site", target.name, None, icon, payload=target) for target in chosen
        )

    persons = Group("persons", _("Personen"), entries("person", [one for one in kept if one.worker]))
    if only_persons:
        return (persons,)
    site = Group("site", _("Standort"), entries("inbox", [one for one in kept if not one.worker and not one.team]))
    teams = Group("teams", _("Teams"), entries("team", [one for one in kept if one.team]))
    return tuple(group for group in (site, teams, persons) if group.entries)


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
        self.setMinimumSize(420, 460)
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
        column.addWidget(buttons)
        self.field.searched.connect(self._show)
        self.field.moved.connect(self.list.step)
        self.field.chosen.connect(self._take)
        self.field.left.connect(self.reject)
        self.list.chosen.connect(lambda _entry: self._take())
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        self.field.setFocus()
        desk.ask(lambda cache: find_targets(cache, desk.site), self._found)

    def _found(self, targets: tuple[Target, ...]) -> None:
        self._targets = targets
        self._show(self.field.text().strip())

    def _show(self, words: str) -> None:
        self.list.show_groups(target_groups(self._targets, words, self._only_persons))
        self.list.go_to_first()
        self.ok.setEnabled(self.list.entry() is not None)

    def _take(self) -> None:
        entry = self.list.entry()
        if entry is not None:
            self.target = entry.payload
            self.accept()
