"""The tab with the files inside a document: listed, saved on request, never opened."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMessageBox, QPushButton, QVBoxLayout, QWidget

from app.domain.cache import Touched
from app.domain.errors import AppError
from app.domain.output import is_risky, safe_name
from app.domain.pages import Attachment
from app.domain.records import EXPORT
from app.domain.texts import _
from app.services.export_documents import Order, Wanted
from app.tasks.desk import Desk
from app.tasks.lanes import Ticket
from app.tasks.pages import Priority
from app.ui.common import format as fmt
from app.ui.common.errors import sentence
from app.ui.common.icons import icon
from app.ui.common.late import Late
from app.ui.common.saving import ask_for_file
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import Notice, text_label


class AttachmentPanel(Late):
    """Asks for the list when it is shown: the whole original may have to be fetched for it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document = self._original = ""
        self._looked = False
        self._tickets: list[Ticket] = []
        self._files: tuple[Attachment, ...] = ()
        self.find_target: Callable[[QWidget, str], Path | None] = ask_for_file

    def _build(self) -> None:
        self.about = text_label("", "muted")
        self.about.setWordWrap(True)
        self.list = _Files(self._save)
        self.list.setAccessibleName(_("Anlagen"))
        self.list.setWordWrap(True)
        self.save = QPushButton(_("Speichern unter …"))
        self.told = Notice("bad")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        for widget in (self.about, self.list, self.told, self.save):
            column.addWidget(widget, 1 if widget is self.list else 0)
        self.setFocusProxy(self.list)
        self.save.clicked.connect(self._save)
        self.list.currentRowChanged.connect(lambda row: self.save.setEnabled(row >= 0))
        self.list.itemDoubleClicked.connect(lambda _item: self._save())
        self._empty()

    def show_document(self, document: str, original: str = "") -> None:
        """Another document; the list is empty until ``look``. ``original``: whose attachments, if not its own."""
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets = []
        self._document, self._looked, self._files = document, False, ()
        self._original = original or document
        if self.built:
            self._empty()

    def _empty(self) -> None:
        self.list.clear()
        self.save.setEnabled(False)
        self.told.say("")
        self.about.setText("")

    def look(self) -> None:
        """The tab is seen: ask for the list, once."""
        self.need()
        if self._looked or not self._document:
            return
        self._looked = True
        self.about.setText(_("Die Anlagen werden gelesen …"))
        self._tickets.append(
            self._desk.pages.read(
                self._original, 1, lambda reader, source, _page: reader.attachments(source), self._found, self._failed,
                Priority.NEIGHBOUR, whole=True,
            )
        )  # fmt: skip

    def _found(self, files: tuple[Attachment, ...]) -> None:
        self._files = files
        self.about.setText(
            _("Anlagen werden nie von selbst geöffnet. Speichern Sie nur, was Sie erwartet haben.")
            if files
            else _("In diesem Dokument wurden keine Anlagen gefunden.")
        )
        for file in files:
            risky = is_risky(file.name)
            size = fmt.size(file.size)
            facts = _("{size} · kann Programme ausführen").format(size=size) if risky else size
            item = QListWidgetItem(f"{safe_name(file.name)}\n{facts}")
            item.setIcon(icon("warning" if risky else "attachment", "caution" if risky else "text"))
            self.list.addItem(item)
        if files:
            self.list.setCurrentRow(0)

    def _failed(self, error: AppError) -> None:
        self._looked = False
        self.about.setText("")
        self.told.say(sentence(error), "bad")

    def _save(self) -> None:
        number = self.list.currentRow()
        if not 0 <= number < len(self._files) or self._desk.output is None:
            return
        if not is_risky(self._files[number].name):
            self._save_as(number)
            return
        box = QMessageBox(QMessageBox.Icon.Warning, _("Speichern unter"), _("Diese Anlage kann Programme ausführen."))
        box.setParent(self.window(), Qt.WindowType.Dialog)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setInformativeText(
            _("Öffnen Sie sie nicht, wenn Sie sie nicht erwartet haben. Fragen Sie im Zweifel die IT.")
        )
        proceed = box.addButton(_("Trotzdem speichern"), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(_("Abbrechen"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        proceed.clicked.connect(lambda: self._save_as(number))
        box.open()

    def _save_as(self, number: int) -> None:
        output = self._desk.output
        target = self.find_target(self, safe_name(self._files[number].name))
        if target is None or output is None:
            return
        password = self._desk.pages.password(self._document)
        order = Order(
            wanted=(Wanted(self._document),),
            by=self._desk.me.id,
            what=EXPORT,
            passwords={} if password is None else {self._document: password},
        )
        self.told.say(_("Die Anlage wird gespeichert …"), "")
        output.save_attachment(order, number, target, lambda _none: self._saved(), self._not_saved)

    def _saved(self) -> None:
        self.told.say("")
        self._desk.acted.emit(_("Anlage gespeichert"))
        self._desk.touched.emit(Touched(others=frozenset({"outbox"})))
        self._desk.wake_outbox()

    def _not_saved(self, error: AppError) -> None:
        self.told.say(sentence(error), "bad")


class _Files(QListWidget):
    def __init__(self, chosen: Callable[[], None]) -> None:
        super().__init__()
        self._chosen = chosen

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._chosen()
        else:
            super().keyPressEvent(event)
