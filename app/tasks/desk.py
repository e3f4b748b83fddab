"""The desk: all that a screen may ask for. Screens get it from the start-up module and know nothing below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.actions import Action
from app.domain.cache import REFUSED, WAITING, Cache, Touched, Waiting
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.domain.records import Worker
from app.domain.sign_in import SignIn
from app.services.report_reads import Reads
from app.services.suggest_on_demand import OnDemand
from app.tasks.lanes import Bridge, Lane, Ticket
from app.tasks.letters import LetterPost
from app.tasks.output import Output
from app.tasks.pages import PageQueue
from app.tasks.presence import Watch
from app.tasks.recognition import TextRecognition
from app.tasks.undoing import Undoing

T = TypeVar("T")
TELL_EVERY_MS = 60
"""Whoever takes back ten steps at once sees the lists renewed a few times, not ten times."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the status bar says. ``synchronised_at`` is local time in ISO 8601, empty before the first time."""

    online: bool = False
    busy: str = ""
    """What is being done now, in words, or empty."""
    progress: tuple[int, int] | None = None
    synchronised_at: str = ""
    waiting: int = 0
    refused: int = 0
    problem: AppError | None = None
    """Why the centre is not reached, with what to do."""
    notice: str = ""
    """Something to tell once, e.g. that the cache lives for this sitting only."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the user did, undone as one. ``label`` says it in the past tense ("3 Dokumente abgelegt")."""

    label: str
    actions: tuple[Action, ...]


class Desk(QObject):
    """Ask, act, undo, look at pages. Every method is called on the Qt thread and returns at once."""

    touched = Signal(object)
    """``Touched``: records changed, by us or by others."""
    status_changed = Signal(object)
    """``Status``"""
    was_refused = Signal(object)
    """``Refused``: an action that was refused at once or by the centre."""
    undo_changed = Signal()
    acted = Signal(str)
    """Label of a step that was done, undone or repeated, for the message with the undo button."""

    def __init__(self, cache: Cache, pages: PageQueue, me: Worker, site: str, bridge: Bridge) -> None:
        super().__init__()
        self.cache = cache
        self.pages = pages
        self.me = me
        self.site = site
        self.status = Status(notice=cache.notice)
        self._bridge = bridge
        self._reading = Lane("reading", bridge, width=2)
        self._writing = Lane("writing", bridge)
        name = f"steps/{site}/{me.id}"
        self._steps = Undoing(cache, self._writing, name, self._step_told, self.undo_changed.emit, self._failed)
        self.recognition: TextRecognition | None = None
        """Recognises text in documents that have none, where the extra is installed."""
        self.output: Output | None = None
        """Prints and exports."""
        self.sign_in: SignIn | None = None
        """Where the centre is a service."""
        self.reads: Reads | None = None
        """Notes what is looked at, where the centre keeps a read log."""
        self.presence: Watch | None = None
        self.letters: LetterPost | None = None
        """Puts letters into the outgoing post, hands them over and follows them."""
        """Who else looks at which document, where people can see each other."""
        self.on_demand = OnDemand()
        """Suggestions for documents that have none; asked on the lanes."""
        self.touched.connect(self.on_demand.touched)
        self.wake_outbox: Callable[[], None] = lambda: None
        self.synchronise_now: Callable[[], None] = lambda: None
        self._to_be_told = Touched()
        self._telling = QTimer(self, singleShot=True)
        self._telling.timeout.connect(self._tell)

    # --- asking ----------------------------------------------------------------------------------------------
    def ask(
        self,
        question: Callable[[Cache], T],
        answer: Callable[[T], None],
        failed: Callable[[AppError], None] | None = None,
        *,
        newest: str | None = None,
    ) -> Ticket:
        """Run ``question`` on the cache off the Qt thread; ``answer`` comes back on it.

        ``newest``: a later question of the same name makes this one's answer void (search as you type).
        """
        return self._reading.run(lambda: question(self.cache), answer, failed, newest=newest)

    # --- acting ----------------------------------------------------------------------------------------------
    def perform(self, step: Step, finished: Callable[[], None] | None = None) -> None:
        """Write the step's actions into the outbox and show their effect; ``finished`` comes when it is durable."""
        self._steps.perform(step.label, step.actions, finished)

    def undo(self) -> None:
        """Take back the newest step that was not taken back yet, also one of before a restart."""
        self._steps.undo()

    def redo(self) -> None:
        self._steps.redo()

    @property
    def undo_label(self) -> str:
        """What ``undo`` would take back, or empty."""
        return self._steps.undo_label

    @property
    def redo_label(self) -> str:
        return self._steps.redo_label

    def _step_told(self, label: str, done: bool, touched: Touched, refusals: list[Refused]) -> None:
        self.tell(touched)
        for refusal in refusals:
            self.was_refused.emit(refusal)
        if done:
            self.acted.emit(label)
        self.wake_outbox()

    def write(self, work: Callable[[Cache], None], done: Callable[[], None] | None = None) -> None:
        """Small memory of this user (recent, pinned, layout): in order, off the Qt thread."""
        self._writing.run(lambda: work(self.cache), lambda _: done() if done else None, self._failed)

    def looked_at(self, document: str) -> None:
        """Pages of a document are shown."""
        if (reads := self.reads) is not None:
            self.write(lambda _cache: reads.document(document))

    def looked_at_case(self, case: str) -> None:
        """A case file is shown."""
        if (reads := self.reads) is not None:
            self.write(lambda _cache: reads.case(case))

    def waiting(self, answer: Callable[[tuple[Waiting, ...]], None]) -> None:
        self.ask(lambda cache: cache.waiting(), answer, newest="waiting")

    def dismiss(self, action_id: str) -> None:
        """The user has read a refusal."""
        self.write(
            lambda cache: cache.dismiss(action_id), lambda: self.tell(Touched(others=frozenset({"outbox"})))
        )

    # --- called by the loops ---------------------------------------------------------------------------------
    def tell(self, touched: Touched) -> None:
        """Say what changed, by ``touched``: at once, but not more often than every ``TELL_EVERY_MS``."""
        self._to_be_told |= touched
        if not self._telling.isActive():
            self._telling.start(0)

    def _tell(self) -> None:
        touched, self._to_be_told = self._to_be_told, Touched()
        if touched != Touched():
            self._telling.start(TELL_EVERY_MS)
            self.touched.emit(touched)

    def set_status(self, status: Status) -> None:
        if status != self.status:
            self.status = status
            self.status_changed.emit(status)

    def _failed(self, error: AppError) -> None:
        self.was_refused.emit(Refused(code=error.code, title=error.title, advice=error.advice))

    def close(self) -> None:
        self._reading.close()
        self._writing.close()
        self._steps.close()
        if self.recognition is not None:
            self.recognition.close()
        if self.presence is not None:
            self.presence.close()
        if self.letters is not None:
            self.letters.close()
        if self.output is not None:
            self.output.close()
        self.pages.close()


def waiting_counts(waiting: Sequence[Waiting]) -> tuple[int, int]:
    """How many actions wait to be sent, and how many were refused and not read yet."""
    return (
        sum(entry.state == WAITING for entry in waiting),
        sum(entry.state == REFUSED for entry in waiting),
    )
