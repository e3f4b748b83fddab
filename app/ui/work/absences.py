"""Who is away from when to when and who stands in: one's own, for the lead everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.actions import PutAbsence
from app.domain.cache import Cache, Touched
from app.domain.ids import new_id
from app.domain.records import Absence, Worker
from app.domain.rules.deputies import deputy_of
from app.domain.rules.entries import LEADS
from app.domain.texts import _
from app.tasks.desk import Desk, Step
from app.ui.common import format as fmt
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.roles import Mark
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.common.widgets import EmptyPanel, Notice, text_label

DEPUTIES = 2
"""How many deputies are asked for: a first and a second one."""


@dataclass(frozen=True, slots=True)
class Known:
    absences: tuple[tuple[Absence, int], ...]
    """Those that are not over, with their versions, the earliest first."""
    workers: tuple[Worker, ...]


def load_absences(cache: Cache, site: str, today: str) -> Known:
    found = [entry for entry in cache.records(site, Absence) if not entry[0].removed and entry[0].until >= today]
    workers = sorted((one for one in cache.workers(site) if not one.ended), key=lambda one: one.name.casefold())
    return Known(tuple(sorted(found, key=lambda entry: (entry[0].since, entry[0].id))), tuple(workers))


class AbsencesDialog(QDialog):
    """What is entered counts at once; every step can be taken back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known = Known((), ())
        self._lead = bool(LEADS.intersection(desk.me.roles))
        self.setWindowTitle(_("Abwesenheiten"))
        self.setMinimumSize(560, 480)
        self.resize(560, 580)
        self.list = GroupedTable(_("Abwesenheiten"))
        self.empty = EmptyPanel("calendar", _("Niemand ist abwesend gemeldet"), _("Tragen Sie unten eine ein."))
        self.worker = QComboBox()
        self.worker.setAccessibleName(_("Wer"))
        self.since, self.until = _day_field(_("Von")), _day_field(_("Bis"))
        self.deputies = [QComboBox() for _number in range(DEPUTIES)]
        for number, field in enumerate(self.deputies, 1):
            field.setAccessibleName(_("{n}. Vertretung").format(n=number))
        self.told = Notice("caution")
        self.enter_button = QPushButton(_("&Eintragen"))
        self.enter_button.setProperty("role", "main")
        self.remove_button = QPushButton(_("&Löschen"))
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._load()

    def _lay_out(self) -> None:
        for widget in (self.list, self.empty):
            self._stack.addWidget(widget)
        span = QWidget()
        days = QHBoxLayout(span)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(SPACE_S)
        days.addWidget(self.since)
        days.addWidget(text_label(_("bis"), "muted"))
        days.addWidget(self.until)
        days.addStretch()
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        form.addRow(_("&Wer"), self.worker)
        form.addRow(_("&Von"), span)
        span.setFocusProxy(self.since)
        form.addRow(_("&1. Vertretung"), self.deputies[0])
        form.addRow(_("&2. Vertretung"), self.deputies[1])
        line = QHBoxLayout()
        line.addWidget(self.enter_button)
        line.addStretch()
        line.addWidget(self.remove_button)
        buttons = QDialogButtonBox()
        buttons.addButton(_("&Schließen"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        for button in (self.enter_button, self.remove_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(_("Abwesenheiten"), "heading"))
        column.addWidget(self._stack, 1)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addLayout(line)
        column.addWidget(buttons)

    def _connect(self) -> None:
        self.list.current_changed.connect(lambda _entry: self._choice_changed())
        self.enter_button.clicked.connect(self.enter)
        self.remove_button.clicked.connect(self.remove)
        self.since.dateChanged.connect(lambda day: self.until.setMinimumDate(day))
        for field in (self.worker, *self.deputies):
            field.currentIndexChanged.connect(lambda _index: self._check())
        self.since.dateChanged.connect(lambda _day: self._check())
        self.until.dateChanged.connect(lambda _day: self._check())
        self._desk.touched.connect(self._touched)

    def _touched(self, touched: Touched) -> None:
        if touched.everything or Absence.kind in touched.others:
            self._load()

    def _load(self) -> None:
        site, today = self._desk.site, _today().isoformat()
        self._desk.ask(lambda cache: load_absences(cache, site, today), self._show, newest="absences")

    # --- showing -------------------------------------------------------------------------------------------------
    def _show(self, known: Known) -> None:
        first = not self._known.workers
        self._known = known
        if first:
            self._fill_persons()
        today = _today().isoformat()
        names = {one.id: one.name for one in known.workers}
        now = tuple(_entry(one, version, names) for one, version in known.absences if one.covers(today))
        later = tuple(_entry(one, version, names) for one, version in known.absences if not one.covers(today))
        self.list.show_groups([Group("now", _("Jetzt abwesend"), now), Group("later", _("Später"), later)])
        self._stack.setCurrentIndex(0 if known.absences else 1)
        self._choice_changed()
        self._check()

    def _fill_persons(self) -> None:
        me = self._desk.me
        self.worker.addItem(me.name, me.id)
        for one in self._known.workers if self._lead else ():
            if one.id != me.id:
                self.worker.addItem(one.name, one.id)
        self.worker.setEnabled(self._lead)
        for number, field in enumerate(self.deputies):
            field.addItem(_("niemand") if number == 0 else _("keine zweite"), "")
            for one in self._known.workers:
                field.addItem(one.name, one.id)

    def _choice_changed(self) -> None:
        entry = self.list.entry()
        own = entry is not None and entry.payload[0].worker == self._desk.me.id
        self.remove_button.setEnabled(entry is not None and (own or self._lead))

    def _entered(self) -> Absence:
        chosen = [str(field.currentData() or "") for field in self.deputies]
        return Absence(
            id=new_id(),
            worker=str(self.worker.currentData() or ""),
            since=_iso(self.since.date()),
            until=_iso(self.until.date()),
            deputies=tuple(one for one in dict.fromkeys(chosen) if one),
        )

    def _check(self) -> None:
        """What to know before it is entered: nobody stands in, or whoever should is away, too."""
        absence = self._entered()
        known = [one for one, _version in self._known.absences]
        working = {one.id for one in self._known.workers}
        deputy = deputy_of(absence.worker, absence.since, [*known, replace(absence, at="~")], working)
        own = absence.worker in absence.deputies
        self.enter_button.setEnabled(not own and bool(absence.worker))
        names = {one.id: one.name for one in self._known.workers}
        if own:
            self.told.say(_("Niemand vertritt sich selbst."), "bad")
        elif not absence.deputies:
            self.told.say(_("Ohne Vertretung sieht nur die Teamleitung die Post."), "caution")
        elif not deputy:
            self.told.say(_("Die Vertretung ist dann selbst abwesend, und niemand tritt für sie ein."), "caution")
        elif deputy != absence.deputies[0]:
            said = _("{name} ist dann selbst abwesend; die Post geht an {deputy}.")
            first = absence.deputies[0]
            self.told.say(said.format(name=names.get(first, first), deputy=names.get(deputy, deputy)), "caution")
        else:
            self.told.say("")

    # --- acting --------------------------------------------------------------------------------------------------
    def enter(self) -> None:
        absence = self._entered()
        name = self.worker.currentText()
        label = _("{name} abwesend bis {date}").format(name=name, date=fmt.day(absence.until))
        self._perform(label, absence, 0)

    def remove(self) -> None:
        entry = self.list.entry()
        if entry is not None and self.remove_button.isEnabled():
            absence, version = entry.payload
            self._perform(_("Abwesenheit gelöscht"), replace(absence, removed=True), version)

    def _perform(self, label: str, absence: Absence, base: int) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        desk = self._desk
        action = PutAbsence(site=desk.site, by=desk.me.id, acted_at=now, absence=absence, base=base)
        desk.perform(Step(label, (action,)))


def _entry(absence: Absence, version: int, names: dict[str, str]) -> Entry:
    def named(ids: Sequence[str]) -> str:
        return ", ".join(names.get(one, one) for one in ids)

    stand_in = _("Vertretung: {name}").format(name=named(absence.deputies))
    marks: tuple[Mark, ...] = () if absence.deputies else ((_("ohne Vertretung"), "caution"),)
    days = _("{first} bis {last}").format(first=fmt.day(absence.since), last=fmt.day(absence.until))
    detail = f"{days}  ·  {stand_in}" if absence.deputies else days
    return Entry(absence.id, named((absence.worker,)), detail, "person", marks, payload=(absence, version))


def _day_field(name: str) -> QDateEdit:
    field = QDateEdit()
    field.setCalendarPopup(True)
    field.setDisplayFormat("dd.MM.yyyy")
    field.setAccessibleName(name)
    today = _today()
    field.setDate(QDate(today.year, today.month, today.day))
    return field


def _iso(day: QDate) -> str:
    return date(day.year(), day.month(), day.day()).isoformat()


def _today() -> date:
    return datetime.now().astimezone().date()
