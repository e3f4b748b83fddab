"""Passwords and keys of carriers in the system's keyring."""

import logging

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from app.adapters.desktop.keyrings import system_keyring
from app.domain.errors import AppError
from app.domain.texts import _

log = logging.getLogger(__name__)

SERVICE = "esozialakte"


class KeyringSecrets:
    """A keyring that fails (no desktop session, locked, none) has no secrets."""

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._backend = backend if backend is not None else system_keyring()

    def secret(self, name: str) -> str:
        try:
            return self._backend.get_password(SERVICE, name) or ""
        except (KeyringError, OSError, RuntimeError) as error:
            log.warning("the keyring gave no secret: %s", type(error).__name__)
            return ""

    def keep(self, name: str, secret: str) -> None:
        """Raises ``AppError`` when there is no keyring to keep it in."""
        try:
            self._backend.set_password(SERVICE, name, secret)
        except (KeyringError, OSError, RuntimeError) as error:
            raise AppError(
                _("Der Schlüsselbund dieses Computers nimmt die Zugangsdaten nicht an."),
                _("Melden Sie sich am Arbeitsplatz an, damit der Schlüsselbund offen ist."),
                code="no-keyring",
            ) from error
