"""Several documents that are filed together: as what each of them goes, and which is exempt from the common fields."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.cache import DocumentRow
from app.domain.texts import _
from app.ui.common import format as fmt
from app.ui.common.grouped import Entry
from app.ui.common.roles import Mark
from app.ui.common.tables import TWO_LINE_HEIGHT, Column, RowModel, RowTable
from app.ui.common.theme import SPACE_S
from app.ui.common.widgets import text_label
from app.ui.inbox.filing import FiledAs, apart, filed_as, usual

MOST_SEEN, MOST_SEEN_LOW = 9, 4
"""Lines at once, and in a low window."""
MOST_LISTED = 300
"""Who chooses more than that does not look at each."""


class ManyTable(RowTable):
    """The space bar exempts the current document, or takes it back among the others."""

    toggled = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.toggled.emit(self.current_row())
        else:
            super().keyPressEvent(event)


class ManyList(QWidget):
    """Hidden while there are not several. ``exempted`` comes when a document was exempted or is not any more."""

    exempted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[DocumentRow, ...] = ()
        self._own: Mapping[str, FiledAs] = {}
        self._common = FiledAs()
        self._most_seen = MOST_SEEN
        self.exempt: frozenset[str] = frozenset()
        """Ids of documents that keep what they have for themselves."""
        column = Column(
            "document",
            _("Dokument"),
            text=lambda entry: entry.text,
            detail=lambda entry: entry.detail,
            marks=lambda entry: entry.marks,
        )
        self.model = RowModel((column,), describe=lambda entry: entry.spoken)
        self.caption = text_label(_("Wie sie abgelegt werden (Leertaste: ausnehmen)"), "section")
        self.caption.setWordWrap(True)
        self.table = ManyTable(self.model, _("Wie sie abgelegt werden"), row_height=TWO_LINE_HEIGHT, header=False)
        self.table.setToolTip(_("Leertaste oder Doppelklick: Das Dokument behält seine eigenen Angaben."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.caption)
        layout.addWidget(self.table)
        self.table.toggled.connect(self._toggle)
        self.table.chosen.connect(self._toggle)
        self.show_rows((), {})

    def show_rows(self, rows: Sequence[DocumentRow], own: Mapping[str, FiledAs]) -> None:
        """The documents that are filed together, with what is proposed for each by itself."""
        self._rows, self._own = tuple(rows), own
        if self.exempt:
            self.exempt &= {row.id for row in rows}
        self.setVisible(len(rows) > 1)
        self._fit()
        self._show()

    def set_compact(self, compact: bool) -> None:
        """In a low window fewer are seen at once."""
        self._most_seen = MOST_SEEN_LOW if compact else MOST_SEEN
        self._fit()

    def _fit(self) -> None:
        self.table.setFixedHeight(TWO_LINE_HEIGHT * min(max(len(self._rows), 2), self._most_seen) + 2)

    def show_common(self, common: FiledAs) -> None:
        """What all of them get that are not exempt."""
        if common != self._common:
            self._common = common
            self._show()

    def own(self) -> Mapping[str, FiledAs]:
        return self._own

    def _show(self) -> None:
        if len(self._rows) < 2:
            self.table.show_rows(())
            return
        rows = self._rows[:MOST_LISTED]
        filed = [filed_as(row, self._common, self._own, self.exempt) for row in rows]
        most = usual(filed)
        self.table.show_rows(
            [self._entry(row, what, apart(what, most)) for row, what in zip(rows, filed, strict=True)]
        )

    def _entry(self, row: DocumentRow, what: FiledAs, differs: tuple[str, ...]) -> Entry:
        marks: list[Mark] = []
        if row.id in self.exempt:
            marks.append((_("ausgenommen"), "accent"))
        if differs:
            marks.append((_("weicht ab"), "caution"))
        name = what.title or fmt.title(row)
        detail = "  ·  ".join(part for part in (*_said(what, differs), fmt.pages(row.pages)) if part)
        spoken = ", ".join((name, detail, *(text for text, _tone in marks)))
        return Entry(id=row.id, text=name, detail=detail, marks=tuple(marks), payload=row, spoken=spoken)

    def _toggle(self, entry: object) -> None:
        if isinstance(entry, Entry):
            self.exempt ^= {entry.id}
            self._show()
            self.exempted.emit()


def _said(what: FiledAs, differs: tuple[str, ...]) -> tuple[str, ...]:
    """What is not like the others comes first: in a narrow list the end is cut off."""
    parts = {
        "document_type": what.document_type or _("ohne Typ"),
        "register": _(what.register) if what.register else "",
        "received_on": _("Eingang {date}").format(date=fmt.day(what.received_on)) if what.received_on else "",
    }
    ordered = sorted(parts, key=lambda name: name not in differs)
    return tuple(parts[name] for name in ordered)
