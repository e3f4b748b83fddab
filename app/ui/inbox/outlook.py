"""Below the queue: post that is on its way (announced, not delivered), and what was set aside with its reason."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.domain.cache import Cache, CaseRow
from app.domain.records import PROMISED_DAYS, Announcement, SetAside
from app.domain.rules.paper import days_overdue
from app.domain.texts import _, ngettext
from app.ui.common import format as fmt
from app.ui.common.icons import wear
from app.ui.common.paper import late_mark
from app.ui.common.tables import TWO_LINE_HEIGHT, Column, RowModel, RowTable
from app.ui.common.theme import SPACE_S
from app.ui.common.widgets import Pill, hairline, layout_memory

MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """What one of the lists shows of an announcement or of an item that was set aside."""

    id: str
    text: str
    detail: str
    case: str = ""
    icon: str = ""
    late: int = 0
    """Days by which the provider has broken his promise."""


@dataclass(frozen=True, slots=True)
class Outlook:
    announced: tuple[Line, ...]
    set_aside: tuple[Line, ...]


def load_outlook(cache: Cache, site: str) -> Outlook:
    """Oldest receipt first, with the case's name where the provider named the case; what is late says so."""
    today = datetime.now().astimezone().date()
    promised = next((entry.promised_days for entry in cache.all_sites() if entry.id == site), PROMISED_DAYS)
    announced = sorted(cache.announcements(site), key=lambda one: one.received_on or one.announced_on)
    cases = {case.id: case for case in cache.cases({one.case for one in announced if one.case})}
    return Outlook(
        tuple(
            _announced(one, cases.get(one.case), days_overdue(one, promised, today))
            for one in announced
        ),
        tuple(_aside(thing) for thing in cache.set_aside(site) if not thing.resolved),
    )


def _announced(one: Announcement, row: CaseRow | None, late: int) -> Line:
    case = f"{row.name}, {fmt.case_number(row.case_number)}" if row is not None else ""
    came = _("Eingang {date}").format(date=fmt.day(one.received_on)) if one.received_on else ""
    facts = (case, came, one.item)
    text = one.document_type or fmt.channel(one.channel)
    return Line(one.id, text, "  ·  ".join(fact for fact in facts if fact), one.case, "on-the-way:caution", late)


def _aside(thing: SetAside) -> Line:
    name = thing.file_name or thing.item or _("Ohne Namen")
    text = f"{name}  ·  {thing.item}" if thing.file_name and thing.item else name
    return Line(thing.id, text, thing.reason, icon="warning:caution")


def _spoken(line: Line) -> str:
    return ", ".join((line.text, line.detail, *(late_mark(line.late)[:1] if line.late else ())))


class FoldedList(QWidget):
    """A heading that folds its list out and in; hidden while the list is empty."""

    case_wanted = Signal(str)

    def __init__(self, name: str, memory: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = f"inbox/{memory}"
        self.late = Pill()
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
                    icon=lambda line: line.icon or None,
                    marks=lambda line: (late_mark(line.late),) if line.late else (),
                ),
            ),
            describe=_spoken,
        )
        self.table = RowTable(model, name, row_height=TWO_LINE_HEIGHT, header=False)
        self.table.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SPACE_S, 0)
        head.addWidget(self.button, 1)
        self.late.setMinimumHeight(20)
        head.addWidget(self.late, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        column.addWidget(self.table)
        self.button.toggled.connect(self._fold)
        self.table.chosen.connect(lambda line: self.case_wanted.emit(line.case) if line.case else None)
        self.hide()

    def unfold_as_before(self) -> None:
        """Unfolded, unless the user has folded it."""
        self.button.setChecked(layout_memory().value(self._memory) != "folded")

    def _fold(self, unfolded: bool) -> None:
        layout_memory().setValue(self._memory, "" if unfolded else "folded")
        wear(self.button, "chevron-down" if unfolded else "chevron-right", "muted")
        self.table.setVisible(unfolded)

    def show_lines(self, lines: tuple[Line, ...], heading: str, spoken: str) -> None:
        """``spoken`` says the heading at length."""
        self.table.show_rows(lines)
        self.table.setFixedHeight(TWO_LINE_HEIGHT * min(len(lines), MOST_LINES) + 2)
        self.button.setText(heading)
        late = sum(line.late > 0 for line in lines)
        self.late.say(_("{n} überfällig").format(n=fmt.number(late)) if late else "", "bad")
        self.button.setAccessibleName(f"{spoken}, {self.late.text()}" if late else spoken)
        self.button.setToolTip(spoken)
        self.setVisible(bool(lines))


class OutlookBar(QWidget):
    """Both lists."""

    case_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.announced = FoldedList(_("Post, die unterwegs ist"), "on-the-way")
        self.announced.unfold_as_before()
        self.set_aside = FoldedList(_("Zurückgestellte Post"), "set-aside")
        self.announced.case_wanted.connect(self.case_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.announced)
        column.addWidget(self.set_aside)

    def show_outlook(self, outlook: Outlook) -> None:
        coming, aside = len(outlook.announced), len(outlook.set_aside)
        count = fmt.number(coming)
        self.announced.show_lines(
            outlook.announced,
            _("Unterwegs: {n}").format(n=count),
            _("Unterwegs: {n} beim Scandienst").format(n=count),
        )
        said = ngettext("Zurückgestellt: {n} Sendung", "Zurückgestellt: {n} Sendungen", aside)
        said = said.format(n=fmt.number(aside))
        self.set_aside.show_lines(outlook.set_aside, said, said)
