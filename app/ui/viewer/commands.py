"""The viewer's commands: what they are called, their keys, and what they do to the pages."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from app.ui.common.icons import wear
from app.ui.common.widgets import shortcut_text
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.layout import Fit


@dataclass(frozen=True, slots=True)
class Commands:
    """Every command of the viewer, so that a screen can show and reach it from outside the viewer, too."""

    thumbnails: QAction
    outline: QAction
    page_text: QAction
    previous_document: QAction
    next_document: QAction
    whole_file: QAction
    previous: QAction
    next: QAction
    first: QAction
    last: QAction
    screen_on: QAction
    screen_back: QAction
    go_to: QAction
    paged: QAction
    zoom_out: QAction
    zoom_in: QAction
    life_size: QAction
    fit_width: QAction
    fit_page: QAction
    rotate_left: QAction
    rotate: QAction
    keep_rotation: QAction
    reload: QAction
    find: QAction
    find_next: QAction
    find_previous: QAction
    select_all: QAction
    copy: QAction

    def everywhere(self) -> tuple[QAction, ...]:
        """Those whose keys do not stand in the way of typing: a screen adds them to itself."""
        return (
            self.previous, self.next, self.go_to, self.zoom_out, self.zoom_in, self.life_size,
            self.previous_document, self.next_document, self.whole_file,
        )  # fmt: skip

    def all(self) -> tuple[QAction, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def command(owner: QWidget, text: str, icon: str, *keys: str, check: bool = False) -> QAction:
    """An action without effect; its keys work while the focus is in ``owner``."""
    action = QAction(text, owner)
    if icon:
        wear(action, icon)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setCheckable(check)
    action.setToolTip(f"{text} ({shortcut_text(keys[0])})" if keys else text)
    owner.addAction(action)
    return action


def make_commands(owner: QWidget, canvas: PageCanvas) -> Commands:
    """Connected to ``canvas`` where they concern the pages alone."""
    commands = _named(owner, canvas)
    wear(commands.copy, "copy")
    _connect(commands, canvas)
    return commands


def _named(owner: QWidget, canvas: PageCanvas) -> Commands:
    def made(text: str, icon: str, *keys: str, check: bool = False) -> QAction:
        return command(owner, text, icon, *keys, check=check)

    def on_pages(text: str, *keys: str) -> QAction:
        """Keys that mean something else in a list or a field: they work on the pages only."""
        return command(canvas, text, "", *keys)

    return Commands(
        thumbnails=made(_("Seitenvorschau"), "panel", "T", check=True),
        outline=made(_("Gliederung"), "outline", "G", check=True),
        page_text=made(_("Text der Seite"), "text", "X", check=True),
        previous_document=made(_("Voriges Dokument"), "document-previous", "Alt+PgUp"),
        next_document=made(_("Nächstes Dokument"), "document-next", "Alt+PgDown"),
        whole_file=made(_("Ganze Akte lesen"), "documents", "Ctrl+L", check=True),
        previous=made(_("Vorige Seite"), "chevron-up", "Ctrl+PgUp"),
        next=made(_("Nächste Seite"), "chevron-down", "Ctrl+PgDown"),
        first=on_pages(_("Erste Seite"), "Home"),
        last=on_pages(_("Letzte Seite"), "End"),
        screen_on=on_pages(_("Weiterlesen"), "Space", "PgDown"),
        screen_back=on_pages(_("Zurück"), "Shift+Space", "PgUp"),
        go_to=made(_("Gehe zu Seite"), "enter", "Ctrl+G"),
        paged=made(_("Seitenweise lesen"), "one-page", "Shift+P", check=True),
        zoom_out=made(_("Verkleinern"), "zoom-out", "Ctrl+-"),
        zoom_in=made(_("Vergrößern"), "zoom-in", "Ctrl++", "Ctrl+="),
        life_size=made(_("Originalgröße (100 %)"), "document", "Ctrl+0"),
        fit_width=made(_("Ganze Breite"), "fit-width", "W", check=True),
        fit_page=made(_("Ganze Seite"), "fit-page", "P", check=True),
        rotate_left=made(_("Nach links drehen"), "rotate-left", "Shift+R"),
        rotate=made(_("Nach rechts drehen"), "rotate", "R"),
        keep_rotation=made(_("Für alle so drehen"), "people", "Ctrl+Shift+R"),
        reload=made(_("Seite neu laden"), "sync", "Ctrl+R"),
        find=made(_("Im Dokument suchen"), "search", "Ctrl+F"),
        find_next=made(_("Nächster Treffer"), "chevron-down", "F3"),
        find_previous=made(_("Voriger Treffer"), "chevron-up", "Shift+F3"),
        select_all=on_pages(_("Text der Seite markieren"), "Ctrl+A"),
        copy=on_pages(_("Text kopieren"), "Ctrl+C"),
    )


def _connect(commands: Commands, canvas: PageCanvas) -> None:
    effects: tuple[tuple[QAction, Callable[[], None]], ...] = (
        (commands.previous, canvas.show_previous),
        (commands.next, canvas.show_next),
        (commands.first, canvas.show_first),
        (commands.last, canvas.show_last),
        (commands.screen_on, lambda: canvas.scroll_screen(1)),
        (commands.screen_back, lambda: canvas.scroll_screen(-1)),
        (commands.zoom_out, canvas.zoom_out),
        (commands.zoom_in, canvas.zoom_in),
        (commands.life_size, lambda: canvas.zoom_to(1.0)),
        (commands.fit_width, lambda: canvas.set_fit(Fit.WIDTH)),
        (commands.fit_page, lambda: canvas.set_fit(Fit.PAGE)),
        (commands.rotate_left, lambda: canvas.turn(-90)),
        (commands.rotate, lambda: canvas.turn(90)),
        (commands.reload, canvas.retry),
    )
    for action, effect in effects:
        action.triggered.connect(lambda _checked=False, effect=effect: effect())
    commands.paged.toggled.connect(canvas.set_paged)
