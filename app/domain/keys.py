"""Where keys are kept between two sittings. The port; the system's keyring is an adapter."""

from typing import Protocol


class KeyKeeper(Protocol):
    """Keeps 32-byte keys by name. Nothing raises: what does not work shows in ``usable`` and ``put``."""

    def usable(self) -> bool:
        """Whether this computer has a place that keeps secrets."""
        ...

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, key: bytes) -> bool:
        """True when the key is there and can be read again."""
        ...

    def discard(self, name: str) -> None: ...
