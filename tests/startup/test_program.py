"""The program as it is started: one sentence where no window can open, and no traceback anywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a screen")


def start(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    dropped = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    clean = {key: value for key, value in os.environ.items() if key not in dropped}
    clean |= {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_DATA_HOME": str(tmp_path / "data"), **environment}
    command = [sys.executable, "-m", "app", *arguments]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, encoding="utf-8", check=False)


@LINUX
@pytest.mark.parametrize("arguments", [["--store", "somewhere"], ["demo"]], ids=["window", "demo"])
def test_without_a_screen_it_ends_with_one_sentence(tmp_path: Path, arguments: list[str]) -> None:
    ended = start(tmp_path, *arguments)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Hier gibt es keinen Bildschirm" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "data").exists(), "nothing was made before"


@LINUX
def test_the_sentence_comes_in_english_too(tmp_path: Path) -> None:
    ended = start(tmp_path, "--store", "somewhere", ESOZIALAKTE_LANGUAGE="en")
    assert "There is no screen here" in ended.stderr


def test_commands_need_no_screen_and_their_logs_stay_off_standard_output(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.pdf")
    ended = start(tmp_path, "pages", missing, "--json")
    assert ended.returncode == 3
    assert ended.stdout.startswith("{")


def test_help_is_there_for_every_command(tmp_path: Path) -> None:
    from app.cli import COMMANDS

    ended = start(tmp_path, "--help")
    assert ended.returncode == 0
    assert all(name in ended.stdout for name in COMMANDS)
