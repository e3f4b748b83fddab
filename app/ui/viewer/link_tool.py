"""Links of a document: one to a page leads there, an address is shown and never opened."""

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QWidget

from app.domain.pages import Link
from app.domain.texts import _
from app.ui.common.theme import SPACE_M, SPACE_S, SPACE_XS
from app.ui.common.widgets import IconLabel, as_area, text_label, tool_button
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.overlays import PagePlace
from app.ui.viewer.page_answers import Links


class LinkTool(QObject):
    """A tool of the canvas. ``page_wanted`` is a place in the column, from 1."""

    page_wanted = Signal(int)
    address_shown = Signal(str)

    def __init__(self, canvas: PageCanvas, links: Links) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._links = links
        self._pressed: Link | None = None
        self._told: Link | None = None

    def hover(self, place: PagePlace | None, at: QPointF) -> Qt.CursorShape | None:
        link = self._at(place, at)
        if place is not None:
            self._links.want(place.document, place.page)
        if link is not self._told:
            self._told = link
            where = self._canvas.viewport().mapToGlobal(at.toPoint())
            QToolTip.showText(where, "" if link is None else _told(link), self._canvas.viewport())
        return None if link is None else Qt.CursorShape.PointingHandCursor

    def press(self, place: PagePlace, event: QMouseEvent) -> bool:
        self._pressed = self._at(place, event.position())
        return self._pressed is not None

    def move(self, place: PagePlace | None, event: QMouseEvent) -> None: ...

    def release(self, place: PagePlace | None, event: QMouseEvent) -> None:
        link, self._pressed = self._pressed, None
        if link is None or place is None or self._at(place, event.position()) is not link:
            return
        if link.page is not None:
            self._go_to(place, link.page)
        elif link.address:
            self.address_shown.emit(link.address)

    def _go_to(self, place: PagePlace, page: int) -> None:
        """The original's page, if it is still among those that are shown; the nearest place of it first."""
        there = [number for number, *at in self._canvas.addresses() if at == [place.document, page]]
        if there:
            self.page_wanted.emit(there[0])

    def _at(self, place: PagePlace | None, at: QPointF) -> Link | None:
        links = self._links.known(place.document, place.page) if place is not None else None
        if not links or place is None:
            return None
        return next((link for link in links if place.rect(link.box_mm).contains(at)), None)


def _told(link: Link) -> str:
    if link.page is not None:
        return _("Zu Seite {page}").format(page=link.page)
    # Plain text: an address may contain anything, marks of rich text too.
    return _("Verweis nach außen: {address}").format(address=link.address).replace("<", "\u2039")[:400]


class AddressBar(QWidget):
    """Where a link would lead, to be read and copied; hidden until one is clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "surface")
        self.address = text_label("")
        self.address.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.address.setWordWrap(True)
        self.copy_button = tool_button("copy", _("Adresse kopieren"))
        self.close_button = tool_button("dismiss", _("Schließen"))
        self._hint = text_label(_("Das Programm öffnet keine Verweise aus Dokumenten."), "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_M, SPACE_XS, SPACE_S, SPACE_XS)
        line.setSpacing(SPACE_S)
        line.addWidget(IconLabel("link", 16, "muted"))
        line.addWidget(self.address, 1)
        line.addWidget(self._hint)
        line.addWidget(self.copy_button)
        line.addWidget(self.close_button)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.address.text()))
        self.close_button.clicked.connect(self.hide)
        self.hide()

    def say(self, address: str) -> None:
        self.address.setText(address)
        self.address.setAccessibleName(_("Adresse des Verweises: {address}").format(address=address))
        self.show()
        self.copy_button.setFocus()
