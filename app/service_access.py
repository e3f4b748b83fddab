"""The service that a store's address names, and who signs in there. Start-up module.

``ESOZIALAKTE_CA_FILE`` names certificates (PEM) that are trusted besides the system's. A program without a person signs
in as ``ESOZIALAKTE_ACCOUNT`` with the password in the file ``ESOZIALAKTE_PASSWORD_FILE``.
"""

import functools
import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from app.domain.central import KeptCentral
from app.domain.errors import WrongUse
from app.domain.texts import _

if TYPE_CHECKING:
    from app.adapters.central.rest import Line
    from app.adapters.central.rest.sign_in import ServiceSignIn


def is_service(store: str) -> bool:
    """Whether ``--store`` names a service, not a folder."""
    return store.startswith(("https://", "http://"))


def open_service(url: str) -> KeptCentral:
    """The centre behind a service's address; nothing is asked of it yet. Raises ``WrongUse``."""
    from app.adapters.central.rest import RestCentral

    return RestCentral(open_line(url))


def open_line(url: str) -> "Line":
    """The line to a service, for what only a service has. Raises ``WrongUse`` for a folder."""
    from app import __version__
    from app.adapters.central.rest import Line

    if not is_service(url):
        raise WrongUse(_("Das gibt es nur an einem Dienst."), _("Geben Sie als Speicher https://... an."))
    return Line(url, open_sign_in(url), _ca_file(), f"esozialakte/{__version__}")


def open_sign_in(url: str) -> "ServiceSignIn":
    """Who we are there: one for the whole process, for a refresh token is good for once. Raises ``WrongUse``."""
    return _sign_in(url.rstrip("/"))


def acting(store: str, chosen: str | None) -> str:
    """Who acts: on a service whoever has signed in, on a folder ``--as`` or the system's user name.

    Raises ``SignInNeeded`` when nobody has signed in.
    """
    if not is_service(store):
        return chosen or getpass.getuser()
    from app.adapters.central.rest.sign_in import sign_in_needed

    worker = open_sign_in(store).worker
    if not worker:
        raise sign_in_needed()
    if chosen and chosen != worker:
        raise WrongUse(
            _("Am Dienst ist eine andere Person angemeldet, als --as nennt."),
            _("Melden Sie sich mit „esozialakte sign-in“ an."),
        )
    return worker


def acting_unattended(store: str, chosen: str | None) -> str:
    """Who acts in what runs without a person: whoever is named, the machine account ``system``, or at a service that
    a person signed in at that person. Raises ``SignInNeeded``."""
    from app.domain.actions import SYSTEM

    if not is_service(store):
        return chosen or SYSTEM
    if _machine() is not None and not chosen:
        return SYSTEM
    return acting(store, chosen)


def _machine() -> tuple[str, Path] | None:
    """Account and password's file of a program without a person."""
    account, password_file = os.environ.get("ESOZIALAKTE_ACCOUNT"), os.environ.get("ESOZIALAKTE_PASSWORD_FILE")
    return (account, Path(password_file)) if account and password_file else None


@functools.cache
def _sign_in(url: str) -> "ServiceSignIn":
    import platform

    from app.adapters.cache.lock import FileLock
    from app.adapters.central.rest.sign_in import MachineSignIn, ServiceSignIn
    from app.adapters.desktop.folders import cache_folder
    from app.adapters.desktop.sign_in_secrets import SignInSecrets

    parts = _parts(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise WrongUse(
            _("Ein Dienst auf einem anderen Rechner wird nur verschlüsselt angesprochen."),
            _("Geben Sie eine Adresse an, die mit https:// beginnt."),
        )

    def lock() -> FileLock:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        return FileLock(folder / "sign-in.lock")

    secrets = SignInSecrets(lock)
    if machine := _machine():
        return MachineSignIn(url, secrets, *machine, _ca_file())
    return ServiceSignIn(url, secrets, platform.node(), _ca_file())


def _parts(url: str) -> SplitResult:
    """Raises ``WrongUse`` for what names no computer."""
    try:
        parts = urlsplit(url)
        if parts.hostname and (parts.port is None or parts.port):
            return parts
    except ValueError:
        pass
    raise WrongUse(
        _("Die Adresse des Dienstes ist unvollständig oder falsch geschrieben."),
        _("Schreiben Sie https://RECHNER oder https://RECHNER:PORT."),
    )


def _ca_file() -> str:
    return os.environ.get("ESOZIALAKTE_CA_FILE", "")
