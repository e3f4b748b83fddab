"""The question before a document goes into a case that its own words speak against."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QVBoxLayout, QWidget

from app.domain.cache import CaseRow
from app.domain.recognise.clues import reason_of
from app.domain.texts import _
from app.services.misfile import Doubt
from app.ui.common import format as fmt
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from app.ui.common.widgets import text_label


def ask_first(
    doubt: Doubt | None, parent: QWidget, go_on: Callable[[], object], back: Callable[[], object] = lambda: None
) -> None:
    """``go_on`` at once where there is no doubt; else when the user says so, who sees both cases. ``back`` if not."""
    if doubt is None:
        go_on()
        return
    dialog = MisfileDialog(doubt, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(go_on)
    dialog.rejected.connect(back)
    dialog.open()


class MisfileDialog(QDialog):
    """Enter and Escape go back; ``accepted``: file all the same."""

    def __init__(self, doubt: Doubt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        one, many = _("Das Dokument nennt eine andere Akte"), _("Eines der Dokumente nennt eine andere Akte")
        title = many if doubt.documents > 1 else one
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(title, "heading"))
        column.addWidget(_card(_("Sie wollen ablegen in"), doubt.chosen, ""))
        column.addWidget(_card(_("Es nennt"), doubt.other, reason_of(doubt.named.clues, doubt.named.households)))
        buttons = QDialogButtonBox()
        self.back = buttons.addButton(_("Zurück"), QDialogButtonBox.ButtonRole.RejectRole)
        self.back.setDefault(True)
        self.anyway = buttons.addButton(_("&Trotzdem ablegen (T)"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.anyway.setAutoDefault(False)
        column.addWidget(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setAccessibleName(title)
        self.back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T files, which is no key that files elsewhere: who holds that one down must not answer the question by it."""
        if event.key() == Qt.Key.Key_T and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.accept()
        else:
            super().keyPressEvent(event)


def _card(heading: str, case: CaseRow | None, reason: str) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
    column.setSpacing(SPACE_XS)
    column.addWidget(text_label(heading, "section"))
    if case is None:
        column.addWidget(text_label(_("eine Akte, die hier nicht vorliegt"), "strong"))
    else:
        column.addWidget(text_label(case.name, "strong"))
        column.addWidget(text_label(fmt.case_number(case.case_number)))
        born = _("geb. {date}").format(date=fmt.day(case.born)) if case.born else ""
        column.addWidget(text_label(" · ".join(part for part in (born, fmt.address(case)) if part), "muted"))
    if reason:
        why = text_label(reason[:1].upper() + reason[1:])
        why.setWordWrap(True)
        column.addWidget(why)
    return card
