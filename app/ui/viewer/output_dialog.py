"""What is to be printed or saved: this document, some of its pages, or documents of the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.domain.output import parse_pages
from app.domain.page_sets import is_arranged
from app.domain.records import EXPORT, Document
from app.domain.texts import _
from app.services.export_documents import Wanted
from app.ui.common import format as fmt
from app.ui.common.errors import sentence
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import Notice, text_label

ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """``original``: the document's file as it came, instead of a PDF."""

    wanted: tuple[Wanted, ...]
    marks: bool
    original: bool = False


class OutputDialog(QDialog):
    """``chosen`` comes with a ``Choice``; the dialog stays and shows the progress until ``accept``."""

    chosen = Signal(object)
    cancelled = Signal()

    def __init__(self, what: str, document: Document, page: int, listed: Sequence[Document], parent: QWidget) -> None:
        """``page`` is the one that is read, 0 for a document that cannot be shown: its original may be of use then.

        ``listed`` are the documents of the file, this one among them or none.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._exporting = what == EXPORT
        self.setWindowTitle(_("Speichern unter") if self._exporting else _("Drucken"))
        self.setMinimumWidth(460)
        self._id, self._pages = document.id, max(document.pages, 1)
        whole = _("Ganzes Dokument ({pages})").format(pages=fmt.pages(self._pages))
        self.whole = QRadioButton(whole)
        self.this_page = QRadioButton(_("Nur Seite {page}").format(page=page))
        self._page = page
        self.range = QRadioButton(_("Seiten"))
        self.range_field = QLineEdit()
        self.selection = QRadioButton(_("Dokumente der Akte"))
        self.list = QListWidget()
        self.original = QRadioButton(_("Unverändertes Original ({media})").format(media=document.media.upper()))
        self.marks = QCheckBox(_("Mit Markierungen"))
        self._about_notes = text_label(_("Die Texte der Notizen folgen auf einem eigenen Blatt."), "muted")
        self.problem = Notice("bad")
        self.bar = QProgressBar()
        self.progress_text = text_label("", "muted")
        self._fill(document, listed)
        self._lay_out()
        self._connect()
        self._check()

    def _fill(self, document: Document, listed: Sequence[Document]) -> None:
        (self.original if self._exporting and not self._page else self.whole).setChecked(True)
        self.marks.setChecked(True)
        self.range_field.setPlaceholderText(_("zum Beispiel 1-3, 7"))
        self.range_field.setAccessibleName(_("Seiten"))
        self.list.setAccessibleName(_("Dokumente der Akte"))
        self.list.setMinimumHeight(140)
        for entry in listed:
            facts = [fmt.title(entry), fmt.day(entry.received_on), fmt.pages(entry.pages)]
            item = QListWidgetItem("  ·  ".join(fact for fact in facts if fact))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if entry.id == document.id else Qt.CheckState.Unchecked)
            item.setData(ID, entry.id)
            self.list.addItem(item)
        several = len(listed) > 1
        self.selection.setVisible(several)
        self.this_page.setVisible(self._pages > 1 and self._page > 0)
        self.range.setVisible(self._pages > 1)
        self.range_field.setVisible(self._pages > 1)
        self.original.setVisible(self._exporting and not is_arranged(document))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_S)
        pages = QHBoxLayout()
        pages.addWidget(self.range)
        pages.addWidget(self.range_field, 1)
        self._choices = QWidget()
        inner = QVBoxLayout(self._choices)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE_S)
        for part in (self.whole, self.this_page, pages, self.selection, self.list, self.original):
            inner.addLayout(part) if isinstance(part, QHBoxLayout) else inner.addWidget(part)
        inner.addSpacing(SPACE_M)
        inner.addWidget(self.marks)
        inner.addWidget(self._about_notes)
        column.addWidget(self._choices)
        for widget in (self.problem, self.progress_text, self.bar):
            column.addWidget(widget)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.progress_text.hide()
        buttons = QDialogButtonBox()
        self.go: QPushButton = buttons.addButton(
            _("Speichern …") if self._exporting else _("Drucken …"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.go.setDefault(True)
        buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column.addStretch()
        column.addWidget(buttons)

    def _connect(self) -> None:
        for button in (self.whole, self.this_page, self.range, self.selection, self.original):
            button.toggled.connect(self._check)
        self.range_field.textEdited.connect(lambda: self.range.setChecked(True))
        self.range_field.textChanged.connect(self._check)
        self.list.itemChanged.connect(self._check)

    def tick(self, documents: Sequence[str]) -> None:
        """Propose these documents of the list."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setCheckState(Qt.CheckState.Checked if item.data(ID) in documents else Qt.CheckState.Unchecked)
        self.selection.setChecked(True)

    def choice(self) -> Choice | None:
        """None: what was typed or ticked makes no sense yet."""
        marks = self.marks.isChecked()
        if self.original.isChecked():
            return Choice((Wanted(self._id),), False, original=True)
        if self.whole.isChecked():
            return Choice((Wanted(self._id),), marks)
        if self.this_page.isChecked():
            return Choice((Wanted(self._id, (self._page,)),), marks)
        if self.range.isChecked():
            pages = parse_pages(self.range_field.text(), self._pages)
            return None if pages is None else Choice((Wanted(self._id, pages),), marks)
        items = (self.list.item(row) for row in range(self.list.count()))
        ticked = tuple(Wanted(item.data(ID)) for item in items if item.checkState() == Qt.CheckState.Checked)
        return Choice(ticked, marks) if ticked else None

    def run(self, text: str) -> None:
        """It has begun: show the progress in place of the choices."""
        self._choices.setEnabled(False)
        self.go.setEnabled(False)
        self.problem.say("")
        self.bar.setRange(0, 0)
        self.progress_text.setText(text)
        self.bar.show()
        self.progress_text.show()

    def say_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.progress_text.setText(_("Seite {page} von {pages}").format(page=done, pages=total))

    def fail(self, error: AppError) -> None:
        """Why it did not work; the choices can be changed and tried again."""
        self._choices.setEnabled(True)
        self.bar.hide()
        self.progress_text.hide()
        self._check()
        self.problem.say(sentence(error), "bad")

    def reject(self) -> None:
        self.cancelled.emit()
        super().reject()

    def _check(self) -> None:
        self.list.setVisible(self.selection.isChecked())
        self.marks.setEnabled(not self.original.isChecked())
        self._about_notes.setEnabled(self.marks.isEnabled())
        self.go.setEnabled(self.choice() is not None)
        wrong = self.range.isChecked() and bool(self.range_field.text().strip()) and self.choice() is None
        hint = _("Geben Sie Seiten von 1 bis {pages} an, zum Beispiel 1-3, 7.").format(pages=self._pages)
        self.problem.say(hint if wrong else "", "caution")

    def _choose(self) -> None:
        choice = self.choice()
        if choice is not None:
            self.chosen.emit(choice)
