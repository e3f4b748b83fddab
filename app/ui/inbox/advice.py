"""What the document itself says about where it belongs: the sentence that must not be missed, and the suggestions."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.kept_kinds import rule_against
from app.domain.records import SuggestedCase
from app.domain.texts import _, ngettext
from app.ui.common import format as fmt
from app.ui.common.theme import SPACE_S
from app.ui.common.widgets import Notice
from app.ui.inbox.proposals import MOST_OFFERS, Offer, Proposal
from app.ui.inbox.suggestion_list import SuggestionList


def number_actions(owner: QObject, take: Callable[[int], None]) -> list[QAction]:
    """Alt and a number everywhere, the number alone where it is not typed into a field."""
    actions = []
    for number in range(1, MOST_OFFERS + 1):
        action = QAction(_("Vorschlag {n} wählen").format(n=number), owner)
        action.setShortcuts([QKeySequence(f"Alt+{number}"), QKeySequence(str(number))])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _on=False, number=number: take(number))
        actions.append(action)
    return actions


class Advice(QWidget):
    """``taken`` gives the ``Offer`` that was chosen by key or click."""

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: tuple[Offer, ...] = ()
        self.notice = Notice()
        self.list = SuggestionList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.notice)
        column.addWidget(self.list)
        self.list.taken.connect(self.take)
        self.show_proposal(None)

    def show_proposal(self, proposal: Proposal | None) -> None:
        """None: there is nothing to say, or the documents are several."""
        self._offers = proposal.offers if proposal else ()
        # Where only the index speaks, the card above says all that there is to say.
        told = any(offer.suggested for offer in self._offers)
        self.list.show_offers(self._offers if told else ())
        self.notice.say(_warning(proposal) if proposal else "")
        self.setVisible(bool(told or self.notice.accessibleName()))

    def mark(self, case: str) -> None:
        """The case (its id) that filing takes now."""
        numbers = (number for number, offer in enumerate(self._offers, 1) if offer.case.id == case)
        self.list.mark(next(numbers, 0))

    def take(self, number: int) -> None:
        """Choose a suggestion by its number, from 1; one that is not there does nothing."""
        if 1 <= number <= len(self._offers):
            self.taken.emit(self._offers[number - 1])

    def offer_of(self, case: str) -> Offer | None:
        return next((offer for offer in self._offers if offer.case.id == case), None)


def _warning(proposal: Proposal) -> str:
    """What must be seen before filing: a paper that must not be kept, and what keeps a case from being proposed."""
    said = (rule_against(proposal.document_type), _undecided(proposal))
    return "\n".join(part for part in said if part)


def _undecided(proposal: Proposal) -> str:
    if proposal.households:
        count = max(one.households for one in proposal.households)
        said = ngettext(
            "Das Dokument nennt {n} Haushalt. Bitte wählen Sie.",
            "Das Dokument nennt {n} Haushalte. Bitte wählen Sie.",
            count,
        )
        return said.format(n=count)
    if proposal.against_index is not None:
        said = _("Das Verzeichnis nennt eine andere Akte als das Dokument ({number}). Bitte wählen Sie.")
        return said.format(number=fmt.case_number(proposal.against_index.case.case_number))
    return ""


def place_of(proposal: Proposal | None, case: str) -> SuggestedCase | None:
    """Where the document speaks for a case (its id)."""
    return next((one for one in proposal.suggestions if one.case == case), None) if proposal else None
