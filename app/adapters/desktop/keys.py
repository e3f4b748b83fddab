"""Keys in the system's keyring: Windows' credential manager, or the desktop's secret service."""

import base64
import binascii
import logging

from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringError

from app.adapters.desktop.keyrings import system_keyring

log = logging.getLogger(__name__)

SERVICE = "esozialakte"


class KeyringKeeper:
    """A ``KeyKeeper``. A keyring that fails (no desktop session, locked, none) counts as none."""

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._backend = backend if backend is not None else system_keyring()

    def usable(self) -> bool:
        return not isinstance(self._backend, (fail.Keyring, null.Keyring)) and self._backend.priority > 0

    def get(self, name: str) -> bytes | None:
        try:
            found = self._backend.get_password(SERVICE, name)
            key = None if found is None else base64.b64decode(found, validate=True)
        except (KeyringError, OSError, RuntimeError, binascii.Error) as error:
            log.warning("the keyring gave no key: %s", type(error).__name__)
            return None
        return key if key is not None and len(key) == 32 else None

    def put(self, name: str, key: bytes) -> bool:
        try:
            self._backend.set_password(SERVICE, name, base64.b64encode(key).decode())
        except (KeyringError, OSError, RuntimeError) as error:
            log.warning("the keyring took no key: %s", type(error).__name__)
            return False
        return self.get(name) == key

    def discard(self, name: str) -> None:
        try:
            self._backend.delete_password(SERVICE, name)
        except (KeyringError, OSError, RuntimeError) as error:
            log.warning("the keyring kept its key: %s", type(error).__name__)
