"""The head of an open file: number, household, address, who works on it, and what is special about it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.texts import _, ngettext
from app.ui.cases.loading import OpenedCase
from app.ui.common import format as say
from app.ui.common.icons import wear
from app.ui.common.theme import SPACE_M, SPACE_S, SPACE_XS
from app.ui.common.widgets import IconLabel, Notice, Pill, text_label, tool_button


class CaseHeader(QWidget):
    """``pin_wanted`` comes with the new state, ``copied`` with a sentence for the message."""

    pin_wanted = Signal(bool)
    copied = Signal(str)
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: OpenedCase | None = None
        self.list_button = tool_button("panel", _("Liste der Akten zeigen oder verbergen"), "F9")
        self.list_button.clicked.connect(self.list_wanted)
        self._name = text_label("", "title")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._number = text_label("", "strong")
        self.copy_number = tool_button("copy", _("Nummer der Akte kopieren"), _("Strg+Umschalt+C"))
        self.copy_number.clicked.connect(self.copy_case_number)
        self.pin_button = tool_button("pin", _("Akte anheften"), _("Strg+D"))
        self.pin_button.setCheckable(True)
        self.pin_button.clicked.connect(self.pin_wanted)
        self._persons = text_label("")
        self._persons.setWordWrap(True)
        self._address = text_label("", "muted")
        self._address.setWordWrap(True)
        self.copy_address = tool_button("copy", _("Anschrift kopieren"))
        self.copy_address.clicked.connect(self._copy_address)
        self._worker = text_label("", "muted")
        self._state = Pill()
        self._moved = Notice()
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(SPACE_XS)
        first.addWidget(self.list_button)
        first.addWidget(self._name, 1)
        first.addWidget(self._state)
        first.addWidget(self.pin_button)
        second = QHBoxLayout()
        second.setSpacing(SPACE_XS)
        second.addWidget(IconLabel("folder", 16, "muted"))
        second.addWidget(self._number)
        second.addWidget(self.copy_number)
        second.addSpacing(SPACE_S)
        second.addWidget(IconLabel("person", 16, "muted"))
        second.addWidget(self._worker)
        second.addStretch()
        third = QHBoxLayout()
        third.setSpacing(SPACE_XS)
        third.addWidget(IconLabel("location", 16, "muted"))
        third.addWidget(self._address, 1)
        third.addWidget(self.copy_address)
        fourth = QHBoxLayout()
        fourth.setSpacing(SPACE_XS)
        fourth.addWidget(IconLabel("people", 16, "muted"))
        fourth.addWidget(self._persons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        column.setSpacing(SPACE_XS)
        column.addLayout(first)
        column.addLayout(second)
        column.addLayout(third)
        column.addLayout(fourth)
        column.addWidget(self._moved)

    def show_case(self, opened: OpenedCase) -> None:
        self._case = opened
        case = opened.case
        self._name.setText(case.persons[0].name if case.persons else say.case_number(case.case_number))
        self._name.setToolTip(self._name.text())
        self._number.setText(say.case_number(case.case_number))
        self._number.setAccessibleName(case.case_number)
        self._persons.setText(say.household(case.persons))
        self._persons.setAccessibleName(
            ngettext("{n} Person im Haushalt: {names}", "{n} Personen im Haushalt: {names}", len(case.persons)).format(
                n=len(case.persons), names="; ".join(say.person(person) for person in case.persons)
            )
        )
        self._address.setText(say.address(case) or _("Keine Anschrift"))
        self._worker.setText(opened.worker or _("Niemandem zugeordnet"))
        self._state.say(_("geschlossen am {date}").format(date=say.day(case.closed_on)) if case.closed_on else "")
        self._moved.say(
            _("Diese Akte wurde an den Standort {site} abgegeben. Neue Post gehört dorthin.").format(
                site=opened.moved_to
            )
            if opened.moved_to
            else ""
        )
        self.show_pinned(opened.pinned)
        self.setAccessibleName(_("Akte {number}, {name}").format(number=case.case_number, name=self._name.text()))

    def show_pinned(self, pinned: bool) -> None:
        name = _("Akte nicht mehr anheften") if pinned else _("Akte anheften")
        self.pin_button.setChecked(pinned)
        self.pin_button.setAccessibleName(name)
        self.pin_button.setToolTip(f"{name} ({_('Strg+D')})")
        wear(self.pin_button, "unpin" if pinned else "pin")

    def copy_case_number(self) -> None:
        if self._case is not None:
            self._copy(self._case.case.case_number, _("Nummer der Akte kopiert"))

    def _copy_address(self) -> None:
        if self._case is not None:
            case = self._case.case
            name = " ".join(part for p in case.persons[:1] for part in (p.first_name, p.last_name) if part)
            lines = (name, case.street, f"{case.postcode} {case.town}".strip())
            self._copy("\n".join(line for line in lines if line), _("Anschrift kopiert"))

    def _copy(self, text: str, message: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(message)
