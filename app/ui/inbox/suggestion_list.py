"""The cases that can be taken with one key: each with its number, how certain it is, and why."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.suggested import LIKELY
from app.domain.texts import _
from app.ui.common import format as fmt
from app.ui.common.elided import broken
from app.ui.common.theme import SPACE_S, SPACE_XS, Tokens, theme
from app.ui.common.widgets import text_label
from app.ui.inbox.proposals import Offer

BAR_WIDTH, BAR_HEIGHT = 44, 5
_UNLIKELY = 200
_LINES, _CHOSEN_LINES = 3, 4
"""Name, number, why; the one that is chosen has room to say more, or the first ones where none is."""
_ALL_LONG = 3
_FEW = 3
"""So many have room for their number in a low window; of more only the names are shown."""


def certainty_words(offer: Offer) -> str:
    """How certain, in words: the bar beside it says the same to the eye."""
    suggested = offer.suggested
    if suggested is None:
        return ""
    if suggested.certain:
        return _("sicher")
    percent = suggested.per_mille // 10
    if suggested.per_mille >= LIKELY and suggested.households == 1:
        return _("wahrscheinlich, {n} %").format(n=percent)
    word = _("möglich, {n} %") if suggested.per_mille >= _UNLIKELY else _("unwahrscheinlich, {n} %")
    return word.format(n=percent)


def said_of(offer: Offer) -> str:
    """Certainty and reason as one sentence."""
    return ": ".join(part for part in (certainty_words(offer), offer.reason) if part)


class OfferButton(QAbstractButton):
    """One suggestion: key, name, certainty; number; reason."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self._offer: Offer | None = None
        self._lines = _LINES
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_offer(self, offer: Offer) -> None:
        self._offer = offer
        said = said_of(offer)
        number = fmt.case_number(offer.case.case_number)
        self.setAccessibleName(_("Vorschlag {n}: {name}").format(n=self.number, name=offer.case.name))
        self.setAccessibleDescription(f"{number}, {said}")
        self.setToolTip(f"{offer.case.name}\n{number}\n" + said.replace("; ", "\n"))
        self.update()

    def set_lines(self, lines: int) -> None:
        """1: the name; 2: also the number; 3 and 4: also the reason, in one line or two."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().lineSpacing() * self._lines + 2 * SPACE_XS + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def nextCheckState(self) -> None:
        """Which one counts is said by the panel, not by the click."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._offer is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens
        self._ground(painter, colours)
        line = self.fontMetrics().lineSpacing()
        left, top = SPACE_S, SPACE_XS + 1
        self._key_cap(painter, colours, QRectF(left, top + 1, line + 2, line))
        start = left + line + 2 + SPACE_S
        first = QRectF(start, top, self.width() - start - SPACE_S, line)
        second, third = first.translated(0, line), first.translated(0, 2 * line)
        taken = self._bar(painter, colours, first if self._lines == 1 else second)
        if self._lines == 1:
            first.adjust(0, 0, -taken, 0)
        self._texts(painter, colours, (first, second.adjusted(0, 0, -taken, 0), third))

    def _ground(self, painter: QPainter, colours: Tokens) -> None:
        area = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        chosen = self.isChecked()
        strong = chosen or self.hasFocus()
        painter.setPen(QPen(QColor(colours.accent if strong else colours.line), 1.5 if strong else 1))
        ground = colours.selected if chosen else colours.raised if self.underMouse() else colours.surface
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, 6, 6)

    def _key_cap(self, painter: QPainter, colours: Tokens, cap: QRectF) -> None:
        painter.setPen(QPen(QColor(colours.frame), 1))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(QColor(colours.text))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(self.number))

    def _bar(self, painter: QPainter, colours: Tokens, row: QRectF) -> float:
        """How certain, to the eye, at the right end of the row; the width that it takes."""
        suggested = self._offer.suggested if self._offer else None
        if suggested is None:
            return 0.0
        ground = QRectF(row.right() - BAR_WIDTH, row.center().y() - BAR_HEIGHT / 2, BAR_WIDTH, BAR_HEIGHT)
        painter.setPen(QPen(QColor(colours.frame), 1))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(ground, 2, 2)
        filled = QRectF(ground)
        filled.setWidth(max(2.0, ground.width() * suggested.per_mille / 1000))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent if suggested.per_mille >= LIKELY else colours.frame))
        painter.drawRoundedRect(filled, 2, 2)
        return BAR_WIDTH + SPACE_S

    def _texts(self, painter: QPainter, colours: Tokens, rows: tuple[QRectF, QRectF, QRectF]) -> None:
        """Name over number over reason; what does not fit ends in an ellipsis and stands in the tooltip."""
        assert self._offer is not None
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(colours.text))
        self._line(painter, rows[0], self._offer.case.name)
        painter.setFont(self.font())
        if self._lines > 1:
            self._line(painter, rows[1], fmt.case_number(self._offer.case.case_number))
        painter.setPen(QColor(colours.text if self.isChecked() else colours.muted))
        why = broken(said_of(self._offer), painter.fontMetrics(), int(rows[2].width()), max(1, self._lines - 2))
        for number, line in enumerate(why if self._lines > 2 else ()):
            self._line(painter, rows[2].translated(0, number * rows[2].height()), line)

    @staticmethod
    def _line(painter: QPainter, row: QRectF, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(row.width()))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine), shown)


class SuggestionList(QWidget):
    """Hidden while there is nothing to take. ``taken`` gives the number of a suggestion, from 1."""

    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = text_label(_("Vorschläge (Alt + Ziffer)"), "section")
        self._marked = 0
        self._compact = False
        self.buttons: list[OfferButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        self._column.addWidget(self.caption)
        self.setAccessibleName(_("Vorschläge"))
        self.show_offers(())

    def show_offers(self, offers: Sequence[Offer]) -> None:
        while len(self.buttons) < len(offers):
            button = OfferButton(len(self.buttons) + 1)
            button.clicked.connect(lambda _on=False, number=button.number: self.taken.emit(number))
            self.buttons.append(button)
            self._column.addWidget(button)
        for button, offer in zip(self.buttons, offers, strict=False):
            button.show_offer(offer)
        for button in self.buttons:
            button.setVisible(button.number <= len(offers))
        self.setVisible(bool(offers))

    def mark(self, number: int) -> None:
        """The one that filing takes now; 0: none of them."""
        self._marked = number
        for button in self.buttons:
            button.setChecked(button.number == number)
        self._share_room()

    def set_compact(self, compact: bool) -> None:
        """In a low window the ones that are not chosen say less."""
        if compact != self._compact:
            self._compact = compact
            self._share_room()

    def _share_room(self) -> None:
        shown = sum(not button.isHidden() for button in self.buttons)
        many = shown > _FEW
        for button in self.buttons:
            chosen = self._marked == button.number
            if self._compact:
                lines = (4 if shown < _FEW else 3) if chosen else 1 if many else 2 if self._marked else 3
            else:
                lines = _CHOSEN_LINES if chosen or (not self._marked and button.number <= _ALL_LONG) else _LINES
            button.set_lines(lines)
