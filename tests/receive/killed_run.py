"""A run of receiving in a process of its own, to be killed. The fork server imports it, so each run starts at once."""

from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.adapters.central.folder import FolderCentral
from app.adapters.deliveries.delivery import open_bag
from app.adapters.deliveries.scratch import PrivateFolder
from app.domain.errors import DocumentUnreadable
from app.domain.pages import PageReader
from app.services.receive.receive import Receiving, receive
from app.services.resources import resource_path

A_COMMIT = 4
"""Small parts, so that a kill finds some of a delivery committed and some not."""


class FarReader:
    """Asks the reading process of the test, which is warm: starting one a run would take most of the time."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def __getattr__(self, name: str) -> Any:
        return partial(self._ask, name)

    def _ask(self, name: str, *arguments: Any) -> Any:
        self._line.send((name, arguments))
        answer = self._line.recv()
        if isinstance(answer, DocumentUnreadable):
            raise answer
        return answer


def answer(reader: PageReader, line: Connection) -> bool:
    """Answer one question of a run; False when it has ended."""
    try:
        name, arguments = line.recv()
        try:
            said = getattr(reader, name)(*arguments)
        except DocumentUnreadable as refused:
            said = refused
        line.send(said)
    except (EOFError, OSError):
        return False
    return True


def run(store: Path, bag: Path, scratch: Path, line: Connection) -> None:
    """Wait to be told, receive, end."""
    line.recv()
    receive_here(store, bag, scratch, FarReader(line))  # type: ignore[arg-type]


def receive_here(store: Path, bag: Path, scratch: Path, reader: PageReader) -> dict[str, object]:
    central = FolderCentral(store)
    with PrivateFolder(scratch) as folder:
        opener = partial(open_bag, scratch=folder.path, profiles=resource_path("profiles"))
        return receive(bag, Receiving(central, central, reader, opener, folder.path, a_commit=A_COMMIT)).as_json()
