"""Getting an action into the log: decide, body, head; whoever loses the race for a number decides again."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.adapters.central.folder.deciding import Desk
from app.adapters.central.folder.faults import in_words
from app.adapters.central.folder.log_folder import LogFolder
from app.domain.actions import Action
from app.domain.central import Accepted, Outcome
from app.domain.decide import Refused, decide
from app.domain.log import BodyLine, Commit, make_body, make_head

_log = logging.getLogger(__name__)
_CLOCK_BEHIND = timedelta(days=1)
_UNSEEN = 100
"""How often a lost race may go by without the winner's head being seen (shares answer from stale caches for
seconds) before the share counts as unreachable."""


class Committing:
    """One action's way; hold the desk's lock."""

    def __init__(self, log: LogFolder, desk: Desk, program: str, clock: Callable[[], datetime]) -> None:
        self._log = log
        self._desk = desk
        self._program = program
        self._clock = clock
        self._attempt = 0
        """The body that this submission wrote; 0: none yet. Only its writer ever touches it before a head counts it."""

    def submit(self, action: Action) -> Outcome:
        desk, unseen = self._desk, 0
        while True:
            desk.catch_up()
            if action.id in desk.seen:
                return self._seen(action, desk.seen[action.id])
            at = self._now()
            changes = decide(action, desk.office, at)
            if isinstance(changes, Refused) or not changes:
                known = self._known(action)
                if known is not None:
                    return known
                return changes if isinstance(changes, Refused) else Accepted(desk.position, changed=False)
            body = make_body(changes)
            if self._attempt == 0:
                known = self._known(action)
                if known is not None:
                    return known
            before = desk.position
            if self._publish(action, body, at):
                return Accepted(desk.position)
            unseen = self._wait_for_winner(before, unseen)

    def _publish(self, action: Action, body: tuple[BodyLine, ...], at: str) -> bool:
        if self._attempt == 0:
            self._attempt = self._log.write_body(action.id, body)
        else:
            self._log.rewrite_body(action.id, self._attempt, body)
        head = make_head(
            site=action.site,
            previous=self._desk.head,
            action=action.id,
            action_kind=action.kind,
            by=action.by,
            now=at,
            body=body,
            program=self._program,
            attempt=self._attempt,
        )
        if not self._log.publish(head):
            return False
        self._desk.advance(Commit(head=head, body=body))
        self._log.drop_earlier_bodies(action.id, self._attempt)
        return True

    def _seen(self, action: Action, number: int) -> Accepted:
        """The action is in the log: by an earlier try, by somebody at the same time, or by us on a line that lost the
        answer. An own body that is not the one that counts goes."""
        head = self._log.head(number)
        if self._attempt and head is not None and head.attempt != self._attempt:
            self._log.drop_body(action.id, self._attempt)
        return Accepted(number)

    def _known(self, action: Action) -> Accepted | None:
        """The commit that an earlier try of the action got, from before this desk read the log.

        An own body that turns out to be of no use is removed: it may hold names.
        """
        if self._attempt:
            self._log.drop_body(action.id, self._attempt)
            return None
        if not self._log.tried(action.id):
            return None
        number = self._log.find(action.id, self._desk.position, 0)
        return None if number is None else Accepted(number)

    def _wait_for_winner(self, before: int, unseen: int) -> int:
        if self._log.newest() > before:
            return 0
        if unseen == _UNSEEN:
            raise in_words(TimeoutError())
        threading.Event().wait(0.1)
        return unseen + 1

    def _now(self) -> str:
        """This instant as heads write it, but never before the newest head: a clock that is wrong is not believed."""
        now = self._clock().astimezone(UTC)
        head = self._desk.head
        if head is None:
            return _text(now)
        if now < datetime.fromisoformat(head.at) - _CLOCK_BEHIND:
            _log.warning("the clock of this computer is more than a day behind the log")
        return max(_text(now), head.at)


def _text(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
