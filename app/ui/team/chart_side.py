"""How old the open post is, and what comes and goes day by day: as pictures, the days also as a table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.texts import _
from app.services.team_figures import AGE, Figures, Slice
from app.services.team_tables import names_of
from app.ui.common.tables import RowModel, RowTable
from app.ui.common.theme import SPACE_M
from app.ui.common.widgets import Segments, text_label
from app.ui.team import words
from app.ui.team.cards import card, line
from app.ui.team.chart_widgets import AgeChart, FlowChart, flow_sentence


class ChartSide(QWidget):
    picked = Signal(object)
    """A column of the ages was chosen (``Slice``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ages = AgeChart()
        self.flow = FlowChart()
        model = RowModel(words.flow_columns(), describe=flow_sentence)
        self.table = RowTable(model, _("Eingang und Ablage je Tag"), row_height=26)
        self.shown = QStackedWidget()
        self.shown.addWidget(self.flow)
        self.shown.addWidget(self.table)
        self.kind = Segments(
            [("picture", "timeline", _("Bild")), ("table", "table", _("Tabelle"))], _("Eingang und Ablage als")
        )
        for button in self.kind.buttons.values():
            button.setToolTip(button.text())
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.kind.choose("picture")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(card(line(text_label(_("Alter in Kalendertagen"), "strong"), None), self.ages), 2)
        head = line(text_label(_("Eingang und Ablage je Tag"), "strong"), None, self.kind)
        column.addWidget(card(head, self.shown), 3)
        self.kind.switched.connect(lambda kind: self.shown.setCurrentIndex(kind == "table"))
        self.ages.chosen.connect(lambda key: self.picked.emit(Slice(AGE, key)))

    def show_figures(self, figures: Figures) -> None:
        names = names_of(figures, AGE)
        self.ages.show_columns(words.age_columns(figures.ages), [names[bar.key] for bar in figures.ages])
        self.flow.show_flow(figures.flow)
        self.table.show_rows(figures.flow[::-1])

    def mark(self, part: Slice | None) -> None:
        """Which part the list shows."""
        self.ages.mark(part.key if part is not None and part.kind == AGE else None)
