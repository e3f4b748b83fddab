"""Okular opening one file on a virtual screen: what a start is held against, where Okular and Xvfb are installed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import AppError

NEEDED = ("okular", "Xvfb")


def there() -> bool:
    return all(shutil.which(program) for program in NEEDED)


@contextmanager
def virtual_screen() -> Iterator[str]:
    """The number of a screen of 1920 × 1080 that nobody sees, as ``DISPLAY`` has it."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        try:
            with os.fdopen(reading) as said:
                number = said.readline().strip()
            if not number:
                raise AppError("the virtual screen did not start")
            yield f":{number}"
        finally:
            process.terminate()


def okular_start(document: Path, home: Path, display: str) -> float:
    """Milliseconds from the start of Okular on ``document`` (a PDF) until the page is on the screen."""
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        # What it remembers of files must not stay.
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
    }
    watching = [sys.executable, "-m", "app.cli.bench.peer_watch", str(document)]
    done = subprocess.run(watching, env=environment, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise AppError("Okular did not show the document")
    return float(done.stdout)
