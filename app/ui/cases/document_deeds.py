"""What can be done with the documents of an open file: put them elsewhere, back, or into it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from app.domain.cache import DocumentRow
from app.domain.records import FILED, CaseFile
from app.services.misfile import doubt_about
from app.tasks.desk import Desk, Step
from app.ui.cases.acting import Placing, file_step, placing_step, return_step
from app.ui.cases.place_dialog import PlaceDialog
from app.ui.common import format as fmt
from app.ui.common.follow_up_dialog import Subject, enter_follow_up
from app.ui.common.misfile import ask_first


class DocumentDeeds(QObject):
    """``chosen`` gives the rows that are meant."""

    def __init__(self, desk: Desk, owner: QWidget, chosen: Callable[[], Sequence[DocumentRow]]) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._chosen = chosen

    def filed(self) -> list[DocumentRow]:
        return [row for row in self._chosen() if row.state_of_work == FILED]

    def waiting(self) -> list[DocumentRow]:
        """Those of the inbox that belong here."""
        return [row for row in self._chosen() if row.state_of_work != FILED]

    def place(self, first: str) -> None:
        """Ask where and as what; ``first`` is ``TITLE`` or ``CASE`` of the dialog."""
        rows = self.filed()
        if rows:
            dialog = PlaceDialog(self._desk, rows, self._owner, first=first)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self.perform_placing(rows, dialog.placing()))
            dialog.open()

    def perform_placing(self, rows: Sequence[DocumentRow], placing: Placing) -> None:
        elsewhere = [row for row in rows if placing.case is not None and placing.case != row.case]
        self._unless_doubtful(elsewhere, placing.case or "", placing_step(rows, placing, self._desk.me))

    def put_back(self) -> None:
        rows = self.filed()
        if rows:
            self._desk.perform(return_step(rows, self._desk.me))

    def file_into(self, case: CaseFile) -> None:
        rows = self.waiting()
        if rows:
            self._unless_doubtful(rows, case.id, file_step(rows, case.id, case.case_number, "", self._desk.me))

    def enter_follow_up(self, case: CaseFile) -> None:
        """Of the chosen documents or, as the dialog offers, of the file itself."""
        name = case.persons[0].name if case.persons else ""
        whole = Subject("  ·  ".join(filter(None, (name, fmt.case_number(case.case_number)))), case=case.id)
        subjects = [
            Subject(fmt.title(row), row.id, case.id if row.state_of_work == FILED else "") for row in self._chosen()
        ]
        enter_follow_up(self._desk, subjects or [whole], self._owner.window(), whole=whole)

    def _unless_doubtful(self, rows: Sequence[DocumentRow], case: str, step: Step) -> None:
        """Do ``step``, which puts ``rows`` into the case; asked about first where a document names another one."""
        if not rows:
            self._desk.perform(step)
            return
        ids, on_demand = [row.id for row in rows], self._desk.on_demand
        self._desk.ask(
            lambda cache: doubt_about(cache, ids, case, on_demand),
            lambda doubt: ask_first(doubt, self._owner.window(), lambda: self._desk.perform(step)),
        )
