"""Bring a file's tables up to date with alembic, or say that a newer program has been here.

alembic is loaded only when there is something to do: it costs half a second that a start does not have.
"""

from pathlib import Path

from app.adapters.cache.database import Database
from app.domain.errors import AppError
from app.domain.texts import _

HEADS = {"desk": "desk0001", "site": "site0002"}
"""The newest revision of each kind of file; a test holds it equal to what the scripts say."""

FOLDER = Path(__file__).parent / "migrations"


class CacheTooNew(AppError):
    """A newer version of the program wrote the file."""

    code = "cache-too-new"


def revision(database: Database) -> str | None:
    """The revision of a file, None for an empty one."""
    with database.read() as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return None
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0]) if found else None


def migrate(database: Database, kind: str) -> None:
    """Run the missing steps. Raises ``CacheTooNew``."""
    found = revision(database)
    if found == HEADS[kind]:
        return
    if found is not None and found > HEADS[kind]:
        raise CacheTooNew(
            _("Der lokale Bestand wurde von einer neueren Version des Programms angelegt."),
            _("Bitte starten Sie die neuere Version, oder lassen Sie dieses Programm aktualisieren."),
        )
    _upgrade(database, kind)


def _upgrade(database: Database, kind: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER / kind).replace("%", "%%"))
    with database.for_migration() as engine, engine.connect() as connection:
        # The driver is in autocommit mode: one transaction around all steps, so that a crash leaves no half schema.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.exec_driver_sql("COMMIT")
