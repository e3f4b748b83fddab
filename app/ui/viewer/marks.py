"""The marks of the documents that a viewer shows: kept up to date, changed by steps that can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter

from app.domain.actions import PutMark, RemoveMark
from app.domain.cache import Cache, Touched
from app.domain.ids import new_id
from app.domain.records import Mark
from app.domain.rules.marks import TEAM_LEAD
from app.domain.texts import _
from app.tasks.desk import Desk, Step
from app.tasks.lanes import Ticket
from app.ui.viewer.mark_painting import paint_mark
from app.ui.viewer.overlays import PagePlace


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark as it is in the cache."""

    mark: Mark
    version: int


class Marks(QObject):
    """Also the overlay that paints them."""

    changed = Signal()
    """The marks, which is chosen, or whether they are shown."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._documents: tuple[str, ...] = ()
        self._named: frozenset[str] = frozenset()
        """The documents and the originals of their pages: a change of a mark names its original."""
        self._order: dict[tuple[str, int], int] = {}
        self._by_page: dict[tuple[str, int], list[Placed]] = {}
        self._names: dict[str, str] = {desk.me.id: desk.me.name}
        self._ticket: Ticket | None = None
        self.shown = True
        self.chosen = ""
        """Id of the mark that is worked on."""
        self.dragged: Mark | None = None
        """How a mark looks while it is being moved, or a new one before it is put; painted in place of the old."""
        desk.touched.connect(self._touched)

    # --- what is there ---------------------------------------------------------------------------------------
    def follow(self, documents: Sequence[str], addresses: Sequence[tuple[int, str, int]] = ()) -> None:
        """Show the marks of these documents from now on; ``addresses``: of their pages, as ``PlacedPages`` says."""
        order = {(original, page): number for number, original, page in addresses}
        if tuple(documents) == self._documents and order == self._order:
            return
        self._documents, self._order = tuple(documents), order
        self._named = frozenset((*documents, *(original for original, _page in order)))
        self._by_page = {}
        self.chosen, self.dragged = "", None
        self._ask()
        self.changed.emit()

    def of(self, document: str, page: int) -> list[Placed]:
        return self._by_page.get((document, page), [])

    def all(self) -> list[Placed]:
        """In the order of the pages that are shown."""
        keys = sorted(self._by_page, key=lambda key: self._order.get(key, 0))
        return [placed for key in keys for placed in self._by_page[key]]

    def find(self, id_: str) -> Placed | None:
        return next((placed for placed in self.all() if placed.mark.id == id_), None)

    def author(self, mark: Mark) -> str:
        """The name of who put it."""
        return self._names.get(mark.by, mark.by)

    def mine(self, mark: Mark) -> bool:
        """Whether this user may change it."""
        return mark.by in ("", self._desk.me.id) or TEAM_LEAD in self._desk.me.roles

    # --- acting ----------------------------------------------------------------------------------------------
    def new(self, document: str, page: int, shape: str, areas: tuple[tuple[int, int, int, int], ...]) -> Mark:
        now = _now()
        return Mark(
            id=new_id(), document=document, page=page, shape=shape, areas=areas, by=self._desk.me.id, at=now
        )

    def put(self, mark: Mark, label: str, version: int = 0) -> None:
        """Put a new mark, or change the one of that version; it is chosen then."""
        self.chosen = mark.id
        self._perform(label, [PutMark(**self._who(), mark=mark, base=version)])

    def put_all(self, marks: Sequence[Mark], label: str) -> None:
        """New marks as one step."""
        self._perform(label, [PutMark(**self._who(), mark=mark, base=0) for mark in marks])

    def change(self, placed: Placed, label: str, **fields: object) -> None:
        """Change a mark that is there, if that makes a difference."""
        mark = replace(placed.mark, **fields)  # type: ignore[arg-type]
        if mark != placed.mark:
            self.put(mark, label, placed.version)

    def remove(self, placed: Placed) -> None:
        mark = placed.mark
        action = RemoveMark(**self._who(), mark=mark.id, document=mark.document, base=placed.version)
        self._perform(_("Markierung entfernt"), [action])

    def choose(self, id_: str) -> None:
        if id_ != self.chosen:
            self.chosen = id_
            self.changed.emit()

    def show(self, shown: bool) -> None:
        self.shown = shown
        self.changed.emit()

    def drag(self, mark: Mark | None) -> None:
        self.dragged = mark
        self.changed.emit()

    def _perform(self, label: str, actions: Sequence[PutMark | RemoveMark]) -> None:
        """Shown at once, so that the next step can follow at once; what came of it is looked up afterwards."""
        if self._ticket is not None:
            self._ticket.cancel()
        for action in actions:
            self._foresee(action)
        self._desk.perform(Step(label, tuple(actions)), self._ask)
        self.changed.emit()

    def _foresee(self, action: PutMark | RemoveMark) -> None:
        if isinstance(action, RemoveMark):
            for there in self._by_page.values():
                there[:] = [placed for placed in there if placed.mark.id != action.mark]
            return
        new = Placed(action.mark, action.base + 1)
        there = self._by_page.setdefault((new.mark.document, new.mark.page), [])
        if any(placed.mark.id == new.mark.id for placed in there):
            there[:] = [new if placed.mark.id == new.mark.id else placed for placed in there]
        else:
            there.append(new)

    def _who(self) -> dict[str, str]:
        return {"site": self._desk.site, "by": self._desk.me.id, "acted_at": _now()}

    # --- painting --------------------------------------------------------------------------------------------
    def paint(self, painter: QPainter, place: PagePlace) -> None:
        if not self.shown:
            return
        dragged = self.dragged
        for placed in self.of(place.document, place.page):
            if dragged is None or dragged.id != placed.mark.id:
                painter.save()
                paint_mark(painter, place, placed.mark, placed.mark.id == self.chosen)
                painter.restore()
        if dragged is not None and (dragged.document, dragged.page) == (place.document, place.page):
            paint_mark(painter, place, dragged, True)

    # --- answers ---------------------------------------------------------------------------------------------
    def _touched(self, touched: Touched) -> None:
        if touched.everything or not touched.documents.isdisjoint(self._named):
            self._ask()

    def _ask(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        documents, site = self._documents, self._desk.site
        if not documents:
            return

        def look(cache: Cache) -> tuple[list[Placed], dict[str, str]]:
            found = [Placed(mark, version) for document in documents for mark, version in cache.marks(document)]
            return found, {worker.id: worker.name for worker in cache.workers(site)} if found else {}

        self._ticket = self._desk.ask(look, self._found)

    def _found(self, answer: tuple[list[Placed], dict[str, str]]) -> None:
        found, names = answer
        self._names.update(names)
        self._by_page = {}
        for placed in found:
            self._by_page.setdefault((placed.mark.document, placed.mark.page), []).append(placed)
        self.changed.emit()


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
