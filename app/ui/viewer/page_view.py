"""The pages on screen: what is seen is painted and asked for; the place is kept when sizes change."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from app.tasks.pages import PageQueue, PageWant
from app.ui.common.theme import theme
from app.ui.viewer import painting
from app.ui.viewer.layout import HEAD, LARGEST, MM_PER_INCH, SMALLEST, Anchor, Fit, PageColumn
from app.ui.viewer.overlays import BoxMm, Overlay, PagePlace
from app.ui.viewer.pictures import Picture, Pictures
from app.ui.viewer.scrolled_column import ScrolledColumn
from app.ui.viewer.shown import Shown
from app.ui.viewer.wants import Look

SETTLE_MS = 80
"""Zooming and resizing ask for new pictures when they have come to rest."""
PATIENCE_MS = 250
"""So long a sheet stays blank; then it shows its number."""


class PageView(ScrolledColumn):
    """Pages count from 1 in everything that is public."""

    page_changed = Signal(int)
    view_changed = Signal()
    """Zoom, fit or rotation."""

    def __init__(self, queue: PageQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = Pictures(queue, self)
        self.overlays: list[Overlay] = []
        """Painted over each visible page, in this order; call ``viewport().update()`` when one has changed."""
        self._shown: Shown | None = None
        self.turned = 0
        """Degrees clockwise that this view is turned, on top of the document's own rotation."""
        self._page = 0
        self._jumped_to: int | None = None
        self._numbers = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._want)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._out_of_patience)
        self.pictures.arrived.connect(self._arrived)
        self.pictures.failed.connect(self._failed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Seiten des Dokuments"))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- what is shown ---------------------------------------------------------------------------------------
    def show_document(self, shown: Shown, page: int = 1) -> None:
        """Show a document from ``page`` on; pictures of the one before are cancelled."""
        self.pictures.clear()
        self.pictures.real = shown.real
        self.column = self._column_of(shown)
        self._shown = shown
        self.turned = 0
        self._page = 0
        self._numbers = False
        self._patience.start()
        self._arrange(self.rotation)
        self.show_page(page)
        self.view_changed.emit()

    def _column_of(self, shown: Shown) -> PageColumn:
        """Other pages, fitted and walked as those that are shown now."""
        before, column = self.column, PageColumn(shown.sizes_mm, shown.assumed, shown.heads())
        column.fit, column.factor, column.paged = before.fit, before.factor, before.paged
        return column

    def clear(self) -> None:
        self.pictures.clear()
        self.column = self._column_of(Shown("", ()))
        self._shown = None
        self._page = 0
        self._arrange(self.rotation)

    @property
    def document(self) -> str | None:
        """Id of the document whose pages are laid out."""
        return None if self._shown is None else self._shown.document

    @property
    def page(self) -> int:
        """The page that is being read; 0 when there is none."""
        return self._page

    @property
    def settled(self) -> bool:
        """Whether everything in view, and what is drawn ahead, is there."""
        return not self._settle.isActive() and not self.pictures.outstanding()

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
        if self.pictures.whole(page, self.rotation) is not None:
            self.viewport().repaint()  # drawn ahead: shown now, not when the event loop comes to it

    def first_picture(self) -> Callable[[Shown], PageWant]:
        """Says for a document which picture of its page 1 this view, as it is now, would ask for; on any thread."""
        fit, factor, room, ratio = self.column.fit, self.column.factor, self._room(), self.devicePixelRatioF()

        def want(shown: Shown) -> PageWant:
            column = PageColumn(shown.sizes_mm, shown.assumed, shown.heads())
            column.fit, column.factor, column.rotation, column.viewport = fit, factor, shown.rotation, room
            column.arrange()
            return shown.real(Look(column, shown.document, shown.rotation, (0, 0, 0, 0), ratio).whole(0))

        return want

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

    def retry(self) -> None:
        """Ask again for the pages that could not be shown."""
        self.pictures.retry(self.pictures.failures)
        self._describe()
        self._want()
        self.viewport().update()

    def turn_engine(self, page: int, other: bool) -> None:
        """Show a page as the other engine draws it, or as usual again."""
        self.pictures.turn_engine(page, other)
        self._describe()
        self._want()
        self.viewport().update()

    def failed_at(self, at: QPointF) -> bool:
        """Whether the page under a point of the view could not be shown."""
        failures = self.pictures.failures
        return any(page + 1 in failures and self._target(page).contains(at) for page in self.visible_pages())

    def place_of(self, page: int) -> PagePlace | None:
        """Where a page (from 1) lies in the view, also outside of what is seen; None if there is no such page."""
        if self._shown is None or not 1 <= page <= len(self.column):
            return None
        here = self._shown.real(PageWant(self._shown.document, page, 1.0, self.rotation))
        size = self.column.size_mm(page - 1)
        unturned = size if here.rotation % 180 == 0 else size[::-1]
        return PagePlace(here.document, here.page, self._target(page - 1), unturned, here.rotation, page)

    def addresses(self) -> list[tuple[int, str, int]]:
        """(place in the column, document, page), all from 1, of every page."""
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

    def _arrange_around(self, anchor: Anchor | None) -> None:
        self._arrange(self.rotation)
        if anchor is not None:
            self._scroll_to(*self.column.scroll_for(anchor))
        self._place_changed(ask=False)
        self._settle.start()
        self.view_changed.emit()

    def _look(self) -> Look | None:
        if self._shown is None:
            return None
        return Look(self.column, self._shown.document, self.rotation, self._seen(), self.devicePixelRatioF())

    # --- asking for pictures ---------------------------------------------------------------------------------
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

    def _describe(self) -> None:
        """Which page is read, or why it cannot be, for those who hear it."""
        error = self.pictures.failures.get(self._page)
        if error is not None:
            self.setAccessibleDescription(painting.failure_text(self._page, error))
        else:
            place = _("Seite {page} von {pages}").format(page=self._page, pages=len(self.column))
            self.setAccessibleDescription(place)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _want(self, moving: bool = False) -> None:
        """``moving``: sharp parts are asked for when the scrolling has come to rest."""
        look = self._look()
        if look is None or not self.isVisible():
            return
        wanted = look.wanted(self.pictures.detail_want)
        if moving and any(want.clip_mm is not None for want in wanted):
            wanted = {want: urgency for want, urgency in wanted.items() if want.clip_mm is None}
            self._settle.start()
        self.pictures.want(wanted, keep_details=moving)

    def _arrived(self, picture: Picture) -> None:
        want = picture.want
        if want.clip_mm is None:
            true = (picture.image.width() / want.dpi * MM_PER_INCH, picture.image.height() / want.dpi * MM_PER_INCH)
            if self.column.learn(want.page - 1, true):
                self._arrange_around(self._reading_anchor())
        self.viewport().update()

    def _failed(self, page: int) -> None:
        if page == self._page:
            self._describe()
        self.viewport().update()

    def _out_of_patience(self) -> None:
        self._numbers = True
        self.viewport().update()

    # --- events ----------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("paper"))
        look = self._look()
        if look is not None:
            for page in self.visible_pages():
                self._paint_page(painter, page, look)
            self._paint_heads(painter)

    def _paint_page(self, painter: QPainter, page: int, look: Look) -> None:
        target = self._target(page)
        error = self.pictures.failures.get(page + 1)
        whole = self.pictures.whole(page + 1, look.rotation)
        part = self.pictures.detail(page + 1)
        if error is not None:
            painting.paint_failure(painter, target, QRectF(self.viewport().rect()), page + 1, error)
        elif whole is None:
            painting.paint_sheet(painter, target, page + 1, self._numbers)
        else:
            painting.paint_whole(painter, target, whole, look.pixel_ratio)
            if part is not None and (part.want.dpi, part.want.rotation) == (look.sharp_dpi(page), look.rotation):
                painting.paint_detail(painter, target, part, look.pixel_ratio)
        painting.paint_edge(painter, target)
        place = self.place_of(page + 1) if self.overlays else None
        if place is not None:
            for overlay in self.overlays:
                painter.save()
                overlay.paint(painter, place)
                painter.restore()

    def _paint_heads(self, painter: QPainter) -> None:
        """The names of the documents that begin in view."""
        if not self.column.heads:
            return
        seen = self.visible_pages()
        for page in range(seen.start, min(seen.stop + 1, len(self.column))):
            if page in self.column.heads:
                target = self._target(page)
                head = QRectF(target.left(), target.top() - HEAD, target.width(), HEAD)
                painting.paint_head(painter, head, self.column.heads[page])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_around(self._reading_anchor())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._arranging:
            self._jumped_to = None
            self._place_changed(moving=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pictures.cancel()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle.start()
        return super().event(event)
