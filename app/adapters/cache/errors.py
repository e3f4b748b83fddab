"""Foreign errors of the data base and the disk, said in our words. Nothing of a statement or a path gets out."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3

from app.domain.errors import AppError, CacheDamaged, NotAllowed, StorageFull
from app.domain.texts import _


def damaged() -> CacheDamaged:
    return CacheDamaged(
        _("Der lokale Bestand auf diesem Rechner ist beschädigt."),
        _("Er wird aus der Zentrale neu aufgebaut; dort fehlt nichts."),
    )


def storage_full() -> StorageFull:
    return StorageFull(
        _("Auf dem Laufwerk des lokalen Bestands ist kein Platz mehr."),
        _("Bitte geben Sie Speicherplatz frei; danach geht es von selbst weiter."),
    )


def busy() -> AppError:
    return AppError(
        _("Ein anderes Fenster arbeitet gerade mit dem lokalen Bestand."),
        _("Bitte versuchen Sie es gleich noch einmal."),
        code="cache-busy",
    )


def no_access() -> NotAllowed:
    return NotAllowed(
        _("Auf den lokalen Bestand darf nicht zugegriffen werden."),
        _("Bitte lassen Sie die Rechte auf den Ordner des lokalen Bestands prüfen."),
    )


def _translation(error: Exception) -> AppError:
    said = str(error).lower()
    if "disk is full" in said:
        return storage_full()
    if "locked" in said or "busy" in said:
        return busy()
    if "readonly" in said or "unable to open" in said:
        return no_access()
    return damaged()


@contextmanager
def translated() -> Iterator[None]:
    """Raises ``CacheDamaged``, ``StorageFull``, ``NotAllowed`` or ``cache-busy`` for what SQLCipher and the disk say.

    Wrong statements (``ProgrammingError``, ``IntegrityError``) are mistakes of ours and pass unchanged.
    """
    try:
        yield
    except (sqlcipher3.ProgrammingError, sqlcipher3.IntegrityError):
        raise
    except sqlcipher3.DatabaseError as error:
        raise _translation(error) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise storage_full() from None
        if isinstance(error, PermissionError):
            raise no_access() from None
        raise
