"""Opens the window on a store: wires cache, centre, reader, desk and screens together. Start-up module."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app import diagnostics
from app.adapters.pages.process import ReaderProcess
from app.adapters.recognition.ocr import TesseractProcess
from app.bootstrap import open_adding, open_cache, open_posting
from app.connection import Connection
from app.domain.cache import Cache
from app.domain.errors import AppError, DeviceRevoked, SignInNeeded
from app.domain.records import Letter, Worker
from app.domain.texts import _
from app.screen import ensure_screen
from app.service_access import acting, is_service, open_sign_in
from app.tasks.collecting import GarbageCollector
from app.tasks.desk import Desk, Status
from app.tasks.lanes import Bridge
from app.tasks.letters import LetterPost
from app.tasks.loops import CentreLoop
from app.tasks.news import NewsWatch
from app.tasks.output import Output
from app.tasks.pages import PageQueue
from app.tasks.presence import Watch
from app.tasks.recognition import TextRecognition
from app.ui.common.widgets import layout_memory
from app.ui.shell.compose import standard_screens
from app.ui.shell.keeper import WindowKeeper, speak_chosen_language
from app.ui.shell.start import StartDialog, choose_store, show_problem
from app.ui.shell.window import MainWindow

LAST_STORE = "start/store"
FIRST_LOOK = 0.8
"""Seconds until the centre is looked at: the first document is drawn before, and this would take its time from it."""


@dataclass(slots=True)
class Opened:
    """A window that is up, and what has to be closed when it goes."""

    keeper: WindowKeeper
    desk: Desk
    loop: CentreLoop
    news: NewsWatch
    cache: Cache

    def close(self) -> None:
        """End the threads in the order in which they lean on each other."""
        self.keeper.window.close()
        self.news.close()
        self.loop.close()
        self.desk.close()
        self.cache.close()


def make_application(offscreen: bool = False) -> QApplication:
    """The one application object, dressed; ``offscreen`` draws without a screen. Raises ``AppError`` without one."""
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    ensure_screen(offscreen)
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    application.setApplicationName("esozialakte")
    application.setApplicationDisplayName("E-Sozialakte")
    diagnostics.watch_qt()
    speak_chosen_language()
    return application


def run_window(
    store: str | None, worker: str | None, reader: ReaderProcess, watch: Callable[[MainWindow], object] | None = None
) -> int:
    """Open the window and run until it is closed. Returns the exit status of the program."""
    application = make_application()
    chosen = store or str(layout_memory().value(LAST_STORE, "")) or choose_store()
    if not chosen:
        return 0
    try:
        opened = _open_signed_in(chosen, worker, reader)
    except AppError as error:
        show_problem(error)
        return 1
    if opened is None:
        return 0
    layout_memory().setValue(LAST_STORE, chosen if "://" in chosen else str(Path(chosen).absolute()))
    if watch is not None:
        watch(opened.keeper.window)
    opened.desk.status_changed.connect(partial(_leave_if_revoked, application))
    opened.keeper.show()
    collector = GarbageCollector(application)
    collector.start()
    try:
        return application.exec()
    finally:
        collector.stop()
        opened.close()


def open_desk(store: str, worker: str, reader: ReaderProcess | None = None) -> Opened | None:
    """Build everything up to the main window, not shown yet. None when the user gave up during the first fill.

    ``reader``: one that was started before. Raises ``AppError`` when there is nothing to show: no store and an empty
    cache, or nobody of that name.
    """
    if reader is None:
        reader = ReaderProcess()
        reader.start()
    cache = open_cache(store, worker)
    connection = Connection(store, cache)
    try:
        me = _who(cache, connection, worker)
    except BaseException:
        reader.close()
        cache.close()
        raise
    if me is None:
        reader.close()
        cache.close()
        return None
    site, record = me
    bridge = Bridge()
    desk = Desk(cache, PageQueue(connection, (reader, ReaderProcess()), bridge), record, site, bridge)
    desk.sign_in = open_sign_in(store) if is_service(store) else None
    desk.reads = connection.reads if desk.sign_in is not None else None
    desk.output = Output(connection.central, cache, ReaderProcess, bridge)
    desk.presence = Watch(connection.central, bridge, site, record.id, thin=is_service(store))
    desk.letters = _letter_post(store, connection, desk, bridge)
    desk.recognition = TextRecognition(desk.pages, TesseractProcess(), bridge)
    loop = CentreLoop(desk, bridge, connection.send, connection.pull)
    connection.more = loop.wake
    keeper = WindowKeeper(desk, standard_screens())
    loop.start(after=FIRST_LOOK)
    news = NewsWatch(connection.news, loop)
    if is_service(store):
        news.start()
    return Opened(keeper, desk, loop, news, cache)


def _letter_post(store: str, connection: Connection, desk: Desk, bridge: Bridge) -> LetterPost:
    """Letters go out from here; whatever changes them in the log may be something to be handed over."""
    cache, me = desk.cache, desk.me
    post = LetterPost(
        lambda: open_adding(store, me.id, connection.central(), cache),
        lambda: open_posting(store, me.id, connection.central(), cache),
        cache,
        bridge,
        site=desk.site,
        me=me.id,
        roles=me.roles,
    )
    post.told.connect(lambda: desk.synchronise_now())
    desk.touched.connect(lambda touched: post.post_now() if Letter.kind in touched.others else None)
    post.start()
    return post


def _open_signed_in(store: str, worker: str | None, reader: ReaderProcess) -> Opened | None:
    """The desk of who works: on a service whoever signs in, on a folder ``worker`` or the system's user name."""
    try:
        return open_desk(store, acting(store, worker), reader)
    except SignInNeeded:
        person = _sign_in(store, worker or "")
        return open_desk(store, person) if person else None


def _sign_in(store: str, only: str) -> str:
    """Who has signed in; empty when nobody did."""
    from app.ui.shell.sign_in import SignInDialog

    dialog = SignInDialog(open_sign_in(store), only=only)
    dialog.exec()
    return dialog.worker


def _leave_if_revoked(application: QApplication, status: Status) -> None:
    """This computer was reported lost: what it kept is erased already, and nothing of it may stay on the screen."""
    if isinstance(status.problem, DeviceRevoked):
        application.closeAllWindows()
        show_problem(status.problem)
        application.quit()


def _who(cache: Cache, connection: Connection, worker: str) -> tuple[str, Worker] | None:
    """Site and record of the person; fills an empty cache first, in a dialog that can be cancelled."""
    found = cache.worker(worker)
    if found is None and not StartDialog(connection.fill).run():
        return None
    found = found or cache.worker(worker)
    if found is None:
        raise AppError(
            _("„{worker}“ ist in diesem Speicher nicht eingetragen.").format(worker=worker),
            _("Bitten Sie die Administration, Sie einzutragen, oder starten Sie mit --as KENNUNG."),
            code="unknown-worker",
        )
    return found
