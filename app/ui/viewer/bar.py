"""The viewer's commands and the bar that shows them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QIntValidator, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from app.domain.texts import _
from app.ui.common.icons import wear
from app.ui.common.theme import SPACE_S, SPACE_XS
from app.ui.common.widgets import as_area, hairline
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.layout import Fit

NARROW = 440
"""Below this width (device-independent pixels) not every command has its button."""
PERCENTS = (50, 75, 100, 150, 200, 300, 400)


@dataclass(frozen=True, slots=True)
class Commands:
    """Every command of the viewer, so that a screen can show and reach it from outside the viewer, too."""

    thumbnails: QAction
    previous: QAction
    next: QAction
    go_to: QAction
    zoom_out: QAction
    zoom_in: QAction
    life_size: QAction
    fit_width: QAction
    fit_page: QAction
    rotate_left: QAction
    rotate: QAction
    keep_rotation: QAction
    reload: QAction

    def everywhere(self) -> tuple[QAction, ...]:
        """Those whose keys do not stand in the way of typing: a screen adds them to itself."""
        return (self.previous, self.next, self.go_to, self.zoom_out, self.zoom_in, self.life_size)

    def all(self) -> tuple[QAction, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def make_commands(owner: QWidget) -> Commands:
    """The actions without effects; they work while the focus is in ``owner``."""

    def made(text: str, icon: str, *keys: str, check: bool = False) -> QAction:
        action = QAction(text, owner)
        wear(action, icon)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setCheckable(check)
        native = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        action.setToolTip(f"{text} ({native})" if native else text)
        owner.addAction(action)
        return action

    return Commands(
        thumbnails=made(_("Seitenvorschau"), "panel", "T", check=True),
        previous=made(_("Vorige Seite"), "chevron-up", "Ctrl+PgUp"),
        next=made(_("Nächste Seite"), "chevron-down", "Ctrl+PgDown"),
        go_to=made(_("Gehe zu Seite"), "enter", "Ctrl+G"),
        zoom_out=made(_("Verkleinern"), "zoom-out", "Ctrl+-"),
        zoom_in=made(_("Vergrößern"), "zoom-in", "Ctrl++", "Ctrl+="),
        life_size=made(_("Originalgröße (100 %)"), "document", "Ctrl+0"),
        fit_width=made(_("Ganze Breite"), "fit-width", "W", check=True),
        fit_page=made(_("Ganze Seite"), "fit-page", "P", check=True),
        rotate_left=made(_("Nach links drehen"), "rotate-left", "Shift+R"),
        rotate=made(_("Nach rechts drehen"), "rotate", "R"),
        keep_rotation=made(_("Für alle so drehen"), "people"),
        reload=made(_("Seite neu laden"), "sync"),
    )


def connect_canvas(commands: Commands, canvas: PageCanvas) -> None:
    """What the commands do to the pages."""
    effects: tuple[tuple[QAction, Callable[[], None]], ...] = (
        (commands.previous, canvas.show_previous),
        (commands.next, canvas.show_next),
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


class PageField(QLineEdit):
    """The number of the page that is read; type another to go there. ``left`` on Enter and Escape."""

    asked = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._validator = QIntValidator(1, 99999, self)
        self.setValidator(self._validator)
        self.setFixedWidth(52)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(_("Gehe zu Seite"))
        self.setToolTip(_("Gehe zu Seite (Strg+G)"))
        self._page = 0
        self.installEventFilter(self)

    def say(self, page: int) -> None:
        self._page = page
        if not self.hasFocus():
            self.setText(str(page) if page else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.setText(str(self._page) if self._page else "")
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text().isdigit():
                self.asked.emit(int(self.text()))
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ViewerBar(QWidget):
    """The bar over the pages."""

    zoom_asked = Signal(float)

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "surface")
        self._commands = commands
        self.page_field = PageField()
        self._of = QLabel()
        self._zoom = QToolButton()
        self._zoom.setFixedWidth(64)
        self._zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._zoom.setMenu(self._zoom_menu())
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_XS)
        line.setSpacing(2)
        self._optional: list[QToolButton] = []
        self._fill(line)
        self.show_place(0, 0)
        self.show_view(1.0, Fit.WIDTH, 0)

    def _fill(self, line: QHBoxLayout) -> None:
        c = self._commands
        parts: tuple[QAction | QWidget | None, ...] = (
            c.thumbnails, None, c.previous, c.next, self.page_field, self._of, None,
            c.zoom_out, self._zoom, c.zoom_in, c.fit_width, c.fit_page, None,
            c.rotate_left, c.rotate, c.keep_rotation,
        )  # fmt: skip
        for part in parts:
            if part is None:
                line.addSpacing(SPACE_XS)
                line.addWidget(hairline(upright=True))
                line.addSpacing(SPACE_XS)
            elif isinstance(part, QAction):
                button = QToolButton()
                button.setDefaultAction(part)
                button.setAccessibleName(part.text())
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                if part is c.keep_rotation:
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                    self._keep_button = button
                elif part in (c.zoom_out, c.zoom_in, c.rotate_left):
                    self._optional.append(button)
                line.addWidget(button)
            else:
                line.addWidget(part)
        line.addStretch()

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self._commands.fit_width)
        menu.addAction(self._commands.fit_page)
        menu.addSeparator()
        for percent in PERCENTS:
            entry = menu.addAction(_("{n} %").format(n=percent))
            entry.triggered.connect(lambda _on=False, percent=percent: self.zoom_asked.emit(percent / 100))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow pane the commands that have a menu or a twin give way."""
        super().resizeEvent(event)
        for button in self._optional:
            button.setVisible(self.width() >= NARROW)

    def show_place(self, page: int, pages: int) -> None:
        """Page ``page`` of ``pages``; 0 of 0 when nothing is shown."""
        self.page_field.say(page)
        self._of.setText(_("von {pages}").format(pages=pages) if pages else "")
        self.setEnabled(bool(pages))
        self._commands.previous.setEnabled(page > 1)
        self._commands.next.setEnabled(0 < page < pages)

    def show_view(self, scale: float, fit: Fit, turned: int) -> None:
        """``turned``: degrees that only this view is turned."""
        text = _("{n} %").format(n=round(scale * 100))
        self._zoom.setText(text)
        self._zoom.setAccessibleName(_("Zoom: {percent}").format(percent=text))
        self._zoom.setToolTip(_("Zoom wählen"))
        self._commands.fit_width.setChecked(fit is Fit.WIDTH)
        self._commands.fit_page.setChecked(fit is Fit.PAGE)
        self._keep_button.setVisible(turned != 0)
        self._commands.keep_rotation.setEnabled(turned != 0)
