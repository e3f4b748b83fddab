"""Context menus of lists."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QMenu


def offer_menu(table: QAbstractItemView, fill: Callable[[QMenu], object]) -> None:
    """A menu where the right button or the menu key asks for one; ``fill`` puts its entries in."""
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show(at: QPoint) -> None:
        menu = QMenu(table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(menu)
        menu.popup(table.viewport().mapToGlobal(at))

    table.customContextMenuRequested.connect(show)
