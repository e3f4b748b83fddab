"""Window layout and choices of this user on this machine. Nothing about citizens."""

import os
from pathlib import Path

from PySide6.QtCore import QSettings


def layout_memory() -> QSettings:
    """An INI file in the user's configuration folder; ESOZIALAKTE_LAYOUT_DIR overrides the folder."""
    chosen = os.environ.get("ESOZIALAKTE_LAYOUT_DIR")
    if chosen:
        return QSettings(str(Path(chosen) / "window.ini"), QSettings.Format.IniFormat)
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "esozialakte", "window")
