"""A folder into which programs print letters as PDF: each becomes a letter of the case that it names."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import AppError
from app.services.letters.adding import Added, Adding, add_letter
from app.services.letters.wanted import NewLetter

DONE, ASIDE = "übernommen", "nicht übernommen"
"""Folders inside: what became a letter, and what could not."""


class LetterFolder:
    """Files are taken when they have not changed since the last look: a program may still be writing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, tuple[int, int]] = {}
        self._handled: dict[str, tuple[int, int]] = {}
        """Files that were taken and could not be put away."""

    def ready(self) -> list[Path]:
        """The files that can be taken now."""
        ready, self._seen = self._look()
        return ready

    def take_in(self, ready: Sequence[Path], adding: Adding) -> list[Added | AppError]:
        """What became of each file; one that fails is put aside and does not stop the others.

        Raises ``AppError`` when the log cannot be reached; the files stay then.
        """
        return [self._take(path, adding) for path in ready]

    def _look(self) -> tuple[list[Path], dict[str, tuple[int, int]]]:
        now: dict[str, tuple[int, int]] = {}
        with contextlib.suppress(OSError):
            for path in sorted(self._folder.glob("*.[pP][dD][fF]")):
                seen = path.stat()
                now[path.name] = (seen.st_size, seen.st_mtime_ns)
        whole = (name for name, state in now.items() if self._seen.get(name) == state and state[0])
        return [self._folder / name for name in whole if self._handled.get(name) != now[name]], now

    def _take(self, path: Path, adding: Adding) -> Added | AppError:
        try:
            added = add_letter(NewLetter([path]), adding)
        except AppError as error:
            if error.code in ("centre-unreachable", "storage-full"):
                raise
            self._put(path, ASIDE)
            return error
        self._put(path, DONE)
        return added

    def _put(self, path: Path, folder: str) -> None:
        """Into a folder beside; where that cannot be, it is not taken twice in this sitting."""
        state = self._seen.pop(path.name, None)
        target = self._folder / folder
        try:
            target.mkdir(exist_ok=True)
            number, name = 1, path.name
            while (target / name).exists():
                number += 1
                name = f"{path.stem} ({number}){path.suffix}"
            path.rename(target / name)
        except OSError:
            if state is not None:
                self._handled[path.name] = state
