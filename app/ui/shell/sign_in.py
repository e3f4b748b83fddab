"""Signing in at a service: with a password, in the browser, with the computer's own sign-in. Nothing blocks."""

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.sign_in import SignIn, Ways
from app.domain.texts import _
from app.tasks.lanes import Bridge, Lane
from app.ui.common.panels import Notice, text_label
from app.ui.common.theme import SPACE_L, SPACE_M, theme
from app.ui.shell.sign_in_forms import PasswordForm, RenewalForm

OUTDATED = "password-outdated"
WIDTH = 440


class SignInDialog(QDialog):
    """``worker`` is who signed in when it was accepted. ``only``: the person whose window it is; nobody else may."""

    def __init__(self, sign_in: SignIn, only: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.apply_remembered()
        self.setWindowTitle(_("Anmelden"))
        self.setMinimumWidth(WIDTH)
        self.worker = ""
        self._sign_in = sign_in
        self._only = only
        self._ways = Ways()
        self._stop = threading.Event()
        self._bridge = Bridge(self)
        self._lane = Lane("sign in", self._bridge)
        self.message = Notice("bad")
        self.form = PasswordForm(only)
        self.renewal = RenewalForm()
        self.browser = QPushButton(_("Im &Browser anmelden"))
        self.ticket = QPushButton(_("Mit der Anmeldung dieses &Rechners"))
        self.again = QPushButton(_("&Noch einmal versuchen"))
        self.cancel = QPushButton(_("Abbrechen"))
        self.waiting = text_label("", "muted")
        self._lay_out()
        self._connect()
        theme.dress(self)
        self._ask_ways()

    def _lay_out(self) -> None:
        heading = text_label(_("Anmelden bei {host}").format(host=self._sign_in.host), "heading")
        heading.setWordWrap(True)
        self.waiting.setWordWrap(True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        forms = (self.form, self.renewal)
        for widget in (heading, self.message, self.waiting, *forms, self.browser, self.ticket, self.again):
            column.addWidget(widget)
        column.addStretch()
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignRight)

    def _connect(self) -> None:
        self.form.given.connect(self._with_password)
        self.renewal.given.connect(self._with_new_password)
        self.browser.clicked.connect(self._with_browser)
        self.ticket.clicked.connect(self._with_ticket)
        self.again.clicked.connect(self._ask_ways)
        self.cancel.clicked.connect(self.reject)
        for button in (self.browser, self.ticket, self.again, self.cancel):
            button.setAutoDefault(False)

    def reject(self) -> None:
        self._stop.set()
        super().reject()

    def done(self, result: int) -> None:
        self._lane.close()
        super().done(result)

    # --- what is asked of the service ---------------------------------------------------------------------------
    def _ask_ways(self) -> None:
        self._wait(_("Der Dienst wird gefragt, wie man sich anmelden kann ..."))
        self._lane.run(self._sign_in.ways, self._offer, self._no_ways)

    def _with_password(self, worker: str, password: str) -> None:
        self._run(
            lambda: self._sign_in.with_password(worker, password),
            _("Die Anmeldung läuft ..."),
            lambda error: self._not_with_password(error, worker, password),
        )

    def _with_new_password(self, worker: str, old: str, new: str) -> None:
        def change() -> str:
            self._sign_in.change_password(worker, old, new)
            return self._sign_in.with_password(worker, new)

        self._run(change, _("Das Kennwort wird geändert ..."), lambda error: self._fail(error, self.renewal))

    def _with_browser(self) -> None:
        said = _("Melden Sie sich im Browser an, der sich jetzt öffnet. Dieses Fenster wartet solange.")
        self._run(lambda: self._sign_in.with_browser(self._show_page, self._stop.is_set), said)

    def _with_ticket(self) -> None:
        self._run(self._sign_in.with_ticket, _("Die Anmeldung läuft ..."))

    def _show_page(self, url: str) -> bool:
        self._bridge.post(lambda: _open(url))
        return True

    # --- what came of it ------------------------------------------------------------------------------------------
    def _offer(self, ways: Ways) -> None:
        first, self._ways = not any((self._ways.password, self._ways.browser, self._ways.ticket)), ways
        form = self.form if ways.password else None
        if ways.ticket and first:  # who has signed in to the computer need not do it twice
            self._run(self._sign_in.with_ticket, _("Die Anmeldung läuft ..."), lambda _error: self._ready(form))
            return
        self._ready(form)
        if not (ways.password or ways.browser or ways.ticket):
            self._say(_("An diesem Dienst kann man sich nicht anmelden. Fragen Sie die Administration."), "bad")

    def _no_ways(self, error: AppError) -> None:
        self._tell(error)
        self.waiting.setVisible(False)
        self.again.setVisible(True)
        self.again.setFocus()

    def _run(self, work: Callable[[], str], said: str, failed: Callable[[AppError], None] | None = None) -> None:
        self._wait(said)
        self._lane.run(work, self._entered, failed or (lambda error: self._fail(error)))

    def _entered(self, worker: str) -> None:
        if self._only and worker != self._only:
            self._lane.run(self._sign_in.sign_out)
            self._ready(self.form if self._ways.password else None)
            text = _("In diesem Fenster arbeitet „{worker}“. Melden Sie sich mit dieser Kennung an.")
            self._say(text.format(worker=self._only), "bad")
            return
        self.worker = worker
        self.accept()

    def _not_with_password(self, error: AppError, worker: str, password: str) -> None:
        if error.code != OUTDATED:
            self._fail(error)
            return
        self.renewal.ask(worker, password)
        self._ready(self.renewal)
        self._say(f"{error.title} {error.advice}", "caution")

    def _fail(self, error: AppError, part: QWidget | None = None) -> None:
        self._ready(part or (self.form if self._ways.password else None))
        self._tell(error)

    # --- what is shown --------------------------------------------------------------------------------------------
    def _wait(self, said: str) -> None:
        self.message.say("")
        self.waiting.setText(said)
        self.waiting.setVisible(True)
        for part in (self.form, self.renewal, self.browser, self.ticket, self.again):
            part.setVisible(False)
        self.cancel.setFocus()

    def _ready(self, part: QWidget | None) -> None:
        """``part``: the form that is shown, with the other ways below unless a new password is asked for."""
        self.waiting.setVisible(False)
        for form in (self.form, self.renewal):
            form.setVisible(form is part)
        others = part is not self.renewal
        self.browser.setVisible(others and self._ways.browser)
        self.ticket.setVisible(others and self._ways.ticket)
        first = part or (self.browser if self._ways.browser else self.ticket if self._ways.ticket else self.cancel)
        first.setFocus()
        self._fit()

    def _tell(self, error: AppError) -> None:
        self._say(f"{error.title} {error.advice}".strip(), "bad")

    def _say(self, text: str, tone: str) -> None:
        self.message.say(text, tone)
        self._fit()

    def _fit(self) -> None:
        """As high as it needs: a window does not ask texts that wrap how high they are."""
        QTimer.singleShot(0, self, lambda: self.resize(self.width(), self._column.totalHeightForWidth(self.width())))


def _open(url: str) -> None:
    QDesktopServices.openUrl(QUrl(url))
