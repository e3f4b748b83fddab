"""What the bar, the small pages and the memory of this user know about how the pages are looked at."""

from PySide6.QtCore import QObject

from app.ui.common.widgets import layout_memory
from app.ui.viewer.bar import ViewerBar
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.commands import Commands
from app.ui.viewer.layout import Fit
from app.ui.viewer.thumbnails import ThumbnailStrip

_FITS = {fit.name.lower(): fit for fit in Fit}
_FIT, _PAGED = "viewer/fit", "viewer/paged"


class ViewState(QObject):
    """Follows the canvas; begins as the pages were looked at last."""

    def __init__(self, canvas: PageCanvas, bar: ViewerBar, thumbnails: ThumbnailStrip, commands: Commands) -> None:
        super().__init__(canvas)
        self._canvas, self._bar, self._thumbnails = canvas, bar, thumbnails
        memory = layout_memory()
        canvas.column.fit = _FITS.get(str(memory.value(_FIT, "width")), Fit.WIDTH)
        commands.paged.setChecked(memory.value(_PAGED, "no") == "yes")
        self._remembered = canvas.column.fit, canvas.column.paged
        canvas.page_changed.connect(self._place)
        canvas.view_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Zoom, fit, rotation or the document have changed."""
        canvas, thumbnails = self._canvas, self._thumbnails
        self._bar.show_view(canvas.scale(), canvas.column.fit, canvas.turned)
        if thumbnails.rotation != canvas.rotation:
            thumbnails.rotation = canvas.rotation
            thumbnails.refresh()
        self._remember()

    def empty(self) -> None:
        """No pages are shown."""
        self._bar.show_place(0, 0)

    def _place(self, page: int) -> None:
        self._bar.show_place(page, len(self._canvas.column))
        self._thumbnails.mark(page)

    def _remember(self) -> None:
        column = self._canvas.column
        fit = self._remembered[0] if column.fit is Fit.FREE else column.fit
        if (fit, column.paged) != self._remembered:  # writing costs as much as drawing a page
            self._remembered = fit, column.paged
            memory = layout_memory()
            memory.setValue(_FIT, fit.name.lower())
            memory.setValue(_PAGED, "yes" if column.paged else "no")
