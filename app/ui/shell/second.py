"""The window for a second monitor: made when it is wanted first, told what is chosen, closed with the main window."""

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget


class Follower(Protocol):
    """What is needed of the window (which is a ``QWidget``)."""

    def follow(self, document_id: str) -> None: ...
    def present(self) -> None: ...


class SecondScreen(QObject):
    """``make`` builds the window. It is a window of its own, so that it can lie behind the main window, too."""

    def __init__(self, make: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._make = make
        self._chosen = ""
        self.window: QWidget | None = None

    def follow(self, document_id: str) -> None:
        """A document was chosen in the main window."""
        self._chosen = document_id
        if self.window is not None:
            cast(Follower, self.window).follow(document_id)

    def present(self) -> None:
        if self.window is None:
            self.window = self._make()
            if self._chosen:
                cast(Follower, self.window).follow(self._chosen)
        cast(Follower, self.window).present()

    def close(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
