"""The file system's errors in words that a person can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import AppError, CentreUnreachable, NotAllowed, StorageFull, StoreDamaged, StoreIncompatible
from app.domain.texts import _

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL_ON_WINDOWS = {39, 112, 1295}
_IN_USE_ON_WINDOWS = {32, 33}


@contextmanager
def translated() -> Iterator[None]:
    """Whatever the file system complains about inside leaves as one of our errors."""
    try:
        yield
    except OSError as error:
        raise in_words(error) from error


def in_words(error: OSError) -> AppError:
    code = getattr(error, "winerror", None)
    if error.errno in _FULL or code in _FULL_ON_WINDOWS:
        return StorageFull(
            _("Auf dem gemeinsamen Speicher ist kein Platz mehr."),
            _("Bitten Sie die Administration, Platz zu schaffen. Es ist nichts verloren; wiederholen Sie es danach."),
        )
    if error.errno in _DENIED and code not in _IN_USE_ON_WINDOWS:
        return NotAllowed(
            _("Der gemeinsame Speicher verweigert den Zugriff."),
            _("Bitten Sie die Administration um Rechte auf den Ordner Ihres Standorts."),
        )
    return CentreUnreachable(
        _("Der gemeinsame Speicher ist nicht erreichbar."),
        _("Prüfen Sie den Pfad und die Verbindung zum Netz, und versuchen Sie es später noch einmal."),
    )


def unknown_site(site: str) -> AppError:
    return NotAllowed(
        _("Den Standort „{site}“ gibt es in diesem Speicher nicht.").format(site=site),
        _("Prüfen Sie die Schreibweise; angelegt wird ein Standort mit „esozialakte init“."),
        code="unknown-site",
    )


def damaged(title: str) -> StoreDamaged:
    return StoreDamaged(title, _("Arbeiten Sie nicht weiter damit und lassen Sie „esozialakte verify“ laufen."))


def newer_program() -> StoreIncompatible:
    return StoreIncompatible(
        _("Der Speicher wurde mit einer neueren Programmversion geschrieben."),
        _("Aktualisieren Sie das Programm auf die Version, mit der am Standort gearbeitet wird."),
    )
