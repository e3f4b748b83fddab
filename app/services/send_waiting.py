"""Send what waits in the outbox: in order, each action once, whatever happens to the line."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.domain.cache import WAITING, Cache, Touched, Waiting
from app.domain.central import Accepted, Central, Outcome
from app.domain.errors import AppError, DeviceRevoked

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 60.0
"""Seconds; a pause doubles with each attempt that failed and is shortened at random, up to by half."""


@dataclass(slots=True)
class Sent:
    """What a round did. ``next_attempt`` (ISO 8601) is when the earliest paused action may be tried again."""

    touched: Touched = field(default_factory=Touched)
    accepted: int = 0
    refused: int = 0
    next_attempt: str = ""
    problem: AppError | None = None


def send_waiting(central: Central, cache: Cache, now: datetime | None = None) -> Touched:
    """One round. Raises what stopped it if nothing was sent; else the next round says it."""
    sent = send_round(central, cache, now or datetime.now(UTC))
    if sent.problem is not None and sent.touched == Touched():
        raise sent.problem
    return sent.touched


def send_round(central: Central, cache: Cache, now: datetime) -> Sent:
    """Send every action that is due. Where one cannot be sent, the later ones of its site wait behind it.

    A fault pauses, a refusal is noted with its reason; nothing is dropped, whatever is raised: but on a computer that
    the administration has revoked everything is, the outbox too.
    """
    sent = Sent()
    stopped: set[str] = set()
    for waiting in cache.waiting():
        site = waiting.action.site
        if waiting.state != WAITING or site in stopped:
            continue
        if waiting.next_attempt and datetime.fromisoformat(waiting.next_attempt) > now:
            sent.next_attempt = min(filter(None, (sent.next_attempt, waiting.next_attempt)))
            stopped.add(site)
            continue
        try:
            outcome = _outcome(central, waiting)
        except DeviceRevoked:
            cache.erase()
            raise
        except AppError as error:
            sent.problem = sent.problem or error
            sent.next_attempt = min(filter(None, (sent.next_attempt, _pause(cache, waiting, now))))
            stopped.add(site)
        except BaseException:
            # Nobody knows whether it went through: the next attempt asks for it first.
            _pause(cache, waiting, now)
            raise
        else:
            _note(cache, waiting, outcome, sent)
    return sent


def _outcome(central: Central, waiting: Waiting) -> Outcome:
    action = waiting.action
    if waiting.attempts:
        # An earlier attempt may have gone through and only its answer been lost. A log that is shorter than it was
        # has been restored from a backup: then all of it is looked through.
        after = waiting.after if central.position(action.site) >= waiting.after else 0
        known = central.outcome(action.site, action.id, after)
        if known is not None:
            return known
    return central.submit(action)


def _note(cache: Cache, waiting: Waiting, outcome: Outcome, sent: Sent) -> None:
    if isinstance(outcome, Accepted):
        sent.touched |= cache.accepted(waiting.action.id, outcome.number)
        sent.accepted += 1
    else:
        sent.touched |= cache.refused(waiting.action.id, outcome)
        sent.refused += 1


def _pause(cache: Cache, waiting: Waiting, now: datetime) -> str:
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(waiting.attempts, 10))
    next_attempt = (now + timedelta(seconds=longest * random.uniform(0.5, 1.0))).isoformat()
    cache.postpone(waiting.action.id, next_attempt)
    return next_attempt
