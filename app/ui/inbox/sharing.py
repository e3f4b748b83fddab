"""Sharing the post: take, give back, forward, for information, back to the mail room, follow-up; a key each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.cache import DocumentRow
from app.domain.records import INBOX
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common import format as fmt
from app.ui.common.follow_up_dialog import Subject, enter_follow_up
from app.ui.common.icons import wear
from app.ui.common.work_bar import WorkBar
from app.ui.inbox.forward_dialog import ForwardDialog, NoteDialog
from app.ui.inbox.steps import forward_step, give_back_step, mail_room_step, take_step

KEYS = {
    "take": "Ctrl+T",
    "give_back": "Ctrl+Shift+G",
    "forward": "Ctrl+Shift+W",
    "mail_room": "Ctrl+Shift+M",
    "follow_up": "Ctrl+Shift+D",
    "noted": "Ctrl+Shift+J",
}


@dataclass(frozen=True, slots=True)
class Queue:
    """What sharing needs of the screen."""

    meant: Callable[[], Sequence[DocumentRow]]
    """The selected rows, or the current one."""
    send_away: Callable[[Sequence[DocumentRow]], None]
    """These leave the list now."""
    mine_shown: Callable[[], bool]
    """The list shows my own queue."""


class Sharing(QObject):
    """Adds the commands to ``owner``, where their keys work."""

    def __init__(self, desk: Desk, owner: QWidget, queue: Queue, bar: WorkBar) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._queue = queue
        self.commands = {
            name: self._make(text, KEYS[name], icon, slot)
            for name, text, icon, slot in (
                ("take", _("Übernehmen"), "person", self.take),
                ("give_back", _("Zurückgeben"), "returned", self.give_back),
                ("forward", _("Weiterleiten"), "forward", self.forward),
                ("mail_room", _("Zurück an die Poststelle"), "mail-returned", self.return_to_mail_room),
                ("follow_up", _("Wiedervorlage anlegen"), "calendar", self.follow_up),
                ("noted", _("Zur Kenntnis genommen"), "eye", bar.note_information),
            )
        }

    def _make(self, text: str, key: str, icon: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self._owner)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        wear(action, icon)
        action.triggered.connect(lambda _on=False: slot())
        self._owner.addAction(action)
        return action

    def all(self) -> list[QAction]:
        return list(self.commands.values())

    def _unfiled(self) -> list[DocumentRow]:
        return [row for row in self._queue.meant() if row.state_of_work == INBOX]

    def take(self) -> None:
        """Into my own queue."""
        rows = [row for row in self._unfiled() if row.worker != self._desk.me.id]
        if rows:
            self._desk.perform(take_step(rows, self._desk.site, self._desk.me))

    def give_back(self) -> None:
        rows = [row for row in self._unfiled() if row.worker == self._desk.me.id]
        if not rows:
            return
        if self._queue.mine_shown():
            self._queue.send_away(rows)
        self._desk.perform(give_back_step(rows, self._desk.site, self._desk.me))

    def forward(self) -> None:
        """Choose whose queue the chosen documents go to, or who shall see them."""
        rows = self._unfiled()
        if rows:
            dialog = ForwardDialog(self._desk, self._owner.window())
            self._open(dialog, lambda: self._forward(rows, dialog))

    def _forward(self, rows: Sequence[DocumentRow], dialog: ForwardDialog) -> None:
        forward = dialog.forward
        if forward is None:
            return
        if not forward.inform:
            self._queue.send_away(rows)
        self._desk.perform(forward_step(rows, forward, self._desk.site, self._desk.me))

    def return_to_mail_room(self) -> None:
        rows = self._unfiled()
        if not rows:
            return
        advice = _("Warum gehört das Dokument nicht hierher? Die Poststelle liest diesen Satz.")
        dialog = NoteDialog(_("Zurück an die Poststelle"), advice, _("Zurückgeben"), self._owner.window())

        def send() -> None:
            self._queue.send_away(rows)
            self._desk.perform(mail_room_step(rows, dialog.text, self._desk.site, self._desk.me))

        self._open(dialog, send)

    def follow_up(self) -> None:
        rows = list(self._queue.meant())
        if rows:
            subjects = [Subject(fmt.title(row), document=row.id, case=_case_of(row)) for row in rows]
            enter_follow_up(self._desk, subjects, self._owner.window())

    @staticmethod
    def _open(dialog: QDialog, accepted: Callable[[], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(accepted)
        dialog.open()


def _case_of(row: DocumentRow) -> str:
    """An unfiled document's case is only proposed."""
    return "" if row.state_of_work == INBOX else row.case
