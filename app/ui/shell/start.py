"""Shown before the main window: the first fill of the cache, the choice of a person, why it cannot start."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.domain.texts import _
from app.tasks.lanes import Bridge, Lane
from app.ui.common.theme import SPACE_L, SPACE_M, theme

Fill = Callable[[Callable[[int, int], None], Callable[[], bool]], object]
"""Gets a progress callback (done, total) and a question whether to stop."""
SHOWN_AFTER_MS = 300
"""A fill that is shorter shows nothing."""


class StartDialog(QDialog):
    """Fills the empty cache before the window opens; can be cancelled, and says why when it fails."""

    def __init__(self, fill: Fill, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.apply_remembered()
        self.setWindowTitle(_("E-Sozialakte"))
        self.setMinimumWidth(460)
        self._fill = fill
        self._stop = False
        self._error: AppError | None = None
        self._bridge = Bridge(self)
        self._lane = Lane("first fill", self._bridge)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Fortschritt des Ladens"))
        self._lay_out()
        theme.dress(self)

    def _lay_out(self) -> None:
        title = QLabel(_("Der Bestand wird zum ersten Mal auf diesen Rechner geladen."))
        title.setWordWrap(True)
        hint = QLabel(_("Das geschieht nur einmal. Danach ist jede Akte auch ohne Netz da."))
        hint.setWordWrap(True)
        buttons = QDialogButtonBox()
        cancel = buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        for widget in (title, self.bar, hint, buttons):
            column.addWidget(widget)

    def run(self) -> bool:
        """Fill; True when it is done, False when it was cancelled. Raises the ``AppError`` that stopped it."""
        self._lane.run(
            lambda: self._fill(self._progress, lambda: self._stop), lambda _result: self.accept(), self._failed
        )
        late = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        late.timeout.connect(self.show)
        late.start()
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        accepted = self._wait()
        late.stop()
        self.hide()
        self._lane.close()
        self.deleteLater()
        if self._error is not None:
            raise self._error
        return accepted

    def _wait(self) -> bool:
        loop = QEventLoop()
        self.finished.connect(loop.quit)
        loop.exec()
        return self.result() == QDialog.DialogCode.Accepted

    def reject(self) -> None:
        self._stop = True
        self._lane.close()
        super().reject()

    def _failed(self, error: AppError) -> None:
        self._error = error
        self.done(QDialog.DialogCode.Rejected)

    def _progress(self, done: int, total: int) -> None:
        self._bridge.post(lambda: self._show_progress(done, total))

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)


class PersonDialog(QDialog):
    """Who one wants to be in the example county: one large button a person, with what the role does."""

    def __init__(self, persons: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """``persons``: (sign-in name, name, what the person does)."""
        super().__init__(parent)
        theme.apply_remembered()
        self.setWindowTitle(_("Beispielkreis"))
        self.setMinimumWidth(420)
        self.chosen = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        title = QLabel(_("Als wer möchten Sie arbeiten?"))
        column.addWidget(title)
        for worker, name, does in persons:
            button = QCommandLinkButton(name, does)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{name}, {does}")
            button.clicked.connect(lambda _checked=False, worker=worker: self._choose(worker))
            column.addWidget(button)
        hint = QLabel(_("Alle Personen, Akten und Schreiben sind erfunden."))
        hint.setWordWrap(True)
        column.addWidget(hint)
        theme.dress(self)

    def _choose(self, worker: str) -> None:
        self.chosen = worker
        self.accept()


def choose_store() -> str:
    """The first start: where the files lie. Empty when the user does not say."""
    theme.apply_remembered()
    box = QMessageBox(QMessageBox.Icon.Information, _("E-Sozialakte"), _("Wo liegen die Akten Ihres Standorts?"))
    box.setInformativeText(
        _(
            "Wählen Sie den Ordner auf dem Dateiserver, den Ihre Administration eingerichtet hat, oder geben Sie die "
            "Adresse des zentralen Dienstes ein. Zum Ausprobieren gibt es einen Beispielkreis: „esozialakte demo“."
        )
    )
    choose = box.addButton(_("Ordner wählen ..."), QMessageBox.ButtonRole.AcceptRole)
    enter = box.addButton(_("Adresse eingeben ..."), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_("Beenden"), QMessageBox.ButtonRole.RejectRole)
    theme.dress(box)
    box.exec()
    if box.clickedButton() is enter:
        return _ask_address()
    if box.clickedButton() is not choose:
        return ""
    return QFileDialog.getExistingDirectory(None, _("Ordner mit den Akten"))


def _ask_address() -> str:
    """Of the service; https unless it says otherwise. Empty when the user does not say."""
    address, given = QInputDialog.getText(
        None, _("E-Sozialakte"), _("Adresse des Dienstes, zum Beispiel esozialakte.kreis-musterland.de")
    )
    address = address.strip()
    return "" if not given or not address else address if "://" in address else f"https://{address}"


def show_problem(error: AppError) -> None:
    """Why the program cannot start, and what to do."""
    theme.apply_remembered()
    box = QMessageBox(QMessageBox.Icon.Warning, _("E-Sozialakte"), error.title)
    box.setInformativeText(error.advice)
    theme.dress(box)
    box.exec()
