"""What can still be read of an outbox whose file is damaged or about to be erased."""

import logging
from pathlib import Path

import sqlcipher3

from app.adapters.cache.database import connect
from app.adapters.cache.desk import OUTBOX_ROWS, Entry, entry_of

log = logging.getLogger(__name__)


def salvage_outbox(path: Path, key: bytes) -> tuple[list[Entry], bool]:
    """The entries in order, and whether that is surely all of them."""
    entries: list[Entry] = []
    try:
        connection = connect(path, key, create=False)
    except (sqlcipher3.DatabaseError, OSError) as error:
        log.warning("the outbox could not be opened: %s", type(error).__name__)
        return entries, False
    try:
        for row in connection.execute(OUTBOX_ROWS):
            entries.append(entry_of(row))
    except (sqlcipher3.DatabaseError, ValueError, KeyError, TypeError) as error:
        log.warning("the outbox could be read only in part: %s", type(error).__name__)
        return entries, False
    finally:
        connection.close()
    return entries, True
