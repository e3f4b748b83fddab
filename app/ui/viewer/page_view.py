"""The pages on screen: what is seen is painted and asked for; the place is kept when sizes change."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from app.tasks.pages import PageQueue, PageWant
from app.ui.common.theme import theme
from app.ui.viewer import painting
from app.ui.viewer.layout import HEAD, MM_PER_INCH, PageColumn
from app.ui.viewer.overlays import Overlay
from app.ui.viewer.pictures import Picture, Pictures
from app.ui.viewer.placed_pages import PlacedPages
from app.ui.viewer.shown import Shown
from app.ui.viewer.wants import Look

PATIENCE_MS = 250
"""So long a sheet stays blank; then it shows its number."""


class PageView(PlacedPages):
    """Pages count from 1 in everything that is public."""

    def __init__(self, queue: PageQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = Pictures(queue, self)
        self.overlays: list[Overlay] = []
        """Painted over each visible page, in this order; call ``viewport().update()`` when one has changed."""
        self.page_text = ""
        """What stands on the page that is read, for those who hear it; kept up to date while somebody listens."""
        self._numbers = False
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

    def clear(self) -> None:
        self.pictures.clear()
        self.column = self._column_of(Shown("", ()))
        self._shown = None
        self._page = 0
        self._arrange(self.rotation)

    @property
    def settled(self) -> bool:
        """Whether everything in view, and what is drawn ahead, is there."""
        return not self._settle.isActive() and not self.pictures.outstanding()

    def show_page(self, page: int) -> None:
        """Bring the top of a page to the top of the view."""
        super().show_page(page)
        if self.pictures.whole(self._page, self.rotation) is not None:
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

    def _look(self) -> Look | None:
        if self._shown is None:
            return None
        return Look(self.column, self._shown.document, self.rotation, self._seen(), self.devicePixelRatioF())

    def say_text(self, text: str) -> None:
        """The text of the page that is read."""
        self.page_text = text
        self._describe()

    def _describe(self) -> None:
        """Which page is read, or why it cannot be, for those who hear it."""
        error = self.pictures.failures.get(self._page)
        if error is not None:
            self.setAccessibleDescription(painting.failure_text(self._page, error))
        else:
            place = _("Seite {page} von {pages}").format(page=self._page, pages=len(self.column))
            self.setAccessibleDescription(f"{place}\n{self.page_text}" if self.page_text else place)
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
        if want.clip_mm is None and not picture.coarse:
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
