"""The bar over the pages: buttons as far as there is room, and a menu with everything."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from app.domain.texts import _
from app.ui.common.theme import SPACE_S, SPACE_XS
from app.ui.common.widgets import as_area, hairline, tool_button
from app.ui.viewer.commands import Commands
from app.ui.viewer.layout import Fit
from app.ui.viewer.page_field import PageField

PERCENTS = (50, 75, 100, 150, 200, 300, 400)


class ViewerBar(QWidget):
    """``more`` is the menu of all that the viewer can do; who adds a command adds it there."""

    zoom_asked = Signal(float)

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "surface")
        # What has no room is in the menu: the bar never keeps its neighbours from being narrow.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._commands = commands
        self.page_field = PageField()
        self._of = QLabel()
        self._zoom = QToolButton()
        self._zoom.setFixedWidth(64)
        self._zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._zoom.setMenu(self._zoom_menu())
        self.more = QMenu(self)
        self.more_button = tool_button("more", _("Weitere Befehle"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setMenu(self.more)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_XS)
        self._line.setSpacing(2)
        self._buttons: dict[QAction, QToolButton] = {}
        self._edges: list[QFrame] = []
        """Between groups of buttons."""
        self._fill()
        self._fill_menu()
        self.show_place(0, 0)
        self.show_view(1.0, Fit.WIDTH, 0)

    def _fill(self) -> None:
        c = self._commands
        parts: tuple[QAction | QWidget | None, ...] = (
            c.thumbnails, None, c.previous_document, c.next_document, c.whole_file, None,
            c.previous, c.next, self.page_field, self._of, None,
            c.zoom_out, self._zoom, c.zoom_in, c.fit_width, c.fit_page, c.paged, None,
            c.rotate_left, c.rotate, c.keep_rotation, c.find,
        )  # fmt: skip
        for part in parts:
            if part is None:
                self._line.addSpacing(SPACE_XS)
                edge = hairline(upright=True)
                self._edges.append(edge)
                self._line.addWidget(edge)
                self._line.addSpacing(SPACE_XS)
            elif isinstance(part, QAction):
                self._line.addWidget(self._button(part))
            else:
                self._line.addWidget(part)
        self._line.addStretch()
        self._line.addWidget(self.more_button)
        # What gives way first stands last; what is not here always has its button.
        self._giving_way = [
            self._buttons[action]
            for action in (
                c.fit_page, c.rotate, c.find, c.next_document, c.previous_document, c.zoom_in, c.zoom_out, c.paged,
                c.whole_file, c.rotate_left,
            )
        ]  # fmt: skip

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons[action] = button
        return button

    def add_button(self, action: QAction) -> QToolButton:
        """Another command's button, before the menu; it gives way when there is no room."""
        button = self._button(action)
        self._line.insertWidget(self._line.count() - 2, button)
        self._giving_way.insert(3, button)
        self.fit_buttons()
        return button

    def add_widget(self, widget: QWidget) -> None:
        """At the right end, after the menu; it never gives way."""
        self._line.addWidget(widget)
        self.fit_buttons()

    def _fill_menu(self) -> None:
        c = self._commands
        groups = (
            (c.find, c.find_next, c.find_previous),
            (c.select_all, c.copy),
            (c.thumbnails, c.outline, c.page_text, c.paged),
            (c.previous_document, c.next_document, c.whole_file),
            (c.rotate_left, c.rotate, c.keep_rotation, c.reload),
        )
        for group in groups:
            self.more.addActions(list(group))
            self.more.addSeparator()

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addActions([self._commands.fit_width, self._commands.fit_page, self._commands.life_size])
        menu.addSeparator()
        for percent in PERCENTS:
            entry = menu.addAction(_("{n} %").format(n=percent))
            entry.triggered.connect(lambda _on=False, percent=percent: self.zoom_asked.emit(percent / 100))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_buttons()

    def fit_buttons(self) -> None:
        """Buttons that give way are shown as far as there is room for them; call it when commands come or go."""
        for button in self._giving_way:
            button.hide()
        room = self.width() - self._line.totalMinimumSize().width()
        for button in self._giving_way:
            action = button.defaultAction()
            if action is not None and not action.isVisible():
                continue
            room -= button.sizeHint().width() + self._line.spacing()
            button.setVisible(room >= 0)
        self._show_edges()

    def _show_edges(self) -> None:
        """An edge stands after a group of which something is seen."""
        seen = False
        for place in range(self._line.count()):
            item = self._line.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget in self._edges:
                widget.setVisible(seen)
                seen = False
            elif widget is not None and not widget.isHidden():
                seen = True

    def show_place(self, page: int, pages: int) -> None:
        """Page ``page`` of ``pages``; 0 of 0 when nothing is shown."""
        self.page_field.say(page)
        of = _("von {pages}").format(pages=pages) if pages else ""
        if of != self._of.text():
            self._of.setText(of)
            self.fit_buttons()
        self._commands.previous.setEnabled(page > 1)
        self._commands.next.setEnabled(0 < page < pages)
        self.page_field.setEnabled(bool(pages))
        c = self._commands
        for action in (c.zoom_out, c.zoom_in, c.life_size, c.fit_width, c.fit_page, c.paged, c.rotate, c.rotate_left):
            action.setEnabled(bool(pages))
        for action in (c.go_to, c.find, c.reload):
            action.setEnabled(bool(pages))

    def show_view(self, scale: float, fit: Fit, turned: int) -> None:
        """``turned``: degrees that only this view is turned."""
        text = _("{n} %").format(n=round(scale * 100))
        self._zoom.setText(text)
        self._zoom.setAccessibleName(_("Zoom: {percent}").format(percent=text))
        self._zoom.setToolTip(_("Zoom wählen"))
        self._commands.fit_width.setChecked(fit is Fit.WIDTH)
        self._commands.fit_page.setChecked(fit is Fit.PAGE)
        keep = self._buttons[self._commands.keep_rotation]
        if keep.isHidden() != (turned == 0):
            keep.setVisible(turned != 0)
            self.fit_buttons()
        self._commands.keep_rotation.setEnabled(turned != 0)
