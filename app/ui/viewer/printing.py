"""Printing and saving from the viewer: asks what, where, shows the progress, and says how it went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QPagedPaintDevice
from PySide6.QtWidgets import QWidget

from app.domain.cache import Cache, Touched
from app.domain.errors import AppError
from app.domain.output import file_name
from app.domain.records import EXPORT, PRINT, Document
from app.domain.texts import _, ngettext
from app.services.export_documents import Exported, Order
from app.tasks.desk import Desk
from app.tasks.lanes import Ticket
from app.ui.common.saving import ask_for_file
from app.ui.viewer.commands import command
from app.ui.viewer.output_dialog import Choice, OutputDialog

ENDINGS = {"tiff": "tif", "jpeg": "jpg", "jpeg2000": "jp2"}
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class OutputCommands:
    print: QAction
    save: QAction


def make_output_commands(owner: QWidget) -> OutputCommands:
    made = OutputCommands(
        print=command(owner, _("Drucken …"), "print", "Ctrl+P"),
        save=command(owner, _("Speichern unter …"), "save", "Ctrl+S"),
    )
    for action in (made.print, made.save):
        action.setEnabled(False)
    return made


class Printing(QObject):
    """``listed`` gives the documents of the list beside the viewer, ``chosen`` those that are chosen in it."""

    def __init__(
        self,
        desk: Desk,
        commands: OutputCommands,
        current: Callable[[], tuple[Document, int] | None],
        viewer: QWidget,
    ) -> None:
        """``current`` gives the document that is read, and the page (from 1) of it; 0 where it cannot be shown."""
        super().__init__(viewer)
        self._desk, self._current, self._viewer = desk, current, viewer
        self.listed: Callable[[], Sequence[str]] = lambda: ()
        self.chosen: Callable[[], Sequence[str]] = lambda: ()
        self.commands = commands
        self._ticket: Ticket | None = None
        self.dialog: OutputDialog | None = None
        commands.print.triggered.connect(lambda: self.ask(PRINT))
        commands.save.triggered.connect(lambda: self.ask(EXPORT))
        self.find_printer: Callable[[QWidget], QPagedPaintDevice | None] = ask_for_printer
        """Which printer; None: nothing was chosen. Raises ``AppError`` where there is none."""
        self.find_target: Callable[[QWidget, str], Path | None] = ask_for_file

    def document_changed(self, shown: bool) -> None:
        possible = shown and self._desk.output is not None
        self.commands.print.setEnabled(possible)
        self.commands.save.setEnabled(possible)

    def ask(self, what: str) -> None:
        """Open the dialog to ``PRINT`` or ``EXPORT``; several chosen documents of the list are proposed together."""
        current = self._current()
        if current is None or self._desk.output is None or self.dialog is not None:
            return
        ids = list(self.listed())[:MOST_LISTED]
        chosen = self.chosen()
        ticked = chosen if len(chosen) > 1 else ()

        def look(cache: Cache) -> list[Document]:
            found = (cache.document(id_) for id_ in ids)
            return [answer[2] for answer in found if answer is not None]

        self._desk.ask(look, lambda listed: self._open(what, *current, listed, ticked))

    def _open(
        self, what: str, document: Document, page: int, listed: list[Document], ticked: Sequence[str]
    ) -> None:
        if self.dialog is not None:
            return
        known = {entry.id: entry for entry in (*listed, document)}
        self.dialog = dialog = OutputDialog(what, document, page, listed, self._viewer.window())
        if ticked:
            dialog.tick(ticked)
        dialog.cancelled.connect(self._cancel)
        dialog.finished.connect(self._closed)
        dialog.chosen.connect(lambda choice: self._go(what, choice, [known[part.document] for part in choice.wanted]))
        dialog.open()

    def _go(self, what: str, choice: Choice, documents: list[Document]) -> None:
        output, dialog = self._desk.output, self.dialog
        if output is None or dialog is None:
            return
        passwords = {entry.id: self._desk.pages.password(entry.id) for entry in documents}
        order = Order(
            wanted=choice.wanted,
            by=self._desk.me.id,
            what=what,
            marks=choice.marks,
            passwords={id_: password for id_, password in passwords.items() if password is not None},
        )
        if what == PRINT:
            self._print(order)
        else:
            self._save(order, choice, documents)

    def _print(self, order: Order) -> None:
        dialog, output = self.dialog, self._desk.output
        assert dialog is not None and output is not None
        try:
            printer = self.find_printer(dialog)
        except AppError as error:
            dialog.fail(error)
            return
        if printer is not None:
            dialog.run(_("Die Seiten werden vorbereitet …"))
            self._ticket = output.print(order, printer, dialog.say_progress, self._printed, dialog.fail)

    def _save(self, order: Order, choice: Choice, documents: list[Document]) -> None:
        dialog, output = self.dialog, self._desk.output
        assert dialog is not None and output is not None
        media = documents[0].media
        ending = ENDINGS.get(media, media) if choice.original else "pdf"
        target = self.find_target(dialog, file_name(documents, ending, datetime.now().astimezone().date()))
        if target is None:
            return
        dialog.run(_("Die Datei wird geschrieben …"))
        if choice.original:
            self._ticket = output.save_original(
                documents[0].id, target, order.by, lambda _none: self._done(_("Original gespeichert")), dialog.fail
            )
        else:
            self._ticket = output.export(order, target, dialog.say_progress, self._saved, dialog.fail)

    def _printed(self, made: Exported) -> None:
        text = ngettext("{n} Seite an den Drucker gegeben", "{n} Seiten an den Drucker gegeben", made.pages)
        self._done(text.format(n=made.pages) + _missing(made))

    def _saved(self, made: Exported) -> None:
        text = ngettext("{n} Seite gespeichert", "{n} Seiten gespeichert", made.pages).format(n=made.pages)
        self._done(text + _missing(made))

    def _done(self, text: str) -> None:
        self._ticket = None
        if self.dialog is not None:
            self.dialog.accept()
        self._desk.touched.emit(Touched(others=frozenset({"outbox"})))
        self._desk.wake_outbox()
        self._desk.acted.emit(text)

    def _cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None

    def _closed(self) -> None:
        self.dialog = None


def _missing(made: Exported) -> str:
    """Pages that nothing could read must not go unnoticed among the others."""
    if not made.unreadable:
        return ""
    text = ngettext("{n} davon war nicht lesbar", "{n} davon waren nicht lesbar", made.unreadable)
    return ", " + text.format(n=made.unreadable)


def ask_for_printer(parent: QWidget) -> QPagedPaintDevice | None:
    """The system's dialog. Raises ``AppError`` where no printer is set up."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # most sittings print nothing

    if not QPrinterInfo.availablePrinterNames():
        raise AppError(
            _("Auf diesem Rechner ist kein Drucker eingerichtet."),
            _("Richten Sie einen Drucker ein, oder speichern Sie die Seiten als PDF (Strg+S)."),
            code="no-printer",
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None
