"""The queue's list. Knows all rows of the site and shows those that are looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.cache import DocumentRow
from app.domain.page_sets import part_of
from app.domain.texts import _
from app.tasks.desk import Desk
from app.tasks.lanes import Ticket
from app.ui.common.tables import TWO_LINE_HEIGHT, RowModel, RowTable
from app.ui.common.widgets import EmptyPanel
from app.ui.inbox import rows as queue
from app.ui.inbox.empty_queue import is_filtered, why_empty
from app.ui.inbox.looking import follow_looks, looked_at
from app.ui.inbox.queue_head import QueueHead
from app.ui.inbox.queue_loading import Loaded, arrange, heir_of, today, with_parts, with_post
from app.ui.inbox.rows import Arranged, View

_ORDER_OF = {"received": queue.RECEIPT, "age": queue.AGE, "pages": queue.PAGES, "paper": queue.PAPER}
ROOMY, MEDIUM = 560, 420
"""Below these widths the receipt date and the pages give way; age and paper clock stay."""


class QueueList(QWidget):
    """``current_changed`` gives the row to show (or None), ``selection_changed`` comes with every change of choice."""

    current_changed = Signal(object)
    selection_changed = Signal()
    entered = Signal()
    """Enter on a row: the keyboard goes on to filing."""
    reload_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all: dict[str, DocumentRow] = {}
        self._hidden: set[str] = set()
        self._wanted = ""
        self._chosen_soon: tuple[str, ...] = ()
        self._arranging: Ticket | None = None
        self._day = today()
        self.head = QueueHead(has_team=bool(desk.me.teams))
        self.model = RowModel(queue.columns(today, looked_at(desk)), describe=lambda row: queue.spoken(row, today()))
        self.table = RowTable(self.model, _("Posteingang"), row_height=TWO_LINE_HEIGHT, several=True, memory="inbox")
        self.empty = EmptyPanel("inbox", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.head.looked.connect(self.refresh)
        self.head.filter.moved.connect(self.table.step)
        self.head.filter.chosen.connect(self.entered)
        self.head.filter.left.connect(self.table.setFocus)
        self.table.current_changed.connect(self.current_changed)
        self.table.selection_changed.connect(self.selection_changed)
        self.table.chosen.connect(lambda _row: self.entered.emit())
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(
            lambda section: self.head.order_by(_ORDER_OF.get(self.model.columns[section].key, queue.SENDER))
        )
        self.empty.pressed.connect(self._widen)
        follow_looks(self._desk, self.model, self.table)

    # --- rows ------------------------------------------------------------------------------------------------
    def show_all(self, loaded: Loaded) -> None:
        """All of the site's post, after a (re)load."""
        self._all = {row.id: row for row in loaded.rows}
        self._hidden &= self._all.keys()
        if self._arranging is not None:
            self._arranging.cancel()
        if (loaded.view, loaded.day) == (self.head.view, self._day):
            self._show(loaded.arranged)
        else:
            self.refresh()

    def patch(self, rows: Mapping[str, DocumentRow | None]) -> None:
        """Rows that changed; None for those that have left the inbox."""
        new = [id_ for id_, row in rows.items() if row is not None and id_ not in self._all]
        for id_, row in rows.items():
            self._hidden.discard(id_)
            if row is None:
                self._all.pop(id_, None)
            else:
                self._all[id_] = row
        if any(part_of(id_) for id_ in new):
            self._all = {row.id: row for row in with_parts(self._all.values())}
        self.refresh()

    def hide_rows(self, ids: Iterable[str]) -> None:
        """Take rows away at once, before the cache has answered; the next one becomes current."""
        self._hidden.update(ids)
        self._show_rows(self._left(self.model.rows))
        self._say_empty()

    def hidden(self) -> frozenset[str]:
        """Rows that were taken away and not answered yet."""
        return frozenset(self._hidden)

    def knows(self, document_id: str) -> bool:
        return document_id in self._all

    def following(self) -> DocumentRow | None:
        """The row after the current one: what filing opens next."""
        place = self.table.currentIndex().row() + 1
        row = self.model.rows[place] if 0 < place < len(self.model.rows) else None
        return row if isinstance(row, DocumentRow) else None

    def neighbour(self, document_id: str, step: int) -> str | None:
        """The id of the document ``step`` rows further, None at the end."""
        here = self.model.row_of(document_id)
        place = -1 if here is None else here + step
        return str(self.model.rows[place].id) if 0 <= place < len(self.model.rows) else None

    def documents(self) -> Sequence[str]:
        """A queue is not read as one."""
        return ()

    def chosen(self) -> Sequence[str]:
        """Nor printed as one: its documents belong to different people."""
        return ()

    def meant(self) -> Sequence[DocumentRow]:
        """The selected rows, or the current one."""
        current = self.table.current_row()
        return self.table.selected_rows() or ([current] if current is not None else [])

    def go_to(self, document_id: str) -> None:
        """Make a row current; what hides it (filter, queue) goes."""
        if self.table.go_to_id(document_id):
            return
        self._wanted = document_id
        self.head.filter.clear()
        self.head.look(View(order=self.head.view.order))
        self.refresh()

    def go_to_soon(self, document_id: str) -> None:
        """Make a row current that the rows now being arranged will hold."""
        self._wanted = document_id

    def choose_soon(self, ids: Sequence[str]) -> None:
        """Select these rows together, now or as soon as they are there (parts of a document that was split)."""
        self._chosen_soon = () if self.table.select_ids(ids) else tuple(ids)

    def refresh(self) -> None:
        """Filter, sort and count anew, off the Qt thread."""
        desk, every, view, day = self._desk, list(self._all.values()), self.head.view, today()
        if day != self._day:
            self._day = day
            self.model.forget_lines()
        self._arranging = desk.ask(
            lambda cache: arrange(cache, desk, every, view, day), self._show, newest="inbox-arrange"
        )

    def _show(self, arranged: Arranged) -> None:
        self.head.show_counts(arranged)
        if self._first_choice(arranged):
            return
        self._show_rows(self._left(arranged.rows))
        if self._chosen_soon and self.table.select_ids(self._chosen_soon):
            self._chosen_soon = ()
        elif self._wanted and self.table.go_to_id(self._wanted):
            self._wanted = ""
        elif self.table.current_row() is None:
            self.table.go_to(0)
        self._say_empty()

    def _show_rows(self, rows: tuple[DocumentRow, ...]) -> None:
        """If the current document leaves the list, the next one that stays becomes current, else the one before."""
        current = self.table.current_row()
        if current is not None and not any(row.id == current.id for row in rows):
            heir = heir_of(self.model.rows, self.table.currentIndex().row(), {row.id for row in rows})
            if heir is not None:
                self.table.go_to(heir)
        self.table.show_rows(rows)

    def _first_choice(self, arranged: Arranged) -> bool:
        """At the start the narrowest queue that has post is shown."""
        if self.head.chosen_by_user or not arranged.site:
            return False
        self.head.chosen_by_user = True
        before = self.head.view
        self.head.look(with_post(before, arranged))
        return self.head.view != before

    def _left(self, rows: Iterable[DocumentRow]) -> tuple[DocumentRow, ...]:
        return tuple(row for row in rows if row.id not in self._hidden)

    # --- nothing to show -------------------------------------------------------------------------------------
    def _more_at_site(self) -> bool:
        return self.head.view.queue != queue.SITE and len(self._all) > len(self._hidden)

    def _widen(self) -> None:
        """The empty list's button: drop the filter, else show all of the site, else ask the centre."""
        if is_filtered(self.head.view):
            self.head.drop_filter()
        elif self._more_at_site():
            self.head.look(replace(self.head.view, queue=queue.SITE))
        else:
            self.reload_wanted.emit()

    def _say_empty(self) -> None:
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        if not self.model.rows:
            self.empty.say(*why_empty(self.head.view, more_at_site=self._more_at_site()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        keys = [column.key for column in self.model.columns]
        self.table.setColumnHidden(keys.index("received"), self.width() < ROOMY)
        self.table.setColumnHidden(keys.index("pages"), self.width() < MEDIUM)
