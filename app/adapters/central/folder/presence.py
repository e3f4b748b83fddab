"""Who looks at what, as small files of a site: ``presence/<name>.json``, one a person, written over each time.

How old a file is, is told by the file server's clock alone: that of a probe, written when somebody asks.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from app.adapters.central.folder import files
from app.adapters.central.folder.faults import translated
from app.domain.ids import derived_id
from app.domain.presence import FORGOTTEN_AFTER, Looking

PRESENCE = "presence"
PROBE = "probe-"


class PresenceFolder:
    """``folder`` is the site's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / PRESENCE

    def put(self, worker: str, document: str) -> None:
        path = self._folder / f"{derived_id('presence', worker)}.json"
        if not document:
            files.discard(path)
            return
        with translated():
            if not self._folder.is_dir():
                files.make_folder(self._folder)
            aside = self._folder / f"{PROBE}{os.getpid()}-{path.stem}"
            aside.write_text(json.dumps({"worker": worker, "document": document}), encoding="utf-8")
            try:
                aside.replace(path)
            except PermissionError:  # on Windows, when somebody is reading it: the next time then
                files.discard(aside)

    def all(self) -> tuple[Looking, ...]:
        with translated():
            if not self._folder.is_dir():
                return ()
            now = self._now()
            found = [_read(Path(entry.path)) for entry in os.scandir(self._folder) if _is_fresh(entry, now)]
        return tuple(sorted((one for one in found if one is not None), key=lambda one: one.worker))

    def _now(self) -> float:
        """The server's clock. Who may not write here gets that of the newest file: nobody is older than they are."""
        probe = self._folder / f"{PROBE}{os.getpid()}"
        try:
            probe.touch()
            return probe.stat().st_mtime
        except OSError:
            return max((entry.stat().st_mtime for entry in os.scandir(self._folder)), default=0.0)
        finally:
            files.discard(probe)


def _is_fresh(entry: os.DirEntry[str], now: float) -> bool:
    if entry.name.startswith(PROBE):
        return False
    with suppress(OSError):  # gone this moment
        return now - entry.stat().st_mtime <= FORGOTTEN_AFTER
    return False


def _read(path: Path) -> Looking | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Looking(str(told["worker"]), str(told["document"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
