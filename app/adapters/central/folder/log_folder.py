"""The log of one site as files: heads by number, bodies by action."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from app.adapters.central.folder import files
from app.adapters.central.folder.faults import damaged, in_words, newer_program, translated, unknown_site
from app.domain.canonical import canonical
from app.domain.log import FORMAT, BodyLine, Commit, Head
from app.domain.texts import _


class LogFolder:
    """Reading is safe from any thread; ``publish`` decides who gets a number, whatever process or machine asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aside = folder / "aside"
        self._known: int | None = None

    # --- heads ----------------------------------------------------------------------------------------------
    def head_path(self, number: int) -> Path:
        return self.folder / "log" / f"{number // 1000:06d}" / f"{number:09d}.json"

    def newest(self) -> int:
        """Number of the newest head: listed the first time, then probed for from the last one known."""
        with translated():
            number = self._listed() if self._known is None else self._known
            while self._is_there(number + 1):
                number += 1
        self._known = max(number, self._known or 0)
        return self._known

    def head(self, number: int) -> Head | None:
        raw = self._read(self.head_path(number))
        return None if raw is None else _parse_head(raw, number)

    def commits(self, after: int) -> Iterator[Commit]:
        """Every commit after ``after`` until there is no next one. Raises ``StoreDamaged`` at a gap."""
        number = after + 1
        while True:
            known = self._known or 0  # asked before looking: another thread may see a newer head meanwhile
            head = self.head(number)
            if head is None:
                break
            yield Commit(head=head, body=self.body(head))
            number += 1
        self._known = max(number - 1, self._known or 0)
        if number <= known:
            raise damaged(_("Im Protokoll fehlt der Eintrag {number}.").format(number=number))

    def heads(self, numbers: Iterable[int]) -> Iterator[Head]:
        for number in numbers:
            head = self.head(number)
            if head is None:
                raise damaged(_("Im Protokoll fehlt der Eintrag {number}.").format(number=number))
            yield head

    def publish(self, head: Head) -> bool:
        """False: somebody else's commit has the number."""
        with translated():
            won = files.publish(self.head_path(head.number), canonical(head.to_json()), self.aside)
        if won:
            self._known = max(head.number, self._known or 0)
        return won

    def adopt(self, commit: Commit) -> None:
        """Write a commit of another store as it is. Raises ``StoreDamaged`` when somebody else was first."""
        head, data = commit.head, body_bytes(commit.body)
        with translated():
            if head.attempt > 1:  # ``tried`` goes by the first one
                files.publish(self.body_path(head.action), b"", self.aside)
            if not files.publish(self.body_path(head.action, head.attempt), data, self.aside):
                files.replace(self.body_path(head.action, head.attempt), data, self.aside)
        if not self.publish(head):
            raise damaged(_("Den Protokolleintrag {number} hat schon jemand geschrieben.").format(number=head.number))

    def find(self, action: str, newest: int, after: int) -> int | None:
        """The commit of an action, looked for backwards: what is asked for is nearly always young."""
        for head in self.heads(range(newest, after, -1)):
            if head.action == action:
                return head.number
        return None

    def _listed(self) -> int:
        try:
            thousands = sorted((entry.name for entry in os.scandir(self.folder / "log")), reverse=True)
        except FileNotFoundError:
            raise self.gone() from None
        for thousand in thousands:
            names = [entry.name for entry in os.scandir(self.folder / "log" / thousand)]
            numbers = [int(name[:-5]) for name in names if name.endswith(".json") and name[:-5].isdigit()]
            if numbers:
                return max(numbers)
        return 0

    def _is_there(self, number: int) -> bool:
        try:
            self.head_path(number).stat()
        except FileNotFoundError:
            # Nothing new looks like a share that is gone: tell the two apart.
            if not (self.folder / "log").is_dir():
                raise self.gone() from None
            return False
        return True

    def gone(self) -> Exception:
        """Why the site's folder is not there: an unknown site, or a share that cannot be reached."""
        if (self.folder.parent.parent / "store.json").exists():
            return unknown_site(self.folder.name)
        return in_words(FileNotFoundError())

    # --- bodies ---------------------------------------------------------------------------------------------
    def body_path(self, action: str, attempt: int = 1) -> Path:
        name = action if attempt == 1 else f"{action}.{attempt}"
        return self.folder / "bodies" / action[-2:] / f"{name}.ndjson"

    def body(self, head: Head) -> tuple[BodyLine, ...]:
        return tuple(line for line, _raw in self.body_with_bytes(head))

    def body_with_bytes(self, head: Head) -> Iterator[tuple[BodyLine, bytes]]:
        """The lines of a body, each also as it is written there."""
        raw = self._read(self.body_path(head.action, head.attempt))
        if raw is None:
            raise damaged(_("Der Inhalt des Protokolleintrags {number} fehlt.").format(number=head.number))
        try:
            lines = json.loads(b"[" + raw.strip().replace(b"\n", b",") + b"]")
            yield from zip(map(BodyLine.from_json, lines), raw.splitlines(keepends=True), strict=True)
        except (ValueError, TypeError) as error:
            title = _("Der Inhalt des Protokolleintrags {number} ist nicht lesbar.")
            raise damaged(title.format(number=head.number)) from error

    def written(self, head: Head) -> float:
        """When the body of a commit was stored, by the clock of the file server (seconds since 1970)."""
        with translated():
            return self.body_path(head.action, head.attempt).stat().st_mtime

    def tried(self, action: str) -> bool:
        """Whether a body of the action was ever written: without one it cannot stand in the log."""
        with translated():
            return self.body_path(action).exists() or self.body_path(action, 2).exists()

    def write_body(self, action: str, lines: Sequence[BodyLine]) -> int:
        """Store a body that no other writer has touched or will touch; returns the attempt that names it."""
        data = body_bytes(lines)
        attempt = 1
        with translated():
            while not files.publish(self.body_path(action, attempt), data, self.aside):
                attempt += 1
        return attempt

    def rewrite_body(self, action: str, attempt: int, lines: Sequence[BodyLine]) -> None:
        with translated():
            files.replace(self.body_path(action, attempt), body_bytes(lines), self.aside)

    def drop_body(self, action: str, attempt: int) -> None:
        """Remove an own body that no head counts. One below a later attempt stays: ``tried`` goes by the first."""
        with suppress(OSError):
            if not self.body_path(action, attempt + 1).exists():
                files.discard(self.body_path(action, attempt))

    def drop_earlier_bodies(self, action: str, attempt: int) -> None:
        """The action is in the log with ``attempt``; what crashed writers left of it before counts for nothing.

        The first one's name stays, emptied, because ``tried`` goes by it.
        """
        with suppress(OSError):
            for number in range(1, attempt):
                files.replace(self.body_path(action, number), b"", self.aside)

    def bodies(self) -> Iterator[Path]:
        """Every stored body."""
        with translated():
            for folder in sorted((self.folder / "bodies").iterdir()):
                yield from (Path(entry.path) for entry in os.scandir(folder) if entry.name.endswith(".ndjson"))

    def _read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            with translated():
                if not (self.folder / "log").is_dir():
                    raise self.gone() from None
            return None
        except OSError as error:
            raise in_words(error) from error


def body_bytes(lines: Iterable[BodyLine]) -> bytes:
    return b"".join(canonical(line.to_json()) + b"\n" for line in lines)


def _parse_head(raw: bytes, number: int) -> Head:
    try:
        state = json.loads(raw)
        if state["format"] > FORMAT:
            raise newer_program()
        return Head.from_json(state)
    except TypeError as error:
        if isinstance(state, dict):
            raise newer_program() from error
        raise damaged(_("Der Protokolleintrag {number} ist nicht lesbar.").format(number=number)) from error
    except (ValueError, KeyError) as error:
        raise damaged(_("Der Protokolleintrag {number} ist nicht lesbar.").format(number=number)) from error
