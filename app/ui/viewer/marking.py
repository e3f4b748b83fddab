"""Marks in a viewer, put together: painted over the pages, placed by mouse or keys, listed beside them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.pages import Word
from app.domain.records import HIGHLIGHT, NOTE, STAMP, Document, Mark
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common.widgets import Notice
from app.ui.viewer.canvas import PageCanvas
from app.ui.viewer.mark_commands import MarkCommands
from app.ui.viewer.mark_dialog import MarkDialog, swatch
from app.ui.viewer.mark_list import MarkList
from app.ui.viewer.mark_mouse import MarkMouse
from app.ui.viewer.mark_places import NOTE_MM, area_of, box_of, moved
from app.ui.viewer.mark_tool import MarkTool
from app.ui.viewer.marks import Marks
from app.ui.viewer.overlays import BoxMm, PagePlace
from app.ui.viewer.stamps import Stamp, stamps

NUDGE_MM = 2.0

Spot = tuple[PagePlace, Sequence[BoxMm]]
"""Boxes on a page: selected text, or the hit that is looked at."""


class Marking(QObject):
    """``spots`` are asked in turn what is selected: H and N work on that first."""

    def __init__(
        self,
        desk: Desk,
        canvas: PageCanvas,
        commands: MarkCommands,
        words: Callable[[str, int], Sequence[Word] | None],
        document: Callable[[], Document | None],
        go_to: Callable[[str, int, BoxMm], None],
        name: Callable[[str, int], tuple[str, int]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._canvas, self._window = desk, canvas, parent
        self._document, self._go_to = document, go_to
        self.commands = commands
        self.spots: list[Callable[[], Sequence[Spot]]] = []
        self.marks = Marks(desk, self)
        self.tool = MarkTool(self.marks, words, self)
        self.list = MarkList(self.marks, name)
        self.hint = Notice("")
        self.hint.setProperty("flat", True)
        self.mouse = MarkMouse(canvas, self.marks, self.tool, self.edit, self.remove)
        canvas.overlays.append(self.marks)
        canvas.tools.insert(0, self.tool)
        self._connect()

    def _connect(self) -> None:
        c = self.commands
        c.show.toggled.connect(self.marks.show)
        c.highlight.triggered.connect(self.highlight)
        c.note.triggered.connect(self.note)
        c.stamp.triggered.connect(self.ask_for_stamp)
        c.place.triggered.connect(self._place)
        c.stop.triggered.connect(self._stop)
        c.remove.triggered.connect(lambda: self.remove(self.marks.chosen))
        for action, (right, down) in zip(c.moves, ((-1, 0), (1, 0), (0, -1), (0, 1)), strict=True):
            action.triggered.connect(lambda _on=False, right=right, down=down: self.nudge(right, down))
        self.marks.changed.connect(self._changed)
        self.tool.mode_changed.connect(self._mode_changed)
        self.tool.made.connect(self._made)
        self.list.chosen.connect(self._go_to_mark)
        self.list.edit_wanted.connect(self.edit)
        self.list.remove_wanted.connect(self.remove)

    def follow(self, documents: Sequence[str], addresses: Sequence[tuple[int, str, int]] = ()) -> None:
        """The pages of these documents are shown now, in this order (``PlacedPages.addresses``); none: nothing can be
        marked."""
        self.tool.end()
        self.marks.follow(documents, addresses)
        for action in (self.commands.highlight, self.commands.note, self.commands.stamp):
            action.setEnabled(bool(documents))

    # --- commands --------------------------------------------------------------------------------------------
    def highlight(self, on: bool = True) -> None:
        """Highlight what is selected; with nothing selected the mouse highlights from now on."""
        spots = self._spots()
        if not on or spots:
            self.tool.end()
            self._mode_changed("")
        else:
            self._begin(HIGHLIGHT, "yellow")
        if on and spots:
            self.commands.show.setChecked(True)
            self.marks.put_all([self._on_spot(spot, HIGHLIGHT) for spot in spots], _("Stelle hervorgehoben"))

    def note(self) -> None:
        """A note on what is selected, else where the user says."""
        spots = self._spots()
        if not spots:
            self._begin(NOTE, "yellow")
            return
        place, boxes = spots[0]
        (left, top, width, _height), (wide, high) = boxes[0], NOTE_MM
        beside = (min(left + width + 1, place.size_mm[0] - wide), max(top - high / 3, 0.0), wide, high)
        self._made(self._on_spot((place, [beside]), NOTE))

    def ask_for_stamp(self) -> None:
        """A menu of the stamps, under the hand of mouse and keys alike."""
        if self._canvas.place_of(self._canvas.page) is None:
            return
        menu = self.stamp_menu()
        menu.setActiveAction(menu.actions()[0])
        corner = self._canvas.viewport().mapToGlobal(QPoint(self._canvas.viewport().width() // 2, 24))
        menu.popup(corner - QPoint(menu.sizeHint().width() // 2, 0))

    def stamp_menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        today = datetime.now().astimezone().date()
        for stamp in stamps(self._document(), self._desk.me.name, today):
            entry = menu.addAction(swatch(stamp.colour), stamp.label)
            entry.triggered.connect(lambda _on=False, stamp=stamp: self.stamp(stamp))
        return menu

    def stamp(self, stamp: Stamp) -> None:
        self._begin(STAMP, stamp.colour, stamp.text)

    def edit(self, id_: str) -> None:
        placed = self.marks.find(id_)
        if placed is None or not self.marks.mine(placed.mark):
            return
        dialog = MarkDialog(placed.mark, self._window)
        dialog.accepted_as.connect(
            lambda text, colour: self.marks.change(placed, _("Markierung geändert"), text=text, colour=colour)
        )
        dialog.open()

    def remove(self, id_: str) -> None:
        placed = self.marks.find(id_)
        if placed is not None and self.marks.mine(placed.mark):
            self.marks.remove(placed)

    def nudge(self, right: int, down: int) -> None:
        """Move the chosen mark by keys, as seen on the screen."""
        placed = self.marks.find(self.marks.chosen)
        if placed is None or not self.tool.movable(placed):
            return
        mark = placed.mark
        number = next((n for n, *at in self._canvas.addresses() if at == [mark.document, mark.page]), 0)
        place = self._canvas.place_of(number)
        if place is not None:
            start = place.target.center()
            end = start + QPointF(right, down) * (NUDGE_MM * place.per_mm)
            self.marks.change(placed, _("Markierung verschoben"), areas=moved(mark, place, start, end))

    # --- inside ----------------------------------------------------------------------------------------------
    def _stop(self) -> None:
        """Nothing is placed any more; without that, no mark is chosen any more."""
        if self.tool.mode:
            self.tool.end()
        else:
            self.marks.choose("")

    def _begin(self, shape: str, colour: str, text: str = "") -> None:
        if self._canvas.place_of(self._canvas.page) is None:
            self._mode_changed("")
            return
        self.commands.show.setChecked(True)
        self.tool.begin(shape, colour, text)
        self._canvas.setFocus()

    def _spots(self) -> Sequence[Spot]:
        return next((spots for spots in (ask() for ask in self.spots) if spots), ())

    def _on_spot(self, spot: Spot, shape: str) -> Mark:
        place, boxes = spot
        return self.marks.new(place.document, place.page, shape, tuple(area_of(box, place.size_mm) for box in boxes))

    def _place(self) -> None:
        place = self._canvas.place_of(self._canvas.page)
        if place is not None and self.tool.mode in (NOTE, STAMP):
            self.tool.put_at_default(place)

    def _made(self, mark: Mark) -> None:
        if mark.shape != NOTE:
            self.marks.put(mark, _("Stempel gesetzt") if mark.shape == STAMP else _("Stelle hervorgehoben"))
            return
        self.marks.drag(mark)
        dialog = MarkDialog(mark, self._window)
        dialog.accepted_as.connect(
            lambda text, colour: self.marks.put(replace(mark, text=text, colour=colour), _("Notiz gesetzt"))
        )
        dialog.finished.connect(lambda _result: self.marks.drag(None))
        dialog.open()

    def _changed(self) -> None:
        placed = self.marks.find(self.marks.chosen)
        self.commands.remove.setEnabled(placed is not None and self.marks.mine(placed.mark))
        self.commands.stop.setEnabled(bool(self.tool.mode) or placed is not None)
        for action in self.commands.moves:
            action.setEnabled(placed is not None and self.tool.movable(placed))
        self._canvas.viewport().update()

    def _mode_changed(self, mode: str) -> None:
        self.commands.highlight.setChecked(mode == HIGHLIGHT)
        self.commands.place.setEnabled(mode in (NOTE, STAMP))
        self.commands.stop.setEnabled(bool(mode) or bool(self.marks.chosen))
        hints = {
            HIGHLIGHT: _("Ziehen Sie mit der Maus über den Text. Mit Alt heben Sie ein Rechteck hervor. Esc beendet."),
            NOTE: _("Klicken Sie auf die Stelle für die Notiz. Eingabetaste: oben rechts. Esc bricht ab."),
            STAMP: _("Klicken Sie auf die Stelle für den Stempel. Eingabetaste: oben rechts. Esc bricht ab."),
        }
        self.hint.say(hints.get(mode, ""), "")

    def _go_to_mark(self, id_: str) -> None:
        placed = self.marks.find(id_)
        if placed is not None:
            self.commands.show.setChecked(True)
            self.marks.choose(id_)
            self._go_to(placed.mark.document, placed.mark.page, box_of(placed.mark.areas[0]))
