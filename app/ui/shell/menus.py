"""The window's actions with their keys, and the menus they stand in."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common.icons import wear
from app.ui.common.theme import DARK, LIGHT, SYSTEM, theme

Slot = Callable[[], object]


class Actions:
    """All actions of the window. Screens have their own besides."""

    def __init__(self, window: QMainWindow, desk: Desk) -> None:
        self._window = window
        self._desk = desk
        self.undo = self._make(_("&Rückgängig"), ["Ctrl+Z"], desk.undo, "undo")
        self.redo = self._make(_("&Wiederholen"), ["Ctrl+Y", "Ctrl+Shift+Z"], desk.redo, "redo")
        self.synchronise = self._make(_("Jetzt &abgleichen"), ["F5"], lambda: desk.synchronise_now(), "sync")
        self.sign_out = self._make(_("Ab&melden"), [], self._sign_out)
        self.sign_out.setVisible(desk.sign_in is not None)
        self.quit = self._make(_("&Beenden"), ["Ctrl+Q"], window.close)
        self.search = self._make(_("Alles &durchsuchen"), ["Ctrl+K"], None, "search")
        self.shortcuts = self._make(_("&Tastenkürzel"), ["F1"], None, "keyboard")
        self.second = self._make(_("&Zweites Fenster für Dokumente"), ["F8"], None, "window-new")
        self.about = self._make(_("Ü&ber E-Sozialakte"), [], None, "info")
        self.screens: list[QAction] = []
        self.themes = QActionGroup(window)
        self.languages = QActionGroup(window)
        desk.undo_changed.connect(self.refresh)
        self.refresh()

    def _make(self, text: str, keys: list[str], slot: Slot | None, icon: str = "") -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        if icon:
            wear(action, icon)
        if slot is not None:
            action.triggered.connect(lambda _checked=False: slot())
        self._window.addAction(action)
        return action

    def _sign_out(self) -> None:
        """The window goes with the person; what waits in the outbox is sent after the next sign-in."""
        sign_in = self._desk.sign_in
        if sign_in is not None:
            self._desk.ask(lambda _cache: sign_in.sign_out(), lambda _done: _close(self._window))

    def add_screen(self, label: str, icon_name: str, slot: Slot) -> QAction:
        action = self._make(label, [f"Ctrl+{len(self.screens) + 1}"], slot, icon_name)
        self.screens.append(action)
        return action

    def refresh(self) -> None:
        """What undo and redo would do now stands in their names."""
        for action, name, label in (
            (self.undo, _("Rückgängig"), self._desk.undo_label),
            (self.redo, _("Wiederholen"), self._desk.redo_label),
        ):
            action.setEnabled(bool(label))
            action.setText(f"{name}: {label}" if label else name)

    def all(self) -> list[QAction]:
        """Every action that has keys, in the order of the menus."""
        return [
            *self.screens, self.search, self.undo, self.redo, self.synchronise, self.second, self.shortcuts, self.quit,
        ]  # fmt: skip


def _close(window: QMainWindow) -> None:
    window.close()


def build_menus(bar: QMenuBar, actions: Actions, language: str, choose_language: Callable[[str], None]) -> None:
    file = bar.addMenu(_("&Datei"))
    file.addAction(actions.synchronise)
    file.addSeparator()
    file.addAction(actions.sign_out)
    file.addAction(actions.quit)
    edit = bar.addMenu(_("&Bearbeiten"))
    edit.addActions([actions.undo, actions.redo])
    edit.addSeparator()
    edit.addAction(actions.search)
    view = bar.addMenu(_("&Ansicht"))
    view.addActions(actions.screens)
    view.addSeparator()
    view.addAction(actions.second)
    view.addSeparator()
    _choices(
        view.addMenu(_("&Farben")),
        actions.themes,
        [(SYSTEM, _("&Wie das System")), (LIGHT, _("&Hell")), (DARK, _("&Dunkel"))],
        theme.choice,
        theme.choose,
    )
    _choices(
        view.addMenu(_("&Sprache")),
        actions.languages,
        [("de", "&Deutsch"), ("en", "&English")],
        language,
        choose_language,
    )
    help_ = bar.addMenu(_("&Hilfe"))
    help_.addActions([actions.shortcuts, actions.about])


def _choices(
    menu: QMenu, group: QActionGroup, entries: list[tuple[str, str]], current: str, choose: Callable[[str], None]
) -> None:
    for key, label in entries:
        action = menu.addAction(label)
        action.setCheckable(True)
        action.setChecked(key == current)
        action.setData(key)
        group.addAction(action)
    group.triggered.connect(lambda action: choose(str(action.data())))
