"""What is done to the chosen letters: approved, sent, stopped, changed, checked, put in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.cache import Cache
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.texts import _
from app.services.document_types import register_for
from app.services.letters.overview import TODO, WAY, Doubts, LetterRow, doubts_about
from app.services.letters.wanted import NewLetter
from app.tasks.desk import Desk
from app.ui.common.errors import sentence
from app.ui.common.widgets import layout_memory
from app.ui.letters.doubt_dialog import ask_first
from app.ui.letters.letter_dialog import LetterDialog
from app.ui.letters.mend_dialog import MendDialog
from app.ui.letters.steps import approve_step, cancel_step, change_step, send_step

if TYPE_CHECKING:
    from app.services.letters.mending import Offer
    from app.ui.letters.mend_dialog import Pair

WATCHED = "letters/watched"
ADD, APPROVE, SEND, CHECK, MEND, CHANGE, CANCEL, CASE, WATCH = (
    *("add", "approve", "send", "check", "mend", "change", "cancel", "case", "watch"),
)


def allowed(rows: Sequence[LetterRow], *, online: bool) -> frozenset[str]:
    """What can be done with the chosen letters. ``online``: files can be put in here."""
    unsent = bool(rows) and all(row.part == TODO for row in rows)
    possible = {
        ADD: online,
        WATCH: online,
        SEND: bool(rows) and all(row.ready for row in rows),
        APPROVE: bool(rows) and all(row.lacks_approval and row.may_approve for row in rows),
        CHANGE: len(rows) == 1 and unsent,
        CHECK: online and len(rows) == 1 and unsent,
        MEND: online and len(rows) == 1 and unsent and not (rows[0].letter.check and rows[0].letter.check.ok),
        CANCEL: bool(rows) and all(row.part in (TODO, WAY) for row in rows),
        CASE: len(rows) == 1,
    }
    return frozenset(name for name, can in possible.items() if can)


class LetterActing(QObject):
    """``said``: (sentence, tone) for the user."""

    said = Signal(str, str)

    def __init__(self, desk: Desk, widget: QWidget, chosen: Callable[[], Sequence[LetterRow]]) -> None:
        super().__init__(widget)
        self._desk, self._widget, self._chosen = desk, widget, chosen
        post = desk.letters
        if post is not None:
            post.problem_changed.connect(self._say_problem)
            post.arrived.connect(self.say_arrived)
            post.watch(str(layout_memory().value(WATCHED, "")))

    def can(self, what: str) -> bool:
        return what in allowed(self._chosen(), online=self._desk.letters is not None)

    # --- with letters that are there -----------------------------------------------------------------------------
    def approve(self) -> None:
        if self.can(APPROVE):
            self._desk.perform(approve_step(self._desk, self._chosen()))

    def send(self) -> None:
        """Ask first where it may be too many or too early."""
        rows, desk, post = self._chosen(), self._desk, self._desk.letters
        if not self.can(SEND):
            return

        def look(cache: Cache) -> tuple[Doubts, dict[str, str]]:
            carriers = {row.letter.carrier for row in rows}
            times = {carrier: post.collect_at(cache, carrier) for carrier in carriers} if post is not None else {}
            return doubts_about(cache, desk.site, rows), times

        def go_on(found: tuple[Doubts, dict[str, str]]) -> None:
            doubts, times = found
            step = send_step(desk, rows, times, same_meant=bool(doubts.before))
            ask_first(doubts, self._widget.window(), lambda: desk.perform(step))

        desk.ask(look, go_on, self._failed)

    def cancel(self) -> None:
        if self.can(CANCEL):
            self._desk.perform(cancel_step(self._desk, self._chosen()))

    def change(self) -> None:
        if not self.can(CHANGE):
            return
        row = self._chosen()[0]
        dialog = LetterDialog(self._widget.window(), letter=row.letter)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._change(row, dialog))
        dialog.open()

    def _change(self, row: LetterRow, dialog: LetterDialog) -> None:
        kind = dialog.kind.currentText().strip()
        step = change_step(
            self._desk,
            row,
            dialog.title.text().strip(),
            kind,
            register_for(kind),
            dialog.cents() or 0,
            dialog.options(row.letter.options.envelope),
        )
        self._desk.perform(step)
        self.said.emit(_("Der Brief wurde geändert. Prüfen Sie ihn neu (F7), wenn er anders versandt werden soll."), "")

    def check(self) -> None:
        post = self._desk.letters
        if post is not None and self.can(CHECK):
            post.check(self._chosen()[0].letter, lambda _checked: self.said.emit("", ""), self._failed)

    def mend(self) -> None:
        """Show what can be put right without touching the text, and do it when the user says so."""
        post = self._desk.letters
        if post is None or not self.can(MEND):
            return
        row = self._chosen()[0]
        self.said.emit(_("Es wird gesucht, was sich beheben lässt …"), "")
        post.offer_mend(row.letter, lambda offer, pairs: self._offer(row, offer, pairs), self._failed)

    def _offer(self, row: LetterRow, offer: "Offer | None", pairs: "list[Pair]") -> None:
        post = self._desk.letters
        self.said.emit("", "")
        if post is None:
            return
        if offer is None:
            text = _("Hier lässt sich nichts beheben, ohne den Text zu ändern. Erzeugen Sie den Brief neu.")
            self.said.emit(text, "caution")
            return
        dialog = MendDialog(offer.mends, offer.checked, pairs, self._widget.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: post.take_mend(offer, row.version, lambda _checked: self._say_mended(), self._failed)
        )
        dialog.open()

    def _say_mended(self) -> None:
        self.said.emit(_("Der Brief wurde behoben und neu geprüft."), "good")

    # --- putting in ----------------------------------------------------------------------------------------------
    def choose_files(self) -> None:
        if not self.can(ADD):
            return
        title = _("Brief und Anlagen wählen")
        names, _kind = QFileDialog.getOpenFileNames(self._widget, title, "", "PDF (*.pdf)")
        if names:
            self.add_files([Path(name) for name in names])

    def add_files(self, files: Sequence[Path]) -> None:
        """Ask how the letter shall be sent, then put it in and check it."""
        dialog = LetterDialog(self._widget.window(), files)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._add(dialog))
        dialog.open()

    def _add(self, dialog: LetterDialog) -> None:
        post = self._desk.letters
        if post is None:
            return
        new = NewLetter(
            dialog.files,
            dialog.number.text().strip(),
            dialog.title.text().strip(),
            dialog.kind.currentText().strip(),
            dialog.cents() or 0,
            options=dialog.options(),
            answer_code=dialog.answer_code.isChecked(),
        )
        self.said.emit(_("Der Brief wird geprüft …"), "")
        post.add(new, self.say_arrived, self._failed)

    def choose_folder(self) -> None:
        """The folder into which other programs print letters; cancelling leaves it as it is."""
        post = self._desk.letters
        if post is None:
            return
        before = str(layout_memory().value(WATCHED, ""))
        title = _("Ordner, in den Programme Briefe drucken")
        folder = QFileDialog.getExistingDirectory(self._widget, title, before)
        if folder:
            layout_memory().setValue(WATCHED, folder)
            post.watch(folder)
            self.said.emit(_("PDF in diesem Ordner kommen von jetzt an in den Postausgang."), "good")

    # --- telling -------------------------------------------------------------------------------------------------
    def say_arrived(self, added: Any) -> None:
        """``Added``, or the ``AppError`` why a file of the watched folder could not be taken."""
        if isinstance(added, AppError):
            self._failed(added)
        elif isinstance(added.outcome, Refused):
            self.said.emit(sentence(added.outcome), "bad")
        elif added.checked.ok:
            self.said.emit(_("Der Brief ist im Postausgang und hat die Prüfung bestanden."), "good")
        else:
            text = _("Der Brief ist im Postausgang, hat die Prüfung aber nicht bestanden. Rechts stehen die Befunde.")
            self.said.emit(text, "caution")

    def _failed(self, error: AppError) -> None:
        self.said.emit(sentence(error), "bad")

    def _say_problem(self, problem: AppError | None) -> None:
        self.said.emit("" if problem is None else sentence(problem), "caution")
