"""In the list: which documents somebody else looks at just now."""

from collections.abc import Callable

from app.tasks.desk import Desk
from app.ui.common.tables import RowModel, RowTable


def looked_at(desk: Desk) -> Callable[[str], bool]:
    """Whether somebody else looks at a document (its id)."""
    return lambda document: desk.presence is not None and bool(desk.presence.at(document))


def follow_looks(desk: Desk, model: RowModel, table: RowTable) -> None:
    """Paint the rows anew when others begin or end to look."""

    def show() -> None:
        model.forget_lines()
        table.viewport().update()

    if desk.presence is not None:
        desk.presence.changed.connect(show)
