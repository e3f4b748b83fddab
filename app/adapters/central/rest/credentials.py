"""Who we are, as the service wants to be told it."""

from typing import Protocol


class Credentials(Protocol):
    """Safe to use from several threads."""

    def authorization(self, refused: str = "") -> str:
        """The value of ``Authorization``. ``refused`` is the one that the service has just refused: a new one is
        wanted then. Raises ``SignInNeeded`` when there is none to be had without the user."""
        ...
