"""Somebody at a desk: a local cache of their own on the same store, acting off-line or not, undoing, sending, pulling.

As a program (``python -m tests.days.people STORE ROOT WORKER``) it is a desk in a process of its own, to be killed: it
reads a line of JSON a step and says what it has done, line by line.
"""

import base64
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.adapters.cache.store import SqlCache, open_sql_cache
from app.adapters.central.folder import FolderCentral
from app.domain.actions import Action, action_from_json
from app.domain.central import Central, Outcome
from app.domain.decide import Refused
from app.domain.records import Document
from app.services.send_waiting import send_round
from app.services.synchronise import pull
from app.tasks.doing import Doer, Done


class FileKeeper:
    """Keys in a file, so that the process after a crash has them, too."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def usable(self) -> bool:
        return True

    def _keys(self) -> dict[str, str]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def get(self, name: str) -> bytes | None:
        key = self._keys().get(name)
        return base64.b64decode(key) if key else None

    def put(self, name: str, key: bytes) -> bool:
        self._path.write_text(json.dumps({**self._keys(), name: base64.b64encode(key).decode()}))
        return True

    def discard(self, name: str) -> None:
        self._path.write_text(json.dumps({known: key for known, key in self._keys().items() if known != name}))


def open_cache(root: Path, worker: str) -> SqlCache:
    root.mkdir(exist_ok=True)
    return open_sql_cache(root / worker, "cache", FileKeeper(root / f"{worker}.keys"), worker=worker)


@dataclass
class Person:
    """``asked`` is every action that was acknowledged: written into the outbox; ``told`` what was refused at once."""

    worker: str
    store: Path
    root: Path
    asked: list[Action] = field(default_factory=list)
    told: list[Refused] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cache = open_cache(self.root, self.worker)
        self.central = FolderCentral(self.store, self.cache, f"desk {self.worker}")
        self._doer = Doer(self.cache)
        self._now = datetime.now(UTC)

    def do(self, *actions: Action) -> tuple[Refused, ...]:
        """One step; what is refused here already."""
        return self._do(actions, taking_back=False)

    def undo(self) -> tuple[Refused, ...]:
        return self._do(self.done.pop().undo, taking_back=True)

    def _do(self, actions: Iterable[Action], *, taking_back: bool) -> tuple[Refused, ...]:
        before = {entry.action.id for entry in self.cache.waiting()}
        step, _touched, refused = self._doer.do("", tuple(actions), taking_back=taking_back)
        self.asked += [entry.action for entry in self.cache.waiting() if entry.action.id not in before]
        self.told += refused
        if not taking_back:
            self.done.append(step)
        return tuple(refused)

    def sees(self, document: str) -> tuple[int, Document]:
        found = self.cache.document(document)
        assert found is not None
        return found[1], found[2]

    def send(self, through: Central | None = None) -> None:
        self._now += timedelta(hours=1)  # no pause after a fault keeps anything back
        assert send_round(through or self.central, self.cache, self._now).problem is None

    def pull(self) -> None:
        assert pull(self.central, self.cache).problem is None

    def close(self) -> None:
        self.cache.close()


class Telling:
    """The centre, saying when an action got through: the moment before the desk writes that down."""

    def __init__(self, central: Central, say: Callable[[str], None]) -> None:
        self._central, self._say = central, say

    def submit(self, action: Action) -> Outcome:
        outcome = self._central.submit(action)
        self._say(f"through {action.id}")
        return outcome

    def __getattr__(self, name: str) -> Any:
        return getattr(self._central, name)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(store: str, root: str, worker: str) -> None:
    person = Person(worker, Path(store), Path(root))
    say("ready")
    for line in sys.stdin:
        step = json.loads(line)
        for asked in step.get("do", ()):
            refused = person.do(action_from_json(asked))
            say(json.dumps({"refused": refused[0].as_json()}) if refused else f"kept {asked['id']}")
        if step.get("pull"):
            person.pull()
        if step.get("send"):
            person.send(Telling(person.central, say))
        say("done")
    person.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
