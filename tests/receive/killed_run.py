"""A run of receiving in a process of its own, to be killed. Imported by the fork server, so that each starts at once."""

from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from app.adapters.central.folder import FolderCentral
from app.adapters.deliveries.delivery import open_bag
from app.adapters.deliveries.scratch import PrivateFolder
from app.adapters.pages.process import ReaderProcess
from app.services.receive.receive import Receiving, receive
from app.services.resources import resource_path

A_COMMIT = 4
"""Small parts, so that a kill finds some of a delivery committed and some not."""


def run(store: Path, bag: Path, scratch: Path, line: Connection) -> None:
    """Say when everything is ready, wait to be told, receive, say that it is done."""
    reader = ReaderProcess()
    reader.warm()
    line.send("ready")
    line.recv()
    receive_here(store, bag, scratch, reader)
    line.send("done")
    reader.close()


def receive_here(store: Path, bag: Path, scratch: Path, reader: ReaderProcess) -> dict[str, object]:
    central = FolderCentral(store)
    with PrivateFolder(scratch) as folder:
        opener = partial(open_bag, scratch=folder.path, profiles=resource_path("profiles"))
        return receive(bag, Receiving(central, central, reader, opener, folder.path, a_commit=A_COMMIT)).as_json()
