"""Above the queue: whose post, the filter, the channel, the order. Together they are a ``View``."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from app.domain.channels import CHANNELS
from app.domain.texts import _
from app.ui.common import format as fmt
from app.ui.common.theme import SPACE_S
from app.ui.common.widgets import SearchField, Segments, layout_memory, tool_button
from app.ui.inbox import rows as queue
from app.ui.inbox.rows import Arranged, View

DUE, RETURNED = "due", "returned"
"""In the menu of channels: papers that come due, and what was returned to the mail room."""


class QueueHead(QWidget):
    """``looked`` comes when the ``view`` has changed."""

    looked = Signal()
    person_wanted = Signal()

    def __init__(self, has_team: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = _kept_view(has_team)
        self.chosen_by_user = False
        """The user has switched queues: it is not switched for them any more."""
        self.segments = Segments(
            [
                (queue.MINE, "person", _("Meine")),
                (queue.TEAM, "team", _("Team")),
                (queue.SITE, "inbox", _("Standort")),
                (queue.PERSON, "people", _("Person …")),
            ],
            _("Wessen Post"),
        )
        for key, button in self.segments.buttons.items():
            style = Qt.ToolButtonStyle
            button.setToolButtonStyle(style.ToolButtonIconOnly if key == queue.PERSON else style.ToolButtonTextOnly)
        self.segments.buttons[queue.PERSON].setToolTip(_("Post einer anderen Person zeigen"))
        self.segments.buttons[queue.TEAM].setVisible(has_team)
        self.filter = SearchField(_("Liste filtern"), _("Liste filtern"))
        self.channels = _menu_button("filter", _("Eingangsweg wählen"), self._channel_menu())
        self.order = _menu_button("list", _("Reihenfolge wählen"), self._order_menu())
        self._lay_out()
        self.segments.switched.connect(self._switched)
        self.filter.searched.connect(self._filtered)
        self._mark()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.segments)
        top.addStretch()
        tools = QHBoxLayout()
        tools.setSpacing(2)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.channels)
        tools.addWidget(self.order)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        column.setSpacing(SPACE_S)
        column.addLayout(top)
        column.addLayout(tools)

    def look(self, view: View) -> None:
        """Look at the queue in another way."""
        if view == self.view:
            return
        self.view = view
        self._mark()
        if view.queue != queue.PERSON:
            layout_memory().setValue("inbox/queue", view.queue)
        if not view.due:
            layout_memory().setValue("inbox/order", view.order)
        self.looked.emit()

    def drop_filter(self) -> None:
        """Show all of the queue again."""
        self.filter.clear()
        self.look(replace(self.view, words="", channel="", due=False, at_mail_room=False))

    def show_person(self, worker: str, name: str) -> None:
        """Another person's queue; no worker: back to what was shown."""
        if not worker:
            self.segments.choose(self.view.queue)
            return
        button = self.segments.buttons[queue.PERSON]
        button.setText(name)
        button.setAccessibleName(_("Post von {name}").format(name=name))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.look(replace(self.view, queue=queue.PERSON, person=worker))

    def show_counts(self, arranged: Arranged) -> None:
        labels = (
            (queue.MINE, _("Meine"), arranged.mine),
            (queue.TEAM, _("Team"), arranged.team),
            (queue.SITE, _("Standort"), arranged.site),
        )
        for key, label, count in labels:
            button = self.segments.buttons[key]
            button.setText(f"{label}  {fmt.number(count)}")
            button.setAccessibleName(f"{label}: {fmt.documents(count)}")

    def order_by(self, order: str) -> None:
        """A heading was clicked: sort by it, or turn round what is sorted by it."""
        turned = self.view.order == order and not self.view.descending
        self.look(replace(self.view, order=order, descending=turned))

    def _switched(self, key: str) -> None:
        self.chosen_by_user = True
        if key == queue.PERSON:
            self.person_wanted.emit()
        else:
            self.look(replace(self.view, queue=key))

    def _filtered(self, text: str) -> None:
        self.look(replace(self.view, words=text))

    def _channel_menu(self) -> QMenu:
        entries = [("", _("Alle Eingangswege")), *((code, fmt.channel(code)) for code in CHANNELS)]
        special = [(DUE, _("Papier fällig, nicht gesichtet")), (RETURNED, _("Zurück an die Poststelle"))]
        menu = self._radio_menu([*entries, *special], self._view_of)
        menu.insertSeparator(menu.actions()[-len(special)])
        return menu

    def _view_of(self, key: str) -> View:
        """Papers come due in files, too: all of the site's are shown, most urgent first."""
        plain = replace(self.view, channel="", due=False, at_mail_room=False)
        if key == DUE:
            return replace(plain, due=True, queue=queue.SITE, order=queue.PAPER, descending=False)
        if key == RETURNED:
            return replace(plain, at_mail_room=True, queue=queue.SITE)
        return replace(plain, channel=key)

    def _order_menu(self) -> QMenu:
        return self._radio_menu(queue.order_labels(), lambda key: replace(self.view, order=key, descending=False))

    def _radio_menu(self, entries: Iterable[tuple[str, str]], view: Callable[[str], View]) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for key, label in entries:
            action = QAction(label, menu, checkable=True)
            action.setData(key)
            action.triggered.connect(lambda _on=False, key=key: self.look(view(key)))
            group.addAction(action)
            menu.addAction(action)
        return menu

    def _mark(self) -> None:
        """What is chosen is seen: on the segments, in the menus, beside the channel button."""
        view, style = self.view, Qt.ToolButtonStyle
        self.segments.choose(view.queue)
        special = DUE if view.due else RETURNED if view.at_mail_room else ""
        for button, current in ((self.channels, special or view.channel), (self.order, view.order)):
            for action in button.menu().actions():
                action.setChecked(action.data() == current)
        short = {DUE: _("Papier fällig"), RETURNED: _("Poststelle")}
        chosen = short.get(special) or (fmt.channel(view.channel) if view.channel else _("alle"))
        named = bool(view.channel or special)
        self.channels.setText(chosen if named else "")
        self.channels.setToolButtonStyle(style.ToolButtonTextBesideIcon if named else style.ToolButtonIconOnly)
        self.channels.setAccessibleName(_("Eingangsweg: {channel}").format(channel=chosen))
        order = next(label for key, label in queue.order_labels() if key == view.order)
        self.order.setAccessibleName(_("Reihenfolge: {order}").format(order=order))
        self.order.setToolTip(self.order.accessibleName())


def _menu_button(icon: str, name: str, menu: QMenu) -> QToolButton:
    button = tool_button(icon, name)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def _kept_view(has_team: bool) -> View:
    """The queue and order of last time."""
    memory = layout_memory()
    kept, order = str(memory.value("inbox/queue", queue.MINE)), str(memory.value("inbox/order", queue.AGE))
    queues = {queue.MINE, queue.SITE, *((queue.TEAM,) if has_team else ())}
    known = {key for key, _label in queue.order_labels()}
    return View(queue=kept if kept in queues else queue.MINE, order=order if order in known else queue.AGE)
