"""The overview: figures, the list of open post, who has how much, how old it is, what comes and goes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.cache import DocumentRow
from app.domain.texts import _
from app.services.team_figures import ABSENT, UNASSIGNED, Figures, Slice
from app.ui.common import format as say
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import RememberingSplitter
from app.ui.team import words
from app.ui.team.bar_card import BarCard
from app.ui.team.chart_side import ChartSide
from app.ui.team.list_card import ListCard, Rows
from app.ui.team.open_list import age_tone
from app.ui.team.tiles import Tile


class Overview(QWidget):
    """Shows what it is given. ``part_wanted`` (``Slice`` or None) asks for another part in the list."""

    part_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: Figures | None = None
        self.part: Slice | None = None
        self._was_shown = False
        self.all = Tile(_("Offen"))
        self.oldest = Tile(_("Ältestes"), part=False)
        self.unassigned = Tile(_("Ohne Person"))
        self.absent = Tile(_("Bei Abwesenden"))
        self.late = Tile(_("Wiedervorlagen überfällig"))
        self.times = Tile(_("Eingang bis Ablage"), part=False)
        self.tiles = (self.all, self.oldest, self.unassigned, self.absent, self.late, self.times)
        self.post = ListCard()
        self.holders = BarCard()
        self.charts = ChartSide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        for tile in self.tiles:
            row.addWidget(tile)
        self.splitter = RememberingSplitter("team")
        for widget, least in ((self.post, 400), (self.holders, 300), (self.charts, 280)):
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

    def _connect(self) -> None:
        for tile, part in (
            (self.all, None), (self.unassigned, Slice(UNASSIGNED)), (self.absent, Slice(ABSENT)),
        ):  # fmt: skip
            tile.clicked.connect(lambda _on=False, part=part: self.toggle(part))
        self.late.clicked.connect(self._show_overdue)
        self.post.all_wanted.connect(lambda: self.part_wanted.emit(None))
        self.post.list.drag_began.connect(self.holders.carry)
        self.post.list.drag_ended.connect(self.holders.let_go)
        self.holders.picked.connect(self.toggle)
        self.charts.picked.connect(self.toggle)

    # --- showing -------------------------------------------------------------------------------------------------
    def show_figures(self, figures: Figures, part: Slice | None, rows: Rows) -> None:
        """``rows``: the open documents of ``part``, all without one."""
        self._figures = figures
        self._say_tiles(figures)
        self.post.show_names(figures)
        self.holders.show_figures(figures)
        self.charts.show_figures(figures)
        self.show_part(part, rows)

    def show_part(self, part: Slice | None, rows: Rows) -> None:
        """Another part of the same post."""
        if self._figures is None:
            return
        self.part = part
        self.charts.mark(part)
        self.post.show_post(self._figures, part, rows)
        self._check_tiles()

    def shown(self) -> Sequence[DocumentRow]:
        """The rows of the list of open post."""
        return self.post.list.rows()

    def show_post(self) -> None:
        """The list of open post, not that of follow-ups."""
        self.post.overdue_wanted = False

    def toggle(self, part: Slice | None) -> None:
        """Ask for a part; for the same once more: everything again."""
        again = part == self.part and not self.post.overdue_wanted
        self.part_wanted.emit(None if again else part)

    def _show_overdue(self) -> None:
        if self._figures is not None:
            self.post.show_overdue(self._figures)
        self._check_tiles()

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

    def _check_tiles(self) -> None:
        overdue = self.post.overdue_wanted
        kind = self.part.kind if self.part is not None else ""
        self.all.setChecked(self.part is None and not overdue)
        self.unassigned.setChecked(kind == UNASSIGNED and not overdue)
        self.absent.setChecked(kind == ABSENT and not overdue)
        self.late.setChecked(overdue)
