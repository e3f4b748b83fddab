"""The start of the program, warm, next to the start of the barest window."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from app.cli.bench import bare
from app.cli.bench.figures import Figure, median
from app.cli.bench.place import Place
from app.domain.errors import AppError

RUNS = 7
OKULAR_TO_BARE = 382 / 170
"""Middle of what okular took to open one file, to the bare window in the same run (budgets.md)."""
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
    plain, ours = [], []
    for _run in range(RUNS):
        plain.append(_started([str(Path(bare.__file__))], environment))
        ours.append(_started(program, environment))
    least = median(plain)
    limit = ALLOWED * OKULAR_TO_BARE * least
    reference = (
        f"bloßes PySide6-Fenster {least:.0f} ms; Grenze = 1,5 × Okular, geschätzt als 382/170 × bloßes Fenster "
        f"(bester Start {min(ours):.0f} ms, {RUNS} Läufe)"
    )
    yield Figure("Programmstart bis zum ersten Dokument", median(ours), "ms", limit, reference=reference)


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
