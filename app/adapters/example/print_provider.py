"""Plays the print provider of the example county, from its folder (resources/job-format.md)."""

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

STAGES = ("accepted", "printed", "posted")


class PrintProvider:
    """Takes jobs and tells what became of them, one stage a turn. Whatever lies in ``jobs`` is printed: it trusts us
    not to bring anything twice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: list[list[Any]] = []
        """[job, stage] of every file that was taken: the same job taken twice is printed twice."""
        self.printed: list[str] = []
        """Job numbers in the order of printing; one that stands here twice was printed twice."""

    def turn(self, now: datetime) -> None:
        """Accept what is new, and take everything that was accepted one stage further."""
        told = list(self._stopped(now))
        for entry in self._taken:
            job, stage = entry
            if stage < len(STAGES):
                if STAGES[stage] == "printed":
                    self.printed.append(job)
                told.append(self._said(job, STAGES[stage], now))
                entry[1] = stage + 1
        if told:
            self.tell(told, now)
        self._accept(now)

    def tell(self, reports: list[dict[str, Any]], now: datetime) -> None:
        """A file with states, whole or not at all."""
        folder = self._folder / "status"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{now.strftime('%Y%m%d%H%M%S%f')}.json"
        part = folder / f".{name}"
        part.write_text(json.dumps({"format": 1, "reports": reports}), encoding="utf-8")
        part.replace(folder / name)

    def _accept(self, now: datetime) -> None:
        """Tell that a job is here, and take its file away after that."""
        for path in sorted((self._folder / "jobs").glob("[!.]*.zip")):
            with zipfile.ZipFile(path) as bag:
                ticket = json.loads(bag.read(f"{path.stem}/data/job.json"))
            job = str(ticket["job"])
            self.tell([self._said(job, STAGES[0], now)], now)
            self._taken.append([job, 1])
            path.unlink()

    def _stopped(self, now: datetime) -> Iterator[dict[str, Any]]:
        """What shall not be printed, and is not yet."""
        for path in sorted((self._folder / "cancel").glob("[!.]*.json")):
            job = str(json.loads(path.read_text(encoding="utf-8"))["job"])
            path.unlink()
            for entry in self._taken:
                if entry == [job, 1]:
                    entry[1] = len(STAGES)
                    yield self._said(job, "cancelled", now)

    @staticmethod
    def _said(job: str, state: str, now: datetime) -> dict[str, Any]:
        return {"job": job, "state": state, "at": now.isoformat()}
