"""How a letter would be put right: what would be done, and the pages before and after."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.letter_check.findings import ERROR, Checked
from app.domain.letter_check.plan import Mend
from app.domain.texts import _, ngettext
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.common.widgets import text_label

PICTURE_HEIGHT = 380

Pair = tuple[int, QImage | None, int, QImage]
"""Page before (0: none) with its picture, page after with its picture."""


class MendDialog(QDialog):
    """``accepted``: do it. Escape leaves the letter as it is."""

    def __init__(
        self, mends: Sequence[Mend], checked: Checked, pairs: Sequence[Pair], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        heading = _("Lässt sich beheben")
        self.setWindowTitle(heading)
        self.setMinimumSize(680, 520)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(heading, "heading"))
        for mend in mends:
            column.addWidget(_wrapped(f"• {mend.said}", ""))
        column.addWidget(_wrapped(_what_is_left(checked), "muted"))
        self.pictures = QScrollArea()
        self.pictures.setWidgetResizable(True)
        self.pictures.setAccessibleName(_("Seiten vorher und nachher"))
        self.pictures.setWidget(_pages(pairs))
        column.addWidget(self.pictures, 1)
        buttons = QDialogButtonBox()
        self.back = buttons.addButton(_("Zurück"), QDialogButtonBox.ButtonRole.RejectRole)
        self.back.setAutoDefault(False)
        self.mend = buttons.addButton(_("&Beheben"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.mend.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.mend.setFocus()


def _wrapped(text: str, role: str) -> QLabel:
    label = text_label(text, role)
    label.setWordWrap(True)
    return label


def _what_is_left(checked: Checked) -> str:
    left = sum(finding.severity == ERROR for finding in checked.findings)
    if not left:
        return _("Danach besteht der Brief die Prüfung. Der Text bleibt, wie er ist.")
    said = ngettext("Danach bleibt {n} Befund.", "Danach bleiben {n} Befunde.", left).format(n=left)
    return f"{said} " + _("Der Text bleibt, wie er ist.")


def _pages(pairs: Sequence[Pair]) -> QWidget:
    """A row a page: before at the left, after at the right."""
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setSpacing(SPACE_S)
    for row, (before, old, after, new) in enumerate(pairs):
        if old is not None:
            grid.addLayout(_page(_("vorher, Seite {page}").format(page=before), old), row, 0)
        grid.addLayout(_page(_("nachher, Seite {page}").format(page=after), new), row, 1)
    grid.setRowStretch(len(pairs), 1)
    return sheet


def _page(caption: str, image: QImage) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addWidget(text_label(caption, "muted"))
    shown = QLabel()
    shown.setFrameShape(QLabel.Shape.Box)
    pixels = QPixmap.fromImage(image)
    shown.setPixmap(pixels.scaledToHeight(PICTURE_HEIGHT, Qt.TransformationMode.SmoothTransformation))
    shown.setAccessibleName(caption)
    row = QHBoxLayout()
    row.addWidget(shown)
    row.addStretch()
    column.addLayout(row)
    return column
