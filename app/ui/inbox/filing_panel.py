"""The panel that files: the case, the type, the register, one button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.cache import CaseRow, DocumentRow
from app.domain.suggested import contradiction
from app.domain.texts import _, ngettext
from app.services.misfile import Doubt, doubt_about
from app.tasks.desk import Desk
from app.ui.common import format as fmt
from app.ui.common.misfile import ask_first
from app.ui.common.theme import SPACE_M, SPACE_S, SPACE_XS
from app.ui.common.widgets import as_area, text_label
from app.ui.inbox.advice import Advice, place_of
from app.ui.inbox.case_card import CaseCard
from app.ui.inbox.case_field import CaseSearch
from app.ui.inbox.filing import FiledAs, Filing
from app.ui.inbox.filing_fields import FilingFields
from app.ui.inbox.many import ManyList
from app.ui.inbox.proposals import Offer, Proposal
from app.ui.inbox.proposing import Proposing

ROOMY = 850
"""Height in pixels from which every suggestion has room for its reason."""


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
        self._case: CaseRow | None = None
        self._picked = False
        """The case was chosen by the user, not proposed."""
        as_area(self, "surface")
        self.proposing = Proposing(desk, self)
        self.heading = text_label("", "heading")
        self.card = CaseCard()
        self.advice = Advice()
        self.search = CaseSearch(desk)
        self.fields = FilingFields(desk)
        self.many = ManyList()
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
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # All but the buttons, which are seen in the lowest window, too.
        column.addWidget(_scrolled((self.heading, self.card, self.advice, self.search, self.fields, self.many)), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        foot.setSpacing(SPACE_M)
        foot.addWidget(self.file_button)
        foot.addLayout(others)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.proposing.came.connect(self._proposed)
        self.proposing.late.connect(self._empty)
        self.search.picked.connect(self.choose)
        self.advice.taken.connect(self._take)
        self.search.confirmed.connect(self.file)
        self.search.field.textChanged.connect(lambda _text: self._show_ready())
        self.card.open_wanted.connect(self.case_opened)
        self.file_button.clicked.connect(self.file)
        self.skip_button.clicked.connect(self.skipped)
        self.forward_button.clicked.connect(self.forward_wanted)
        self.fields.confirmed.connect(self.file)
        self.fields.changed.connect(lambda: self.many.show_common(self.fields.chosen()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self.advice.list, self.many):
            part.set_compact(self.height() < ROOMY)

    # --- what is to be filed ---------------------------------------------------------------------------------
    def show_rows(self, rows: Sequence[DocumentRow]) -> None:
        """The chosen documents; of one what is proposed for it, of several what is common to them."""
        self.setEnabled(bool(rows))
        self._say_how_many(len(rows))
        if not self.proposing.look(rows, self.fields.choices):
            self._show_ready()
            return
        self._case, self._picked = None, False
        self.fields.forget()
        self.search.forget()
        if not rows:
            self._empty()

    def _empty(self) -> None:
        self.search.clear(())
        self.fields.fill(FiledAs(), several=len(self.rows()) > 1)
        self.card.show_case(None)
        self.advice.show_proposal(None)
        self.many.show_rows((), {})
        self._show_ready()

    def _say_how_many(self, count: int) -> None:
        many = _("{documents} ablegen").format(documents=fmt.documents(count))
        self.heading.setText(many if count > 1 else _("Ablegen"))
        text = ngettext("Abl&egen und weiter", "Alle {n} abl&egen und weiter", max(count, 1))
        self.file_button.setText(text.format(n=count))

    def rows(self) -> tuple[DocumentRow, ...]:
        """What filing and forwarding are about."""
        return self.proposing.rows

    @property
    def proposal(self) -> Proposal | None:
        return self.proposing.proposal

    def _proposed(self, proposal: Proposal) -> None:
        rows = self.rows()
        several = len(rows) > 1
        self.advice.show_proposal(None if several else proposal)
        if not self.search.searching():
            self.search.clear(self._recent())
        if not self._picked:
            self._case = proposal.case
            self.card.show_case(self._case, proposed=True)
        self._show_place(go=False)
        self.fields.show_proposal(proposal, rows[0], several=several)
        self.many.show_rows(rows if several else (), proposal.own)
        self._show_ready()

    def _recent(self) -> tuple[CaseRow, ...]:
        """The cases used last, where nothing better is to be had."""
        proposal = self.proposal
        if proposal is None or (not self.advice.isHidden() and (proposal.case or self.advice.notice.isVisibleTo(self))):
            return ()
        return proposal.recent

    def _show_place(self, *, go: bool) -> None:
        """Mark where the document speaks for the case that is chosen."""
        case = self._case.id if self._case else ""
        self.advice.mark(case)
        self.place_wanted.emit(place_of(self.proposal, case) if len(self.rows()) == 1 else None, go)

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
        """File the chosen documents; without a case, or with what cannot be meant, nothing happens but a hint."""
        rows, case, wrong = self.rows(), self.target(), self.fields.wrong_field()
        if case is None or not rows or wrong is not None:
            (wrong or self.search.field).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        filing = self._filing(case)
        proposal = self.proposal
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

    def _filing(self, case: CaseRow) -> Filing:
        if len(self.rows()) == 1:
            return Filing(case, self.fields.chosen())
        return Filing(case, self.fields.chosen(), self.many.own(), self.many.exempt)

    def _looked_at(self, rows: Sequence[DocumentRow], filing: Filing, doubt: Doubt | None) -> None:
        """Unless others were chosen meanwhile: file, or ask first."""
        meant = [row.id for row in rows]

        def file() -> None:
            if meant == [row.id for row in self.rows()]:
                self._file(filing)

        if meant == [row.id for row in self.rows()]:
            ask_first(doubt, self.window(), file, self.focus_case)

    def _file(self, filing: Filing) -> None:
        case, before, what = filing.case, self.fields.choices, filing.common
        chosen = before.with_choice(case, self.rows()[0].sender, what.document_type, what.register)
        self.fields.choices = chosen
        self._desk.write(lambda cache: chosen.keep(cache, case.id, before))
        self.filed.emit(filing)

    def _show_ready(self) -> None:
        self.file_button.setEnabled(bool(self.rows()) and (self.target() is not None or self.search.searching()))


def _scrolled(parts: Sequence[QWidget]) -> QScrollArea:
    """The parts below each other; the search for a case takes the room that is left."""
    content = QWidget()
    as_area(content, "surface")
    column = QVBoxLayout(content)
    column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_XS)
    column.setSpacing(SPACE_M)
    for part in parts:
        column.addWidget(part, 10 if isinstance(part, CaseSearch) else 0)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
