"""The queue: whose post, filter and order above, the list below. Knows all rows of the site and shows some."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.domain.cache import DocumentRow
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common import format as fmt
from app.ui.common.tables import TWO_LINE_HEIGHT, RowModel, RowTable
from app.ui.common.theme import SPACE_S
from app.ui.common.widgets import EmptyPanel, SearchField, Segments, layout_memory, tool_button
from app.ui.inbox import rows as queue
from app.ui.inbox.rows import Arranged, View

CHANNELS = ("letter", "fax", "email", "online", "counter")
_COLUMN_OF = {"received": queue.RECEIPT, "age": queue.AGE, "pages": queue.PAGES, "paper": queue.PAPER}
ROOMY, MEDIUM = 470, 400
"""Below these widths the receipt date and the pages give way; age and paper clock stay."""


def today() -> date:
    return datetime.now().astimezone().date()


class QueueList(QWidget):
    """``current_changed`` gives the row to show (or None), ``selection_changed`` comes with every change of choice."""

    current_changed = Signal(object)
    selection_changed = Signal()
    entered = Signal()
    """Enter on a row: the keyboard goes on to filing."""
    person_wanted = Signal()
    reload_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all: dict[str, DocumentRow] = {}
        self._hidden: set[str] = set()
        self._chosen_by_user = False
        self._wanted = ""
        self.view = self._kept_view()
        self.segments = Segments(
            [
                (queue.MINE, "person", _("Meine")),
                (queue.TEAM, "team", _("Team")),
                (queue.SITE, "inbox", _("Standort")),
                (queue.PERSON, "people", _("Person …")),
            ],
            _("Wessen Post"),
        )
        self.filter = SearchField(_("Liste filtern"), _("Liste filtern"))
        self.channels = self._menu_button("filter", _("Eingangsweg wählen"), self._channel_menu())
        self.order = self._menu_button("list", _("Reihenfolge wählen"), self._order_menu())
        self.model = RowModel(queue.columns(today), describe=lambda row: queue.spoken(row, today()))
        self.table = RowTable(
            self.model, _("Posteingang"), row_height=TWO_LINE_HEIGHT, several=True, memory="inbox"
        )
        self.empty = EmptyPanel("inbox", "")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(self.segments)
        top.addStretch()
        tools = QHBoxLayout()
        tools.setSpacing(2)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.channels)
        tools.addWidget(self.order)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        head.setSpacing(SPACE_S)
        head.addLayout(top)
        head.addLayout(tools)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.segments.switched.connect(self._switched)
        self.filter.searched.connect(lambda text: self._look(replace(self.view, words=text)))
        self.filter.moved.connect(self.table.step)
        self.filter.chosen.connect(self.entered)
        self.filter.left.connect(self.table.setFocus)
        self.table.current_changed.connect(self.current_changed)
        self.table.selection_changed.connect(self.selection_changed)
        self.table.chosen.connect(lambda _row: self.entered.emit())
        self.table.horizontalHeader().setSectionsClickable(True)
        self.table.horizontalHeader().sectionClicked.connect(self._header_clicked)
        self.empty.pressed.connect(self._widen)

    # --- rows ------------------------------------------------------------------------------------------------
    def show_all(self, rows: Iterable[DocumentRow]) -> None:
        """All of the site's post, after a (re)load."""
        self._all = {row.id: row for row in rows}
        self._hidden &= self._all.keys()
        self.refresh()

    def patch(self, rows: Mapping[str, DocumentRow | None]) -> None:
        """Rows that changed; None for those that have left the inbox."""
        for id_, row in rows.items():
            self._hidden.discard(id_)
            if row is None:
                self._all.pop(id_, None)
            else:
                self._all[id_] = row
        self.refresh()

    def hide_rows(self, ids: Iterable[str]) -> None:
        """Take rows away at once, before the cache has answered; the next one becomes current."""
        self._hidden.update(ids)
        left = tuple(row for row in self.model.rows if row.id not in self._hidden)
        self.table.show_rows(left, fall_back=True)
        self._say_empty()

    def hidden(self) -> frozenset[str]:
        """Rows that were taken away and not answered yet."""
        return frozenset(self._hidden)

    def refresh(self) -> None:
        """Filter, sort and count anew, off the Qt thread."""
        every = list(self._all.values())
        view, me, day = self.view, self._desk.me, today()
        self._desk.ask(
            lambda _cache: queue.arrange_queue(every, view, me, day),
            lambda arranged: self._show(arranged),
            newest="inbox-arrange",
        )

    def knows(self, document_id: str) -> bool:
        return document_id in self._all

    def go_to(self, document_id: str) -> None:
        """Make a row current; if the filter hides it, the filter goes."""
        if self.table.go_to_id(document_id):
            return
        self._wanted = document_id
        self.filter.clear()
        self._look(View(order=self.view.order))

    def go_to_soon(self, document_id: str) -> None:
        """Make a row current that the rows now being arranged will hold."""
        self._wanted = document_id

    def following(self) -> DocumentRow | None:
        """The row after the current one: what filing opens next."""
        place = self.table.currentIndex().row() + 1
        return self.model.rows[place] if 0 < place < len(self.model.rows) else None

    def _show(self, arranged: Arranged) -> None:
        self._count(arranged)
        if self._first_choice(arranged):
            return
        self.table.show_rows(
            tuple(row for row in arranged.rows if row.id not in self._hidden), fall_back=True
        )
        if self._wanted and self.table.go_to_id(self._wanted):
            self._wanted = ""
        elif self.table.current_row() is None:
            self.table.go_to(0)
        self._say_empty()

    def _first_choice(self, arranged: Arranged) -> bool:
        """At the start the narrowest queue that has post is shown."""
        if self._chosen_by_user or not arranged.site:
            return False
        self._chosen_by_user = True
        counts = {queue.MINE: arranged.mine, queue.TEAM: arranged.team, queue.SITE: arranged.site}
        if self.view.queue == queue.PERSON or counts.get(self.view.queue):
            return False
        self._look(replace(self.view, queue=next(key for key, count in counts.items() if count)))
        return True

    def _count(self, arranged: Arranged) -> None:
        labels = (
            (queue.MINE, _("Meine"), arranged.mine),
            (queue.TEAM, _("Team"), arranged.team),
            (queue.SITE, _("Standort"), arranged.site),
        )
        for key, label, count in labels:
            button = self.segments.buttons[key]
            button.setText(f"{label}  {fmt.number(count)}")
            button.setAccessibleName(f"{label}: {fmt.documents(count)}")
        self.segments.buttons[queue.TEAM].setVisible(bool(self._desk.me.teams))

    # --- how it is looked at ---------------------------------------------------------------------------------
    def show_person(self, worker: str, name: str) -> None:
        """Another person's queue; no worker: back to what was shown."""
        if not worker:
            self.segments.choose(self.view.queue)
            return
        self.segments.buttons[queue.PERSON].setText(name)
        self._look(replace(self.view, queue=queue.PERSON, person=worker))

    def _switched(self, key: str) -> None:
        self._chosen_by_user = True
        if key == queue.PERSON:
            self.person_wanted.emit()
        else:
            self._look(replace(self.view, queue=key))

    def _look(self, view: View) -> None:
        self.view = view
        self.segments.choose(view.queue)
        self._mark_buttons()
        if view.queue != queue.PERSON:
            layout_memory().setValue("inbox/queue", view.queue)
        layout_memory().setValue("inbox/order", view.order)
        self.refresh()

    def _widen(self) -> None:
        """The empty list's button: drop the filter, else show all of the site."""
        if self.view.words or self.view.channel:
            self.filter.clear()
            self._look(replace(self.view, words="", channel=""))
        elif self.view.queue != queue.SITE:
            self._look(replace(self.view, queue=queue.SITE))
        else:
            self.reload_wanted.emit()

    def _say_empty(self) -> None:
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        if self.model.rows:
            return
        if self.view.words or self.view.channel:
            self.empty.say(
                "filter", _("Kein Dokument passt zum Filter"), "", _("Filter zurücksetzen")
            )
        elif self.view.queue != queue.SITE and len(self._all) > len(self._hidden):
            self.empty.say(
                "ok",
                _("Hier ist alles erledigt"),
                _("Am Standort wartet noch weitere Post."),
                _("Post des Standorts zeigen"),
            )
        else:
            self.empty.say(
                "inbox",
                _("Der Posteingang ist leer"),
                _("Neue Post erscheint hier von selbst, sobald der Scandienst sie liefert. "
                  "Was dort schon angekündigt ist, steht unten."),
                _("Jetzt abgleichen"),
            )  # fmt: skip

    def _header_clicked(self, section: int) -> None:
        order = _COLUMN_OF.get(self.model.columns[section].key, queue.SENDER)
        turned = self.view.order == order and not self.view.descending
        self._look(replace(self.view, order=order, descending=turned))

    # --- menus -----------------------------------------------------------------------------------------------
    def _kept_view(self) -> View:
        memory = layout_memory()
        kept = str(memory.value("inbox/queue", queue.MINE))
        order = str(memory.value("inbox/order", queue.AGE))
        known = {key for key, _label in queue.order_labels()}
        return View(
            queue=kept if kept in (queue.MINE, queue.TEAM, queue.SITE) else queue.MINE,
            order=order if order in known else queue.AGE,
        )

    def _menu_button(self, icon: str, name: str, menu: QMenu) -> QToolButton:
        button = tool_button(icon, name)
        menu.setParent(button, Qt.WindowType.Popup)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _channel_menu(self) -> QMenu:
        entries = [("", _("Alle Eingangswege")), *((code, fmt.channel(code)) for code in CHANNELS)]
        return self._radio_menu(entries, self.view.channel, lambda key: replace(self.view, channel=key))

    def _order_menu(self) -> QMenu:
        return self._radio_menu(
            queue.order_labels(), self.view.order, lambda key: replace(self.view, order=key, descending=False)
        )

    def _radio_menu(self, entries: Iterable[tuple[str, str]], current: str, view: Callable[[str], View]) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for key, label in entries:
            action = QAction(label, menu, checkable=True)
            action.setData(key)
            action.setChecked(key == current)
            action.triggered.connect(lambda _on=False, key=key: self._look(view(key)))
            group.addAction(action)
            menu.addAction(action)
        return menu

    def _mark_buttons(self) -> None:
        """A filter that is on is seen; the menus show what is chosen."""
        for button, current in ((self.channels, self.view.channel), (self.order, self.view.order)):
            for action in button.menu().actions():
                action.setChecked(action.data() == current)
        chosen = fmt.channel(self.view.channel) if self.view.channel else _("alle")
        self.channels.setText(chosen if self.view.channel else "")
        style = Qt.ToolButtonStyle
        self.channels.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if self.view.channel else style.ToolButtonIconOnly
        )
        self.channels.setAccessibleName(_("Eingangsweg: {channel}").format(channel=chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        keys = [column.key for column in self.model.columns]
        self.table.setColumnHidden(keys.index("received"), self.width() < ROOMY)
        self.table.setColumnHidden(keys.index("pages"), self.width() < MEDIUM)
