"""Files that the user asked for: written aside, then given their name; a run that breaks off leaves nothing."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import NotAllowed, StorageFull
from app.domain.texts import _

PART = ".part"
"""Ending of a file that is being written."""


def write_whole(target: Path, data: bytes) -> None:
    """``data`` at ``target``, in place of what was there. Raises ``StorageFull``, ``NotAllowed``."""
    aside = unfinished(target)
    with nothing_left(aside):
        with file_errors():
            aside.write_bytes(data)
        publish(aside, target)


def unfinished(target: Path) -> Path:
    """Where a file is written before it gets its name."""
    return target.with_name(target.name + PART)


def publish(aside: Path, target: Path) -> None:
    with file_errors():
        aside.replace(target)


@contextlib.contextmanager
def nothing_left(aside: Path | None) -> Iterator[None]:
    """After an error the unfinished file is gone."""
    try:
        yield
    except BaseException:
        if aside is not None:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def file_errors() -> Iterator[None]:
    """What the disk says, in words for the user."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull(
                _("Auf dem Datenträger ist kein Platz mehr für die Datei."),
                _("Bitte schaffen Sie Platz, oder wählen Sie einen anderen Ort."),
            ) from error
        raise NotAllowed(
            _("Die Datei konnte dort nicht gespeichert werden."),
            _("Bitte prüfen Sie, ob die Datei geöffnet ist und ob Sie dort schreiben dürfen."),
        ) from error
