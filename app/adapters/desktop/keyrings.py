"""Which keyring of this computer is used: what the ``keyring`` library would choose, without its long search.

The library looks through the entry points of every installed package for more keyrings, at every start of the program
(60 ms and more). The system's own one is nearly always what it finds.
"""

import os
import sys

import keyring
from keyring import core
from keyring.backend import KeyringBackend


def system_keyring() -> KeyringBackend:
    """The keyring that the user has configured, else the system's own, else what the library finds."""
    return core.load_env() or core.load_config() or _own() or keyring.get_keyring()


def _own() -> KeyringBackend | None:
    """The one that comes with the system, if it can be used here."""
    if sys.platform == "win32":
        from keyring.backends import Windows

        return _usable(Windows.WinVaultKeyring)
    if sys.platform == "darwin":
        from keyring.backends import macOS

        return _usable(macOS.Keyring)
    if "KDE" in os.environ.get("XDG_CURRENT_DESKTOP", ""):
        return None  # there the library prefers KWallet, which answers in several versions
    from keyring.backends import SecretService

    return _usable(SecretService.Keyring)


def _usable(kind: type[KeyringBackend]) -> KeyringBackend | None:
    return kind() if kind.viable else None
