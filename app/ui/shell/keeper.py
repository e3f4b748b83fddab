"""Keeps the one main window, and builds it anew when the language changes."""

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTimer, QTranslator

from app.domain.texts import SOURCE_LANGUAGE, use_language
from app.services.resources import resource_path
from app.tasks.desk import Desk
from app.ui.common.theme import theme
from app.ui.common.widgets import layout_memory
from app.ui.shell.compose import Screens
from app.ui.shell.window import MainWindow

LANGUAGE_KEY = "window/language"
SWITCH_SECONDS = 0.0005


def catalogues() -> list[Path]:
    """Folders in which catalogues of other languages are looked for."""
    return [resource_path("locale")]


def chosen_language() -> str:
    """The language that the user chose last ("de" or "en")."""
    return str(layout_memory().value(LANGUAGE_KEY, SOURCE_LANGUAGE))


def speak_chosen_language() -> None:
    """Show texts in the language that the user chose last."""
    use_language(chosen_language(), catalogues())


class WindowKeeper(QObject):
    """Shows the main window of a desk. Keep it as long as the program runs; the application must exist."""

    def __init__(self, desk: Desk, screens: Screens) -> None:
        super().__init__()
        self._desk = desk
        self._screens = screens
        # With Python's 5 ms each question to the cache held the Qt thread for 2.7 ms (measured): the thread that
        # answers took the interpreter and kept it so long. With this it is 0.07 ms.
        sys.setswitchinterval(SWITCH_SECONDS)
        self._qt_texts = QTranslator(self)
        theme.apply_remembered()
        self.window = self._build()

    def show(self) -> None:
        self.window.show()

    def _build(self) -> MainWindow:
        use_language(chosen_language(), catalogues())
        self._use_qt_texts()
        window = MainWindow(self._desk, self._screens, chosen_language())
        window.language_chosen.connect(self._change_language)
        return window

    def _use_qt_texts(self) -> None:
        """Qt's own words: names of keys, buttons and menus of fields."""
        QCoreApplication.removeTranslator(self._qt_texts)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._qt_texts.load(f"qtbase_{chosen_language()}", folder):
            QCoreApplication.installTranslator(self._qt_texts)

    def _change_language(self, language: str) -> None:
        if language != chosen_language():
            layout_memory().setValue(LANGUAGE_KEY, language)
            # Not while the menu that was clicked is still on the stack.
            QTimer.singleShot(0, self, self._rebuild)

    def _rebuild(self) -> None:
        old = self.window
        new = self._build()
        new.setGeometry(old.geometry())
        new.navigation.go_to(old.navigation.current)
        new.show()
        self.window = new
        old.close()
        old.deleteLater()
