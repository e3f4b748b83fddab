"""An application without a screen, a desk on a cache in memory, settings in a folder of the test."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.texts import use_language
from app.tasks.desk import Desk
from app.ui.common.theme import LIGHT, theme
from app.ui.shell import MainWindow, Screens, standard_screens
from tests.ui.fakes import FakeCache, make_desk


@pytest.fixture(autouse=True)
def garbage_ends_on_this_thread() -> Iterator[None]:
    """As in the program: widgets that a test dropped must not be ended by the threads of the next one."""
    gc.disable()
    gc.freeze()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    """No test reads or writes the user's settings; every test starts light and German."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    theme.apply(LIGHT)
    yield
    use_language("de", [])


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache(filed=60, inbox=12)


@pytest.fixture
def desk(cache: FakeCache, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(cache)
    yield made
    made.close()


@pytest.fixture
def open_window(desk: Desk, qtbot: QtBot) -> Callable[..., MainWindow]:
    """Builds, shows and focuses the main window."""

    def build(screens: Screens) -> MainWindow:
        window = MainWindow(desk, screens)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        # The window gives the keyboard to its first screen on the first turn of the loop.
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return window

    return build


class StubViewer(QLabel):
    """Says which document it would show."""

    document_wanted = Signal(str)

    def show_beside(self, document_id: str) -> None:
        self.beside = document_id

    def use_list(self, documents: object) -> None:
        self.listed = documents

    def everywhere_actions(self) -> tuple[QAction, ...]:
        return ()

    def show_document(self, document_id: str | None) -> None:
        self.setText(document_id or "")


class StubInbox(QPushButton):
    """Says which document it was asked for."""

    case_opened = Signal(str)

    def open_document(self, document_id: str) -> None:
        self.setText(document_id)


@pytest.fixture
def screens() -> Screens:
    """Stubs in the places of inbox and viewer."""
    return Screens(inbox=lambda _desk, _viewer: StubInbox(), viewer=lambda _desk: StubViewer())


@pytest.fixture
def window(open_window: Callable[..., MainWindow], screens: Screens) -> MainWindow:
    """The window with stubs for inbox and viewer."""
    return open_window(screens)


@pytest.fixture
def full_window(open_window: Callable[..., MainWindow]) -> MainWindow:
    """The window as it is."""
    return open_window(standard_screens())
