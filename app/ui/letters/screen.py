"""The screen "Postausgang": the letters of the site, the pages of the current one, what to do about it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.cache import Touched
from app.domain.letter_check.findings import Finding
from app.domain.letter_check.kept import findings_of
from app.domain.pages import Box
from app.domain.records.letters import Letter, LetterOffice
from app.domain.texts import _
from app.services.letters.overview import ALL, BACK, DONE, TODO, WAY, LetterRow, load_letters
from app.tasks.desk import Desk
from app.ui.common.icons import wear
from app.ui.common.renewal import Renewal
from app.ui.common.tables import TWO_LINE_HEIGHT, RowModel, RowTable, arrange
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import (
    EmptyPanel,
    Notice,
    RememberingSplitter,
    SearchField,
    Segments,
    as_area,
    text_label,
)
from app.ui.letters.acting import (
    ADD,
    APPROVE,
    CANCEL,
    CASE,
    CHANGE,
    CHECK,
    MEND,
    SEND,
    WATCH,
    LetterActing,
    allowed,
)
from app.ui.letters.detail import LetterDetail
from app.ui.letters.finding_marks import FindingMarks
from app.ui.letters.rows import columns, haystack, shown_part, spoken

KINDS = frozenset({Letter.kind, LetterOffice.kind})


class LetterView(Protocol):
    """What the screen needs of the viewer."""

    @property
    def canvas(self) -> Any: ...
    def show_document(self, document_id: str | None) -> None: ...
    def mark_place(self, document_id: str, page: int, box: Box | None, *, go: bool) -> None: ...


class LettersScreen(QWidget):
    """``case_wanted`` gives the id of a case file."""

    case_wanted = Signal(str)

    def __init__(self, desk: Desk, viewer: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        as_area(self, "ground")
        self.setAcceptDrops(True)
        self._desk = desk
        self._rows: tuple[LetterRow, ...] = ()
        self._shown: LetterRow | None = None
        self.loaded = False
        """The list has been read at least once."""
        self.notice = Notice()
        self.parts = Segments(
            [
                (TODO, "edit", _("Zu tun")),
                (WAY, "outbox", _("Unterwegs")),
                (BACK, "mail-returned", _("Zurück")),
                (DONE, "checkmark", _("Erledigt")),
                (ALL, "list", _("Alle")),
            ],
            _("Welche Briefe"),
        )
        self.parts.choose(TODO)
        self.filter = SearchField(_("Briefe filtern"))
        self.model = RowModel(columns(), describe=spoken)
        self.table = RowTable(
            self.model, _("Briefe"), row_height=TWO_LINE_HEIGHT, header=False, several=True, memory="letters"
        )
        self.empty = EmptyPanel("outbox", "")
        self.viewer = viewer()
        self.marks = FindingMarks()
        self.detail = LetterDetail()
        self._lists = QStackedWidget()
        self.buttons: dict[str, QPushButton] = {}
        self.acting = LetterActing(desk, self, self.chosen)
        self._lay_out()
        self._make_actions()
        self._connect()
        self._renewed = Renewal(self, self.reload)
        self.reload()

    # --- building ------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, 0)
        head.setSpacing(SPACE_M)
        head.addWidget(text_label(_("Postausgang"), "title"))
        head.addWidget(self.parts)
        head.addWidget(self.filter, 1)
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(SPACE_M, 0, SPACE_M, SPACE_S)
        self._bar.setSpacing(SPACE_S)
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.empty)
        splitter = RememberingSplitter("letters")
        for widget, least in ((self._lists, 260), (self.viewer, 300), (self.detail, 240)):
            widget.setMinimumWidth(least)
            splitter.addWidget(widget)
        splitter.setStretchFactor(1, 1)
        splitter.restore([380, 800, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(splitter, 1)
        column.addLayout(self._bar)

    def _make_actions(self) -> None:
        do = self.acting
        made: tuple[tuple[str, str, str, Callable[[], object], tuple[str, ...]], ...] = (
            (ADD, _("Hinzufügen …"), "document", do.choose_files, ("Ctrl+N",)),
            (APPROVE, _("Freigeben"), "checkmark", do.approve, ("Ctrl+Shift+G",)),
            (MEND, _("Beheben …"), "fit-page", do.mend, ("Shift+F7",)),
            (SEND, _("Senden"), "outbox", do.send, ("Ctrl+Return", "Ctrl+Enter")),
            (CHECK, _("Neu prüfen"), "document-search", do.check, ("F7",)),
            (CHANGE, _("Ändern …"), "edit", do.change, ("F2",)),
            (CANCEL, _("Verwerfen"), "dismiss", do.cancel, ("Del",)),
            (CASE, _("Akte öffnen"), "folder-open", self.open_case, ("Ctrl+Shift+O",)),
            (WATCH, _("Ordner beobachten …"), "folder", do.choose_folder, ("Ctrl+Shift+B",)),
        )
        for key, label, icon, effect, keys in made:
            action = QAction(label, self)
            action.setShortcuts([QKeySequence(each) for each in keys])
            here = Qt.ShortcutContext.WidgetWithChildrenShortcut
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut if key == CANCEL else here)
            action.triggered.connect(lambda _on=False, effect=effect: effect())
            (self.table if key == CANCEL else self).addAction(action)
            button = self.buttons[key] = QPushButton(label)
            wear(button, icon)
            button.setToolTip(f"{label} ({QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)})")
            button.clicked.connect(action.trigger)
            if key == WATCH:
                self._bar.addStretch()
            self._bar.addWidget(button)
        self.buttons[SEND].setProperty("role", "main")

    def _connect(self) -> None:
        self.parts.switched.connect(lambda _key: self._show_rows())
        self.filter.searched.connect(lambda _text: self._show_rows())
        self.filter.moved.connect(self.table.step)
        self.filter.chosen.connect(self.table.setFocus)
        self.filter.left.connect(self.table.setFocus)
        self.table.current_changed.connect(lambda _row: self._show_current())
        self.table.selection_changed.connect(self._enable)
        self.detail.finding_chosen.connect(self._show_finding)
        self.empty.pressed.connect(self.acting.choose_files)
        self.acting.said.connect(lambda text, tone: self.notice.say(text, tone, closable=True))
        self._desk.touched.connect(self._touched)
        view = cast(LetterView, self.viewer)
        if hasattr(view, "canvas"):
            view.canvas.overlays.append(self.marks)

    # --- for the shell -------------------------------------------------------------------------------------------
    def focus_search(self) -> None:
        """Where the keyboard goes when the screen is entered."""
        self.table.setFocus()

    def reload(self) -> None:
        desk = self._desk
        desk.ask(lambda cache: load_letters(cache, desk.site, desk.me), self._loaded, newest="letters")

    def _touched(self, touched: Touched) -> None:
        if touched.everything or touched.others & KINDS:
            self._renewed.want()

    # --- showing -------------------------------------------------------------------------------------------------
    def _loaded(self, rows: tuple[LetterRow, ...]) -> None:
        self._rows, self.loaded = rows, True
        for key, button in self.parts.buttons.items():
            name = button.accessibleName().partition(" (")[0]
            count = len(shown_part(rows, key))
            button.setText(f"{name} ({count})" if count else name)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = arrange(shown_part(self._rows, self.parts.current), self.filter.text(), haystack)
        self.table.show_rows(rows, fall_back=True)
        if self.table.current_row() is None and rows:
            self.table.go_to(0)
        self._lists.setCurrentWidget(self.table if rows else self.empty)
        if not rows:
            self._say_empty()
        self._show_current()

    def _say_empty(self) -> None:
        if self.filter.text().strip() or self.parts.current != TODO:
            self.empty.say("outbox", _("Hier ist kein Brief"))
            return
        self.empty.say(
            "outbox",
            _("Kein Brief wartet"),
            _("Ziehen Sie ein PDF hierher, oder fügen Sie es hinzu. Mehrere werden ein Brief mit Anlagen."),
            _("Hinzufügen …"),
        )

    def _show_current(self) -> None:
        row = self.table.current_row()
        self.detail.show_letter(row)
        findings = findings_of(row.letter.check) if row is not None and row.letter.check is not None else ()
        self.marks.show(row.id if row is not None else "", findings)
        if (row.id if row else None) != (self._shown.id if self._shown else None):
            cast(LetterView, self.viewer).show_document(row.id if row is not None else None)
        self._shown = row
        self.viewer.update()
        self._enable()

    def _show_finding(self, finding: Finding) -> None:
        if self._shown is not None and finding.page:
            cast(LetterView, self.viewer).mark_place(self._shown.id, finding.page, finding.box, go=True)

    def _enable(self) -> None:
        rows = self.chosen()
        can = allowed(rows, online=self._desk.letters is not None)
        for key, button in self.buttons.items():
            button.setEnabled(key in can)
        # What failed the check waits for no approval: the two share a place, the row stays short.
        self.buttons[MEND].setVisible(MEND in can)
        self.buttons[APPROVE].setVisible(MEND not in can)
        sent = any(row.letter.job for row in rows)
        self.buttons[CANCEL].setText(_("Aufhalten") if sent else _("Verwerfen"))

    def open_case(self) -> None:
        rows = self.chosen()
        if len(rows) == 1:
            self.case_wanted.emit(rows[0].letter.case)

    def chosen(self) -> list[LetterRow]:
        rows: list[LetterRow] = list(self.table.selected_rows())
        current = self.table.current_row()
        return rows or ([current] if current is not None else [])

    # --- dragging ---------------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._desk.letters is not None and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = _dropped(event)
        if files:
            event.acceptProposedAction()
            self.acting.add_files(files)


def _dropped(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The PDF files that are dragged; nothing if something else is among them."""
    urls = event.mimeData().urls()
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return files if files and len(files) == len(urls) and all(f.suffix.lower() == ".pdf" for f in files) else []
