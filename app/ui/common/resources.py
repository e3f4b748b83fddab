"""Where the files that come with the program are: in a checkout, installed, and frozen."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


@cache
def resources() -> Path:
    """The folder with icons, fonts and catalogues."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
