"""Below the queue: post that is announced and not here yet, and what was set aside at receipt with its reason."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.domain.cache import Cache
from app.domain.records import Announcement, SetAside
from app.domain.texts import _, ngettext
from app.ui.common import format as fmt
from app.ui.common.icons import wear
from app.ui.common.tables import TWO_LINE_HEIGHT, Column, RowModel, RowTable
from app.ui.common.widgets import hairline

MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """What one of the lists shows of an announcement or of an item that was set aside."""

    id: str
    text: str
    detail: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    announced: tuple[Line, ...]
    set_aside: tuple[Line, ...]


def load_outlook(cache: Cache, site: str) -> Outlook:
    """Oldest receipt first, with the case's name where the provider named the case."""
    announced = sorted(cache.announcements(site), key=lambda one: one.received_on or one.announced_on)
    cases = {case.id: case for case in cache.cases({one.case for one in announced if one.case})}
    return Outlook(
        tuple(
            _announced(one, f"{cases[one.case].name}, {fmt.case_number(cases[one.case].case_number)}")
            if one.case in cases
            else _announced(one, "")
            for one in announced
        ),
        tuple(_aside(thing) for thing in cache.set_aside(site) if not thing.resolved),
    )


def _announced(one: Announcement, case: str) -> Line:
    came = _("Eingang {date}").format(date=fmt.day(one.received_on)) if one.received_on else ""
    facts = (case, came, one.item)
    text = one.document_type or fmt.channel(one.channel)
    return Line(one.id, text, "  ·  ".join(fact for fact in facts if fact), one.case)


def _aside(thing: SetAside) -> Line:
    name = thing.file_name or thing.item or _("Ohne Namen")
    text = f"{name}  ·  {thing.item}" if thing.file_name and thing.item else name
    return Line(thing.id, text, thing.reason)


class FoldedList(QWidget):
    """A heading that folds its list out and in; hidden while the list is empty."""

    case_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QToolButton()
        self.button.setCheckable(True)
        self.button.setProperty("role", "rail")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        wear(self.button, "chevron-right", "muted")
        model = RowModel(
            (
                Column(
                    "line",
                    name,
                    text=lambda line: line.text,
                    detail=lambda line: line.detail,
                ),
            ),
            describe=lambda line: f"{line.text}, {line.detail}",
        )
        self.table = RowTable(model, name, row_height=TWO_LINE_HEIGHT, header=False)
        self.table.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addWidget(self.button)
        column.addWidget(self.table)
        self.button.toggled.connect(self._fold)
        self.table.chosen.connect(lambda line: self.case_wanted.emit(line.case) if line.case else None)
        self.hide()

    def _fold(self, unfolded: bool) -> None:
        wear(self.button, "chevron-down" if unfolded else "chevron-right", "muted")
        self.table.setVisible(unfolded)

    def show_lines(self, lines: tuple[Line, ...], heading: str) -> None:
        self.table.show_rows(lines)
        self.table.setFixedHeight(TWO_LINE_HEIGHT * min(len(lines), MOST_LINES) + 2)
        self.button.setText(heading)
        self.button.setAccessibleName(heading)
        self.setVisible(bool(lines))


class OutlookBar(QWidget):
    """Both lists."""

    case_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.announced = FoldedList(_("Angekündigte Post"))
        self.set_aside = FoldedList(_("Zurückgestellte Post"))
        self.announced.case_wanted.connect(self.case_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.announced)
        column.addWidget(self.set_aside)

    def show_outlook(self, outlook: Outlook) -> None:
        coming, aside = len(outlook.announced), len(outlook.set_aside)
        self.announced.show_lines(
            outlook.announced, _("Angekündigt: {n} beim Scandienst").format(n=fmt.number(coming))
        )
        self.set_aside.show_lines(
            outlook.set_aside,
            ngettext("Zurückgestellt: {n} Sendung", "Zurückgestellt: {n} Sendungen", aside).format(n=fmt.number(aside)),
        )
