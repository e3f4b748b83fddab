"""What every test rests on: folders of its own instead of the user's, no keyring, no screen, no thread left behind."""

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

# Before anything of the program or of Qt is imported, and inherited by every child process.
_HOME = tempfile.mkdtemp(prefix="esozialakte-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _name in ("CONFIG", "CACHE", "DATA", "STATE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME, _name.lower()))
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("ESOZIALAKTE_CACHE_DIR", None)

import pytest  # noqa: E402

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared facts and samples beside the checkout; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with third-party samples is not here")
    return SHARED


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Who starts a thread of ours ends it: named threads that outlive their test fail it."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.name in OUR_THREADS]
    for thread in left:
        thread.join(5)
    still = [thread.name for thread in left if thread.is_alive()]
    assert not still, f"threads left running: {still}"


OUR_THREADS = {"pages", "centre"}
