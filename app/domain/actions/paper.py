"""What shall happen with the paper at the provider."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.actions.base import Action
from app.domain.records import PaperOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class WishPaper(Action):
    """Say what shall happen with a document's paper (``wish`` is one of ``PAPER_WISHES``)."""

    kind: ClassVar[str] = "wish-paper"
    document: str
    wish: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawWish(Action):
    """Take back what was wished for a document's paper."""

    kind: ClassVar[str] = "withdraw-wish"
    document: str
    wish: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPaper(Action):
    """Gesichtet: the scan is good, the paper need not be kept for it; or, not ``checked``, take that back."""

    kind: ClassVar[str] = "check-paper"
    document: str
    checked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaper(Action):
    """Write down an order before its file goes to the provider. Refused if a line is not due any more."""

    kind: ClassVar[str] = "order-paper"
    order: PaperOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOrder(Action):
    """The provider's receipt for an order: (item, wish, recall, answer) of its lines."""

    kind: ClassVar[str] = "answer-order"
    order: str
    """Id of the ``PaperOrder``."""
    answers: tuple[tuple[str, str, bool, str], ...]
