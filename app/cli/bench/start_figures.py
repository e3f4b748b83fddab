"""The start of the program, warm, next to the start of the barest window and of Okular."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from app.cli.bench import bare, peers
from app.cli.bench.figures import Figure, median
from app.cli.bench.place import Place
from app.domain.errors import AppError

RUNS = 7
OKULAR_TO_BARE = 382 / 170
"""Middle of what okular took to open one file, to the bare window in the same run (budgets.md): the reference where it
is not installed."""
ALLOWED = 1.5


def start(place: Place) -> Iterator[Figure]:
    if getattr(sys, "frozen", False):
        raise AppError("the start is measured with a Python of its own, not with the frozen program")
    # Installed programs are compiled; a checkout may be told to leave no bytecode behind.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(place.folder / "bytecode")
    environment["ESOZIALAKTE_LAYOUT_DIR"] = str(place.layout)
    program = ["-m", "app.cli.bench.opening", place.store, place.worker]
    _started([*program, "settle"], environment)
    # The cache has its records now; a second start also leaves the pages of the first document there.
    _started([*program, "settle"], environment)
    _started([str(Path(bare.__file__))], environment)
    with ExitStack() as stack:
        okular: Callable[[], float] | None = None
        if peers.there():
            display = stack.enter_context(peers.virtual_screen())
            environment |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
            okular = partial(peers.okular_start, _some_pdf(place), place.folder, display)
        yield _compared(program, environment, okular)


def _compared(program: list[str], environment: dict[str, str], okular: Callable[[], float] | None) -> Figure:
    """The three by turns, all on the same screen, so that what else the machine does weighs on each."""
    plain, peer, ours = [], [], []
    if okular is not None:
        okular()  # warm
    for _run in range(RUNS):
        plain.append(_started([str(Path(bare.__file__))], environment))
        ours.append(_started(program, environment))
        if okular is not None:
            peer.append(okular())
    least = median(plain)
    reference = f"bloßes PySide6-Fenster {least:.0f} ms; bester Start {min(ours):.0f} ms, {RUNS} Läufe; Grenze = 1,5 × "
    if peer:
        limit = ALLOWED * median(peer)
        reference += f"Okular mit einer Datei: {median(peer):.0f} ms ({min(peer):.0f} bis {max(peer):.0f})"
    else:
        limit = ALLOWED * OKULAR_TO_BARE * least
        reference += "Okular, das hier fehlt: geschätzt als 382/170 × bloßes Fenster"
    return Figure("Programmstart bis zum ersten Dokument", median(ours), "ms", limit, reference=reference)


def _some_pdf(place: Place) -> Path:
    """A letter of the example, under a name by which Okular knows what it is."""
    originals = Path(place.store, "sites", place.site, "originals")
    for original in sorted(originals.glob("*/*")):
        with original.open("rb") as file:
            if file.read(4) == b"%PDF":
                return Path(shutil.copyfile(original, place.folder / "letter.pdf"))
    raise AppError("the example has no PDF")


def _started(arguments: list[str], environment: dict[str, str]) -> float:
    """Milliseconds from the start of a process until it says that it is ready."""
    started = time.perf_counter()
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        took = (time.perf_counter() - started) * 1000
        process.communicate()
    if said.strip() != "ready":
        raise AppError("the program did not start")
    return took
