"""The folder that PyInstaller makes starts, opens the example county and shows a page."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.atspi.desktop import Desktop
from tests.atspi.office import WORKER, make_office

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "installer" / "build.py"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder with the programs, and what the script that built it said."""
    out = tmp_path_factory.mktemp("frozen")
    ended = subprocess.run(
        [sys.executable, str(BUILD), "--out", str(out)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    said = ended.stdout + ended.stderr
    if "Python shared library" in said:
        pytest.skip("this Python has no shared library to freeze with; on Debian it is the package libpython3.x")
    assert ended.returncode == 0, said
    return out / "esozialakte", said


@pytest.mark.parametrize("check", ["version", "both_programs", "child_process_reads", "example_county"])
def test_the_script_builds_it_and_proves_that_it_starts(frozen: tuple[Path, str], check: str) -> None:
    assert f"held   {check}\n" in frozen[1]


def test_its_window_opens_on_a_screen_and_shows_page_1(
    frozen: tuple[Path, str], desktop: Callable[[str], Desktop], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    make_office(store)
    screen = desktop("esozialakte")
    screen.start(["--store", str(store), "--as", WORKER], program=str(frozen[0] / "esozialakte-gui"))
    screen.wait_for(role="table cell", contains="Mietvertrag", timeout=60)
    screen.wait_for(name="Seiten des Dokuments", contains="Seite 1 von 1")
