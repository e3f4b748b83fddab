"""Areas that say something: nothing here yet, a notice across the top, a message with an undo button."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.domain.texts import _
from app.ui.common.icons import pixmap, wear
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S, theme

TOAST_MS = 8000


class IconLabel(QLabel):
    """An icon that is no button; decoration, so it has no accessible name."""

    def __init__(self, name: str, edge: int = 20, token: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._edge, self._token = name, edge, token
        self.setFixedSize(edge, edge)
        theme.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, token: str = "text") -> None:
        self._name, self._token = name, token
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, self._edge, self.devicePixelRatioF(), self._token))


class EmptyPanel(QWidget):
    """An empty area: icon, what it is, what to do; with ``button`` a button (``pressed``)."""

    pressed = Signal()

    def __init__(
        self, icon_name: str, title: str, advice: str = "", button: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel(icon_name, 40, "muted")
        self._title = text_label(title, "heading")
        self._advice = text_label(advice, "muted")
        for label in (self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setMaximumWidth(420)
        self.button = QPushButton(button)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._advice):
            line = QHBoxLayout()
            line.addStretch()
            line.addWidget(label, 100)
            line.addStretch()
            column.addLayout(line)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.say(icon_name, title, advice, button)

    def say(self, icon_name: str, title: str, advice: str = "", button: str = "") -> None:
        """Show something else."""
        self._icon.show_icon(icon_name, "muted")
        self._title.setText(title)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(title)
        self.setAccessibleDescription(advice)


class Notice(QFrame):
    """A coloured strip with a sentence; ``tone`` is ``""``, ``caution``, ``bad`` or ``good``. Hidden while empty."""

    pressed = Signal()
    closed = Signal()

    def __init__(self, tone: str = "caution", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._icon = IconLabel("info", 16)
        self._text = text_label("")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.setProperty("role", "link")
        self.button.clicked.connect(self.pressed)
        self.close_button = tool_button("dismiss", _("Hinweis schließen"))
        self.close_button.clicked.connect(self._close)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        line.setSpacing(SPACE_S)
        line.addWidget(self._icon)
        line.addWidget(self._text, 1)
        line.addWidget(self.button)
        line.addWidget(self.close_button)
        self.say("", tone)

    def say(self, text: str, tone: str = "caution", button: str = "", *, closable: bool = False) -> None:
        """Show ``text`` (empty: hide) with an optional button."""
        icons = {"caution": "warning", "bad": "error", "good": "ok"}
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)
            restyle(self._text)
        self._icon.show_icon(icons.get(tone, "info"), tone or "text")
        self._text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.close_button.setVisible(closable)
        self.setVisible(bool(text))
        announce(self)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class Toast(QFrame):
    """A message over the lower edge of ``parent`` that goes by itself, with a button to take the step back."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._around = parent
        self._text = text_label("")
        self.button = QPushButton()
        self.button.clicked.connect(self._press)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        line.setSpacing(SPACE_M)
        line.addWidget(self._text)
        line.addWidget(self.button)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, button: str = "", stay_ms: int = TOAST_MS) -> None:
        """Show ``text``; a newer message takes an older one's place. It stays while its button has the focus."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.button.setAccessibleDescription(text)
        self._place()
        self.show()
        self.raise_()
        announce(self)
        self._clock.start(stay_ms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _press(self) -> None:
        self.hide()
        self.pressed.emit()

    def _place(self) -> None:
        self.adjustSize()
        around = self._around.rect()
        self.move((around.width() - self.width()) // 2, around.height() - self.height() - 44)


def text_label(text: str, role: str = "") -> QLabel:
    """A label in one of the stylesheet's roles; plain text always, whatever the text contains."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if role:
        label.setProperty("role", role)
    return label


def tool_button(icon_name: str, name: str, shortcut: str = "") -> QToolButton:
    """A button of one icon; ``name`` is its tooltip and accessible name, ``shortcut`` is shown and not set."""
    button = QToolButton()
    wear(button, icon_name)
    button.setToolTip(f"{name} ({shortcut})" if shortcut else name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def as_area(widget: QWidget, role: str) -> None:
    """Paint a plain widget's ground in one of the stylesheet's roles (``surface``, ``ground``)."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.setProperty("role", role)


def announce(widget: QWidget) -> None:
    """Tell screen readers that ``widget`` has something to say now."""
    if widget.isVisible():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


def restyle(widget: QWidget) -> None:
    """Make the stylesheet look again at a widget whose ``role`` or ``tone`` changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
