"""What a caseworker does in an hour: post filed by key and taken back, searches, files read, screens changed."""

from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import open_cache, open_central
from app.cli.bench.cache_figures import DAY_OF_COMMITS, turn_documents
from app.cli.bench.driving import Driven, shows, wait
from app.cli.bench.office_rows import all_cases, fullest, typed
from app.cli.bench.place import Place
from app.services.synchronise import synchronise
from app.ui.common.theme import DARK, LIGHT, theme

LETTERS, SEARCHES, FILES, READ = 60, 40, 20, 3
LEAST_TYPED = 4


class Said(Protocol):
    doing: str
    """What is being done now, for whoever asks what took long."""


class Hour:
    """``work`` does it all and returns; in between the event loop runs."""

    def __init__(self, driven: Driven, said: Said) -> None:
        self._driven = driven
        self._said = said
        cache, site = driven.desk.cache, driven.desk.site
        cases = all_cases(cache, site)
        self._names = typed(cases, LETTERS)
        self._searches = typed(cases, SEARCHES)
        self._files = [case for case, _documents in fullest(cache, site, FILES)]
        self._filed = self._contradicted = self._searched = self._read = 0

    def counted(self) -> str:
        filed = f"{self._filed} Briefe abgelegt (bei {self._contradicted} kam die Rückfrage) und zurückgenommen"
        return f"{filed}, {self._searched} Suchen, {self._read} Dokumente"

    def work(self) -> None:
        for doing, part in (
            ("filing", self._file_post),
            ("undoing", self._take_back),
            ("searching", self._search),
            ("reading files", self._read_files),
            ("switching", self._switch),
        ):
            self._said.doing = doing
            part()

    # --- the inbox -----------------------------------------------------------------------------------------------
    def _file_post(self) -> None:
        self._driven.window.navigation.go_to("inbox")
        for name in self._names:
            if self._driven.preview.document_id is None:
                return
            self._file(name)

    def _file(self, name: str) -> None:
        """Type until a file is found, Enter picks it, Enter files; then the next document is there."""
        panel, preview = self._driven.inbox.panel, self._driven.preview
        document = preview.document_id
        field = panel.search.field
        wait(field.hasFocus)
        for letter in name[: LEAST_TYPED + len(name) % 4]:
            press(field, letter)
            wait(lambda: panel.target() is not None)
        self._said.doing = "filing: pick"
        press(field, key=Qt.Key.Key_Return)
        wait(lambda: not field.text())
        for _page in range(2):
            press(field, key=Qt.Key.Key_PageDown)
        self._said.doing = "filing: file"
        press(field, key=Qt.Key.Key_Return)
        wait(lambda: preview.document_id != document or QApplication.activeModalWidget() is not None)
        question = QApplication.activeModalWidget()
        if question is not None:  # the letter names another household than the one that was picked blindly
            self._said.doing = "filing: all the same"
            press(question, key=Qt.Key.Key_T)
            self._driven.window.activateWindow()  # which a desktop does when a dialog closes
            wait(lambda: preview.document_id != document)
            self._contradicted += 1
        wait(lambda: preview.document_id is None or shows(preview, preview.document_id))
        self._said.doing = "filing: type"
        self._filed += 1

    def _take_back(self) -> None:
        desk = self._driven.desk
        while desk.undo_label:
            answered: list[object] = []
            # The other client may have turned the document since: then taking back is refused, and rightly.
            connections = [signal.connect(answered.append) for signal in (desk.acted, desk.was_refused)]
            desk.undo()
            wait(lambda: bool(answered))  # noqa: B023 - waited for before the next turn
            for connection in connections:
                QObject.disconnect(connection)

    # --- searching -----------------------------------------------------------------------------------------------
    def _search(self) -> None:
        field = self._driven.window.top.search
        for text in self._searches:
            field.enter()
            for letter in text:
                press(field, letter)
                wait(field.popup.isVisible)
            field.clear()
            field.leave()
            self._searched += 1

    # --- files ---------------------------------------------------------------------------------------------------
    def _read_files(self) -> None:
        cases, viewer = self._driven.window.cases, self._driven.case_viewer
        for case in self._files:
            self._said.doing = "opening a file"
            self._driven.window.navigation.open_case(case)
            wait(lambda case=case: cases.case.case_id == case)  # type: ignore[misc]
            for document in range(READ):
                self._said.doing = "reading a document"
                wait(lambda: viewer.document_id is not None and shows(viewer, viewer.document_id))
                for step in self._steps(viewer.canvas):
                    step()
                    wait(lambda: viewer.settled)
                self._read += 1
                if document + 1 < READ:
                    press(cases.case.table, key=Qt.Key.Key_Down)

    def _steps(self, canvas: QWidget) -> Iterator[Callable[[], None]]:
        viewer = self._driven.case_viewer.canvas
        for _page in range(3):
            yield lambda: press(canvas, key=Qt.Key.Key_PageDown)
        yield viewer.zoom_in
        yield viewer.zoom_out
        yield lambda: press(canvas, key=Qt.Key.Key_Home)

    def _switch(self) -> None:
        go = self._driven.window.navigation.go_to
        for name in (DARK, LIGHT):
            self._said.doing = "changing colours"
            theme.apply(name)
            QApplication.processEvents()
            for screen in ("activity", "cases", "inbox"):
                self._said.doing = f"changing to {screen}"
                go(screen)
                QApplication.processEvents()


def press(widget: QWidget, text: str = "", key: Qt.Key = Qt.Key.Key_unknown) -> None:
    """One key, pressed and let go."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def commit_elsewhere(store: str, place: Place) -> None:
    """Another client, in a process of its own: commits a day's actions while the window is worked with."""
    cache = open_cache(store, "bench-elsewhere")
    try:
        central = open_central(store, cache)
        synchronise(central, cache)
        rows = [row for case, _documents in fullest(cache, place.site, 4) for row in cache.case_documents(case)]
        turn_documents(central, cache, place, rows, DAY_OF_COMMITS)
    finally:
        cache.close()
