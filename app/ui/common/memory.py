"""Window layout and choices of this user on this machine. Nothing about citizens."""

from PySide6.QtCore import QSettings


def layout_memory() -> QSettings:
    """An INI file in the user's configuration folder."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "esozialakte", "window")
