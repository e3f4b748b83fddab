"""Pages in their places: which one is read, at what zoom and turned how; the place is kept when sizes change."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.tasks.pages import PageWant
from app.ui.viewer.layout import LARGEST, SMALLEST, Anchor, Fit, PageColumn
from app.ui.viewer.overlays import BoxMm, PagePlace
from app.ui.viewer.scrolled_column import ScrolledColumn
from app.ui.viewer.shown import Shown

SETTLE_MS = 80
"""Zooming and resizing ask for new pictures when they have come to rest."""


class PlacedPages(ScrolledColumn):
    """Pages count from 1 in everything that is public."""

    page_changed = Signal(int)
    view_changed = Signal()
    """Zoom, fit or rotation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self.turned = 0
        """Degrees clockwise that this view is turned, on top of the document's own rotation."""
        self._page = 0
        self._jumped_to: int | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._want)

    def _want(self, moving: bool = False) -> None:
        """Ask for what is seen now; ``moving``: it will be something else at once."""

    def _describe(self) -> None:
        """Say which page is read."""

    @property
    def document(self) -> str | None:
        """Id of the document whose pages are laid out."""
        return None if self._shown is None else self._shown.document

    @property
    def page(self) -> int:
        """The page that is being read; 0 when there is none."""
        return self._page

    @property
    def rotation(self) -> int:
        """Degrees clockwise in all, as asked of the reader."""
        return 0 if self._shown is None else (self._shown.rotation + self.turned) % 360

    def scale(self) -> float:
        """Zoom of the page that is being read; 1.0 is life size."""
        return self.column.scale(self._page - 1) if self._page else self.column.factor

    def show_page(self, page: int) -> None:
        """Bring the top of a page to the top of the view."""
        if not len(self.column):
            return
        page = min(max(page, 1), len(self.column))
        self._reading = page - 1
        self._set_ranges()
        self._scroll_to(None, self.column.start(page - 1))
        self._jumped_to = page
        self._place_changed()

    # --- how it is shown -------------------------------------------------------------------------------------
    def set_fit(self, fit: Fit) -> None:
        if fit is Fit.FREE:
            self.column.factor = self.scale()
        self.column.fit = fit
        self._arrange_around(self._reading_anchor())

    def zoom_to(self, factor: float, at: QPointF | None = None) -> None:
        """Show at ``factor`` of life size; the point ``at`` of the view stays where it is (default: the middle)."""
        if at is None:
            at = QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        anchor = self._anchor(at.x(), at.y())
        self.column.factor = min(max(factor, SMALLEST), LARGEST)
        self.column.fit = Fit.FREE
        self._arrange_around(anchor)

    def set_paged(self, paged: bool) -> None:
        """Read page by page, or all pages in one column."""
        if paged == self.column.paged:
            return
        page, self.column.paged = self._page, paged
        self._arrange(self.rotation)
        self.show_page(page)
        self.view_changed.emit()

    def turn(self, degrees: int) -> None:
        """Turn this view clockwise; the page that is being read stays in view."""
        page = self._page
        self.turned = (self.turned + degrees) % 360
        self._arrange(self.rotation)
        self.show_page(page)
        self.view_changed.emit()

    def set_rotation(self, rotation: int) -> None:
        """The rotation for everyone has changed; what this view was turned is in it now."""
        if self._shown is None or (self._shown.rotation == rotation and not self.turned):
            return
        page = self._page
        self._shown = replace(self._shown, rotation=rotation)
        self.turned = 0
        self._arrange(self.rotation)
        self.show_page(page)
        self.view_changed.emit()

    # --- places ----------------------------------------------------------------------------------------------
    def place_of(self, page: int) -> PagePlace | None:
        """Where a page (from 1) lies in the view, also outside of what is seen; None if there is no such page."""
        if self._shown is None or not 1 <= page <= len(self.column):
            return None
        here = self._shown.real(PageWant(self._shown.document, page, 1.0, self.rotation))
        size = self.column.size_mm(page - 1)
        unturned = size if here.rotation % 180 == 0 else size[::-1]
        target, (owner, inside) = self._target(page - 1), self._shown.owner(page)
        return PagePlace(here.document, here.page, target, unturned, here.rotation, page, owner, inside)

    def number_of(self, document: str, page: int) -> int:
        """Where a page (from 1) of a document stands in the column, from 1; 0: it is not shown."""
        return 0 if self._shown is None else self._shown.number(document, page)

    def addresses(self) -> list[tuple[int, str, int]]:
        """(place in the column, original, page in it), all from 1, of every page."""
        return [] if self._shown is None else self._shown.addresses()

    def reveal(self, page: int, box: BoxMm) -> None:
        """Bring a box (in millimetres) of a page (from 1) into view, if it is not seen already."""
        if self.column.paged and page != self._page:
            self.show_page(page)
        place = self.place_of(page)
        seen = QRectF(self.viewport().rect()).adjusted(8, 24, -8, -24)
        area = place.rect(box) if place is not None else seen
        if seen.contains(area):
            return
        left, top, _right, _bottom = self._seen()
        x = None if seen.left() <= area.left() and area.right() <= seen.right() else left + area.left() - 40
        self._jumped_to = None
        self._scroll_to(x, top + area.center().y() - seen.height() / 3)
        self._place_changed()

    def place_at(self, at: QPointF) -> PagePlace | None:
        """The page under a point of the view."""
        places = (self.place_of(page + 1) for page in self.visible_pages())
        return next((place for place in places if place is not None and place.target.contains(at)), None)

    # --- inside ----------------------------------------------------------------------------------------------
    def _column_of(self, shown: Shown) -> PageColumn:
        """Other pages, fitted and walked as those that are shown now."""
        before, column = self.column, PageColumn(shown.sizes_mm, shown.assumed, shown.heads())
        column.fit, column.factor, column.paged = before.fit, before.factor, before.paged
        return column

    def _arrange_around(self, anchor: Anchor | None) -> None:
        self._arrange(self.rotation)
        if anchor is not None:
            self._scroll_to(*self.column.scroll_for(anchor))
        self._place_changed(ask=False)
        self._settle.start()
        self.view_changed.emit()

    def _place_changed(self, ask: bool = True, moving: bool = False) -> None:
        if not len(self.column):
            return
        _left, top, _right, bottom = self._seen()
        if self._jumped_to is not None and self._jumped_to - 1 in self.column.between(top, bottom):
            page = self._jumped_to
        else:
            page = self.column.foremost(top, bottom) + 1
        if ask:
            self._want(moving)
        self.viewport().update()
        if page != self._page:
            self._page = page
            self._describe()
            self.page_changed.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_around(self._reading_anchor())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._arranging:
            self._jumped_to = None
            self._place_changed(moving=True)
