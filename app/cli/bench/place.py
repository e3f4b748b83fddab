"""Where benchmarks work: an example county, and a folder of their own for everything that they write."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.cli.bench.key_file import FOLDER


@dataclass(frozen=True, slots=True)
class Place:
    """``store`` is an example that stays as it is. ``worker`` is who works in it; ``folder`` is gone afterwards.
    ``why``: the heartbeat says where the window was held. ``seconds``: how
    long the service is under load."""

    store: str
    worker: str
    site: str
    folder: Path
    why: bool = False
    seconds: float = 180.0

    def copy_of_store(self, name: str) -> str:
        """A store to write into. Published files are never changed, so that links are as good as copies."""
        target = self.folder / name
        shutil.copytree(self.store, target, copy_function=_link)
        return str(target)

    @property
    def layout(self) -> Path:
        """The folder that stands for the user's configuration."""
        return self.folder / "layout"


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:  # another drive, or a file system without links
        shutil.copyfile(source, target)
    return target


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for cache, keys and layout; this process and its children neither use nor change the user's own."""
    # On Windows a file that a child has just closed may be locked by a virus scanner for a moment.
    with tempfile.TemporaryDirectory(prefix="esozialakte-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for part in ("cache", "keys", "layout"):
            (folder / part).mkdir()
        changed = {
            "ESOZIALAKTE_CACHE_DIR": str(folder / "cache"),
            FOLDER: str(folder / "keys"),
            "PYTHON_KEYRING_BACKEND": "app.cli.bench.key_file.KeyFile",
            "QT_QPA_PLATFORM": "offscreen",
            "QT_LOGGING_RULES": "default.warning=false",  # the offscreen platform says what it cannot do
        }
        before = {key: os.environ.get(key) for key in changed}
        os.environ.update(changed)
        try:
            yield folder
        finally:
            for key, value in before.items():
                if value is None:
                    os.environ.pop(key, None)
                else:
                    os.environ[key] = value
