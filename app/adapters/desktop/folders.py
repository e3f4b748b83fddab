"""Where the program keeps its own files on this computer."""

import os
from pathlib import Path

import platformdirs

NAME = "esozialakte"


def cache_folder() -> Path:
    """The local cache: below LOCALAPPDATA (never roaming) on Windows. ESOZIALAKTE_CACHE_DIR overrides it."""
    chosen = os.environ.get("ESOZIALAKTE_CACHE_DIR")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir(NAME, appauthor=False))


def log_folder() -> Path:
    return Path(platformdirs.user_log_dir(NAME, appauthor=False))
