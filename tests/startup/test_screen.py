"""Without a screen the program says in one sentence what to do."""

import os
import socket
import sys
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.screen import ensure_screen, has_screen

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a screen")


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("no_screen")
def test_without_a_screen_one_sentence_says_what_to_do() -> None:
    with pytest.raises(AppError) as caught:
        ensure_screen()
    assert caught.value.code == "no-screen"
    assert caught.value.title.endswith(".") and caught.value.title.count(". ") == 0
    assert "--screenshots" in caught.value.title
    assert caught.value.advice == ""


@pytest.mark.usefixtures("no_screen")
def test_pictures_need_no_screen() -> None:
    ensure_screen(offscreen=True)


def test_a_platform_that_was_asked_for_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:size=1280x720")
    ensure_screen()


@pytest.mark.parametrize("display", [":61234", "localhost:61", "nonsense", ":"])
def test_a_display_that_nobody_serves_is_no_screen(display: str) -> None:
    assert not has_screen({"DISPLAY": display})


def test_a_display_that_answers_is_a_screen() -> None:
    number = 40000 + os.getpid() % 20000
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        assert has_screen({"DISPLAY": f":{number}.0"})


def test_a_wayland_socket_is_a_screen(tmp_path: Path) -> None:
    (tmp_path / "wayland-0").write_bytes(b"")
    assert has_screen({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)})
    assert not has_screen({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path)})
