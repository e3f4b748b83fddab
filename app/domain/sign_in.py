"""Signing in at a service. The ports; the REST adapter and the system's keyring stand behind them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ways:
    """How one can sign in at a service."""

    password: bool = False
    browser: bool = False
    """At an identity provider, in the system's browser."""
    ticket: bool = False
    """With the computer's own sign-in (Kerberos)."""


class SecretKeeper(Protocol):
    """Keeps short texts by name. Nothing raises: without a keyring they live as long as the program."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, text: str) -> None: ...

    def discard(self, name: str) -> None: ...

    def exclusive(self) -> AbstractContextManager[object]:
        """No other program of this user reads, renews and keeps a secret meanwhile."""
        ...


class SignIn(Protocol):
    """Blocking; safe to use from several threads. Raises ``CentreUnreachable``, ``DeviceRevoked``, ``SignInNeeded``
    (with what was wrong), ``NotAllowed``."""

    @property
    def host(self) -> str:
        """Of the service, with the port if it is not the usual one: for people."""
        ...

    @property
    def worker(self) -> str:
        """Who signed in last on this computer and has not signed out; empty: nobody. Asks nothing of the service."""
        ...

    def ways(self) -> Ways: ...

    def with_password(self, worker: str, password: str) -> str:
        """The worker's id. ``SignInNeeded`` with the code ``password-outdated`` wants another password first."""
        ...

    def with_browser(self, show: Callable[[str], bool], cancelled: Callable[[], bool]) -> str:
        """``show`` opens an address in the system's browser. Raises ``InterruptedError`` when it was cancelled."""
        ...

    def with_ticket(self) -> str: ...

    def change_password(self, worker: str, old: str, new: str) -> None:
        """Raises ``WrongUse`` for one that is too weak."""
        ...

    def sign_out(self) -> None:
        """Also when the service cannot be reached: then its session ends by itself."""
        ...
