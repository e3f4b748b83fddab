"""Receiving while others do, without rights, without room, without a reader: nothing is lost, nothing is doubled."""


import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral
from app.adapters.deliveries.delivery import open_bag
from app.adapters.pages.process import ReaderProcess
from app.domain.errors import AppError, NotAllowed, StorageFull
from app.services.receive.receive import Receiving, receive
from app.services.resources import resource_path
from tests.receive.bags import BagMaker, pdf
from tests.receive.looking import first_break, positions, records

Json = dict[str, Any]
Offer = Callable[[Path], Json]
Maker = Callable[..., BagMaker]


def test_two_at_once_do_no_harm(central: FolderCentral, maker: Maker, scratch: Path, offer: Offer) -> None:
    folder = maker().post(**{f"K{number}": pdf(str(number)) for number in range(12)}).write()
    receipts: list[Json] = []

    def run(number: int) -> None:
        own = FolderCentral(central.root)
        (scratch / str(number)).mkdir()
        opener = partial(open_bag, scratch=scratch / str(number), profiles=resource_path("profiles"))
        reader = ReaderProcess()
        try:
            parts = Receiving(own, own, reader, opener, scratch / str(number), a_commit=3)
            receipts.append(receive(folder, parts).as_json())
        finally:
            reader.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 2
    assert receipts[0] == receipts[1] == offer(folder)
    assert len(receipts[0]["taken_in"]) == 12
    assert first_break(central) is None
    assert sum(kind == "document" for _site, kind, _id in records(central)) == 12


def test_somebody_who_may_not_receive(receiving: Receiving, maker: Maker, central: FolderCentral) -> None:
    with pytest.raises(NotAllowed):
        receive(maker().post(K1=pdf()).write(), replace(receiving, by="heek.one"))
    assert not [key for key in records(central) if key[1] == "document"]


class FullDisk:
    """A centre that has room for so many files only."""

    def __init__(self, central: FolderCentral, room: int) -> None:
        self._central = central
        self.room = room

    def __getattr__(self, name: str) -> Any:
        return getattr(self._central, name)

    def put(self, site: str, area: str, sha256: str, source: Path | bytes) -> None:
        if self.room == 0:
            raise StorageFull("Kein Platz.", "Schaffen Sie Platz.")
        self.room -= 1
        self._central.put(site, area, sha256, source)


def test_a_full_disk_loses_nothing(receiving: Receiving, maker: Maker, central: FolderCentral, offer: Offer) -> None:
    folder = maker().post(K1=pdf("1"), K2=pdf("2"), K3=pdf("3")).write()
    full = FullDisk(central, 3)
    with pytest.raises(AppError) as stopped:
        receive(folder, replace(receiving, central=full, a_commit=1))  # type: ignore[arg-type]
    assert stopped.value.advice
    assert first_break(central) is None
    assert len(offer(folder)["taken_in"]) == 3
    assert first_break(central) is None


def test_a_reader_that_does_not_start_sets_nothing_aside(
    receiving: Receiving, maker: Maker, central: FolderCentral
) -> None:
    reader = ReaderProcess()
    reader.close()  # refuses everything from now on
    before = positions(central)
    with pytest.raises(AppError) as stopped:
        receive(maker().post(K1=pdf()).write(), replace(receiving, reader=reader))
    assert stopped.value.code == "no-reader"
    assert positions(central) == before


def test_long_deliveries_come_in_parts(central: FolderCentral, receiving: Receiving, maker: Maker) -> None:
    folder = maker().post(**{f"K{number}": pdf(str(number)) for number in range(5)}).write()
    small = replace(receiving, a_commit=2)
    receive(folder, small)
    assert central.position("heek") == 2 + 3  # set up and cases; two full parts and the rest
    receive(folder, small)
    assert central.position("heek") == 5


