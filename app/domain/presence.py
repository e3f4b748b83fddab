"""Who looks at which document just now: a courtesy between people, no part of the log. Documents' ids alone are told,
and only of somebody whose window is open; what is not renewed is forgotten."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

RENEW_SECONDS = 30
"""How often a window says again what it shows."""
FORGOTTEN_AFTER = 90
"""Seconds after which somebody who says nothing more is not there any more."""


@dataclass(frozen=True, slots=True)
class Looking:
    worker: str
    document: str


@runtime_checkable
class Presence(Protocol):
    """A centre by which people see each other. Blocking; safe to use from several threads; raises what ``Central``
    raises."""

    def looks_at(self, site: str, worker: str, document: str) -> tuple[Looking, ...]:
        """``worker`` (sign-in name) has ``document`` (id) open, now; "": none any more.
        Answers what ``who_looks`` does."""
        ...

    def who_looks(self, site: str) -> tuple[Looking, ...]:
        """Everybody who said so within ``FORGOTTEN_AFTER`` seconds, in the order of ``worker``."""
        ...
