"""A carrier that takes files from a folder and puts files with states back (resources/job-format.md).

How the folder is reached (a share, SFTP) is a ``Shelf``. Jobs lie in ``jobs/``, what the provider tells in ``status/``
(in ``status/taken/`` once it is in our log), what it shall stop in ``cancel/``.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from app.adapters.carriers.package import packed
from app.domain.carriers import Job, Report
from app.domain.records.letters import CARRIER_STATES, HANDED

log = logging.getLogger(__name__)

JOBS, STATUS, TAKEN, CANCEL = "jobs", "status", "status/taken", "cancel"
MOST_STATUS_BYTES = 8 << 20
"""A larger file with states is none."""


_CLOCKS = 2 * 24 * 3600.0
"""Seconds by which clocks may differ, generously."""


class Shelf(Protocol):
    """A folder somewhere. Names are relative, with ``/``. Raises the errors of ``CarrierLink``."""

    def names(self, folder: str) -> dict[str, tuple[int, int]]:
        """Files of a folder that are whole: (size, time of change in nanoseconds) by name; empty when there is no such
        folder."""
        ...

    def read(self, name: str) -> bytes | None:
        """None when it is not there."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Make a file appear under ``name``, whole or not at all; one that is there stays as it is."""
        ...

    def move(self, name: str, to: str) -> None:
        """Nothing happens when it is not there (any more)."""
        ...

    def close(self) -> None: ...


class ShelfCarrier:
    """See ``app.domain.carriers.CarrierLink``."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._read: dict[tuple[str, int, int], tuple[Report, ...]] = {}
        """Files with states that were read, by name, size and time."""

    def known(self, job: str, wanted_at: str) -> tuple[Report, ...] | None:
        # In this order: a provider says that it has a job before it takes the file away.
        lies_there = f"{job}.zip" in self._shelf.names(JOBS)
        # What was told of it may have been put away by another desk whose log this one has not seen yet.
        told = tuple(report for report in self._told(STATUS, TAKEN, since=_since(wanted_at)) if report.job == job)
        if lies_there:
            return (Report(job=job, state=HANDED, at=wanted_at), *told)
        return told or None

    def hand_over(self, job: Job, data: bytes) -> tuple[Report, ...]:
        self._shelf.put(f"{JOBS}/{job.number}.zip", packed(job, data))
        return ()

    def cancel(self, job: Job) -> None:
        wanted = json.dumps({"format": 1, "job": job.number}).encode()
        self._shelf.put(f"{CANCEL}/{job.number}.json", wanted)

    def news(self, jobs: Mapping[str, str]) -> tuple[Report, ...]:
        return tuple(self._told(STATUS))

    def taken(self, reports: Sequence[Report]) -> None:
        for name in dict.fromkeys(report.source for report in reports if report.source):
            self._shelf.move(f"{STATUS}/{name}", f"{TAKEN}/{name}")

    def close(self) -> None:
        self._shelf.close()

    def _told(self, *folders: str, since: int = 0) -> Iterator[Report]:
        """What the files say that were written since then (nanoseconds)."""
        for folder in folders:
            for name, (size, changed) in sorted(self._shelf.names(folder).items()):
                key = (name, size, changed)
                if changed < since:
                    continue
                if name.endswith(".json") and size <= MOST_STATUS_BYTES and key not in self._read:
                    data = self._shelf.read(f"{folder}/{name}")
                    if data is not None:
                        self._read[key] = _reports(name, data)
                yield from self._read.get(key, ())


def _since(wanted_at: str) -> int:
    """Nothing can have been told of a job before, whoever's clock is ahead. Years of files lie there."""
    try:
        return round((datetime.fromisoformat(wanted_at).timestamp() - _CLOCKS) * 1e9)
    except ValueError:
        return 0


def _reports(name: str, data: bytes) -> tuple[Report, ...]:
    """What a file with states tells; nothing where it is garbled, which is noted."""
    try:
        entries = json.loads(data.decode("utf-8-sig"))["reports"]
        return tuple(_report(name, entry) for entry in entries)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        log.warning("a file with states of letters cannot be read")
        return ()


def _report(name: str, entry: dict[str, Any]) -> Report:
    """Raises ``ValueError`` for a state that there is not."""
    if entry["state"] not in CARRIER_STATES:
        raise ValueError("no state of a letter")
    return Report(
        job=str(entry["job"]),
        state=str(entry["state"]),
        at=str(entry.get("at") or ""),
        reason=str(entry.get("reason") or "")[:500],
        reference=str(entry.get("reference") or "")[:100],
        source=name,
    )
