"""The screen "Vorgänge": what was not accepted and why, and what waits."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.cache import Touched
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.texts import _
from app.tasks.desk import Desk
from app.ui.common import format as say
from app.ui.common.grouped import Entry, GroupedTable
from app.ui.common.renewal import Renewal
from app.ui.common.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.common.widgets import EmptyPanel, Notice, RememberingSplitter, as_area, text_label
from app.ui.shell.deeds import Deed, Deeds, deed_groups, load_deeds


class ActivityScreen(QWidget):
    """``counted`` gives how many refusals are not read yet."""

    document_wanted = Signal(str)
    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._local: list[Refused] = []
        self._refused = 0
        self._deeds = Deeds()
        as_area(self, "surface")
        self.table = GroupedTable(_("Vorgänge"))
        self.empty = EmptyPanel(
            "ok", _("Alles erledigt"), _("Kein Vorgang wartet, und alles wurde angenommen.")
        )
        self.detail = _Detail()
        both = RememberingSplitter("activity")
        both.addWidget(self.table)
        both.addWidget(self.detail)
        both.restore([520, 480])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(both)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.table.current_changed.connect(self._show_detail)
        self.table.chosen.connect(lambda _entry: self.detail.document.click())
        self.detail.dismiss.clicked.connect(self._dismiss)
        self.detail.document.clicked.connect(self._show_document)
        read = QAction(_("Als gelesen entfernen"), self.table)
        read.setShortcut(QKeySequence("Del"))
        read.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        read.triggered.connect(self._dismiss)
        self.table.addAction(read)
        self._shown = Renewal(self, self._show_deeds)
        desk.touched.connect(self._touched)
        desk.was_refused.connect(self._was_refused)
        self.refresh()

    def refresh(self) -> None:
        local = tuple(self._local)
        self._desk.ask(lambda cache: load_deeds(cache, local), self._show, self._failed, newest="deeds")

    def focus_search(self) -> None:
        self.table.setFocus()

    def _show(self, deeds: Deeds) -> None:
        """Refusals are counted also while nobody looks at them here."""
        self._deeds = deeds
        self.counted.emit(len(deeds.refused))
        self._shown.want()

    def _show_deeds(self) -> None:
        deeds = self._deeds
        self.table.show_groups(deed_groups(deeds), fall_back=True)
        newer, self._refused = len(deeds.refused) > self._refused, len(deeds.refused)
        if newer or self.table.entry() is None:
            self.table.go_to_first()
        self._stack.setCurrentIndex(1 if self.table.entries() else 0)
        self._show_detail(self.table.entry())

    def _show_detail(self, entry: Entry | None) -> None:
        self.detail.say(entry)

    def _failed(self, error: AppError) -> None:
        self.empty.say("error", error.title, error.advice)
        self._stack.setCurrentIndex(0)

    def _touched(self, touched: Touched) -> None:
        if touched.everything or "outbox" in touched.others or touched.documents:
            self.refresh()

    def _was_refused(self, refused: Refused) -> None:
        self._local.append(refused)
        self.refresh()

    def _dismiss(self) -> None:
        entry = self.table.entry()
        deed = entry.payload if entry else None
        if isinstance(deed, Deed) and deed.refused is not None:
            self._local = [refusal for refusal in self._local if refusal != deed.refused]
            if deed.action_id:
                self._desk.dismiss(deed.action_id)
            else:
                self.refresh()

    def _show_document(self) -> None:
        entry = self.table.entry()
        deed = entry.payload if entry else None
        if isinstance(deed, Deed) and deed.document:
            self.document_wanted.emit(deed.document)


class _Detail(QWidget):
    """The whole story of one line, with what can be done."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(320)
        self.title = text_label("", "heading")
        self.title.setWordWrap(True)
        self.why = Notice("bad")
        self.advice = text_label("")
        self.advice.setWordWrap(True)
        self.facts = text_label("", "muted")
        self.facts.setWordWrap(True)
        self.document = QPushButton(_("Dokument &zeigen"))
        self.dismiss = QPushButton(_("&Gelesen, entfernen"))
        self.dismiss.setProperty("role", "main")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.dismiss)
        buttons.addWidget(self.document)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        for widget in (self.title, self.why, self.advice, self.facts):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch()

    def say(self, entry: Entry | None) -> None:
        self.setVisible(entry is not None)
        if entry is None:
            return
        payload = entry.payload
        self.title.setText(entry.text)
        if isinstance(payload, Deed):
            self._say_deed(payload)

    def _say_deed(self, deed: Deed) -> None:
        self.document.setVisible(bool(deed.document))
        self.dismiss.setVisible(deed.refused is not None)
        if deed.refused is not None:
            self.why.say(deed.refused.title, "bad")
            self.advice.setText(deed.refused.advice)
        else:
            self.why.say("")
            self.advice.setText(_("Der Vorgang ist gesichert und wird gesendet, sobald die Zentrale erreichbar ist."))
        facts = [_("Veranlasst: {when}").format(when=say.moment(deed.since))] if deed.since else []
        if deed.next_attempt and deed.refused is None:
            facts.append(_("Nächster Versuch: {when}").format(when=say.moment(deed.next_attempt)))
        self.facts.setText(" · ".join(facts))
        self.facts.setVisible(bool(facts))
