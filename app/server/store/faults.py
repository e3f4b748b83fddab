"""What databases and object stores complain about, in words that a person can act on."""

from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.domain.errors import AppError, CentreUnreachable, NotAllowed, StorageFull, StoreDamaged
from app.domain.texts import _

_FULL = ("database or disk is full", "No space left on device")
_DISK_FULL_STATES = frozenset({"53100", "53200"})


@contextmanager
def translated() -> Iterator[None]:
    """Whatever the database or the object store complains about inside leaves as one of our errors."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _of_database(error) from error
    except (BaseError, OSError) as error:
        raise _of_objects(error) from error


def unknown_site(site: str) -> NotAllowed:
    return NotAllowed(
        _("Den Standort „{site}“ gibt es in diesem Speicher nicht.").format(site=site),
        _("Prüfen Sie die Schreibweise; angelegt wird ein Standort mit „esozialakte init“."),
        code="unknown-site",
    )


def missing_bytes() -> StoreDamaged:
    return damaged(_("Ein Original, das das Protokoll nennt, fehlt im Speicher."), code="missing-bytes")


def damaged(title: str, code: str | None = None) -> StoreDamaged:
    advice = _("Arbeiten Sie nicht weiter damit und lassen Sie „esozialakte verify“ laufen.")
    return StoreDamaged(title, advice, code=code)


def _of_database(error: SQLAlchemyError) -> AppError:
    original = error.orig if isinstance(error, DBAPIError) else None
    if getattr(original, "sqlstate", None) in _DISK_FULL_STATES or any(text in str(original) for text in _FULL):
        return _full()
    return CentreUnreachable(
        _("Die Datenbank des Dienstes ist nicht erreichbar."),
        _("Es ist nichts verloren. Versuchen Sie es später noch einmal; die Administration sieht den Grund."),
    )


def _of_objects(error: Exception) -> AppError:
    if any(text in str(error) for text in _FULL):
        return _full()
    if isinstance(error, (PermissionError, PermissionDeniedError, UnauthenticatedError)):
        return NotAllowed(
            _("Der Ablageort der Originale verweigert dem Dienst den Zugriff."),
            _("Bitten Sie die Administration, die Rechte oder Schlüssel des Dienstes zu prüfen."),
        )
    return CentreUnreachable(
        _("Der Ablageort der Originale ist nicht erreichbar."),
        _("Es ist nichts verloren. Versuchen Sie es später noch einmal; die Administration sieht den Grund."),
    )


def _full() -> StorageFull:
    return StorageFull(
        _("Im Dienst ist kein Platz mehr."),
        _("Bitten Sie die Administration, Platz zu schaffen. Es ist nichts verloren; wiederholen Sie es danach."),
    )
