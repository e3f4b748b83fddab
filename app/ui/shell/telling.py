"""What the window tells without being asked: no connection, notices, refusals, done steps, counts."""

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.cache import Touched
from app.domain.decide import Refused
from app.domain.errors import SignInNeeded
from app.domain.texts import _, ngettext
from app.services.follow_ups import count_due
from app.tasks.desk import Desk, Status
from app.ui.common.widgets import Notice, Toast
from app.ui.shell.navigation import ACTIVITY, INBOX, WORK
from app.ui.shell.rail import NavigationRail
from app.ui.shell.status_bar import StateBar


class Telling(QObject):
    """The notices above the screens (``notices``, to be laid out), the message below, the counts."""

    centre_wanted = Signal()
    activity_wanted = Signal()

    def __init__(self, desk: Desk, window: QWidget, rail: NavigationRail, state: StateBar) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
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
        self.offline.pressed.connect(self._offline_pressed)
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
        if isinstance(problem, SignInNeeded):
            self.offline.say(f"{problem.title} {problem.advice}".strip(), "caution", _("Anmelden ..."))
        elif problem is not None and not status.online:
            self.offline.say(f"{problem.title} {problem.advice}".strip(), "caution", _("Jetzt versuchen"))
        else:
            self.offline.say("")
        if status.notice != self._told:
            self._told = status.notice
            self.told.say(status.notice, "", closable=True)

    def count(self) -> None:
        site, me = self._desk.site, self._desk.me
        self._desk.ask(
            lambda cache: {
                **cache.counts(), "inbox": len(cache.inbox(site)), "due": count_due(cache, site, me, _today())
            },
            self._show_counts,
            newest="counts",
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

    def _offline_pressed(self) -> None:
        if self._desk.sign_in is None or not isinstance(self._desk.status.problem, SignInNeeded):
            self.centre_wanted.emit()
            return
        from app.ui.shell.sign_in import SignInDialog  # not needed at the start

        dialog = SignInDialog(self._desk.sign_in, only=self._desk.me.id, parent=self._window)
        dialog.accepted.connect(self.centre_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

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
        due = counts.get("due", 0)
        spoken = ngettext("{n} Wiedervorlage ist fällig", "{n} Wiedervorlagen sind fällig", due)
        self._rail.buttons[WORK].say(due, spoken.format(n=due), "caution")
        self._state.show_waiting(counts.get("waiting", 0))


def _today() -> date:
    return datetime.now().astimezone().date()
