"""The question before letters are sent that may be too many, or too early."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.domain.letter_words import letter_state
from app.domain.texts import _, ngettext
from app.services.letters.overview import Doubts
from app.ui.common import format as fmt
from app.ui.common.grouped import Entry, Group, GroupedTable
from app.ui.common.theme import SPACE_L, SPACE_M
from app.ui.common.widgets import text_label
from app.ui.letters.rows import title


def ask_first(doubts: Doubts, parent: QWidget, go_on: Callable[[], object]) -> None:
    """``go_on`` at once where there is no doubt, else when the user says so."""
    if not doubts:
        go_on()
        return
    dialog = DoubtDialog(doubts, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(go_on)
    dialog.open()


class DoubtDialog(QDialog):
    """Enter and Escape go back; ``accepted``: send all the same."""

    def __init__(self, doubts: Doubts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = _("Soll das wirklich hinaus?")
        self.setWindowTitle(heading)
        self.setMinimumSize(520, 320)
        self.list = GroupedTable(_("Was dagegen spricht"))
        self.list.show_groups(_groups(doubts))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(text_label(heading, "heading"))
        column.addWidget(self.list, 1)
        buttons = QDialogButtonBox()
        self.back = buttons.addButton(_("Zurück"), QDialogButtonBox.ButtonRole.RejectRole)
        self.back.setDefault(True)
        self.anyway = buttons.addButton(_("&Trotzdem senden"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.anyway.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.back.setFocus()


def _groups(doubts: Doubts) -> tuple[Group, ...]:
    before = tuple(
        Entry(
            f"before:{row.id}",
            f"{title(row)} · {row.name}",
            _("gesendet {when}, {state}").format(when=fmt.moment(other.sent_at), state=letter_state(other)),
            "warning:caution",
        )
        for row, other in doubts.before
    )
    waiting = tuple(
        Entry(f"waiting:{row.id}", f"{title(row)} · {row.name}", _post(announced, unfiled), "inbox:caution")
        for row, announced, unfiled in doubts.waiting
    )
    return (
        Group("before", _("Derselbe Brief ging in den letzten Tagen schon an diese Akte"), before),
        Group("waiting", _("Von dieser Akte ist Post unterwegs oder nicht abgelegt"), waiting),
    )


def _post(announced: int, unfiled: int) -> str:
    said = []
    if announced:
        said.append(ngettext("{n} Sendung unterwegs", "{n} Sendungen unterwegs", announced).format(n=announced))
    if unfiled:
        said.append(ngettext("{n} Dokument im Posteingang", "{n} Dokumente im Posteingang", unfiled).format(n=unfiled))
    return ", ".join(said)
