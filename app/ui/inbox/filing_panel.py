"""The panel that files: the case, the type, the register, one button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.cache import CaseRow, DocumentRow
from app.domain.suggested import contradiction
from app.domain.texts import _, ngettext
from app.services.misfile import Doubt, doubt_about
from app.tasks.desk import Desk
from app.ui.common import format as fmt
from app.ui.common.misfile import ask_first
from app.ui.common.theme import SPACE_M, SPACE_S
from app.ui.common.widgets import as_area, text_label
from app.ui.inbox.advice import Advice, place_of
from app.ui.inbox.case_card import CaseCard
from app.ui.inbox.case_field import CaseSearch
from app.ui.inbox.filing_fields import FilingFields
from app.ui.inbox.proposals import Offer, Proposal, propose
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
        self._picked = False
        """The case was chosen by the user, not proposed."""
        self._empty_soon = QTimer(self, singleShot=True, interval=EMPTY_MS)
        self._empty_soon.timeout.connect(self._empty)
        as_area(self, "surface")
        self.heading = text_label("", "heading")
        self.card = CaseCard()
        self.advice = Advice()
        self.search = CaseSearch(desk)
        self.fields = FilingFields(desk)
        self.kind, self.register, self.title = self.fields.kind, self.fields.register, self.fields.title
        self.hint = self.fields.hint
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
        column.addWidget(self.fields)
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
        self.fields.confirmed.connect(self.file)

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
        self.fields.forget()
        self.search.forget()
        if not rows:
            self._empty()
            return
        # The proposal is there at once as a rule; then the fields change once, not twice.
        self._empty_soon.start()
        first, choices, on_demand = rows[0], self.fields.choices, self._desk.on_demand
        self._desk.ask(
            lambda cache: propose(cache, first, choices, on_demand), self._proposed, newest="inbox-proposal"
        )

    def _empty(self) -> None:
        self._empty_soon.stop()
        self.search.clear(())
        self.fields.fill("", "", "")
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
        self.fields.show_proposal(proposal, self._rows[0].title, several=several)
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

    def _show_place(self, *, go: bool) -> None:
        """Mark where the document speaks for the case that is chosen."""
        case = self._case.id if self._case else ""
        self.advice.mark(case)
        self.place_wanted.emit(place_of(self._proposal, case) if len(self._rows) == 1 else None, go)

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
        filing = Filing(case, *self.fields.chosen())
        rows, proposal = self._rows, self._proposal
        if len(rows) > 1 or proposal is None:
            ids, on_demand = [row.id for row in rows], self._desk.on_demand
            self._desk.ask(
                lambda cache: doubt_about(cache, ids, case.id, on_demand),
                lambda doubt: self._looked_at(rows, filing, doubt),
                newest="inbox-doubtful",
            )
            return
        against = contradiction(proposal.suggestions, case.id)
        offer = self.advice.offer_of(against.case) if against else None
        self._looked_at(rows, filing, Doubt(case, against, offer.case if offer else None) if against else None)

    def _looked_at(self, rows: Sequence[DocumentRow], filing: Filing, doubt: Doubt | None) -> None:
        """Unless others were chosen meanwhile: file, or ask first."""
        meant = [row.id for row in rows]

        def file() -> None:
            if meant == [row.id for row in self._rows]:
                self._file(filing)

        if meant == [row.id for row in self._rows]:
            ask_first(doubt, self.window(), file, self.focus_case)

    def _file(self, filing: Filing) -> None:
        case, before = filing.case, self.fields.choices
        chosen = before.with_choice(case, self._rows[0].sender, filing.document_type, filing.register)
        self.fields.choices = chosen
        self._desk.write(lambda cache: chosen.keep(cache, case.id, before))
        self.filed.emit(filing)

    def _show_ready(self) -> None:
        self.file_button.setEnabled(bool(self._rows) and (self.target() is not None or self.search.searching()))
