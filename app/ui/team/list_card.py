"""The list of open post, or of overdue follow-ups in its place, with what it shows above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QWidget

from app.domain.cache import DocumentRow
from app.domain.texts import _
from app.services.team_figures import Figures, Overdue, Slice
from app.ui.common import format as say
from app.ui.common.tables import RowModel, RowTable
from app.ui.common.widgets import EmptyPanel, Pill, text_label
from app.ui.team import words
from app.ui.team.cards import fill_card, line
from app.ui.team.open_list import Names, OpenList

POST, OVERDUE, NOTHING = range(3)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with their numbers by id, made off the Qt thread."""

    rows: tuple[DocumentRow, ...]
    where: dict[str, int]


class ListCard(QFrame):
    """Shows what it is given."""

    all_wanted = Signal()
    post_wanted = Signal(object)
    """An open document shall be looked at (its row)."""
    document_wanted = Signal(str)
    case_wanted = Signal(str)
    redistribute_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = Names({}, {}, {})
        self.overdue_wanted = False
        """Follow-ups are looked at, not post."""
        self.list = OpenList(lambda: self._names)
        model = RowModel(
            words.overdue_columns(lambda: self._names), lambda entry: words.overdue_spoken(entry, self._names)
        )
        self.overdue = RowTable(model, _("Überfällige Wiedervorlagen"))
        self.empty = EmptyPanel("ok", "")
        self.heading = text_label(_("Offene Post"), "heading")
        self.count = Pill()
        self.all_button = QPushButton(_("Alles zeigen"))
        self.all_button.setProperty("role", "link")
        self.give = QPushButton(_("Umverteilen …"))
        self.give.setToolTip(_("Auswahl umverteilen (Strg+Umschalt+W), oder auf Person oder Team ziehen"))
        self._stack = QStackedWidget()
        for widget in (self.list, self.overdue, self.empty):
            self._stack.addWidget(widget)
        fill_card(self, line(self.heading, self.count, self.all_button, None, self.give), self._stack)
        self.all_button.clicked.connect(self.all_wanted)
        self.empty.pressed.connect(self.all_wanted)
        self.give.clicked.connect(self.redistribute_wanted)
        self.list.chosen.connect(self.post_wanted)
        self.overdue.chosen.connect(self._open_overdue)

    def show_names(self, figures: Figures) -> None:
        self._names = words.names(figures)
        self.list.forget_lines()

    def show_post(self, figures: Figures, part: Slice | None, rows: Rows) -> None:
        """The open documents of a part; while follow-ups are looked at they stay."""
        self.list.show_rows(rows.rows, where=rows.where)
        if self.list.current_row() is None and rows.rows:
            self.list.go_to(0)
        if self.overdue_wanted:
            self.show_overdue(figures)
            return
        self.heading.setText(_("Offene Post") if part is None else words.part_name(figures, part))
        self.count.say(say.number(len(rows.rows)), "accent" if part else "")
        self.all_button.setVisible(part is not None)
        self.give.setVisible(True)
        self._stack.setCurrentIndex(POST if rows.rows else NOTHING)
        if part is None:
            self.empty.say("ok", _("Keine offene Post"), _("An Ihren Standorten ist alles abgelegt."))
        else:
            self.empty.say("ok", _("Hier liegt nichts"), _("In diesem Teil ist keine Post offen."), _("Alles zeigen"))

    def show_overdue(self, figures: Figures) -> None:
        """Overdue follow-ups, until ``overdue_wanted`` is taken back."""
        self.overdue_wanted = True
        entries: Sequence[Overdue] = figures.overdue
        self.overdue.show_rows(entries)
        self.heading.setText(_("Überfällige Wiedervorlagen"))
        self.count.say(say.number(len(entries)))
        self.all_button.setVisible(True)
        self.give.setVisible(False)
        self._stack.setCurrentIndex(OVERDUE if entries else NOTHING)
        advice = _("Keine Wiedervorlage ist über ihren Termin hinaus offen.")
        self.empty.say("ok", _("Alles im Termin"), advice, _("Offene Post zeigen"))

    def _open_overdue(self, entry: Overdue) -> None:
        follow = entry.follow_up
        if follow.document:
            self.document_wanted.emit(follow.document)
        elif follow.case:
            self.case_wanted.emit(follow.case)
