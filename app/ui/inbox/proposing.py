"""Asks what is proposed for the chosen documents."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.cache import Cache, DocumentRow
from app.tasks.desk import Desk
from app.ui.inbox.proposals import Choices, Proposal, propose, propose_together

EMPTY_MS = 50
"""So long what was proposed for the document before may stand there; it is not filed into any more."""


class Proposing(QObject):
    """``came`` gives the ``Proposal`` for ``rows``; ``late`` says that it takes longer than nobody would notice."""

    came = Signal(object)
    late = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: tuple[DocumentRow, ...] = ()
        self.proposal: Proposal | None = None
        # The proposal is there at once as a rule; then the fields change once, not twice.
        self._late_soon = QTimer(self, singleShot=True, interval=EMPTY_MS)
        self._late_soon.timeout.connect(self.late)

    def look(self, rows: Sequence[DocumentRow], choices: Choices) -> bool:
        """Ask about these documents; False when what is asked about is the same as before."""
        before, self.rows = self.rows, tuple(rows)
        if before and _alike(before, self.rows):
            return False
        self.proposal = None
        self._late_soon.stop()
        if self.rows:
            self._late_soon.start()
            self._ask(self.rows, choices)
        return True

    def _ask(self, asked: tuple[DocumentRow, ...], choices: Choices) -> None:
        on_demand = self._desk.on_demand

        def question(cache: Cache) -> tuple[tuple[DocumentRow, ...], Proposal]:
            if len(asked) > 1:
                return asked, propose_together(cache, asked, choices, on_demand)
            return asked, propose(cache, asked[0], choices, on_demand)

        self._desk.ask(question, self._answered, newest="inbox-proposal")

    def _answered(self, answer: tuple[tuple[DocumentRow, ...], Proposal]) -> None:
        asked, proposal = answer
        if _alike(asked, self.rows):
            self._late_soon.stop()
            self.proposal = proposal
            self.came.emit(proposal)


def _alike(some: Sequence[DocumentRow], others: Sequence[DocumentRow]) -> bool:
    """Whether what a proposal depends on is the same, as far as lists know it; many thousands may be chosen."""
    if len(some) != len(others):
        return False
    pairs = zip(some, others, strict=True)
    return all(one is other or (one.id, one.case) == (other.id, other.case) for one, other in pairs)
