"""The contract, kept by the stores that there are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.central.memory import MemoryCentral
from app.domain.central import KeptCentral
from tests.central.contract import CentralContract, Clock


class TestMemory(CentralContract):
    @pytest.fixture
    def make_central(self) -> Callable[[Clock], KeptCentral]:
        only = MemoryCentral()

        def make(clock: Clock) -> KeptCentral:
            only._clock = clock
            return only

        return make


class TestFolder(CentralContract):
    @pytest.fixture
    def make_central(self, tmp_path: Path) -> Callable[[Clock], KeptCentral]:
        root = tmp_path / "store"
        create_store(root, "test 1")
        return lambda clock: FolderCentral(root, program="test 1", clock=clock)


class TestFolderWithLentRecords(CentralContract):
    """Deciding on records that somebody else holds, a few commits behind: as the cache of a client does."""

    @pytest.fixture
    def make_central(self, tmp_path: Path) -> Callable[[Clock], KeptCentral]:
        root = tmp_path / "store"
        create_store(root, "test 1")
        lender = FolderCentral(root)
        return lambda clock: FolderCentral(root, Behind(lender), program="test 1", clock=clock)


class Behind:
    def __init__(self, lender: FolderCentral) -> None:
        self._lender = lender

    def office(self, site: str):  # type: ignore[no-untyped-def]
        from app.domain.office import MemoryOffice

        position, office = max(0, self._lender.position(site) - 2), MemoryOffice()
        for commit in self._lender.commits(site, 0):
            if commit.head.number <= position:
                office.apply(commit.body)
        return position, office
