"""Where the files that come with the program are: in a checkout, installed, and frozen."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def resource_path(name: str) -> Path:
    """A file or folder below ``resources``, named with slashes."""
    installed = _PACKAGE / "_resources"
    return (installed if installed.is_dir() else _PACKAGE.parent / "resources") / name
