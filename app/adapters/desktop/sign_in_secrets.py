"""What keeps a person signed in at a service, in the system's keyring."""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringError

from app.adapters.desktop.keyrings import system_keyring
from app.adapters.desktop.keys import SERVICE

log = logging.getLogger(__name__)

_PIECE = 1000
"""Characters an entry: Windows' credential manager takes 2,560 bytes, and a provider's tokens can be longer."""
_LAST, _MORE = ".", "+"


class SignInSecrets:
    """A ``SecretKeeper``. What the keyring does not take is kept in memory. ``lock`` excludes other programs."""

    def __init__(
        self, lock: Callable[[], AbstractContextManager[object]], backend: KeyringBackend | None = None
    ) -> None:
        self._lock = lock
        self._backend = backend if backend is not None else system_keyring()
        self._usable = not isinstance(self._backend, (fail.Keyring, null.Keyring))
        self._memory: dict[str, str] = {}
        self._turn = threading.Lock()

    def exclusive(self) -> AbstractContextManager[object]:
        return self._lock()

    def get(self, name: str) -> str | None:
        with self._turn:
            if name in self._memory or not self._usable:
                return self._memory.get(name)
            pieces: list[str] = []
            try:
                while piece := self._backend.get_password(SERVICE, f"{name}.{len(pieces)}"):
                    pieces.append(piece[1:])
                    if piece[0] == _LAST:
                        return "".join(pieces)
            except (KeyringError, OSError, RuntimeError) as error:
                log.warning("the keyring gave no secret: %s", type(error).__name__)
            return None

    def put(self, name: str, text: str) -> None:
        pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)] or [""]
        with self._turn:
            if not self._usable:
                self._memory[name] = text
                return
            try:
                for number, piece in enumerate(pieces):
                    mark = _LAST if number == len(pieces) - 1 else _MORE
                    self._backend.set_password(SERVICE, f"{name}.{number}", mark + piece)
                self._memory.pop(name, None)
            except (KeyringError, OSError, RuntimeError) as error:
                log.warning("the keyring took no secret: %s", type(error).__name__)
                self._memory[name] = text

    def discard(self, name: str) -> None:
        with self._turn:
            self._memory.pop(name, None)
            if not self._usable:
                return
            number = 0
            try:
                while self._backend.get_password(SERVICE, f"{name}.{number}") is not None:
                    self._backend.delete_password(SERVICE, f"{name}.{number}")
                    number += 1
            except (KeyringError, OSError, RuntimeError) as error:
                log.warning("the keyring kept its secret: %s", type(error).__name__)
