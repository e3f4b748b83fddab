"""What is done with letters, and what carriers tell of them."""

from dataclasses import dataclass, field
from typing import ClassVar

from app.domain.actions.base import Action
from app.domain.records.letters import Letter, LetterCheck, LetterOffice, LetterOptions, LetterStep


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpLetters(Action):
    """Say how the site handles letters: who approves, which carriers there are."""

    kind: ClassVar[str] = "set-up-letters"
    office: LetterOffice


@dataclass(frozen=True, slots=True, kw_only=True)
class PutLetter(Action):
    """Put a letter into the outgoing post (``base`` 0), or change one that nobody has sent: approvals are void then.

    Of ``letter`` counts what people choose: content, title, type, amount, options, carrier. Its bytes are stored
    before.
    """

    kind: ClassVar[str] = "put-letter"
    letter: Letter
    base: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLetter(Action):
    """Note what the check found in this content (``sha256``) with these options, and what it costs."""

    kind: ClassVar[str] = "check-letter"
    letter: str
    sha256: str
    options: LetterOptions = field(default_factory=LetterOptions)
    check: LetterCheck
    cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveLetter(Action):
    """Approve the letter as the actor saw it (version ``base``); or, not ``approved``, take one's own approval back."""

    kind: ClassVar[str] = "approve-letter"
    letter: str
    base: int
    approved: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLetter(Action):
    """Give it its job number: from now on it is handed over to the carrier, once.

    ``same_meant``: the actor knows that the same content went to the same case a few days ago.
    """

    kind: ClassVar[str] = "send-letter"
    letter: str
    collect_at: str = ""
    same_meant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelLetter(Action):
    """Do not send it, or, where that was wanted already, have the carrier stop it."""

    kind: ClassVar[str] = "cancel-letter"
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviveLetter(Action):
    """Take back that a letter shall not be sent, as long as it never was (the undo of ``CancelLetter``)."""

    kind: ClassVar[str] = "revive-letter"
    letter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReport:
    """What a carrier says of one job; ``reference`` is its own number for it."""

    letter: str
    job: str
    steps: tuple[LetterStep, ...]
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLetters(Action):
    """What a carrier says of its jobs, in any order and any number of times; all of it is taken over, or nothing."""

    kind: ClassVar[str] = "report-letters"
    reports: tuple[LetterReport, ...]


LETTER_ACTIONS: tuple[type[Action], ...] = (
    SetUpLetters,
    PutLetter,
    CheckLetter,
    ApproveLetter,
    SendLetter,
    CancelLetter,
    ReviveLetter,
    ReportLetters,
)
