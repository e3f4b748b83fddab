"""The tabs beside the pages: small pages, outline, hits; which one is open is remembered."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from app.ui.common.widgets import layout_memory
from app.ui.viewer.commands import Commands
from app.ui.viewer.outline_panel import OutlinePanel
from app.ui.viewer.page_text import TextPanel
from app.ui.viewer.side_panel import NARROW, SidePanel
from app.ui.viewer.text_layer import TextLayer

PAGES, OUTLINE, HITS, TEXT = "pages", "outline", "hits", "text"
"""Keys of the tabs."""
ROOMY = 640
"""Width in logical pixels of the viewer from which on the list of hits opens by itself."""
_KEPT = "viewer/thumbnails"


class Sides(QObject):
    """Connects the tabs with their commands."""

    def __init__(
        self,
        viewer: QWidget,
        side: SidePanel,
        commands: Commands,
        thumbnails: QWidget,
        outline: OutlinePanel,
        text: TextLayer,
    ) -> None:
        super().__init__(viewer)
        self._viewer, self._side, self._commands, self._outline = viewer, side, commands, outline
        self._before = ""
        """What the panel showed when the search was opened."""
        side.add_tab(PAGES, "panel", _("Seitenvorschau"), thumbnails, NARROW)
        side.add_tab(OUTLINE, "outline", _("Gliederung"), outline)
        finding = text.finding
        side.add_tab(HITS, "search", _("Treffer"), finding.panel)
        side.add_tab(TEXT, "text", _("Text der Seite"), TextPanel(text.page_text))
        commands.thumbnails.triggered.connect(lambda on: side.toggle(PAGES, on))
        commands.page_text.triggered.connect(lambda on: side.toggle(TEXT, on))
        commands.outline.triggered.connect(lambda on: side.toggle(OUTLINE, on))
        finding.opened.connect(self._list_hits)
        finding.ended.connect(self._hits_gone)
        if layout_memory().value(_KEPT, "no") == "yes":
            side.show_tab(PAGES)
        self._changed(side.shown)
        side.shown_changed.connect(self._keep)

    def _changed(self, key: str) -> None:
        self._commands.thumbnails.setChecked(key == PAGES)
        self._commands.outline.setChecked(key == OUTLINE)
        self._commands.page_text.setChecked(key == TEXT)
        if key == OUTLINE:
            self._outline.look()

    def _keep(self, key: str) -> None:
        self._changed(key)
        layout_memory().setValue(_KEPT, "yes" if key == PAGES else "no")

    def _list_hits(self) -> None:
        """The hits are listed where there is room for the list beside the pages."""
        self._before = self._side.shown
        if self._viewer.width() >= ROOMY:
            self._side.show_tab(HITS)

    def _hits_gone(self) -> None:
        if self._side.shown == HITS:
            self._side.show_tab(self._before) if self._before else self._side.hide_panel()
