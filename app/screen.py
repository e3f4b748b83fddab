"""Is there a screen to open a window on? Asked before Qt is loaded, which would end the process without a word."""

import ctypes
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from app.domain.errors import AppError
from app.domain.texts import _

_NEEDED = ("libEGL.so.1", "libGL.so.1", "libfontconfig.so.1", "libdbus-1.so.3", "libglib-2.0.so.0")
_NEEDED_BY_X = ("libxkbcommon-x11.so.0", "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1")
_X_PORT = 6000


def ensure_screen(offscreen: bool = False) -> None:
    """Raise ``AppError`` with one sentence on what to do when a window cannot be opened here.

    ``offscreen``: nothing will be shown, so only the system's libraries have to be there.
    """
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    on_x = not offscreen and platform in ("", "xcb")
    missing = [name for name in (*_NEEDED, *(_NEEDED_BY_X if on_x else ())) if not _loads(name)]
    if missing:
        sentence = _("Es fehlen Bibliotheken ({names}): Installieren Sie die Systempakete, die im README stehen.")
        raise AppError(sentence.format(names=", ".join(missing)), code="libraries-missing")
    if offscreen or platform not in ("", "xcb", "wayland") or has_screen(os.environ):
        return
    raise AppError(
        _(
            "Hier gibt es keinen Bildschirm: Starten Sie das Programm an einem Arbeitsplatz mit grafischer Oberfläche, "
            "oder lassen Sie mit „esozialakte demo --screenshots ORDNER“ Bilder davon zeichnen."
        ),
        code="no-screen",
    )


def has_screen(environment: Mapping[str, str]) -> bool:
    """Whether an X or Wayland server answers where the environment says that there is one."""
    return _wayland_answers(environment) or _x_answers(environment.get("DISPLAY", ""))


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    return bool(name) and (Path(environment.get("XDG_RUNTIME_DIR", "/")) / name).exists()


def _x_answers(display: str) -> bool:
    host, colon, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not colon or not number.isdigit():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _connects(socket.AF_UNIX, "\0" + path) or _connects(socket.AF_UNIX, path)
    return _connects(socket.AF_INET, (host, _X_PORT + int(number)))


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as there:
        there.settimeout(2.0)
        try:
            there.connect(address)
        except OSError:
            return False
    return True


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
