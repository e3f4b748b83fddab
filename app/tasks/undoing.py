"""Steps in their order: done, taken back, repeated, and known again after a restart."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from app.domain.actions import Action
from app.domain.cache import Cache, Touched
from app.domain.decide import Refused
from app.domain.errors import AppError
from app.tasks.doing import Doer, Done
from app.tasks.kept_steps import Steps, keep_steps, kept_steps
from app.tasks.lanes import Lane

Told = Callable[[str, bool, Touched, list[Refused]], None]
"""(label, whether something was done, what changed, refusals) of a step."""


class Undoing:
    """Call on the Qt thread, where all answers come; the work is done in ``lane``, in order.

    ``name``: under which the steps are kept; ``changed``: what can be taken back is another.
    """

    def __init__(
        self,
        cache: Cache,
        lane: Lane,
        name: str,
        told: Told,
        changed: Callable[[], None],
        failed: Callable[[AppError], None],
    ) -> None:
        self._cache, self._lane, self._name = cache, lane, name
        self._told, self._changed, self._failed = told, changed, failed
        self._doer = Doer(cache)
        self._undo: list[Done] = []
        self._redo: list[Done] = []
        self._under_way = 0
        """Steps that are being written down."""
        self._waiting: list[Callable[[], None]] = []
        """What was asked for meanwhile and takes steps back."""
        self._to_be_kept = False
        lane.run(self._steps_of_before, self._bring_back)

    @property
    def undo_label(self) -> str:
        return self._undo[-1].label if self._undo else ""

    @property
    def redo_label(self) -> str:
        return self._redo[-1].label if self._redo else ""

    def perform(self, label: str, actions: Sequence[Action], finished: Callable[[], None] | None) -> None:
        def act() -> None:
            self._redo.clear()
            self._do(label, actions, self._undo, finished, taking_back=False)

        # Steps follow each other at once, but none overtakes an undo that waits for the one before it.
        self._waiting.append(act) if self._waiting else act()

    def undo(self) -> None:
        self._in_turn(lambda: self._take_back(self._undo, self._redo))

    def redo(self) -> None:
        self._in_turn(lambda: self._take_back(self._redo, self._undo))

    def close(self) -> None:
        """The lane is closed: what it did not come to is written down here."""
        if self._to_be_kept:
            self._keep()

    # --- inside ----------------------------------------------------------------------------------------------
    def _in_turn(self, work: Callable[[], None]) -> None:
        """What takes a step back is known only when that step is written down."""
        self._waiting.append(work)
        self._next()

    def _next(self) -> None:
        while self._waiting and not self._under_way:
            self._waiting.pop(0)()

    def _take_back(self, source: list[Done], onto: list[Done]) -> None:
        if source:
            done = source.pop()
            self._do(done.label, done.undo, onto, None, taking_back=True)

    def _do(
        self,
        label: str,
        actions: Sequence[Action],
        stack: list[Done],
        finished: Callable[[], None] | None,
        *,
        taking_back: bool,
    ) -> None:
        def failed(error: AppError) -> None:
            self._under_way -= 1
            self._failed(error)
            self._next()

        def done(result: tuple[Done, Touched, list[Refused]]) -> None:
            self._under_way -= 1
            taken_back_by, touched, refusals = result
            if taken_back_by.undo:
                stack.append(taken_back_by)
            self._changed()
            self._keep_soon()
            self._told(label, len(refusals) < len(actions), touched, refusals)
            if finished is not None:
                finished()
            self._next()

        self._under_way += 1
        self._lane.run(lambda: self._doer.do(label, actions, taking_back=taking_back), done, failed)

    # --- after a restart -------------------------------------------------------------------------------------
    def _keep_soon(self) -> None:
        """Once for all that has changed until its turn on the lane comes."""
        if not self._to_be_kept:
            self._to_be_kept = True
            self._lane.run(self._keep, None, self._failed)

    def _keep(self) -> None:
        self._to_be_kept = False
        keep_steps(self._cache, self._name, list(self._undo), list(self._redo), self._doer.same)

    def _steps_of_before(self) -> Steps:
        steps = kept_steps(self._cache, self._name, datetime.now(UTC))
        self._doer.same.update(steps.same)
        return steps

    def _bring_back(self, steps: Steps) -> None:
        """Below what was done since the start; that has made repeating impossible."""
        begun = bool(self._undo)
        self._undo[:0] = steps.undo
        if not begun:
            self._redo[:0] = steps.redo
        self._changed()
