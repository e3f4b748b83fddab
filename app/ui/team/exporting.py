"""Taking the figures along: tables for Excel and a report on paper, made and written off the Qt thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.domain.cache import Cache, DocumentRow
from app.domain.errors import AppError
from app.domain.texts import _
from app.services.team_figures import Figures
from app.services.team_tables import as_csv, figures_table, rows_table
from app.services.whole_file import write_whole
from app.tasks.desk import Desk
from app.ui.common.icons import wear
from app.ui.common.saving import ask_for_file
from app.ui.team.report import report_pdf

Shown = tuple[Figures, Sequence[DocumentRow]]
"""The figures, and the rows of the list as it is filtered."""


class Exporting(QObject):
    """``saved`` names the file that is there, ``failed`` says why none is."""

    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget, shown: Callable[[], Shown | None]) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._shown = desk, owner, shown
        self.find_file: Callable[[QWidget, str], Path | None] = ask_for_file
        menu = QMenu(owner)
        self.figures = self._action(menu, _("Zahlen als &CSV …"), self.save_figures)
        self.list = self._action(menu, _("&Liste als CSV …"), self.save_list)
        self.report = self._action(menu, _("Bericht als &PDF …"), self.save_report)
        self.button = QToolButton()
        self.button.setText(_("Exportieren"))
        self.button.setAccessibleDescription(_("Zahlen und Liste ohne Angaben über Bürgerinnen und Bürger speichern"))
        self.button.setToolTip(self.button.accessibleDescription())
        self.button.setMenu(menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        wear(self.button, "save")

    def _action(self, menu: QMenu, text: str, effect: Callable[[], None]) -> QAction:
        action = QAction(text, menu)
        action.triggered.connect(lambda _on=False: effect())
        menu.addAction(action)
        return action

    def save_figures(self) -> None:
        self._save(_("Offene Post Zahlen"), "csv", lambda figures, rows: as_csv(figures_table(figures)))

    def save_list(self) -> None:
        self._save(_("Offene Post Liste"), "csv", lambda figures, rows: as_csv(rows_table(figures, rows)))

    def save_report(self) -> None:
        family = self._owner.font().family()
        self._save(_("Offene Post Bericht"), "pdf", lambda figures, rows: report_pdf(figures, family))

    def _save(self, name: str, ending: str, make: Callable[[Figures, Sequence[DocumentRow]], bytes]) -> None:
        shown = self._shown()
        if shown is None:
            return
        figures, rows = shown
        target = self.find_file(self._owner, f"{figures.day.isoformat()} {name}.{ending}")
        if target is None:
            return

        def work(_cache: Cache) -> str:
            write_whole(target, make(figures, rows))
            return target.name

        def failed(error: AppError) -> None:
            self.failed.emit(error)

        self._desk.ask(work, self.saved.emit, failed)
