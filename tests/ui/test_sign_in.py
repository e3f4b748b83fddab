"""Signing in at a service, by keyboard and by what a screen reader says; the window keeps working meanwhile."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, CentreUnreachable, SignInNeeded
from app.domain.sign_in import Ways
from app.tasks.desk import Desk, Status
from app.ui.shell import MainWindow
from app.ui.shell.sign_in import SignInDialog
from tests.ui.fakes import ME

WRONG = SignInNeeded("Die Anmeldung ist fehlgeschlagen.", "Prüfen Sie Kennung und Kennwort.", code="sign-in-failed")
OUTDATED = SignInNeeded("Das Kennwort wurde vergeben.", "Wählen Sie ein eigenes.", code="password-outdated")
ENDED = SignInNeeded("Ihre Anmeldung ist abgelaufen.", "Melden Sie sich an.")


class FakeSignIn:
    host = "dienst.example"

    def __init__(self, **ways: bool) -> None:
        self.offered: Ways | AppError = Ways(**ways)
        self.passwords = {"anna": "richtig", "bert": "richtig", ME.id: "richtig"}
        self.outdated: set[str] = set()
        self.worker = ""
        self.out = threading.Event()
        self.page = ""
        self.agreed = threading.Event()

    def ways(self) -> Ways:
        if isinstance(self.offered, AppError):
            raise self.offered
        return self.offered

    def with_password(self, worker: str, password: str) -> str:
        if self.passwords.get(worker) != password:
            raise WRONG
        if worker in self.outdated:
            raise OUTDATED
        self.worker = worker
        return worker

    def with_browser(self, show: Callable[[str], bool], cancelled: Callable[[], bool]) -> str:
        while not self.agreed.wait(0.02):
            if cancelled():
                raise InterruptedError
        return "anna"

    def with_ticket(self) -> str:
        raise WRONG

    def change_password(self, worker: str, old: str, new: str) -> None:
        assert self.passwords[worker] == old
        self.passwords[worker] = new
        self.outdated.discard(worker)

    def sign_out(self) -> None:
        self.worker = ""
        self.out.set()


def opened(qtbot: QtBot, sign_in: FakeSignIn, only: str = "") -> SignInDialog:
    dialog = SignInDialog(sign_in, only)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.waiting.isVisible())
    return dialog


def said(dialog: SignInDialog) -> str:
    return dialog.message.accessibleName() if dialog.message.isVisible() else ""


def test_name_and_password_by_keyboard(qtbot: QtBot) -> None:
    dialog = opened(qtbot, FakeSignIn(password=True))
    qtbot.waitUntil(dialog.form.worker.hasFocus)
    assert not dialog.browser.isVisible() and not dialog.ticket.isVisible()
    assert not dialog.form.button.isEnabled()
    qtbot.keyClicks(dialog.form.worker, "anna")
    qtbot.keyClick(dialog.form.worker, Qt.Key.Key_Tab)
    assert dialog.form.password.hasFocus()
    qtbot.keyClicks(dialog.form.password, "falsch")
    qtbot.keyClick(dialog.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "fehlgeschlagen" in said(dialog))
    assert dialog.form.password.text() == "" and dialog.form.password.hasFocus()
    qtbot.keyClicks(dialog.form.password, "richtig")
    qtbot.keyClick(dialog.form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.worker == "anna"


def test_what_a_screen_reader_says(qtbot: QtBot) -> None:
    dialog = opened(qtbot, FakeSignIn(password=True, browser=True, ticket=True))
    assert [field.accessibleName() for field in dialog.form.findChildren(QLineEdit)] == ["Kennung", "Kennwort"]
    assert dialog.form.password.echoMode() is QLineEdit.EchoMode.Password
    dialog.form.shown.click()
    assert dialog.form.password.echoMode() is QLineEdit.EchoMode.Normal
    assert dialog.browser.isVisible() and dialog.ticket.isVisible()
    dialog.ticket.click()
    qtbot.waitUntil(lambda: "fehlgeschlagen" in said(dialog))
    dialog.reject()


def test_a_password_of_the_administration_is_changed_at_once(qtbot: QtBot) -> None:
    sign_in = FakeSignIn(password=True)
    sign_in.outdated.add("anna")
    dialog = opened(qtbot, sign_in)
    qtbot.keyClicks(dialog.form.worker, "anna")
    qtbot.keyClicks(dialog.form.password, "richtig")
    dialog.form.button.click()
    qtbot.waitUntil(dialog.renewal.isVisible)
    assert not dialog.form.isVisible() and "vergeben" in said(dialog)
    qtbot.keyClicks(dialog.renewal.new, "ganz neu")
    assert not dialog.renewal.button.isEnabled()
    qtbot.keyClicks(dialog.renewal.repeated, "ganz neu")
    dialog.renewal.button.click()
    qtbot.waitUntil(lambda: dialog.worker == "anna")
    assert sign_in.passwords["anna"] == "ganz neu"


def test_the_browser_is_waited_for_and_can_be_given_up(qtbot: QtBot) -> None:
    sign_in = FakeSignIn(browser=True)
    dialog = opened(qtbot, sign_in)
    qtbot.waitUntil(dialog.browser.hasFocus)
    qtbot.keyClick(dialog.browser, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Browser" in dialog.waiting.text() and dialog.waiting.isVisible())
    sign_in.agreed.set()
    qtbot.waitUntil(lambda: dialog.worker == "anna")
    again = FakeSignIn(browser=True)
    dialog = opened(qtbot, again)
    dialog.browser.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.worker == ""


def test_a_service_that_is_away_can_be_asked_again(qtbot: QtBot) -> None:
    sign_in = FakeSignIn()
    sign_in.offered = CentreUnreachable("Der Dienst ist nicht erreichbar.", "Prüfen Sie die Verbindung.")
    dialog = opened(qtbot, sign_in)
    qtbot.waitUntil(lambda: "nicht erreichbar" in said(dialog))
    sign_in.offered = Ways(password=True)
    dialog.again.click()
    qtbot.waitUntil(dialog.form.isVisible)
    assert said(dialog) == "" and not dialog.again.isVisible()
    dialog.reject()


def test_nobody_else_signs_in_to_a_window_that_is_open(qtbot: QtBot) -> None:
    sign_in = FakeSignIn(password=True, browser=True)
    dialog = opened(qtbot, sign_in, only="bert")
    assert dialog.form.worker.isReadOnly() and dialog.form.worker.text() == "bert"
    sign_in.agreed.set()
    dialog.browser.click()
    qtbot.waitUntil(lambda: "bert" in said(dialog))
    assert dialog.worker == "" and sign_in.out.wait(5)
    qtbot.keyClicks(dialog.form.password, "richtig")
    dialog.form.button.click()
    qtbot.waitUntil(lambda: dialog.worker == "bert")


@pytest.fixture
def signed_in(desk: Desk) -> Iterator[FakeSignIn]:
    desk.sign_in = sign_in = FakeSignIn(password=True)
    yield sign_in
    desk.sign_in = None


def test_an_ended_sign_in_is_renewed_from_the_notice(signed_in: FakeSignIn, window: MainWindow, qtbot: QtBot) -> None:
    desk, rounds = window._desk, []
    desk.synchronise_now = lambda: rounds.append(1)
    desk.set_status(Status(online=True, problem=ENDED))
    notice = window.telling.offline
    assert notice.isVisible() and "abgelaufen" in notice.accessibleName()
    notice.button.click()
    dialog = window.findChild(SignInDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.form.isVisible)
    assert dialog.form.worker.text() == desk.me.id
    qtbot.keyClicks(dialog.form.password, "richtig")
    dialog.form.button.click()
    qtbot.waitUntil(lambda: rounds == [1])


def test_signing_out_closes_the_window(signed_in: FakeSignIn, window: MainWindow, qtbot: QtBot) -> None:
    assert window.commands.sign_out.isVisible()
    window.commands.sign_out.trigger()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert signed_in.out.is_set()


def test_a_folder_needs_no_sign_in(window: MainWindow) -> None:
    assert not window.commands.sign_out.isVisible()


def test_the_computers_sign_in_is_tried_first_and_silently(qtbot: QtBot) -> None:
    sign_in = FakeSignIn(password=True, ticket=True)
    dialog = opened(qtbot, sign_in)
    qtbot.waitUntil(dialog.form.isVisible)
    assert said(dialog) == ""
    dialog.reject()
    sign_in.with_ticket = lambda: "anna"  # type: ignore[method-assign]
    dialog = SignInDialog(sign_in)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.worker == "anna")
