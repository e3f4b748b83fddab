"""The mouse on marks besides the tool: what one says under the pointer, a click, a double click, the menu."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolTip

from app.domain.records import HIGHLIGHT, MARK_COLOURS
from app.domain.texts import _
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.mark_dialog import colour_name, swatch
from app.ui.viewer.mark_list import spoken
from app.ui.viewer.mark_tool import CLICK, MarkTool
from app.ui.viewer.marks import Marks, Placed


class MarkMouse(QObject):
    """Looks on; what it has no use for goes on to the pages. ``edit`` and ``remove`` take a mark's id."""

    def __init__(
        self,
        canvas: PageCanvas,
        marks: Marks,
        tool: MarkTool,
        edit: Callable[[str], None],
        remove: Callable[[str], None],
    ) -> None:
        super().__init__(tool)
        self._canvas, self._marks, self._tool, self._edit, self._remove = canvas, marks, tool, edit, remove
        self._pressed_at: QPointF | None = None
        canvas.viewport().installEventFilter(self)

    def menu_of(self, placed: Placed) -> QMenu:
        """What can be done with a mark; others' can only be looked at."""
        menu = QMenu(self._canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        mine = self._marks.mine(placed.mark)
        menu.addAction(_("Ändern …"), lambda: self._edit(placed.mark.id)).setEnabled(mine)
        for colour in MARK_COLOURS if placed.mark.shape == HIGHLIGHT else ():
            entry = menu.addAction(swatch(colour), colour_name(colour))
            entry.setEnabled(mine)
            entry.triggered.connect(
                lambda _on=False, colour=colour: self._marks.change(placed, _("Markierung geändert"), colour=colour)
            )
        menu.addAction(_("Entfernen"), lambda: self._remove(placed.mark.id)).setEnabled(mine)
        menu.addSeparator()
        menu.addAction(spoken(self._marks, placed).splitlines()[-1]).setEnabled(False)
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._tool_tip(event)
        if isinstance(event, QContextMenuEvent):
            return self._context_menu(event)
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed_at = event.position()
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._clicked(event.position())
            elif event.type() == QEvent.Type.MouseButtonDblClick:
                found = self._mark_at(event.position())
                if found is not None and found.mark.shape != HIGHLIGHT:
                    self._edit(found.mark.id)
                    return True
        return False

    def _mark_at(self, at: QPointF) -> Placed | None:
        return None if self._tool.mode else self._tool.mark_at(self._canvas.place_at(at), at)

    def _clicked(self, at: QPointF) -> None:
        start, self._pressed_at = self._pressed_at, None
        if start is not None and (at - start).manhattanLength() < CLICK and not self._tool.mode:
            found = self._mark_at(at)
            self._marks.choose("" if found is None else found.mark.id)

    def _tool_tip(self, event: QHelpEvent) -> bool:
        found = self._mark_at(QPointF(event.pos()))
        if found is None:
            return False
        QToolTip.showText(event.globalPos(), spoken(self._marks, found), self._canvas.viewport())
        return True

    def _context_menu(self, event: QContextMenuEvent) -> bool:
        found = self._mark_at(QPointF(event.pos()))
        if found is None:
            return False
        self._marks.choose(found.mark.id)
        self.menu_of(found).popup(event.globalPos())
        return True
