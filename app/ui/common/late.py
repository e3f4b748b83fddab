"""Widgets whose insides are made when they are seen first: most of what a window can show is never looked at."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class Late(QWidget):
    """Build in ``_build``, not in ``__init__``. Until then it is one empty widget, which costs next to nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.built = False

    def need(self) -> None:
        """Have the insides there, seen or not."""
        if not self.built:
            self.built = True
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        self.need()
        super().showEvent(event)

    def _build(self) -> None:
        raise NotImplementedError
