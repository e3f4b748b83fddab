"""Where a service lies that was not told where: ``serve`` and ``account`` mean the same one."""

from pathlib import Path

from app.domain.errors import WrongUse
from app.domain.texts import _


def own_folder() -> Path:
    """Where a service keeps everything that was not told where."""
    from platformdirs import user_data_path

    return user_data_path("esozialakte", appauthor=False) / "service"


def own_database(files: str) -> str:
    """The database beside the originals, for trying out. Raises ``WrongUse`` for originals that lie in no folder."""
    if files.startswith("s3:"):
        raise WrongUse(_("Zu einem Ablageort in S3 gehört eine Datenbank."), _("Geben Sie --database an."))
    if "://" in files:
        raise WrongUse(_("Die Originale können nur in einem Ordner oder in einem S3-Speicher liegen."))
    return f"sqlite:///{Path(files).absolute() / 'service.sqlite'}"
