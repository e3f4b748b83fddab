"""The main window: where the screens, the one search field and the state of all work meet."""

from app.ui.shell.compose import Screens, standard_screens
from app.ui.shell.keeper import WindowKeeper
from app.ui.shell.window import MainWindow

__all__ = ["MainWindow", "Screens", "WindowKeeper", "standard_screens"]
