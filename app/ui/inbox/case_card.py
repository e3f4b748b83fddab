"""The case into which the document will go, plain to see before it is filed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.cache import CaseRow
from app.domain.texts import _
from app.ui.common import format as fmt
from app.ui.common.elided import ElidedLabel
from app.ui.common.theme import SPACE_M, SPACE_S, SPACE_XS
from app.ui.common.widgets import Pill, text_label


class CaseCard(QFrame):
    """Empty while no case is chosen. ``open_wanted`` gives the case's id."""

    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._case: CaseRow | None = None
        self._name = text_label("", "heading")
        self._number = ElidedLabel()
        self._address = ElidedLabel("muted")
        self._name.setWordWrap(True)
        self._mark = Pill()
        self._mark.setMinimumHeight(20)
        self.open_button = QPushButton(_("Öff&nen"))
        self.open_button.setAccessibleName(_("Akte öffnen"))
        self.open_button.setProperty("role", "link")
        self.open_button.setToolTip(_("Zeigt die Akte mit allen Dokumenten (Strg+O)"))
        self.open_button.clicked.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._name)
        for label, beside in ((self._number, self.open_button), (self._address, self._mark)):
            line = QHBoxLayout()
            line.setSpacing(SPACE_S)
            line.addWidget(label, 1)
            line.addWidget(beside)
            column.addLayout(line)
        self.show_case(None)

    def show_case(self, case: CaseRow | None, *, proposed: bool = False) -> None:
        """``proposed``: the provider's index named it, nobody here has chosen it yet."""
        self._case = case
        self.open_button.setVisible(case is not None)
        if case is None:
            self._name.setText(_("Noch keine Akte gewählt"))
            self._number.setText(_("Bitte unten wählen oder suchen."))
            self._address.setText(" ")
            self._mark.say("")
        else:
            self._name.setText(case.name)
            self._number.setText(fmt.case_number(case.case_number))
            self._address.setText(fmt.address(case) or " ")
            if case.closed_on:
                self._mark.say(_("geschlossen"), "caution")
            else:
                self._mark.say(_("Vorschlag") if proposed else _("gewählt"), "accent" if proposed else "good")
        for label in (self._name, self._number, self._address):
            label.setToolTip(label.text().strip())
        self.setAccessibleName(_("Ziel der Ablage"))
        self.setAccessibleDescription(
            ", ".join((self._name.text(), self._number.text(), self._address.text().strip(), self._mark.text()))
        )

    def _open(self) -> None:
        if self._case is not None:
            self.open_wanted.emit(self._case.id)
