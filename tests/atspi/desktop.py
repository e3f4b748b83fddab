"""A desktop of the test's own: virtual screen, window manager, both message buses, keys, and eyes (``driver.py``)."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"
DRIVER = Path(__file__).with_name("driver.py")
ROOT = Path(__file__).resolve().parents[2]


def missing() -> str:
    """What this machine lacks for a desktop, or empty."""
    needed = ("Xvfb", "matchbox-window-manager", "dbus-daemon", "xdotool")
    tools = [tool for tool in needed if shutil.which(tool) is None]
    bindings = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    try:
        subprocess.run([SYSTEM_PYTHON, "-c", bindings], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        tools.append("AT-SPI bindings for " + SYSTEM_PYTHON)
    if not Path("/usr/share/dbus-1/services/org.a11y.Bus.service").exists():
        tools.append("at-spi2-core")
    return ", ".join(tools)


@dataclass(frozen=True)
class Element:
    """Something on the screen, as a screen reader is told of it."""

    role: str
    name: str
    description: str
    states: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        focused = " (focused)" if "focused" in self.states else ""
        return f"{self.role} | {self.name} | {self.description} | {self.text[:60]}{focused}"


class Desktop:
    """Use as a context manager; ends everything that it started. ``folder`` becomes the home of the programs."""

    def __init__(self, folder: Path, application: str, size: str = "1920x1080") -> None:
        self._folder = folder
        self._application = application
        self._size = size
        self._stack = ExitStack()
        self._programs: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {}

    def __enter__(self) -> "Desktop":
        runtime = self._folder / "runtime"
        runtime.mkdir(mode=0o700)
        dropped = ("AT_SPI_BUS_ADDRESS", "WAYLAND_DISPLAY", "NO_AT_BRIDGE", "QT_SCALE_FACTOR")
        inherited = {key: value for key, value in os.environ.items() if key not in dropped}
        self.environment = {
            **inherited,
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "XDG_CACHE_HOME": str(self._folder / "cache"),
            "XDG_DATA_HOME": str(self._folder / "data"),
            "XDG_STATE_HOME": str(self._folder / "state"),
            "GSETTINGS_BACKEND": "memory",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
            "PYTHONPATH": str(ROOT),
        }
        try:
            self.environment["DISPLAY"] = ":" + self._screen()
            self._window_manager()
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._bus()
            self._eyes = self._driver()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def start(self, arguments: Sequence[str], program: str = sys.executable) -> subprocess.Popen[bytes]:
        """Start a program (default: this Python) on this desktop; it is ended with the desktop.

        Its output goes to ``folder/output.txt``.
        """
        output = self._stack.enter_context((self._folder / "output.txt").open("ab"))
        command = [program, *arguments]
        started = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        self._stack.callback(_end, started)
        self._programs.append(started)
        return started

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as X names them: ``Return``, ``ctrl+k``, ``Page_Down``."""
        subprocess.run(["xdotool", "key", "--delay", "30", *keys], env=self.environment, check=True)

    def tab_to(self, most: int = 40, **want: Any) -> None:
        """Press Tab until what fits has the keyboard."""
        for _ in range(most):
            self.press("Tab")
            found = self._ask({"do": "look", "want": {**want, "states": ["focused"]}, "timeout": 0.3})
            if "error" not in found:
                return
        raise AssertionError(f"Tab does not lead to {want}")

    def type(self, text: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "30", text], env=self.environment, check=True)

    def wait_for(self, *, timeout: float = 20, **want: Any) -> list[Element]:
        """Wait until something on the screen fits (see ``driver.py``); fail with all that is there instead."""
        answer: dict[str, Any] = {"error": "not asked"}
        slices = max(1, round(timeout))
        while "error" in answer and slices > 0 and not self._ended():
            answer = self._ask({"do": "look", "want": want, "timeout": min(1.0, timeout)})
            slices -= 1
        if "error" in answer:
            lines = "\n".join(str(one) for one in self.tree() if one.name or one.text)
            said = f"{want} was not there in time; ended: {self._ended()}; on the screen:\n{lines}\n"
            raise AssertionError(said + self.output())
        return [_element(one) for one in answer["found"]]

    def _ended(self) -> list[int]:
        return [program.returncode for program in self._programs if program.poll() is not None]

    def tree(self) -> list[Element]:
        return [_element(one) for one in self._ask({"do": "tree"})["found"]]

    def output(self) -> str:
        """What the programs printed."""
        file = self._folder / "output.txt"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    def screenshot(self, target: Path) -> None:
        """For looking at a failure by hand, where ImageMagick is installed."""
        subprocess.run(["import", "-window", "root", str(target)], env=self.environment, check=False)

    def _screen(self) -> str:
        reading, writing = os.pipe()
        with os.fdopen(reading) as answers:
            command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{self._size}x24", "-nolisten", "tcp"]
            silent = subprocess.DEVNULL
            server = subprocess.Popen(command, pass_fds=[writing], stdin=silent, stdout=silent, stderr=silent)
            self._stack.callback(_end, server)
            os.close(writing)
            number = answers.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        return number

    def _window_manager(self) -> None:
        """Gives the keyboard to new windows and dialogs, as every desktop does; without one no window is active."""
        silent = subprocess.DEVNULL
        command = ["matchbox-window-manager", "-use_titlebar", "no"]
        manager = subprocess.Popen(command, env=self.environment, stdin=silent, stdout=silent, stderr=silent)
        self._stack.callback(_end, manager)

    def _bus(self) -> str:
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
        daemon = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._stack.callback(_end, daemon)
        assert daemon.stdout is not None
        return daemon.stdout.readline().decode().strip()

    def _driver(self) -> subprocess.Popen[str]:
        environment = {key: value for key, value in self.environment.items() if not key.startswith("PYTHON")}
        driver = subprocess.Popen(
            [SYSTEM_PYTHON, str(DRIVER), self._application],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self._folder / "driver.txt").open("wb"),
            text=True,
        )
        self._stack.callback(_end, driver)
        return driver

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._eyes.stdin is not None and self._eyes.stdout is not None
        self._eyes.stdin.write(json.dumps(request) + "\n")
        self._eyes.stdin.flush()
        line = self._eyes.stdout.readline()
        if not line:
            raise RuntimeError("the driver ended: " + (self._folder / "driver.txt").read_text(encoding="utf-8"))
        answer: dict[str, Any] = json.loads(line)
        return answer


def _element(found: dict[str, Any]) -> Element:
    return Element(found["role"], found["name"], found["description"], tuple(found["states"]), found["text"])


def _end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
