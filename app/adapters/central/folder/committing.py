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
        self._searched = 0
        """Up to this commit the log is known not to hold the action: a body comes before its head."""

    def submit(self, action: Action) -> Outcome:
        desk, unseen = self._desk, 0
        while True:
            desk.catch_up()
            known = self._known(action)
            if known is not None:
                return known
            at = self._now()
            changes = decide(action, desk.office, at)
            if isinstance(changes, Refused) or not changes:
                if self._attempt:  # of no use now, and it may hold names
                    self._log.drop_body(action.id, self._attempt)
                return changes if isinstance(changes, Refused) else Accepted(desk.position, changed=False)
            before = desk.position
            if self._publish(action, make_body(changes), at):
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

    def _known(self, action: Action) -> Accepted | None:
        """The action's commit, if it is in the log: by an earlier try, by somebody at the same time, or by us on a
        line that lost the answer. An own body that is not the one that counts goes.

        The desk has not read all that it stands on: lent records move past commits of which it never saw the heads.
        """
        number = self._desk.seen.get(action.id)
        if number is None and (self._attempt or self._log.tried(action.id)):
            number = self._log.find(action.id, self._desk.position, self._searched)
        self._searched = self._desk.position
        if number is None:
            return None
        head = self._log.head(number)
        if self._attempt and head is not None and head.attempt != self._attempt:
            self._log.drop_body(action.id, self._attempt)
        return Accepted(number)

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
