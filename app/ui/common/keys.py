"""Which command a key means where commands of several widgets could be meant."""

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
