"""Which command a key means where commands of several widgets could be meant."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


def action_for(owner: QWidget, event: QKeyEvent) -> QAction | None:
    """The command of ``owner`` that a key means, if it can be used now."""
    pressed = QKeySequence(event.keyCombination())
    return next((action for action in owner.actions() if pressed in action.shortcuts() and action.isEnabled()), None)


def claimed_around(owner: QWidget, own: QAction, event: QKeyEvent) -> bool:
    """Whether a widget around ``owner`` has another command with the same key: Qt would take neither."""
    pressed = QKeySequence(event.keyCombination())
    around = owner.parentWidget()
    while around is not None:
        if any(action is not own and pressed in action.shortcuts() for action in around.actions()):
            return True
        around = around.parentWidget()
    return False


class InnerKeys(QWidget):
    """Of two commands with the same key, one of this widget and one of a widget around it, its own is meant while the
    keyboard is in it."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = action_for(self, event)
            if own is not None and claimed_around(self, own, event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        own = action_for(self, event)
        own.trigger() if own is not None else super().keyPressEvent(event)
