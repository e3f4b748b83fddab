"""All keys of the program, read off the actions themselves, by the place where they work."""

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.common.roles import KEYS_OF

Keys = list[tuple[str, str]]
"""(keys, what they do) pairs."""


def keys_of(actions: Iterable[QAction]) -> Keys:
    """Every action that has keys and a name; where several keys do the same, all of them are named."""
    found: dict[tuple[str, str], None] = {}
    native = QKeySequence.SequenceFormat.NativeText
    for action in actions:
        keys = ", ".join(key.toString(native) for key in action.shortcuts() if not key.isEmpty())
        # Without the mnemonic, and without what undo would take back just now.
        name = action.text().replace("&", "").partition(":")[0].removesuffix("…").rstrip()
        if keys and name and action.isVisible():
            found[keys, name] = None
    return list(found)


def keys_by_place(screens: Iterable[tuple[str, QWidget]]) -> list[tuple[str, Keys]]:
    """``screens`` are (title, widget) pairs. A part with a place of its own (the viewer) is listed once, at the end."""
    own: dict[str, dict[QAction, None]] = {}
    parts: dict[str, dict[QAction, None]] = {}
    for title, screen in screens:
        for widget in (screen, *screen.findChildren(QWidget)):
            place = _place(widget, screen)
            listed = parts.setdefault(place, {}) if place else own.setdefault(title, {})
            listed.update(dict.fromkeys(widget.actions()))
    inside = {action for actions in parts.values() for action in actions}
    rest = [(title, [action for action in actions if action not in inside]) for title, actions in own.items()]
    return [(title, keys_of(actions)) for title, actions in (*rest, *parts.items())]


def _place(widget: QWidget, screen: QWidget) -> str:
    """The title that a part around ``widget`` has for its keys, or ""."""
    around: QWidget | None = widget
    while around is not None and around is not screen:
        title = around.property(KEYS_OF)
        if title:
            return str(title)
        around = around.parentWidget()
    return ""
