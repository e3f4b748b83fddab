"""Receiving killed at random instants, each time followed by a second run: as if nothing had happened."""

import multiprocessing
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral
from app.adapters.pages.process import ReaderProcess
from tests.receive import killed_run
from tests.receive.bags import BagMaker, pdf, row, zipped
from tests.receive.conftest import CASE
from tests.receive.looking import first_break, records, stored

KILLS = 60


@dataclass
class Run:
    store: Path
    process: BaseProcess
    line: Connection

    def for_(self, seconds: float, reader: ReaderProcess) -> None:
        """Let it run so long at most, answering its questions about documents, then kill it."""
        end = time.monotonic() + seconds
        self.line.send("go")
        while self.line.poll(max(0.0, end - time.monotonic())) and killed_run.answer(reader, self.line):
            pass
        self.process.kill()
        self.process.join()


class Runs:
    """Prepares the next run while the last one is looked at."""

    def __init__(self, empty: Path, bag: Path, folder: Path) -> None:
        start = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(start)
        if start == "forkserver":
            self._context.set_forkserver_preload(["tests.receive.killed_run"])
        self._empty, self._bag, self._folder = empty, bag, folder
        self._number = 0
        self._next = self._prepare()

    def next(self) -> Run:
        run, self._next = self._next, self._prepare()
        return run

    def _prepare(self) -> Run:
        self._number += 1
        store, scratch = self._folder / f"store-{self._number}", self._folder / "scratch"
        shutil.copytree(self._empty, store)
        scratch.mkdir(exist_ok=True)
        here, there = self._context.Pipe()
        process = self._context.Process(target=killed_run.run, args=(store, self._bag, scratch, there))
        process.start()
        there.close()
        return Run(store, process, here)

    def close(self) -> None:
        self._next.process.kill()
        self._next.process.join()


def make_bag(folder: Path) -> Path:
    """Post for two sites, with a case, a page pack, a duplicate, and faults of several kinds; as a zip."""
    bag = BagMaker(folder / "bag", "SD-60")
    rows = []
    for number in range(10):
        bag.file(f"{number}.pdf", pdf(f"Brief {number}", 2))
        site = "rhede" if number % 3 == 0 else ""
        rows.append(row(f"{number}.pdf", f"K{number}", site=site, case_number=CASE if number % 4 == 1 else ""))
    bag.file("long.pdf", pdf("lang", 6)).file("twin.pdf", pdf("Brief 1", 2)).file("broken.pdf", b"%PDF-broken")
    rows += [row("long.pdf", "L1"), row("twin.pdf", "T1"), row("broken.pdf", "B1"), row("gone.pdf", "G1")]
    return zipped(bag.file("surplus.pdf", pdf("mehr")).index(*rows).write(), folder / "bag.zip")


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bag(tmp_path_factory.mktemp("killed-bag"))


@pytest.fixture
def runs(empty_store: Path, bag: Path, tmp_path: Path) -> Iterator[Runs]:
    made = Runs(empty_store, bag, tmp_path)
    yield made
    made.close()


def look(store: Path) -> tuple[Any, Any]:
    central = FolderCentral(store)
    assert first_break(central) is None
    return records(central), stored(central)


def test_killed_at_60_random_instants(runs: Runs, bag: Path, reader: ReaderProcess, tmp_path: Path) -> None:
    reader.warm()
    undisturbed = runs.next()
    began = time.monotonic()
    undisturbed.for_(600, reader)
    takes = time.monotonic() - began
    expected = look(undisturbed.store)
    receipt = killed_run.receive_here(undisturbed.store, bag, tmp_path / "scratch", reader)
    chance, unfinished = random.Random(60), 0

    for _kill in range(KILLS):
        run = runs.next()
        run.for_(chance.uniform(0, takes), reader)
        unfinished += records(FolderCentral(run.store)) != expected[0]
        assert killed_run.receive_here(run.store, bag, tmp_path / "scratch", reader) == receipt
        assert look(run.store) == expected

    assert unfinished, "every run had finished before it was killed: nothing was tested"
    assert not list((tmp_path / "scratch").iterdir())
