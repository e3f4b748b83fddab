"""The overview: figures, the list of open post, who has how much, how old it is, what comes and goes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.cache import DocumentRow
from app.domain.texts import _
from app.services.team_figures import (
    ABSENT,
    AGE,
    CHANNEL,
    PERSON,
    SITE,
    TEAM,
    UNASSIGNED,
    Figures,
    Overdue,
    Slice,
    home_teams,
)
from app.services.team_tables import names_of
from app.ui.common import format as say
from app.ui.common.tables import RowModel, RowTable
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import EmptyPanel, Pill, RememberingSplitter, Segments, text_label
from app.ui.team import words
from app.ui.team.bar_table import BarTable, moved
from app.ui.team.chart_widgets import AgeChart, FlowChart, flow_sentence
from app.ui.team.open_list import Names, OpenList, age_tone
from app.ui.team.tiles import Tile

POST, OVERDUE, NOTHING = range(3)
_DROPS = (PERSON, TEAM)
"""What the bars must stand for so that post can be dropped on them."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with their numbers by id, made off the Qt thread."""

    rows: tuple[DocumentRow, ...]
    where: dict[str, int]


class Overview(QWidget):
    """Shows what it is given. ``part_wanted`` (``Slice`` or None) asks for another part in the list."""

    part_wanted = Signal(object)
    post_wanted = Signal(object)
    """An open document shall be looked at (its row)."""
    document_wanted = Signal(str)
    case_wanted = Signal(str)
    redistribute_wanted = Signal()
    dropped = Signal(object, str, str)
    """Rows were dropped on a bar: (rows, kind, key)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: Figures | None = None
        self._names = Names({}, {}, {})
        self._carried: Sequence[DocumentRow] = ()
        self._come_from: Mapping[str, int] = {}
        """Of which bars how many are carried."""
        self.part: Slice | None = None
        self._was_shown = False
        self._make_tiles()
        self.list = OpenList(lambda: self._names)
        self.overdue = RowTable(
            RowModel(
                words.overdue_columns(lambda: self._names), lambda entry: words.overdue_spoken(entry, self._names)
            ),
            _("Überfällige Wiedervorlagen"),
        )
        self.empty = EmptyPanel("ok", "")
        self.bars = BarTable(_("Person"), _("Offene Post nach Person"), drops=True)
        self.kinds = Segments(
            [
                (PERSON, "person", _("Person")),
                (TEAM, "team", _("Team")),
                (CHANNEL, "mail", _("Weg")),
                (SITE, "location", _("Standort")),
            ],
            _("Offene Post nach"),
        )
        self.kinds.choose(PERSON)
        self.ages = AgeChart()
        self.flow = FlowChart()
        self._lay_out()
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------
    def _make_tiles(self) -> None:
        self.all = Tile(_("Offen"))
        self.oldest = Tile(_("Ältestes"), part=False)
        self.unassigned = Tile(_("Ohne Person"))
        self.absent = Tile(_("Bei Abwesenden"))
        self.late = Tile(_("Wiedervorlagen überfällig"))
        self.times = Tile(_("Eingang bis Ablage"), part=False)
        self.tiles = (self.all, self.oldest, self.unassigned, self.absent, self.late, self.times)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        for tile in self.tiles:
            row.addWidget(tile)
        self.splitter = RememberingSplitter("team")
        for widget, least in ((self._list_side(), 400), (self._bar_side(), 300), (self._chart_side(), 280)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(0, 1)
        self._share_width(1600)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, 0, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addLayout(row)
        column.addWidget(self.splitter, 1)

    def _share_width(self, width: int) -> None:
        """The list gets most; what the user has set before counts more."""
        bars, charts = min(max(width * 29 // 100, 330), 520), min(max(width * 27 // 100, 300), 560)
        self.splitter.restore([width - bars - charts, bars, charts])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self._share_width(self.width())

    def _list_side(self) -> QWidget:
        self.heading = text_label(_("Offene Post"), "heading")
        self.count = Pill()
        self.all_button = QPushButton(_("Alles zeigen"))
        self.all_button.setProperty("role", "link")
        self.give = QPushButton(_("Umverteilen …"))
        self.give.setToolTip(_("Auswahl umverteilen (Strg+Umschalt+W), oder auf Person oder Team ziehen"))
        head = _line(self.heading, self.count, self.all_button, None, self.give)
        self.stack = QStackedWidget()
        for widget in (self.list, self.overdue, self.empty):
            self.stack.addWidget(widget)
        return _card(head, self.stack)

    def _bar_side(self) -> QWidget:
        return _card(_line(self.kinds, None), self.bars)

    def _chart_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        self.flow_kind = Segments(
            [("picture", "timeline", _("Bild")), ("table", "table", _("Tabelle"))], _("Eingang und Ablage als")
        )
        for button in self.flow_kind.buttons.values():
            button.setToolTip(button.text())
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.flow_kind.choose("picture")
        model = RowModel(words.flow_columns(), describe=flow_sentence)
        self.flow_table = RowTable(model, _("Eingang und Ablage je Tag"), row_height=26)
        self.flow_stack = QStackedWidget()
        self.flow_stack.addWidget(self.flow)
        self.flow_stack.addWidget(self.flow_table)
        column.addWidget(_card(_line(text_label(_("Alter in Kalendertagen"), "strong"), None), self.ages), 2)
        flow_head = _line(text_label(_("Eingang und Ablage je Tag"), "strong"), None, self.flow_kind)
        column.addWidget(_card(flow_head, self.flow_stack), 3)
        return side

    def _connect(self) -> None:
        for tile, part in (
            (self.all, None), (self.unassigned, Slice(UNASSIGNED)), (self.absent, Slice(ABSENT)),
        ):  # fmt: skip
            tile.clicked.connect(lambda _on=False, part=part: self._toggle(part))
        self.late.clicked.connect(self._show_overdue)
        self.all_button.clicked.connect(lambda: self.part_wanted.emit(None))
        self.kinds.switched.connect(lambda _kind: self._show_bars())
        self.flow_kind.switched.connect(lambda kind: self.flow_stack.setCurrentIndex(kind == "table"))
        self.bars.picked.connect(lambda key: self._toggle(Slice(self.kinds.current, key)))
        self.bars.dropped.connect(self._drop)
        self.bars.over.connect(self._hover)
        self.bars.left.connect(self._show_bars)
        self.ages.chosen.connect(lambda key: self._toggle(Slice(AGE, key)))
        self.list.drag_began.connect(self._carry)
        self.list.drag_ended.connect(self._let_go)
        self.list.chosen.connect(self.post_wanted)
        self.overdue.chosen.connect(self._open_overdue)
        self.empty.pressed.connect(lambda: self.part_wanted.emit(None))
        self.give.clicked.connect(self.redistribute_wanted)

    # --- showing -------------------------------------------------------------------------------------------------
    def show_figures(self, figures: Figures, part: Slice | None, rows: Rows) -> None:
        """``rows``: the open documents of ``part``, all without one."""
        self._figures = figures
        self._names = words.names(figures)
        self.list.model().forget_lines()  # type: ignore[attr-defined]
        self._say_tiles(figures)
        several = len(figures.people.sites) > 1
        self.kinds.buttons[SITE].setVisible(several)
        self._show_bars()
        names = names_of(figures, AGE)
        self.ages.show_columns(words.age_columns(figures.ages), [names[bar.key] for bar in figures.ages])
        self.flow.show_flow(figures.flow)
        self.flow_table.show_rows(figures.flow[::-1])
        self.show_part(part, rows)

    def show_part(self, part: Slice | None, rows: Rows) -> None:
        """Another part of the same post."""
        self.part = part
        self.ages.mark(part.key if part is not None and part.kind == AGE else None)
        self.list.show_rows(rows.rows, where=rows.where)
        if self.list.current_row() is None and rows.rows:
            self.list.go_to(0)
        self._say_list(rows.rows)

    def _say_tiles(self, figures: Figures) -> None:
        number = say.number
        self.all.say(number(len(figures.rows)), _("unerledigte Post"))
        self.oldest.say(words.oldest_text(figures), _("seit Eingang"), age_tone(figures.oldest or 0))
        without = _("davon {n} ohne Team").format(n=number(figures.without_team))
        self.unassigned.say(number(figures.unassigned), without)
        away = len(figures.people.away())
        self.absent.say(
            number(figures.absent), _("heute abwesend: {n}").format(n=away), "caution" if figures.absent else ""
        )
        self.late.say(number(len(figures.overdue)), _("Termin vorbei"), "caution" if figures.overdue else "")
        remark = words.times_remark(figures.times, figures.times_before)
        self.times.say(words.times_short(figures.times), remark)

    def _say_list(self, rows: Sequence[DocumentRow]) -> None:
        figures, part = self._figures, self.part
        if figures is None:
            return
        if self.stack.currentIndex() == OVERDUE:
            self._show_overdue()
            return
        self.heading.setText(_("Offene Post") if part is None else words.part_name(figures, part))
        self.count.say(say.number(len(rows)), "accent" if part else "")
        self.all_button.setVisible(part is not None)
        self.give.setVisible(True)
        self._check_tiles()
        self.stack.setCurrentIndex(POST if rows else NOTHING)
        if not rows and part is None:
            self.empty.say("ok", _("Keine offene Post"), _("An Ihren Standorten ist alles abgelegt."))
        elif not rows:
            self.empty.say("ok", _("Hier liegt nichts"), _("In diesem Teil ist keine Post offen."), _("Alles zeigen"))

    def _check_tiles(self) -> None:
        overdue = self.stack.currentIndex() == OVERDUE
        kind = self.part.kind if self.part is not None else ""
        self.all.setChecked(self.part is None and not overdue)
        self.unassigned.setChecked(kind == UNASSIGNED and not overdue)
        self.absent.setChecked(kind == ABSENT and not overdue)
        self.late.setChecked(overdue)

    def _show_bars(self) -> None:
        if self._figures is None:
            return
        kind = self.kinds.current
        title = self.kinds.buttons[kind].text()
        if self.bars.accessibleName() != title:
            self.bars.rename(title)
        self.bars.taking = kind in _DROPS
        self.bars.show_rows(words.bar_rows(self._figures, kind))

    def _show_overdue(self) -> None:
        figures = self._figures
        if figures is None:
            return
        self.overdue.show_rows(figures.overdue)
        self.heading.setText(_("Überfällige Wiedervorlagen"))
        self.count.say(say.number(len(figures.overdue)))
        self.all_button.setVisible(True)
        self.give.setVisible(False)
        self.stack.setCurrentIndex(OVERDUE)
        if not figures.overdue:
            advice = _("Keine Wiedervorlage ist über ihren Termin hinaus offen.")
            self.empty.say("ok", _("Alles im Termin"), advice, _("Offene Post zeigen"))
            self.stack.setCurrentIndex(NOTHING)
        self._check_tiles()
        self.late.setChecked(True)

    # --- choosing ------------------------------------------------------------------------------------------------
    def _toggle(self, part: Slice | None) -> None:
        """The same part once more: everything again."""
        again = part == self.part and self.stack.currentIndex() != OVERDUE
        self.stack.setCurrentIndex(POST)
        self.part_wanted.emit(None if again else part)

    def shown(self) -> Sequence[DocumentRow]:
        """The rows of the list of open post."""
        return self.list.rows()

    def show_post(self) -> None:
        """The list of open post, not that of follow-ups."""
        self.stack.setCurrentIndex(POST)

    def _open_overdue(self, entry: Overdue) -> None:
        follow = entry.follow_up
        if follow.document:
            self.document_wanted.emit(follow.document)
        elif follow.case:
            self.case_wanted.emit(follow.case)

    # --- carrying ------------------------------------------------------------------------------------------------
    def _carry(self, rows: Sequence[DocumentRow]) -> None:
        self._carried = rows
        if self.kinds.current == PERSON:
            self._come_from = Counter(map(attrgetter("worker"), rows))
        elif self._figures is not None:
            home = home_teams(self._figures.people)
            self._come_from = Counter(row.team or home.get(row.worker, "") for row in rows)

    def _let_go(self) -> None:
        self._carried = ()
        self._show_bars()

    def _hover(self, key: str) -> None:
        """What the drop would make of the bars."""
        if self._figures is None or not self._carried:
            return
        kind = self.kinds.current
        changes = {before: -count for before, count in self._come_from.items()}
        changes[key] = changes.get(key, 0) + len(self._carried)
        self.bars.refresh(moved(words.bar_rows(self._figures, kind), changes))

    def _drop(self, key: str) -> None:
        rows, self._carried = self._carried, ()
        if rows:
            self.dropped.emit(rows, self.kinds.current, key)


def _line(*parts: QWidget | None) -> QHBoxLayout:
    """Side by side; None takes the room that is left."""
    line = QHBoxLayout()
    line.setSpacing(SPACE_S)
    for part in parts:
        if part is None:
            line.addStretch()
        else:
            line.addWidget(part)
    return line


def _card(head: QHBoxLayout, body: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
    column.setSpacing(SPACE_S)
    column.addLayout(head)
    column.addWidget(body, 1)
    return card
