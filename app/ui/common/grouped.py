"""Lists with headings: results by kind, documents by register or month. Headings fold when the list says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from app.domain.texts import _
from app.ui.common.icons import pixmap
from app.ui.common.roles import Mark
from app.ui.common.row_painter import FIRST_INSET, Look, RowPainter, fitted, paint_marks
from app.ui.common.tables import TWO_LINE_HEIGHT, Column, RowModel, RowTable
from app.ui.common.theme import SPACE_S

Index = QModelIndex | QPersistentModelIndex
HEADING_HEIGHT = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """A line. ``payload`` is what it stands for; ``spoken`` the whole line for screen readers."""

    id: str
    text: str
    detail: str | None = None
    icon: str = ""
    marks: tuple[Mark, ...] = ()
    payload: Any = None
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with its lines. ``key`` is stable: folded groups stay folded when the list is shown anew."""

    key: str
    title: str
    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heading:
    id: str
    key: str
    text: str
    count: int
    folded: bool
    marks: tuple[Mark, ...]


class _GroupModel(RowModel):
    def __init__(self, *, folding: bool) -> None:
        column = Column(
            "entry",
            "",
            text=lambda entry: entry.text,
            detail=lambda entry: getattr(entry, "detail", None),
            icon=lambda entry: getattr(entry, "icon", "") or None,
            marks=lambda entry: entry.marks,
        )
        super().__init__([column], _spoken)
        self._folding = folding

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self._folding and isinstance(self.rows[index.row()], _Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class GroupedTable(RowTable):
    """A list of groups. Signals as ``RowTable``, with the ``Entry`` (never a heading, None instead).

    ``folding``: headings can be reached with the arrow keys; Left and Right, Enter or a click fold them.
    """

    def __init__(self, name: str, *, folding: bool = False, several: bool = False) -> None:
        self._groups: Sequence[Group] = ()
        self._folded: set[str] = set()
        self._folding = folding
        super().__init__(
            _GroupModel(folding=folding), name, row_height=TWO_LINE_HEIGHT, header=False, several=several
        )
        self.painter_of_rows = _GroupPainter(self, folding=folding)

    def show_groups(self, groups: Sequence[Group], *, fall_back: bool = False) -> None:
        """Show other groups; selection, folding and place stay. Empty groups are left out."""
        self._groups = [group for group in groups if group.entries]
        rows: list[Entry | _Heading] = []
        for group in self._groups:
            folded = group.key in self._folded
            if group.title:
                rows.append(
                    _Heading(f"heading:{group.key}", group.key, group.title, len(group.entries), folded, group.marks)
                )
            if not folded:
                rows.extend(group.entries)
        self.setUpdatesEnabled(False)
        self.show_rows(rows, fall_back=fall_back)
        side = self.verticalHeader()
        for number, row in enumerate(rows):
            side.resizeSection(number, HEADING_HEIGHT if isinstance(row, _Heading) else TWO_LINE_HEIGHT)
        self.setUpdatesEnabled(True)
        if fall_back and self._heading_here() is not None:
            self.go_to_first_after_heading()

    def entry(self) -> Entry | None:
        """The current line, None on a heading."""
        row = super().current_row()
        return row if isinstance(row, Entry) else None

    def current_row(self) -> Entry | None:
        return self.entry()

    def selected_rows(self) -> list[Entry]:
        return [row for row in super().selected_rows() if isinstance(row, Entry)]

    def entries(self) -> list[Entry]:
        return [entry for group in self._groups for entry in group.entries]

    def content_height(self) -> int:
        """Pixels that all lines take."""
        return self.verticalHeader().length()

    def go_to_first(self) -> None:
        number = next((n for n, row in enumerate(self._rows.rows) if isinstance(row, Entry)), None)
        if number is not None:
            self.go_to(number)
            self.scrollToTop()

    def go_to_first_after_heading(self) -> None:
        """From a heading to the line below it, or above it at the end."""
        place = self.currentIndex().row()
        near = sorted(range(len(self._rows.rows)), key=lambda n: (abs(n - place), n < place))
        number = next((n for n in near if isinstance(self._rows.rows[n], Entry)), None)
        if number is not None:
            self.go_to(number)

    def go_to_id(self, id_: str) -> bool:
        """Makes a line current, unfolding its group."""
        for group in self._groups:
            if group.key in self._folded and any(entry.id == id_ for entry in group.entries):
                self._folded.discard(group.key)
                self.show_groups(self._groups)
        return super().go_to_id(id_)

    def step(self, rows: int) -> None:
        """As the arrow keys do: over headings that do not fold, staying inside the list."""
        here = self.currentIndex().row()
        stops = [n for n, row in enumerate(self._rows.rows) if self._folding or isinstance(row, Entry)]
        if not stops:
            return
        if here < 0:
            self.go_to(stops[0])
            return
        place = next((i for i, n in enumerate(stops) if n >= here), len(stops) - 1)
        target = stops[max(0, min(place + rows, len(stops) - 1))]
        self.go_to(target)
        if target == stops[0]:
            self.scrollToTop()

    def fold(self, key: str, *, folded: bool) -> None:
        (self._folded.add if folded else self._folded.discard)(key)
        self.show_groups(self._groups)

    def choose_current(self) -> None:
        entry = self.entry() or next(iter(self.entries()), None)
        if entry is not None:
            self.chosen.emit(entry)

    # --- Qt ------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        heading = self._heading_here()
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if key == Qt.Key.Key_Up else 1)
        elif plain and self._folding and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold_by_key(heading, folded=key == Qt.Key.Key_Left)
        elif heading is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.fold(heading.key, folded=not heading.folded)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        row = self.rowAt(round(event.position().y()))
        found = self._rows.rows[row] if row >= 0 else None
        if self._folding and isinstance(found, _Heading) and event.button() == Qt.MouseButton.LeftButton:
            self.fold(found.key, folded=not found.folded)

    def _activate(self, index: QModelIndex) -> None:
        row = self._rows.rows[index.row()]
        if isinstance(row, Entry):
            self.chosen.emit(row)

    def _heading_here(self) -> _Heading | None:
        place = self.currentIndex().row()
        row = self._rows.rows[place] if 0 <= place < len(self._rows.rows) else None
        return row if isinstance(row, _Heading) else None

    def _fold_by_key(self, heading: _Heading | None, *, folded: bool) -> None:
        if heading is not None:
            self.fold(heading.key, folded=folded)
        elif folded:
            above = range(self.currentIndex().row(), -1, -1)
            target = next((n for n in above if isinstance(self._rows.rows[n], _Heading)), None)
            if target is not None:
                self.go_to(target)


class _GroupPainter(RowPainter):
    def __init__(self, view: GroupedTable, *, folding: bool) -> None:
        super().__init__(view)
        self._folding = folding

    def _content(
        self,
        painter: QPainter,
        row: QRect,
        look: Look,
        columns: Sequence[tuple[int, int, int]],
        number: int,
        *,
        selected: bool,
    ) -> None:
        heading = self._model.rows[number]
        if not isinstance(heading, _Heading):
            super()._content(painter, row, look, columns, number, selected=selected)
            return
        room = row.adjusted(FIRST_INSET, 4, -SPACE_S, 0)
        if self._folding:
            name = "chevron-right" if heading.folded else "chevron-down"
            picture = pixmap(name, 14, look.ratio, "muted")
            painter.drawPixmap(room.left(), room.top() + (room.height() - 14) // 2, picture)
            room = room.adjusted(22, 0, 0, 0)
        room = paint_marks(painter, room, heading.marks or ((str(heading.count), ""),), look)
        painter.setFont(look.bold.font)
        painter.setPen(look.muted)
        text, _advance = fitted(heading.text, room.width(), look.bold)
        painter.drawText(room.left(), room.top() + (room.height() - look.bold.height + 1) // 2 + look.bold.ascent, text)


def _spoken(row: Any) -> str:
    if isinstance(row, _Heading):
        state = _("zugeklappt") if row.folded else _("aufgeklappt")
        return f"{row.text}, {row.count}, {state}"
    return row.spoken or ", ".join(part for part in (row.text, row.detail or "", *(m[0] for m in row.marks)) if part)


def grouped(
    rows: Sequence[Any], key: Callable[[Any], str], title: Callable[[str], str], entry: Callable[[Any], Entry]
) -> tuple[Group, ...]:
    """Rows that are in order already, cut into groups where the key changes or comes back to a known group."""
    found: dict[str, list[Entry]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(entry(row))
    return tuple(Group(name, title(name), tuple(entries)) for name, entries in found.items())
