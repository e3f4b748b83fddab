"""The pictures as parts of the window: with tooltips, complete by keyboard, and readable without seeing them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.domain.texts import _
from app.services.team_figures import DayFlow
from app.ui.common import format as say
from app.ui.common.panels import announce
from app.ui.common.row_painter import smaller
from app.ui.common.theme import theme
from app.ui.team.charts import Column, Ink, flow_room, paint_columns, paint_flow, places


def screen_ink(widget: QWidget) -> Ink:
    """The theme's colours."""
    return Ink(
        font=smaller(widget.font()),
        text=theme.colour("text"),
        muted=theme.colour("muted"),
        line=theme.colour("line"),
        bar=theme.colour("accent"),
        other=theme.colour("caution"),
        faint=theme.colour("selected"),
        chosen=theme.colour("selected"),
        ground=theme.colour("surface"),
        tones={tone: theme.colour(tone) for tone in ("caution", "bad")},
    )


class Chart(QWidget):
    """A picture of values in a row. Arrow keys go from one to the next, Enter or a click chooses (``chosen``).

    What a value says is the widget's name while it is current; all of them are its description.
    """

    chosen = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._keys: tuple[str, ...] = ()
        self._said: tuple[str, ...] = ()
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(110)
        self.setAccessibleName(title)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, 170)

    def spots(self) -> list[QRectF]:
        """The place of each value."""
        raise NotImplementedError

    def say(self, keys: Sequence[str], sentences: Sequence[str], summary: str = "") -> None:
        """The values in words, one sentence each."""
        self._keys, self._said = tuple(keys), tuple(sentences)
        self.current = min(self.current, len(keys) - 1)
        self.setAccessibleDescription(" ".join((summary, *sentences)).strip())
        self._name()
        self.update()

    def sentence(self, number: int) -> str:
        return self._said[number]

    def go_to(self, number: int) -> None:
        """Make a value current."""
        if self._keys:
            self.current = max(0, min(number, len(self._keys) - 1))
            self._name()
            announce(self)
            self.update()

    def _name(self) -> None:
        said = f" {self._said[self.current]}" if 0 <= self.current < len(self._said) else ""
        self.setAccessibleName(f"{self._title}.{said}" if said else self._title)

    def number_at(self, x: float) -> int:
        """The value at a place from the left, -1 for none."""
        return next((number for number, spot in enumerate(self.spots()) if spot.left() <= x < spot.right()), -1)

    # --- Qt ------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: self.current - 1,
            Qt.Key.Key_Right: self.current + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._keys) - 1,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.go_to(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current >= 0:
            self.chosen.emit(self._keys[self.current])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.number_at(event.position().x())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.go_to(number)
            self.chosen.emit(self._keys[number])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.go_to(0)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self.number_at(event.pos().x())
            text = self._said[number] if number >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, screen_ink(self))
        painter.end()

    def paint(self, painter: QPainter, ink: Ink) -> None:
        raise NotImplementedError

    def _shown_current(self) -> int:
        return self.current if self.hasFocus() else -1


class AgeChart(Chart):
    """How old the open post is."""

    def __init__(self) -> None:
        super().__init__(_("Alter der offenen Post"))
        self._columns: tuple[Column, ...] = ()
        self._marked: str | None = None

    def show_columns(self, columns: Sequence[Column], names: Sequence[str]) -> None:
        """``names``: the bands in words."""
        self._columns = tuple(columns)
        sentences = [
            _("{band}: {documents}.").format(band=name, documents=say.documents(column.value))
            for column, name in zip(columns, names, strict=True)
        ]
        self.say([column.key for column in columns], sentences)

    def mark(self, key: str | None) -> None:
        """Show by which band the list is filtered."""
        self._marked = key
        self.update()

    def spots(self) -> list[QRectF]:
        return places(QRectF(self.rect()), len(self._columns))

    def paint(self, painter: QPainter, ink: Ink) -> None:
        paint_columns(painter, QRectF(self.rect()), self._columns, ink, self._shown_current(), self._marked)


class FlowChart(Chart):
    """What comes in and what is filed, day by day."""

    def __init__(self) -> None:
        super().__init__(_("Eingang und Ablage je Tag"))
        self._flow: tuple[DayFlow, ...] = ()

    def show_flow(self, flow: Sequence[DayFlow]) -> None:
        self._flow = tuple(flow)
        received, filed = sum(day.received for day in flow), sum(day.filed for day in flow)
        summary = _("In {n} Tagen: Eingang {received}, abgelegt {filed}.").format(
            n=len(flow), received=say.number(received), filed=say.number(filed)
        )
        self.say([day.day.isoformat() for day in flow], [flow_sentence(day) for day in flow], summary)

    def spots(self) -> list[QRectF]:
        return places(flow_room(QRectF(self.rect()), self._flow, screen_ink(self)), len(self._flow))

    def paint(self, painter: QPainter, ink: Ink) -> None:
        if self._flow:
            paint_flow(painter, QRectF(self.rect()), self._flow, ink, self._shown_current())


def flow_sentence(day: DayFlow) -> str:
    said = _("{date}: Eingang {received}, abgelegt {filed}").format(
        date=say.day(day.day.isoformat()), received=say.number(day.received), filed=say.number(day.filed)
    )
    if day.in_transit:
        said += _(", noch unterwegs {n}").format(n=say.number(day.in_transit))
    return f"{said}."
