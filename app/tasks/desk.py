"""The desk: all that a screen may ask for. Screens get it from the start-up module and know nothing below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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
from app.tasks.doing import Doer, Done
from app.tasks.kept_steps import Steps, keep_steps, kept_steps
from app.tasks.lanes import Bridge, Lane, Ticket
from app.tasks.output import Output
from app.tasks.pages import PageQueue
from app.tasks.presence import Watch
from app.tasks.recognition import TextRecognition

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
        self._doer = Doer(cache)
        self._undo: list[Done] = []
        self._redo: list[Done] = []
        self._steps_changed = False
        self._under_way = 0
        """Steps that are being written down."""
        self._waiting: list[Callable[[], None]] = []
        """What was asked for meanwhile and takes steps back."""
        self.recognition: TextRecognition | None = None
        """Recognises text in documents that have none, where the extra is installed."""
        self.output: Output | None = None
        """Prints and exports."""
        self.sign_in: SignIn | None = None
        """Where the centre is a service."""
        self.reads: Reads | None = None
        """Notes what is looked at, where the centre keeps a read log."""
        self.presence: Watch | None = None
        """Who else looks at which document, where people can see each other."""
        self.on_demand = OnDemand()
        """Suggestions for documents that have none; asked on the lanes."""
        self.touched.connect(self.on_demand.touched)
        self.wake_outbox: Callable[[], None] = lambda: None
        self.synchronise_now: Callable[[], None] = lambda: None
        self._to_be_told = Touched()
        self._telling = QTimer(self, singleShot=True)
        self._telling.timeout.connect(self._tell)
        self._writing.run(self._steps_of_before, self._bring_steps_back)

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

        def act() -> None:
            self._redo.clear()
            self._do(step.label, step.actions, self._undo, finished, taking_back=False)

        # Steps follow each other at once, but none overtakes an undo that waits for the one before it.
        self._waiting.append(act) if self._waiting else act()

    def undo(self) -> None:
        """Take back the newest step that was not taken back yet."""
        self._in_turn(lambda: self._take_back(self._undo, self._redo))

    def redo(self) -> None:
        self._in_turn(lambda: self._take_back(self._redo, self._undo))

    def _take_back(self, source: list[Done], onto: list[Done]) -> None:
        if source:
            done = source.pop()
            self._do(done.label, done.undo, onto)

    def _in_turn(self, work: Callable[[], None]) -> None:
        """What takes a step back is known only when that step is written down."""
        self._waiting.append(work)
        self._next()

    def _next(self) -> None:
        while self._waiting and not self._under_way:
            self._waiting.pop(0)()

    @property
    def undo_label(self) -> str:
        """What ``undo`` would take back, or empty."""
        return self._undo[-1].label if self._undo else ""

    @property
    def redo_label(self) -> str:
        return self._redo[-1].label if self._redo else ""

    def _do(
        self,
        label: str,
        actions: Sequence[Action],
        stack: list[Done],
        finished: Callable[[], None] | None = None,
        *,
        taking_back: bool = True,
    ) -> None:
        def work() -> tuple[Done, Touched, list[Refused]]:
            return self._doer.do(label, actions, taking_back=taking_back)

        def failed(error: AppError) -> None:
            self._under_way -= 1
            self._failed(error)
            self._next()

        def done(result: tuple[Done, Touched, list[Refused]]) -> None:
            self._under_way -= 1
            taken_back_by, touched, refusals = result
            if taken_back_by.undo:
                stack.append(taken_back_by)
            self.undo_changed.emit()
            self._keep_steps()
            self.tell(touched)
            for refusal in refusals:
                self.was_refused.emit(refusal)
            if len(refusals) < len(actions):
                self.acted.emit(label)
            self.wake_outbox()
            if finished is not None:
                finished()
            self._next()

        self._under_way += 1
        self._writing.run(work, done, failed)

    # --- what can be taken back after a restart ----------------------------------------------------------------
    @property
    def _steps_name(self) -> str:
        return f"steps/{self.site}/{self.me.id}"

    def _keep_steps(self) -> None:
        """Once for all that has changed until its turn on the lane comes."""
        if not self._steps_changed:
            self._steps_changed = True
            self._writing.run(self._write_steps, lambda _none: None, self._failed)

    def _write_steps(self) -> None:
        self._steps_changed = False
        keep_steps(self.cache, self._steps_name, list(self._undo), list(self._redo), self._doer.same)

    def _steps_of_before(self) -> Steps:
        steps = kept_steps(self.cache, self._steps_name, datetime.now(UTC))
        self._doer.same.update(steps.same)
        return steps

    def _bring_steps_back(self, steps: Steps) -> None:
        """Below what was done since the start."""
        self._undo[:0] = steps.undo
        if not self._undo[len(steps.undo) :]:
            self._redo[:0] = steps.redo
        self.undo_changed.emit()

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
        if self._steps_changed:
            self._write_steps()
        if self.recognition is not None:
            self.recognition.close()
        if self.presence is not None:
            self.presence.close()
        if self.output is not None:
            self.output.close()
        self.pages.close()


def waiting_counts(waiting: Sequence[Waiting]) -> tuple[int, int]:
    """How many actions wait to be sent, and how many were refused and not read yet."""
    return (
        sum(entry.state == WAITING for entry in waiting),
        sum(entry.state == REFUSED for entry in waiting),
    )
