"""Small windows of the shell: the keys of the program, and what it is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app import __version__
from app.domain.texts import _
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.theme import SPACE_L, SPACE_M
from app.ui.common.widgets import SearchField, text_label

Keys = Sequence[tuple[str, str]]
"""(keys, what they do) pairs."""


class ShortcutsDialog(QDialog):
    """All keys, by screen, with a field to find one."""

    def __init__(self, parts: Sequence[tuple[str, Keys]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Tastenkürzel"))
        self.resize(560, 620)
        self._parts = parts
        self.field = SearchField(_("Tastenkürzel suchen"))
        self.table = GroupedTable(_("Tastenkürzel"))
        buttons = QDialogButtonBox()
        buttons.addButton(_("Schließen"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        self.field.searched.connect(self._show)
        self.field.moved.connect(self.table.step)
        self.field.left.connect(self.reject)
        self._show("")

    def _show(self, text: str) -> None:
        words = text.casefold().split()
        self.table.show_groups(
            [
                Group(
                    title,
                    title,
                    tuple(
                        Entry(f"{title}/{number}", what, keys, spoken=f"{what}: {keys}")
                        for number, (keys, what) in enumerate(entries)
                        if all(word in f"{what} {keys}".casefold() for word in words)
                    ),
                )
                for title, entries in self._parts
            ]
        )
        self.table.go_to_first()


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Über E-Sozialakte"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label("E-Sozialakte", "title"))
        text = text_label(
            _(
                "Version {version}. Freies Programm unter der GNU Affero General Public License, Version 3 oder "
                "neuer. Symbole: Fluent UI System Icons (MIT). Oberfläche: Qt (LGPL)."
            ).format(version=__version__)
        )
        text.setWordWrap(True)
        text.setMinimumWidth(380)
        column.addWidget(text)
        buttons = QDialogButtonBox()
        buttons.addButton(_("Schließen"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
