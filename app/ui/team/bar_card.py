"""Who has how much of the open post, as bars; post can be dropped on persons and teams."""

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.cache import DocumentRow
from app.domain.texts import _
from app.services.team_figures import CHANNEL, PERSON, SITE, TEAM, Figures, Slice, home_teams
from app.ui.common.widgets import Segments
from app.ui.team import words
from app.ui.team.bar_table import BarTable, moved
from app.ui.team.cards import fill_card, line

_DROPS = (PERSON, TEAM)
"""What the bars must stand for so that post can be dropped on them."""


class BarCard(QFrame):
    picked = Signal(object)
    """A bar was chosen (``Slice``)."""
    dropped = Signal(object, str, str)
    """Rows were dropped on a bar: (rows, kind, key)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: Figures | None = None
        self._carried: Sequence[DocumentRow] = ()
        self._come_from: Mapping[str, int] = {}
        """Of which bars how many are carried."""
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
        fill_card(self, line(self.kinds, None), self.bars)
        self.kinds.switched.connect(lambda _kind: self._show_bars())
        self.bars.picked.connect(lambda key: self.picked.emit(Slice(self.kinds.current, key)))
        self.bars.dropped.connect(self._drop)
        self.bars.over.connect(self._hover)
        self.bars.left.connect(self._show_bars)

    def show_figures(self, figures: Figures) -> None:
        self._figures = figures
        self.kinds.buttons[SITE].setVisible(len(figures.people.sites) > 1)
        self._show_bars()

    def carry(self, rows: Sequence[DocumentRow]) -> None:
        """These rows are being dragged, perhaps onto a bar."""
        self._carried = rows
        if self.kinds.current == PERSON:
            self._come_from = Counter(map(attrgetter("worker"), rows))
        elif self._figures is not None:
            home = home_teams(self._figures.people)
            self._come_from = Counter(row.team or home.get(row.worker, "") for row in rows)

    def let_go(self) -> None:
        """They were let go somewhere."""
        self._carried = ()
        self._show_bars()

    def _show_bars(self) -> None:
        if self._figures is None:
            return
        kind = self.kinds.current
        title = self.kinds.buttons[kind].text()
        if self.bars.accessibleName() != title:
            self.bars.rename(title)
        self.bars.taking = kind in _DROPS
        self.bars.show_rows(words.bar_rows(self._figures, kind))

    def _hover(self, key: str) -> None:
        """What the drop would make of the bars."""
        if self._figures is None or not self._carried:
            return
        changes = {before: -count for before, count in self._come_from.items()}
        changes[key] = changes.get(key, 0) + len(self._carried)
        self.bars.refresh(moved(words.bar_rows(self._figures, self.kinds.current), changes))

    def _drop(self, key: str) -> None:
        rows, self._carried = self._carried, ()
        if rows:
            self.dropped.emit(rows, self.kinds.current, key)
