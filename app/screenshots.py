"""Pictures of the main screens, drawn without a screen: for the README, for people who review, and for tests.

Start-up module. Every picture is taken when what it shows is there, not after a fixed time.
"""

import multiprocessing
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app import diagnostics
from app.domain.errors import AppError
from app.domain.texts import _

if TYPE_CHECKING:
    from app.domain.cache import DocumentRow
    from app.ui.inbox.screen import InboxScreen
    from app.ui.viewer.pane import ViewerPane
    from app.window import Opened

SIZE = (1920, 1080)
"""Device-independent pixels; at 200 % the pictures have twice as many."""
DEADLINE_MS = 60_000
_COMMON_WORD = "und"
"""Stands in every letter."""


def take_screenshots(store: str, worker: str, folder: Path, lead: str = "") -> list[Path]:
    """Write the pictures at 100 % and 200 % (``...@2x.png``) into ``folder``; those of the team lead's screen are
    taken as ``lead``, if one is named. Raises ``AppError``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(
            _("Der Ordner für die Bilder kann nicht angelegt werden."),
            _("Geben Sie einen Ordner an, in dem Sie schreiben dürfen."),
            code="not-writable",
        ) from error
    before = set(folder.iterdir())
    for factor in (1, 2):
        # Qt reads the scale once a process, before the application object is made.
        context = multiprocessing.get_context("spawn")
        child = context.Process(target=_child, args=(store, (worker, lead), str(folder), factor))
        child.start()
        child.join()
        if child.exitcode:
            raise AppError(_("Die Bilder konnten nicht gezeichnet werden."), _("Das Protokoll nennt den Grund."))
    return sorted(set(folder.iterdir()) - before) or sorted(folder.glob("*.png"))


def _child(store: str, people: tuple[str, str], folder: str, factor: int) -> None:
    os.environ["QT_SCALE_FACTOR"] = str(factor)
    diagnostics.start()
    from PySide6.QtCore import QSettings

    from app.domain.texts import SOURCE_LANGUAGE
    from app.ui.common.memory import layout_memory
    from app.ui.shell.keeper import LANGUAGE_KEY
    from app.window import make_application, open_desk

    with tempfile.TemporaryDirectory() as layout:
        # The pictures neither show nor change how the user has arranged the window.
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, layout)
        make_application(offscreen=True)
        layout_memory().setValue(LANGUAGE_KEY, os.environ.get("ESOZIALAKTE_LANGUAGE", SOURCE_LANGUAGE))
        for worker, lead in ((people[0], False), (people[1], True)):
            opened = open_desk(store, worker) if worker else None
            if opened is None and not lead:
                raise SystemExit(1)
            if opened is not None:
                try:
                    walk = _Walk(opened, Path(folder), "" if factor == 1 else f"@{factor}x")
                    walk.take_of_lead() if lead else walk.take()
                finally:
                    opened.close()


class _Walk:
    """Goes through the screens of one window as a caseworker would."""

    def __init__(self, opened: "Opened", folder: Path, suffix: str) -> None:
        self._desk = opened.desk
        self._window = opened.keeper.window
        self._folder = folder
        self._suffix = suffix

    def _open(self) -> None:
        from app.ui.common.theme import LIGHT, theme

        theme.apply(LIGHT)
        self._window.resize(*SIZE)
        self._window.show()
        # Where no keyring is, the user is told; the pictures show the screens.
        self._window.telling.told.say("")

    def take_of_lead(self) -> None:
        """The team lead's screen: open post, and the sample of filings."""
        from app.ui.common.theme import DARK, theme

        self._open()
        team = self._window.team
        self._window.navigation.go_to("team")
        _wait(lambda: team.figures is not None and team.overview.isVisible())
        self._save("team")
        team.pages.buttons["sample"].click()
        _wait(lambda: team.sample.empty.isVisible() or _sharp(team.sample))
        if not team.sample.empty.isVisible():  # an example that was made long ago has no filings of the last days
            self._save("team-sample")
        theme.apply(DARK)
        theme.finish()
        team.pages.buttons["overview"].click()
        _wait(team.overview.isVisible)
        self._save("team-dark")

    def take(self) -> None:
        from app.ui.common.theme import DARK, theme

        self._open()
        self._inbox()
        self._several()
        self._due()
        self._case()
        self._viewer()
        self._reading()
        self._letters("letters")
        self._search()
        theme.apply(DARK)
        theme.finish()
        self._inbox("inbox-dark")
        self._letters("letters-dark")
        self._window.navigation.go_to("cases")
        theme.finish()
        self._reading("-dark")

    def _inbox(self, name: str = "inbox") -> None:
        self._window.navigation.go_to("inbox")
        inbox = self._window.inbox
        _wait(lambda: _sharp(inbox))
        self._save(name)

    def _several(self) -> None:
        """Documents that get their case and their common fields together."""
        inbox = self._inbox_screen()
        rows, many = inbox.queue.model.rows[:6], inbox.panel.many
        if len(rows) < 2:
            return
        inbox.queue.table.select_ids([row.id for row in rows])
        _wait(lambda: len(many.model.rows) == len(rows) and many.height() > many.table.maximumHeight())
        self._save("inbox-several")
        inbox.queue.table.go_to(0)
        _wait(lambda: many.isHidden() and _sharp(inbox))

    def _due(self) -> None:
        """Papers whose time is almost over and that nobody has looked at."""
        from dataclasses import replace

        from app.ui.inbox.queue_loading import today
        from app.ui.inbox.rows import PAPER, SITE, due_days

        inbox = self._inbox_screen()
        head, model = inbox.queue.head, inbox.queue.model
        due = {row.id for row in self._desk.cache.papers_due(self._desk.site, *due_days(today()))}
        before, shown = head.view, {row.id for row in model.rows}
        head.look(replace(before, due=True, queue=SITE, order=PAPER))
        _wait(lambda: {row.id for row in model.rows} == due and (not due or _sharp(inbox)))
        self._save("papers-due")
        head.look(before)
        _wait(lambda: {row.id for row in model.rows} == shown and _sharp(inbox))

    def _inbox_screen(self) -> "InboxScreen":
        from app.ui.inbox.screen import InboxScreen

        inbox = self._window.inbox
        assert isinstance(inbox, InboxScreen)
        return inbox

    def _letters(self, name: str) -> None:
        from app.ui.common.theme import theme

        letters = self._window.letters
        self._window.navigation.go_to("letters")
        theme.finish()
        _wait(lambda: letters.loaded and (not letters.table.model().rowCount() or _sharp(letters)))
        self._save(name)

    def _case(self) -> None:
        window = self._window
        window.navigation.open_case(self._fullest_case())
        _wait(lambda: _sharp(window.cases))
        self._save("case")

    def _viewer(self) -> None:
        """The longest document of the case, with the list out of the way."""
        window = self._window
        rows = self._desk.cache.case_documents(self._fullest_case())
        longest = max(rows, key=lambda row: row.pages)
        window.cases.toggle_list()
        window.navigation.open_filed(longest)
        viewer = window.cases.viewer
        _wait(lambda: getattr(viewer, "document_id", None) == longest.id and _sharp(window.cases))
        self._save("viewer")
        window.cases.toggle_list()

    def _reading(self, suffix: str = "") -> None:
        """Small pages, hits of a search, the whole file as one, and two documents side by side."""
        window, viewer = self._window, self._case_viewer()
        documents = self._desk.cache.case_documents(self._fullest_case())
        with_text = [row for row in documents if self._has_text(row)] or documents
        rows = sorted(with_text, key=lambda row: (-min(row.pages, 3), row.received_on))
        window.navigation.open_filed(rows[0])
        _wait(lambda: viewer.document_id == rows[0].id and _sharp(window.cases))
        viewer.commands.thumbnails.trigger()
        viewer.commands.fit_page.trigger()
        self._save_reading("thumbnails", suffix)
        viewer.commands.fit_width.trigger()
        viewer.commands.find.trigger()
        viewer.text.finding.bar.field.setText(_COMMON_WORD)
        search = viewer.text.finding.search
        listed = viewer.text.finding.panel.table
        _wait(lambda: bool(search.text) and not search.running and len(listed.entries()) == len(search.hits))
        self._save_reading("find", suffix)
        viewer.text.finding.end()
        viewer.side.hide_panel()
        viewer.commands.whole_file.trigger()
        _wait(lambda: viewer.opening.file is not None)
        viewer.commands.fit_page.trigger()
        part = viewer.opening.file.part(viewer.canvas.page) if viewer.opening.file is not None else None
        viewer.show_page(part.first + part.pages - 1 if part is not None else 1)
        bar = viewer.canvas.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep() // 2)
        self._save_reading("file", suffix)
        viewer.commands.whole_file.trigger()
        viewer.commands.fit_width.trigger()
        window.cases.toggle_list()
        viewer.show_beside(rows[1 % len(rows)].id)
        self._save_reading("beside", suffix)
        viewer.beside.close()
        window.cases.toggle_list()

    def _save_reading(self, name: str, suffix: str) -> None:
        _wait(lambda: _sharp(self._window.cases))
        self._save(f"reading-{name}{suffix}")

    def _has_text(self, row: "DocumentRow") -> bool:
        found = self._desk.cache.document(row.id)
        return found is not None and found[2].has_text

    def _case_viewer(self) -> "ViewerPane":
        from app.ui.viewer.pane import ViewerPane

        viewer = self._window.cases.viewer
        assert isinstance(viewer, ViewerPane)
        return viewer

    def _search(self) -> None:
        window = self._window
        search = window.top.search
        window.activateWindow()
        _wait(window.isActiveWindow)
        search.enter()
        search.setText("mei")
        _wait(search.popup.isVisible)
        self._save("search")
        search.leave()

    def _fullest_case(self) -> str:
        cache, site = self._desk.cache, self._desk.site
        found = [row for letter in "aeinrs" for row in cache.search(letter, limit=50).cases if row.site == site]
        return max(found, key=lambda row: (len(cache.case_documents(row.id)), row.id)).id

    def _save(self, name: str) -> None:
        path = self._folder / f"{name}{self._suffix}.png"
        if not self._window.grab().save(str(path)):
            raise AppError(_("Ein Bild konnte nicht geschrieben werden."), code="not-writable")


def _sharp(screen: object) -> bool:
    """Whether every page that the screen's viewer shows is painted at its resolution."""
    from PySide6.QtWidgets import QWidget

    from app.ui.viewer.reading_pane import ReadingPane

    assert isinstance(screen, QWidget)
    panes = [pane for pane in screen.findChildren(ReadingPane) if pane.isVisible()]
    return bool(panes) and all(pane.document_id is not None and pane.settled for pane in panes)


def _wait(condition: Callable[[], bool]) -> None:
    """Run the event loop until ``condition`` holds. Raises ``AppError`` after the deadline."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    looking, deadline = QTimer(interval=20), QTimer(interval=DEADLINE_MS, singleShot=True)
    looking.timeout.connect(lambda: loop.quit() if condition() else None)
    deadline.timeout.connect(loop.quit)
    looking.start()
    deadline.start()
    # What was on its way when the condition held may have undone it: it must hold when nothing is.
    while not condition() and deadline.isActive():
        loop.exec()
    if not condition():
        raise AppError(_("Eine Ansicht wurde nicht rechtzeitig fertig."), code="too-slow")
