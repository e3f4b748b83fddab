"""The line to a store: what a round does besides sending and taking in."""

from pathlib import Path

from app.adapters.central.folder import FolderCentral, create_store
from app.connection import Connection
from tests.cache.making import open_cache
from tests.sync.test_hand_documents import check_arrived, forward, two_sites


def test_a_round_brings_on_what_goes_to_another_site(tmp_path: Path) -> None:
    create_store(tmp_path / "store", "test")
    central = FolderCentral(tmp_path / "store")
    two_sites(central)
    forward(central)
    cache = open_cache(tmp_path / "cache")
    connection = Connection(str(tmp_path / "store"), cache)
    connection.pull(lambda done, total: None, lambda: False)
    check_arrived(central)
    connection.pull(lambda done, total: None, lambda: False)
    assert [row.handed_from for row in cache.inbox("borken")] == ["heek"] and cache.inbox("heek") == []
    cache.close()
