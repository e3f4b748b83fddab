"""Entering a follow-up: when, why, for whom. For documents and for cases, wherever they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.actions import FinishFollowUp, PutFollowUp
from app.domain.cache import Cache
from app.domain.ids import new_id
from app.domain.records import FollowUp, Worker
from app.domain.texts import N_, _, ngettext
from app.tasks.desk import Desk, Step
from app.ui.common import format as fmt
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.common.widgets import text_label

REASONS = (
    N_("Unterlagen nachgefordert"),
    N_("Antwort abwarten"),
    N_("Anhörung läuft"),
    N_("Rückruf"),
    N_("Weiterbewilligung prüfen"),
)
_QUICK = (
    (N_("Morgen"), timedelta(days=1)),
    (N_("1 Woche"), timedelta(weeks=1)),
    (N_("2 Wochen"), timedelta(weeks=2)),
    (N_("4 Wochen"), timedelta(weeks=4)),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What shall be looked at again; ``name`` is for showing."""

    name: str
    document: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class _Owner:
    name: str
    team: str = ""
    worker: str = ""


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


class FollowUpDialog(QDialog):
    """``known``: one to be changed, with its version; ``whole``: the file that may be meant instead of documents of it.
    After ``accepted`` call ``step``."""

    def __init__(
        self,
        desk: Desk,
        subjects: Sequence[Subject],
        parent: QWidget | None = None,
        known: tuple[FollowUp, int] | None = None,
        whole: Subject | None = None,
    ) -> None:
        super().__init__(parent)
        self._whole = whole if whole is not None and any(one.document for one in subjects) else None
        self._desk = desk
        self._subjects = tuple(subjects)
        self._known = known
        title = _("Wiedervorlage ändern") if known else _("Wiedervorlage anlegen")
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd.MM.yyyy")
        self.day.setAccessibleName(_("Am"))
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setAccessibleName(_("Grund"))
        self.reason.addItems([_(reason) for reason in REASONS])
        self.owner = QComboBox()
        self.owner.setAccessibleName(_("Für"))
        self.file = QCheckBox(_("Für die ga&nze Akte, nicht nur dieses Dokument"))
        self.file.setToolTip(self._whole.name if self._whole is not None else "")
        self.quick = [QPushButton(_(label)) for label, _time in _QUICK]
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(_("Speichern"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self._lay_out(title, buttons)
        self._fill()
        self._connect(buttons)
        desk.ask(lambda cache: _owners(cache, desk.site, desk.me), self._show_owners)

    def _lay_out(self, title: str, buttons: QDialogButtonBox) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(title, "heading"))
        about = text_label(self._about(), "muted")
        about.setWordWrap(True)
        column.addWidget(about)
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        for button in self.quick:
            button.setAutoDefault(False)
            line.addWidget(button)
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        form.addRow(_("&Am"), self.day)
        form.addRow("", line)
        form.addRow(_("&Grund"), self.reason)
        form.addRow(_("&Für"), self.owner)
        if self._whole is not None:
            form.addRow("", self.file)
        column.addLayout(form)
        column.addWidget(buttons)

    def _about(self) -> str:
        if len(self._subjects) == 1:
            return self._subjects[0].name
        return ngettext("{n} Dokument", "{n} Dokumente", len(self._subjects)).format(n=fmt.number(len(self._subjects)))

    def _fill(self) -> None:
        known = self._known[0] if self._known else None
        today = _today()
        due = date.fromisoformat(known.due_on) if known else working_day(today + timedelta(weeks=1))
        self.day.setMinimumDate(min(QDate(today.year, today.month, today.day), _qt(due)))
        self.day.setDate(_qt(due))
        self.reason.setEditText(known.reason if known else "")
        self.owner.addItem(self._desk.me.name, _Owner(self._desk.me.name, worker=self._desk.me.id))
        field = self.reason.lineEdit()
        if field is not None:
            field.setPlaceholderText(_("Worum geht es dann?"))
            field.selectAll()
        self.reason.setFocus()
        self._check()

    def _connect(self, buttons: QDialogButtonBox) -> None:
        for button, (_label, time) in zip(self.quick, _QUICK, strict=True):
            button.clicked.connect(
                lambda _on=False, time=time: self.day.setDate(_qt(working_day(_today() + time)))
            )
        self.reason.editTextChanged.connect(lambda _text: self._check())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    def _check(self) -> None:
        self.ok.setEnabled(bool(self.reason.currentText().strip()))

    def _show_owners(self, owners: tuple[_Owner, ...]) -> None:
        known = self._known[0] if self._known else None
        wanted = (known.team, known.worker) if known else ("", self._desk.me.id)
        self.owner.clear()
        for number, owner in enumerate(owners):
            self.owner.addItem(owner.name, owner)
            if (owner.team, owner.worker) == wanted:
                self.owner.setCurrentIndex(number)

    def step(self) -> Step:
        """What was entered, as one step."""
        owner = self.owner.currentData()
        due = self.day.date()
        entered = FollowUp(
            id="",
            due_on=date(due.year(), due.month(), due.day()).isoformat(),
            reason=self.reason.currentText().strip(),
            team=owner.team,
            worker=owner.worker,
        )
        day = fmt.day(entered.due_on)
        if self._known is not None:
            known, version = self._known
            changed = replace(
                known, due_on=entered.due_on, reason=entered.reason, team=entered.team, worker=entered.worker
            )
            return follow_up_step(_("Wiedervorlage geändert: {date}").format(date=day), self._desk, (changed, version))
        new = [
            (replace(entered, id=new_id(), document=subject.document, case=subject.case), 0)
            for subject in ((self._whole,) if self._whole is not None and self.file.isChecked() else self._subjects)
        ]
        return follow_up_step(_("Wiedervorlage am {date}").format(date=day), self._desk, *new)


def enter_follow_up(
    desk: Desk,
    subjects: Sequence[Subject],
    parent: QWidget,
    known: tuple[FollowUp, int] | None = None,
    whole: Subject | None = None,
) -> None:
    """Ask, and do what was entered. ``whole``: the file, which may be meant instead of its documents."""
    dialog = FollowUpDialog(desk, subjects, parent, known, whole)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: desk.perform(dialog.step()))
    dialog.open()


def follow_up_step(label: str, desk: Desk, *follow_ups: tuple[FollowUp, int]) -> Step:
    """``follow_ups`` as they shall be, with the versions that the user saw (0: new)."""
    who = {"site": desk.site, "by": desk.me.id, "acted_at": _now()}
    return Step(label, tuple(PutFollowUp(**who, follow_up=one, base=version) for one, version in follow_ups))


def finish_step(follow_ups: Sequence[FollowUp], desk: Desk) -> Step:
    """Done."""
    actions = tuple(
        FinishFollowUp(site=desk.site, by=desk.me.id, acted_at=_now(), follow_up=one.id) for one in follow_ups
    )
    label = ngettext("{n} Wiedervorlage erledigt", "{n} Wiedervorlagen erledigt", len(follow_ups))
    return Step(label.format(n=fmt.number(len(follow_ups))), actions)


def _owners(cache: Cache, site: str, me: Worker) -> tuple[_Owner, ...]:
    """Me, my teams, then everybody else."""
    workers = sorted((one for one in cache.workers(site) if not one.ended), key=lambda one: one.name.casefold())
    teams = sorted((one for one in cache.teams(site) if not one.ended), key=lambda one: one.id not in me.teams)
    return (
        _Owner(_("mich ({name})").format(name=me.name), worker=me.id),
        *(_Owner(_("Team {name}").format(name=team.name), team=team.id) for team in teams),
        *(_Owner(one.name, worker=one.id) for one in workers if one.id != me.id),
    )


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _today() -> date:
    return datetime.now().astimezone().date()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
