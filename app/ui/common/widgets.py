"""Small building blocks that every screen uses."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QWidget,
)

from app.domain.texts import _
from app.ui.common.icons import wear
from app.ui.common.memory import layout_memory
from app.ui.common.panels import EmptyPanel, IconLabel, Notice, Toast, as_area, restyle, text_label, tool_button

__all__ = [
    "EmptyPanel",
    "IconLabel",
    "Notice",
    "Pill",
    "RememberingSplitter",
    "SearchField",
    "Segments",
    "Toast",
    "as_area",
    "hairline",
    "layout_memory",
    "restyle",
    "text_label",
    "tool_button",
]


class Pill(QLabel):
    """A short mark: a count, a state. ``tone``: ``""``, ``accent``, ``good``, ``caution``, ``bad``."""

    def __init__(self, text: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pill")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.say(text, tone)

    def say(self, text: str, tone: str = "") -> None:
        """Show ``text``; empty hides the mark."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)
        self.setText(text)
        self.setVisible(bool(text))


class SearchField(QLineEdit):
    """A field to search as you type: ``searched`` comes with the stripped text, on the next turn of the loop.

    Escape empties it (``left`` when it is empty already); arrow keys, Page Up/Down and Enter go out as
    ``moved`` and ``chosen`` so that a list can be worked from the field.
    """

    searched = Signal(str)
    moved = Signal(int)
    """Rows to go down (negative: up); a page is ten."""
    chosen = Signal()
    left = Signal()

    _STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}

    def __init__(self, placeholder: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self._lens = QAction(_("Suche"), self)
        wear(self._lens, "search", "muted")
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(_("Suche leeren"), self)
        wear(self._clear, "dismiss", "muted")
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(self._changed)

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._soon.start()

    def event(self, event: QEvent) -> bool:
        # With nothing typed there is nothing to take back in the field: Ctrl+Z takes back the last step then.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self.text():
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif key in self._STEPS:
            self.moved.emit(self._STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)


class RememberingSplitter(QSplitter):
    """A splitter that keeps its sizes over restarts under ``key`` and never folds a side away."""

    def __init__(self, key: str, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        super().__init__(orientation)
        self._key = f"splitter/{key}"
        self._restored = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        self.splitterMoved.connect(self._keep)

    def restore(self, default: Sequence[int]) -> None:
        """Take the kept sizes, else ``default``; call when all sides were added."""
        kept = layout_memory().value(self._key)
        if not (isinstance(kept, QByteArray) and self.restoreState(kept)):
            self.setSizes(list(default))

    def _keep(self) -> None:
        layout_memory().setValue(self._key, self.saveState())


class Segments(QWidget):
    """A row of buttons of which one is on, e.g. two ways to see the same list. ``switched`` gives its key."""

    switched = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str, str]], name: str, parent: QWidget | None = None) -> None:
        """``entries``: (key, icon, label) triples."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for key, icon_name, label in entries:
            button = QToolButton()
            button.setProperty("role", "segment")
            button.setText(label)
            button.setProperty("end", "left" if key == entries[0][0] else "right" if key == entries[-1][0] else "")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            wear(button, icon_name)
            button.setCheckable(True)
            button.setAccessibleName(label)
            button.clicked.connect(lambda _on=False, key=key: self.switched.emit(key))
            self._group.addButton(button)
            self.buttons[key] = button
            line.addWidget(button)

    @property
    def current(self) -> str:
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Switch without a signal."""
        self.buttons[key].setChecked(True)


def hairline(*, upright: bool = False) -> QFrame:
    line = QFrame()
    line.setProperty("role", "upright" if upright else "line")
    return line


def shortcut_text(sequence: QKeySequence | QKeySequence.StandardKey | str) -> str:
    """A shortcut as the system writes it: ``Strg+K``."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)
