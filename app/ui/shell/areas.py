"""The window's screens. What is not shown at the start is built afterwards, when nobody waits for it."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.common.theme import theme

AHEAD_MS = 1500
"""So long after the window was shown the first document is there, on a busy machine too, and the rest may be built."""
BETWEEN_MS = 40
"""So long others have the Qt thread between two steps."""


class Areas(QObject):
    """Screens by key, built when they are first asked for, in a stack that has a place for each."""

    def __init__(self, stack: QStackedWidget, makers: Mapping[str, Callable[[], QWidget]]) -> None:
        super().__init__(stack)
        self._stack = stack
        self._makers = dict(makers)
        self._built: dict[str, QWidget] = {}
        self._steps: Iterator[Callable[[], object]] = iter(())
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._step)
        self._empty = {key: QWidget() for key in self._makers}
        for place in self._empty.values():
            stack.addWidget(place)

    def __contains__(self, key: str) -> bool:
        return key in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __getitem__(self, key: str) -> QWidget:
        if key not in self._built:
            screen = self._built[key] = self._makers[key]()
            place = list(self._makers).index(key)
            self._stack.insertWidget(place, screen)
            empty = self._empty.pop(key)
            self._stack.removeWidget(empty)
            empty.deleteLater()
            theme.dress(screen)  # now that it has its place: a dressed widget that moves is looked through again
        return self._built[key]

    @property
    def current(self) -> str:
        """Key of the screen that is shown."""
        return list(self._makers)[self._stack.currentIndex()]

    def show(self, key: str) -> QWidget:
        screen = self[key]
        self._stack.setCurrentWidget(screen)
        return screen

    def build_ahead(self, *steps: Callable[[], object]) -> None:
        """Do these, and build what is not there yet, one at a time and after what the user is waiting for."""
        self._steps = iter((*steps, *((lambda key=key: self[key]) for key in self._makers)))
        self._soon.start(AHEAD_MS)

    def _step(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            step()
            self._soon.start(BETWEEN_MS)
