"""How an error or refusal is shown: what failed and what to do, never a stack of calls."""

from PySide6.QtWidgets import QMessageBox, QWidget

from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.texts import _
from app.ui.common.panels import EmptyPanel

Trouble = AppError | Refused


def error_panel(trouble: Trouble, retry_label: str = "") -> EmptyPanel:
    """An area that could not be filled says why; with ``retry_label`` it has a button (``panel.pressed``)."""
    return EmptyPanel("error", trouble.title, trouble.advice, retry_label)


def sentence(trouble: Trouble) -> str:
    """Title and advice as one text, for notices and accessible descriptions."""
    return f"{trouble.title} {trouble.advice}".strip()


def show_error(parent: QWidget, trouble: Trouble) -> None:
    """A message that does not block the program; for what cannot be shown in place."""
    box = QMessageBox(QMessageBox.Icon.Warning, _("E-Sozialakte"), trouble.title, parent=parent)
    box.setInformativeText(trouble.advice)
    box.addButton(_("Schließen"), QMessageBox.ButtonRole.AcceptRole)
    box.setAccessibleName(trouble.title)
    box.setAccessibleDescription(trouble.advice)
    box.open()
