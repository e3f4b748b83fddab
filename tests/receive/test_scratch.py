"""The private folder: nobody else reads it, and nothing stays, even of runs that were killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.adapters.deliveries.scratch import PrivateFolder

HOLDS = """
import sys
from pathlib import Path
from app.adapters.deliveries.scratch import PrivateFolder
folder = PrivateFolder(Path(sys.argv[1]))
(folder.path / "page").write_bytes(b"personal")
print(folder.path, flush=True)
sys.stdin.read()
"""


def holder(parent: Path) -> tuple["subprocess.Popen[bytes]", Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(parent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().decode().strip())


def test_gone_at_the_end(tmp_path: Path) -> None:
    with pytest.raises(KeyError), PrivateFolder(tmp_path) as folder:
        (folder.path / "page").write_bytes(b"personal")
        raise KeyError
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")
def test_only_for_this_user(tmp_path: Path) -> None:
    with PrivateFolder(tmp_path) as folder:
        assert folder.path.stat().st_mode & 0o777 == 0o700


def test_what_a_killed_run_left_is_deleted_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    process, left = holder(tmp_path)
    with PrivateFolder(tmp_path):
        assert (left / "page").exists()
    process.kill()
    process.communicate()
    assert (left / "page").exists()
    with PrivateFolder(tmp_path):
        assert not left.exists()
