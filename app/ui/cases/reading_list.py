"""The documents of the open file in the order in which they are listed: what the viewer walks through."""

from collections.abc import Sequence

from app.domain.cache import DocumentRow
from app.ui.common.grouped import GroupedTable


class ReadingList:
    """Over the lines of the table, folded or not; what is announced only has no pages and is left out."""

    def __init__(self, table: GroupedTable) -> None:
        self._table = table

    def documents(self) -> Sequence[str]:
        """Ids in the order of the lines."""
        rows = (entry.payload for entry in self._table.entries())
        return [row.id for row in rows if isinstance(row, DocumentRow)]

    def chosen(self) -> Sequence[str]:
        """Ids of the lines that are chosen."""
        rows = (entry.payload for entry in self._table.selected_rows())
        return [row.id for row in rows if isinstance(row, DocumentRow)]

    def neighbour(self, document_id: str, step: int) -> str | None:
        """The id ``step`` places further, None at the end."""
        ids = self.documents()
        place = ids.index(document_id) + step if document_id in ids else -1
        return ids[place] if 0 <= place < len(ids) else None
