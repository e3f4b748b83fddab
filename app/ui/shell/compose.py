"""Which screens the window has. Screens do not know each other: the window connects their signals."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from app.tasks.desk import Desk

ViewerFactory = Callable[[], QWidget]


class InboxPart(Protocol):
    """What the window needs of the inbox screen (which is a ``QWidget``)."""

    @property
    def case_opened(self) -> SignalInstance:
        """(case id): open this file."""
        ...

    @property
    def document_opened(self) -> SignalInstance:
        """(document id): this one is shown now."""
        ...

    def open_document(self, document_id: str) -> None:
        """Make a document of the inbox current, whatever is filtered."""
        ...


@dataclass(frozen=True, slots=True)
class Screens:
    """Makers of the screens, handed over by the start-up module."""

    inbox: Callable[[Desk, ViewerFactory], QWidget]
    """The widget is an ``InboxPart``."""
    viewer: Callable[[Desk], QWidget]
    """The widget shows a document by ``show_document(id)``."""
    second: Callable[[Desk], QWidget] | None = None
    """The window for a second monitor (``second.Follower``)."""


def standard_screens() -> Screens:
    """The screens of the program; imported when the window is built."""
    from app.ui.inbox.screen import InboxScreen
    from app.ui.viewer.pane import ViewerPane
    from app.ui.viewer.second_window import SecondWindow

    return Screens(inbox=InboxScreen, viewer=ViewerPane, second=SecondWindow)
