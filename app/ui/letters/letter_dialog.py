"""A new letter, or another way of sending one: what people choose."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.records.letters import LETTERBOX, REGISTERED, Letter, LetterOptions
from app.domain.texts import _, ngettext
from app.services.letters.overview import LETTER_TYPES
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.common.widgets import text_label

FORMAL = "formal"


class LetterDialog(QDialog):
    """``files``: the letter, then its enclosures, for a new one; else ``letter``, which is to be changed. After
    ``accepted`` read the fields."""

    def __init__(self, parent: QWidget | None = None, files: Sequence[Path] = (), letter: Letter | None = None) -> None:
        super().__init__(parent)
        self.files = tuple(files)
        heading = _("Brief ändern") if letter is not None else _("Brief in den Postausgang legen")
        self.setWindowTitle(heading)
        self.setMinimumWidth(480)
        self.number = QLineEdit()
        self.number.setPlaceholderText(_("wie auf dem Brief"))
        self.title = QLineEdit(letter.title if letter is not None else "")
        self.title.setPlaceholderText(self.files[0].stem if self.files else "")
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.addItems(list(LETTER_TYPES))
        self.amount = QLineEdit()
        self.amount.setPlaceholderText(_("in Euro, wenn es um einen geht"))
        self.way = QComboBox()
        for key, label in (
            ("", _("Brief")),
            (REGISTERED, _("Einschreiben")),
            (LETTERBOX, _("Einschreiben Einwurf")),
            (FORMAL, _("Postzustellungsurkunde")),
        ):
            self.way.addItem(label, key)
        self.duplex = QCheckBox(_("beidseitig drucken"))
        self.colour = QCheckBox(_("farbig drucken"))
        self.priority = QCheckBox(_("bevorzugt befördern"))
        self.answer_code = QCheckBox(_("Antwortcode aufdrucken, an dem die Antwort ihre Akte findet"))
        self.wrong = text_label("", "bad")
        if letter is not None:
            self._fill(letter)
        self._lay_out(heading, new=letter is None)

    def _lay_out(self, heading: str, *, new: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(heading, "heading"))
        if self.files:
            about = text_label(self._about(), "muted")
            about.setWordWrap(True)
            column.addWidget(about)
        form = QFormLayout()
        form.setSpacing(SPACE_S)
        rows: list[tuple[str, QWidget]] = [
            (_("Be&treff"), self.title),
            (_("&Art"), self.kind),
            (_("Bet&rag"), self.amount),
            (_("&Versand"), self.way),
        ]
        if new:
            rows.insert(0, (_("BG-&Nummer"), self.number))
        for label, field in rows:
            form.addRow(label, field)
            shown = form.labelForField(field)
            if isinstance(shown, QLabel):
                field.setAccessibleName(shown.text().replace("&", ""))
        for box in (self.duplex, self.colour, self.priority, *([self.answer_code] if new else [])):
            form.addRow("", box)
        column.addLayout(form)
        column.addWidget(self.wrong)
        self.wrong.hide()
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(
            _("Hinzufügen und prüfen") if new else _("Speichern"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.ok.setDefault(True)
        buttons.addButton(_("Abbrechen"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _about(self) -> str:
        enclosures = len(self.files) - 1
        if not enclosures:
            return self.files[0].name
        more = ngettext("und {n} Anlage", "und {n} Anlagen", enclosures).format(n=enclosures)
        return f"{self.files[0].name} {more}"

    def _fill(self, letter: Letter) -> None:
        options = letter.options
        self.kind.setCurrentText(letter.letter_type)
        if letter.amount_cents:
            self.amount.setText(f"{letter.amount_cents // 100},{letter.amount_cents % 100:02}")
        self.way.setCurrentIndex(self.way.findData(FORMAL if options.formal_service else options.registered))
        self.duplex.setChecked(options.duplex)
        self.colour.setChecked(options.colour)
        self.priority.setChecked(options.priority)

    def _accept(self) -> None:
        if self.cents() is None:
            self.wrong.setText(_("Der Betrag ist nicht lesbar. Schreiben Sie ihn zum Beispiel als 1250,00."))
            self.wrong.show()
            self.amount.setFocus()
            return
        self.accept()

    def cents(self) -> int | None:
        """The amount; 0 without one, None for what is none."""
        text = self.amount.text().strip().replace(" ", "").replace(".", "")
        euros, _comma, cents = text.partition(",")
        if not text:
            return 0
        if not euros.isdecimal() or (cents and not (cents.isdecimal() and len(cents) == 2)):
            return None
        return int(euros) * 100 + int(cents or 0)

    def options(self, envelope: str = "") -> LetterOptions:
        way = str(self.way.currentData())
        return LetterOptions(
            duplex=self.duplex.isChecked(),
            colour=self.colour.isChecked(),
            registered="" if way == FORMAL else way,
            formal_service=way == FORMAL,
            priority=self.priority.isChecked(),
            envelope=envelope,
        )
