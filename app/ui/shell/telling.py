"""What the window tells without being asked: no connection, notices, refusals, done steps, counts."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.cache import Touched
from app.domain.decide import Refused
from app.domain.texts import _, ngettext
from app.tasks.desk import Desk, Status
from app.ui.common.widgets import Notice, Toast
from app.ui.shell.navigation import ACTIVITY, INBOX
from app.ui.shell.rail import NavigationRail
from app.ui.shell.status_bar import StateBar


class Telling(QObject):
    """The notices above the screens (``notices``, to be laid out), the message below, the counts."""

    centre_wanted = Signal()
    activity_wanted = Signal()

    def __init__(self, desk: Desk, window: QWidget, rail: NavigationRail, state: StateBar) -> None:
        super().__init__(window)
        self._desk = desk
        self._rail = rail
        self._state = state
        self._told = ""
        self.offline = Notice("caution")
        self.told = Notice("")
        self.refused = Notice("bad")
        self.toast = Toast(window)
        self.notices = QVBoxLayout()
        self.notices.setContentsMargins(0, 0, 0, 0)
        self.notices.setSpacing(0)
        for notice in (self.offline, self.told, self.refused):
            notice.setProperty("flat", True)
            self.notices.addWidget(notice)
        self.offline.pressed.connect(self.centre_wanted)
        self.refused.pressed.connect(self._read_refusal)
        self.toast.pressed.connect(desk.undo)
        desk.status_changed.connect(self.show_status)
        desk.touched.connect(self._touched)
        desk.acted.connect(self._acted)
        desk.was_refused.connect(self._was_refused)
        self.show_status(desk.status)
        self.count()

    def say(self, text: str) -> None:
        """A short message that needs no answer."""
        self.toast.say(text, stay_ms=3000)

    def show_status(self, status: Status) -> None:
        problem = status.problem
        if problem is not None and not status.online:
            self.offline.say(f"{problem.title} {problem.advice}".strip(), "caution", _("Jetzt versuchen"))
        else:
            self.offline.say("")
        if status.notice != self._told:
            self._told = status.notice
            self.told.say(status.notice, "", closable=True)

    def count(self) -> None:
        site = self._desk.site
        self._desk.ask(
            lambda cache: {**cache.counts(), "inbox": len(cache.inbox(site))}, self._show_counts, newest="counts"
        )

    def show_refused(self, refused: int) -> None:
        """How many refusals are not read yet; with none left the notice goes."""
        spoken = _("{n} nicht angenommen").format(n=refused)
        self._rail.buttons[ACTIVITY].say(refused, spoken, "bad")
        self._state.show_refused(refused)
        if not refused:
            self.refused.say("")

    def _acted(self, label: str) -> None:
        if self._desk.redo_label == label:
            self.toast.say(_("Zurückgenommen: {step}").format(step=label), stay_ms=3000)
        else:
            self.toast.say(label, _("Rückgängig") if self._desk.undo_label == label else "")

    def _was_refused(self, refused: Refused) -> None:
        self.toast.hide()
        self.refused.say(f"{refused.title} {refused.advice}".strip(), "bad", _("Ansehen"), closable=True)

    def _read_refusal(self) -> None:
        self.refused.say("")
        self.activity_wanted.emit()

    def _touched(self, _touched: Touched) -> None:
        self.count()

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        waiting = counts.get("inbox", 0)
        self._rail.buttons[INBOX].say(
            waiting, ngettext("{n} Dokument wartet", "{n} Dokumente warten", waiting).format(n=waiting)
        )
        self._state.show_waiting(counts.get("waiting", 0))
