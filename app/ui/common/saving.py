"""Asking where a file shall go."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.texts import _


def ask_for_file(parent: QWidget, name: str) -> Path | None:
    """The system's dialog, in the folder for documents, with ``name`` proposed."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kind = Path(name).suffix
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Speichern unter"), str(Path(folder) / name), f"*{kind}"
    )
    if not chosen:
        return None
    target = Path(chosen)
    return target if target.suffix.lower() == kind.lower() else target.with_name(target.name + kind)
