"""The panel beside the pages: one tab at a time (pages, outline, hits ...). Who has a tab registers it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.domain.texts import _
from app.ui.common.icons import icon
from app.ui.common.theme import theme
from app.ui.common.widgets import as_area, hairline

NARROW = 176
WIDE = 280


class SidePanel(QWidget):
    """Hidden until a tab is wanted. ``shown_changed`` gives the key of the tab that is shown now, or ""."""

    shown_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "surface")
        self._keys: list[str] = []
        self._icons: list[str] = []
        self._widths: dict[str, int] = {}
        self._room = 2 * WIDE
        self.tabs = QTabBar()
        self.tabs.setProperty("role", "side")
        self.tabs.setAccessibleName(_("Seitenleiste"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.tabs, hairline()):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._switched)
        theme.changed.connect(self._draw_icons)
        self.hide()

    def _draw_icons(self) -> None:
        for number, name in enumerate(self._icons):
            self.tabs.setTabIcon(number, icon(name))

    def add_tab(self, key: str, icon_name: str, label: str, widget: QWidget, width: int = WIDE) -> None:
        """Register a tab; ``width`` in logical pixels is what the panel takes while it is shown."""
        self._keys.append(key)
        self._widths[key] = width
        self._stack.addWidget(widget)
        number = self.tabs.addTab("")
        self._icons.append(icon_name)
        self._draw_icons()
        self.tabs.setTabToolTip(number, label)
        self.tabs.setAccessibleTabName(number, label)
        self._fit()

    def set_available(self, key: str, available: bool) -> None:
        """A tab that has nothing to say for this document can be left out."""
        shown = self.shown == key
        self.tabs.setTabVisible(self._keys.index(key), available)
        if not available and shown:
            self.show_tab(self._keys[0])

    @property
    def current(self) -> str:
        """Key of the tab that is shown, or would be if the panel were."""
        return self._keys[self.tabs.currentIndex()] if self._keys else ""

    @property
    def shown(self) -> str:
        return "" if self.isHidden() else self.current

    def show_tab(self, key: str) -> None:
        self.tabs.setCurrentIndex(self._keys.index(key))
        if self.isHidden():
            self.show()
            self.shown_changed.emit(key)

    def toggle(self, key: str, on: bool) -> None:
        """Show a tab, or fold the panel away if this tab is shown."""
        if on:
            self.show_tab(key)
        elif self.shown == key:
            self.hide_panel()

    def hide_panel(self) -> None:
        if not self.isHidden():
            self.hide()
            self.shown_changed.emit("")

    def _switched(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._fit()
        if not self.isHidden():
            self.shown_changed.emit(self.current)

    def fit(self, room: int) -> None:
        """The panel takes at most half of ``room`` (logical pixels)."""
        self._room = room
        self._fit()

    def _fit(self) -> None:
        if self.current:
            self.setFixedWidth(min(self._widths[self.current], max(self._room // 2, NARROW)))
