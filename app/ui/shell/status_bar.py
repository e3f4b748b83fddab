"""The status bar: the centre, the last synchronisation, what waits, what was not accepted, what came over the wire."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton, QWidget

from app.domain.texts import _, ngettext
from app.tasks.desk import Desk, Status
from app.ui.common import format as say
from app.ui.common.icons import wear
from app.ui.common.theme import SPACE_M
from app.ui.common.widgets import text_label

BYTES_EVERY_MS = 3000


class StateBar(QStatusBar):
    """``activity_wanted``: show what waits and what was not accepted. ``centre_wanted``: try the centre now."""

    activity_wanted = Signal()
    centre_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setSizeGripEnabled(False)
        self.setAccessibleName(_("Statusleiste"))
        self.centre = _state_button()
        self.centre.clicked.connect(self.centre_wanted)
        self.doing = text_label("", "small")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(140)
        self.progress.setAccessibleName(_("Fortschritt"))
        self.waiting = _state_button()
        self.refused = _state_button()
        for button in (self.waiting, self.refused):
            button.clicked.connect(self.activity_wanted)
        self.bytes = text_label("", "small")
        self.bytes.setContentsMargins(0, 0, SPACE_M, 0)
        self.addWidget(self.centre)
        self.addWidget(self.doing)
        self.addWidget(self.progress)
        for widget in (self.refused, self.waiting, self.bytes):
            self.addPermanentWidget(widget)
        self._clock = QTimer(self)
        self._clock.setInterval(BYTES_EVERY_MS)
        self._clock.timeout.connect(self._count_bytes)
        self._clock.start()
        desk.status_changed.connect(self.show_status)
        self.show_status(desk.status)
        self.show_waiting(desk.status.waiting)
        self.show_refused(desk.status.refused)

    def show_status(self, status: Status) -> None:
        if status.online:
            text, icon_name, tone = _("Zentrale erreichbar"), "online", "good"
        else:
            text, icon_name, tone = _("Ohne Verbindung zur Zentrale"), "offline", "caution"
        self.centre.setText(text)
        wear(self.centre, icon_name, tone)
        problem = f"{status.problem.title} {status.problem.advice}".strip() if status.problem else ""
        self.centre.setToolTip(problem or _("Jetzt abgleichen (F5)"))
        self.centre.setAccessibleName(text)
        self.centre.setAccessibleDescription(problem or _("Gleicht jetzt ab"))
        synchronised = (
            _("Abgeglichen: {when}").format(when=say.moment(status.synchronised_at))
            if status.synchronised_at
            else _("Noch nicht abgeglichen")
        )
        self.doing.setText(status.busy or synchronised)
        self.progress.setVisible(status.progress is not None)
        if status.progress is not None:
            done, whole = status.progress
            # A range of 0 to 0 shows that the end is not known.
            self.progress.setRange(0, max(0, whole))
            self.progress.setValue(min(done, whole) if whole else 0)
        self._count_bytes()

    def show_waiting(self, waiting: int) -> None:
        self.waiting.setVisible(waiting > 0)
        text = ngettext("{n} Vorgang wartet", "{n} Vorgänge warten", waiting).format(n=say.number(waiting))
        self.waiting.setText(text)
        self.waiting.setAccessibleName(text)
        self.waiting.setToolTip(_("Wird gesendet, sobald die Zentrale erreichbar ist"))
        wear(self.waiting, "clock", "muted")

    def show_refused(self, refused: int) -> None:
        self.refused.setVisible(refused > 0)
        text = _("{n} nicht angenommen").format(n=say.number(refused))
        self.refused.setText(text)
        self.refused.setAccessibleName(text)
        self.refused.setToolTip(_("Zeigt, was nicht angenommen wurde, warum, und was zu tun ist"))
        wear(self.refused, "refused", "bad")

    def _count_bytes(self) -> None:
        fetched = self._desk.pages.bytes_fetched
        self.bytes.setText(_("Übertragen: {size}").format(size=say.size(fetched)) if fetched else "")


def _state_button() -> QToolButton:
    button = QToolButton()
    button.setProperty("role", "status")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
