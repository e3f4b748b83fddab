"""The commands on marks and their keys."""

from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.commands import command


@dataclass(frozen=True, slots=True)
class MarkCommands:
    show: QAction
    highlight: QAction
    note: QAction
    stamp: QAction
    listed: QAction
    place: QAction
    stop: QAction
    remove: QAction
    moves: tuple[QAction, ...]
    """Left, right, up, down."""

    def named(self) -> tuple[QAction, ...]:
        """Those that belong into a menu."""
        return (self.highlight, self.note, self.stamp, self.show, self.listed)


def make_mark_commands(owner: QWidget, canvas: PageCanvas) -> MarkCommands:
    made = MarkCommands(
        show=command(owner, _("Markierungen zeigen"), "eye", "M", check=True),
        highlight=command(owner, _("Hervorheben"), "highlight", "H", check=True),
        note=command(owner, _("Notiz setzen"), "note", "Shift+N"),
        stamp=command(owner, _("Stempel setzen"), "stamp", "S"),
        listed=command(owner, _("Liste der Markierungen"), "list", "Shift+M", check=True),
        place=command(canvas, _("Hier setzen"), "", "Return", "Enter"),
        stop=command(canvas, _("Markieren beenden"), "", "Esc"),
        remove=command(canvas, _("Markierung entfernen"), "delete", "Del"),
        moves=(
            command(canvas, _("Markierung nach links"), "", "Alt+Left"),
            command(canvas, _("Markierung nach rechts"), "", "Alt+Right"),
            command(canvas, _("Markierung nach oben"), "", "Alt+Up"),
            command(canvas, _("Markierung nach unten"), "", "Alt+Down"),
        ),
    )
    made.show.setChecked(True)
    for action in (made.place, made.stop, made.remove, *made.moves):
        action.setEnabled(False)
    return made
