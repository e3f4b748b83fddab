"""The panel that files: the case, the type, the register, one button."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.cache import CaseRow, DocumentRow
from app.domain.records import SuggestedCase
from app.domain.registers import DOCUMENT_TYPES, REGISTERS
from app.domain.suggested import contradiction
from app.domain.texts import _, ngettext
from app.services.suggest_on_demand import OnDemand
from app.tasks.desk import Desk
from app.ui.common import format as fmt
from app.ui.common.elided import ElidedLabel
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import as_area, text_label
from app.ui.inbox.advice import Advice, place_of
from app.ui.inbox.case_card import CaseCard
from app.ui.inbox.case_field import CaseSearch
from app.ui.inbox.misfile_dialog import MisfileDialog
from app.ui.inbox.proposals import Choices, Offer, Proposal, propose, register_for
from app.ui.inbox.steps import Filing

EMPTY_MS = 50
"""So long what was proposed for the document before may stand there; it is not filed into any more."""

ROOMY = 850
"""Height in pixels from which suggestions and the cases used last both have room."""


class FilingPanel(QWidget):
    """Shows what is proposed for the chosen documents; ``filed`` gives the ``Filing`` that the user confirmed."""

    filed = Signal(object)
    skipped = Signal()
    forward_wanted = Signal()
    case_opened = Signal(str)
    place_wanted = Signal(object, bool)
    """Where the document speaks for the case (``SuggestedCase`` or None), and whether the view shall go there."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: tuple[DocumentRow, ...] = ()
        self._case: CaseRow | None = None
        self._proposal: Proposal | None = None
        self._choices = Choices()
        self._on_demand = OnDemand()
        desk.touched.connect(self._on_demand.touched)
        self._picked = False
        """The case was chosen by the user, not proposed."""
        self._touched_by_user: set[str] = set()
        self._empty_soon = QTimer(self, singleShot=True, interval=EMPTY_MS)
        self._empty_soon.timeout.connect(self._empty)
        as_area(self, "surface")
        self.heading = text_label("", "heading")
        self.card = CaseCard()
        self.advice = Advice()
        self.search = CaseSearch(desk)
        self.kind = editable_combo(sorted({k for kinds in DOCUMENT_TYPES.values() for k in kinds}), _("Dokumententyp"))
        self.register = editable_combo([_(name) for name in REGISTERS], _("Register"))
        self.title = QLineEdit()
        self.title.setAccessibleName(_("Titel"))
        self.hint = ElidedLabel("small")
        self.file_button = QPushButton(_("Abl&egen und weiter"))
        self.skip_button = QPushButton(_("Über&springen"))
        self.forward_button = QPushButton(_("&Weiterleiten …"))
        self._lay_out()
        self._connect()
        self.show_rows(())

    def _lay_out(self) -> None:
        self.file_button.setProperty("role", "main")
        self.file_button.setToolTip(_("Legt ab und öffnet das nächste Dokument (Eingabe oder Strg+Eingabe)"))
        self.skip_button.setToolTip(_("Zum nächsten Dokument, ohne abzulegen (Strg+Rechts oder N)"))
        self.forward_button.setToolTip(_("An Person, Team oder Standort weiterleiten (Alt+W)"))
        self.title.setPlaceholderText(_("wie der Dokumententyp"))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(SPACE_M)
        form.setVerticalSpacing(SPACE_S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        kind_label = QLabel(_("&Typ"))
        kind_label.setBuddy(self.kind)
        # A mnemonic is drawn without kerning, wider than it was measured.
        kind_label.setMinimumWidth(40)
        form.addRow(kind_label, self.kind)
        form.addRow("", self.hint)
        form.addRow(_("&Register"), self.register)
        form.addRow(_("T&itel"), self.title)
        others = QHBoxLayout()
        others.setSpacing(SPACE_S)
        others.addWidget(self.skip_button, 1)
        others.addWidget(self.forward_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self.heading)
        column.addWidget(self.card)
        column.addWidget(self.advice)
        column.addWidget(self.search, 10)
        column.addLayout(form)
        column.addWidget(self.file_button)
        column.addLayout(others)
        column.addStretch(1)

    def _connect(self) -> None:
        self.search.picked.connect(self.choose)
        self.advice.taken.connect(self._take)
        self.search.confirmed.connect(self.file)
        self.search.field.textChanged.connect(lambda _text: self._show_ready())
        self.card.open_wanted.connect(self.case_opened)
        self.file_button.clicked.connect(self.file)
        self.skip_button.clicked.connect(self.skipped)
        self.forward_button.clicked.connect(self.forward_wanted)
        self.kind.currentTextChanged.connect(lambda _text: self._follow_type())
        for name, field in (("kind", self.kind.lineEdit()), ("register", self.register.lineEdit())):
            if field is not None:
                field.textEdited.connect(lambda _text, name=name: self._touched_by_user.add(name))
                field.installEventFilter(self)
        for name, combo in (("kind", self.kind), ("register", self.register)):
            combo.activated.connect(lambda _index, name=name: self._touched_by_user.add(name))
        self.title.installEventFilter(self)

    # --- what is to be filed ---------------------------------------------------------------------------------
    def show_rows(self, rows: Sequence[DocumentRow]) -> None:
        """The chosen documents; the first one decides what is proposed."""
        before, self._rows = self._rows, tuple(rows)
        self.setEnabled(bool(rows))
        self._say_how_many()
        if before and rows and before[0].id == rows[0].id and before[0].case == rows[0].case:
            if (len(before) > 1) != (len(rows) > 1) and self._proposal is not None:
                self._proposed(self._proposal)
            self._show_ready()
            return
        self._case, self._proposal, self._picked = None, None, False
        self._touched_by_user.clear()
        self.search.forget()
        if not rows:
            self._empty()
            return
        # The proposal is there at once as a rule; then the fields change once, not twice.
        self._empty_soon.start()
        first, choices, on_demand = rows[0], self._choices, self._on_demand
        self._desk.ask(
            lambda cache: propose(cache, first, choices, on_demand), self._proposed, newest="inbox-proposal"
        )

    def _empty(self) -> None:
        self._empty_soon.stop()
        self.search.clear(())
        self._fill("", "", "")
        self.card.show_case(None)
        self.advice.show_proposal(None)
        self._show_ready()

    def _say_how_many(self) -> None:
        count = len(self._rows)
        many = _("{documents} ablegen").format(documents=fmt.documents(count))
        self.heading.setText(many if count > 1 else _("Ablegen"))
        text = ngettext("Abl&egen und weiter", "Alle {n} abl&egen und weiter", max(count, 1))
        self.file_button.setText(text.format(n=count))
        self.title.setEnabled(count <= 1)

    def rows(self) -> tuple[DocumentRow, ...]:
        """What filing and forwarding are about."""
        return self._rows

    def _proposed(self, proposal: Proposal) -> None:
        if not self._rows or self._rows[0].id != proposal.document:
            return
        self._empty_soon.stop()
        self._proposal = proposal
        several = len(self._rows) > 1
        self.advice.show_proposal(None if several else proposal)
        if not self.search.searching():
            self.search.clear(self._recent())
        if not self._picked:
            self._case = proposal.case if not several or self._same_case() else None
            self.card.show_case(self._case, proposed=True)
        self._show_place(go=False)
        if several:
            self._fill("", "", "")
        else:
            self._fill(proposal.document_type, proposal.register, self._rows[0].title)
        self._say_whence(proposal, several)
        self._show_ready()

    def _same_case(self) -> bool:
        """Several documents get a proposed case only if the provider names the same for all of them."""
        return len({row.case for row in self._rows}) == 1 and bool(self._rows[0].case)

    def _recent(self) -> tuple[CaseRow, ...]:
        """The cases used last, where nothing better is to be had."""
        proposal = self._proposal
        if proposal is None or (not self.advice.isHidden() and (proposal.case or self.advice.notice.isVisibleTo(self))):
            return ()
        return proposal.recent

    def _say_whence(self, proposal: Proposal, several: bool) -> None:
        recognised = proposal.suggested_type
        said = _("Vorschlag: wie zuletzt gewählt") if proposal.from_last else ""
        if recognised is not None:
            said = _("Vorschlag zu {n} %: {reason}").format(n=recognised.per_mille // 10, reason=recognised.reason)
        self.hint.say("" if several else said)
        self.hint.setVisible(bool(self.hint.text()))

    def _show_place(self, *, go: bool) -> None:
        """Mark where the document speaks for the case that is chosen."""
        case = self._case.id if self._case else ""
        self.advice.mark(case)
        self.place_wanted.emit(place_of(self._proposal, case) if len(self._rows) == 1 else None, go)

    def _fill(self, kind: str, register: str, title: str) -> None:
        unchanged = _("bleibt, wie es ist") if len(self._rows) > 1 else ""
        shown = _(register) if register else ""
        for name, combo, text in (("kind", self.kind, kind), ("register", self.register, shown)):
            field = combo.lineEdit()
            if field is not None:
                field.setPlaceholderText(unchanged)
            if name not in self._touched_by_user:
                combo.blockSignals(True)
                combo.setCurrentIndex(combo.findText(text))
                combo.setEditText(text)
                combo.blockSignals(False)
                if field is not None:
                    field.setCursorPosition(0)  # a long name is read from its beginning
        if "title" not in self._touched_by_user:
            self.title.setText(title)

    def choose(self, case: CaseRow) -> None:
        """A hit was picked: it is the target now, and the next Enter files."""
        self._case, self._picked = case, True
        self.card.show_case(case)
        self.search.clear(self._recent())
        self.search.field.setFocus()
        self._show_place(go=True)
        self._show_ready()

    def _take(self, offer: Offer) -> None:
        self.choose(offer.case)

    def focus_case(self) -> None:
        self.search.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- filing ----------------------------------------------------------------------------------------------
    def target(self) -> CaseRow | None:
        """The case into which filing would go now; while something is typed only a hit for it counts."""
        return self.search.highlighted() if self.search.searching() else self._case

    def file(self) -> None:
        """File the chosen documents; without a case nothing happens but a hint."""
        case = self.target()
        if case is None or not self._rows:
            self.focus_case()
            return
        kind = self.kind.currentText().strip()
        filing = Filing(case, kind, _stored(self.register.currentText().strip()), self.title.text().strip())
        against = contradiction(self._proposal.suggestions, case.id) if self._proposal else None
        if against is None:
            self._file(filing)
        else:
            self._ask_first(filing, against)

    def _ask_first(self, filing: Filing, named: SuggestedCase) -> None:
        """The document speaks for another case: once, with both shown."""
        rows = [row.id for row in self._rows]
        offer = self.advice.offer_of(named.case)
        dialog = MisfileDialog(filing.case, named, offer.case if offer else None, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._file(filing) if [row.id for row in self._rows] == rows else None)
        dialog.rejected.connect(self.focus_case)
        dialog.open()

    def _file(self, filing: Filing) -> None:
        case, before = filing.case, self._choices
        chosen = before.with_choice(case, self._rows[0].sender, filing.document_type, filing.register)
        self._choices = chosen
        self._desk.write(lambda cache: chosen.keep(cache, case.id, before))
        self.filed.emit(filing)

    def _show_ready(self) -> None:
        self.file_button.setEnabled(bool(self._rows) and (self.target() is not None or self.search.searching()))

    def _follow_type(self) -> None:
        """Another type proposes its register, unless the user has chosen one."""
        self.hint.hide()
        if "register" in self._touched_by_user:
            return
        kind, choices = self.kind.currentText().strip(), self._choices
        self._desk.ask(
            lambda cache: (kind, register_for(cache, kind, choices)), self._register_found, newest="inbox-register"
        )

    def _register_found(self, found: tuple[str, str]) -> None:
        kind, register = found
        if register and kind == self.kind.currentText().strip() and "register" not in self._touched_by_user:
            self.register.setEditText(_(register))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the other fields files, too: hands stay on the keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.file()
                return True
        return super().eventFilter(watched, event)


def editable_combo(entries: Sequence[str], name: str) -> QComboBox:
    """A list to choose from that completes what is typed, and takes other words, too."""
    combo = QComboBox()
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.addItems(list(entries))
    combo.setCurrentIndex(-1)
    combo.setAccessibleName(name)
    combo.setMinimumContentsLength(8)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    completer = combo.completer()
    if completer is not None:
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field = combo.lineEdit()
    if field is not None:
        field.setAccessibleName(name)
    return combo


def _stored(shown: str) -> str:
    """The German name of a register that is shown in another language."""
    return next((name for name in REGISTERS if _(name) == shown), shown)
