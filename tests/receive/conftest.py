"""A store with three sites and a reading process, for everything about deliveries."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.deliveries.delivery import DeliveryBag, open_bag
from app.adapters.deliveries.scratch import PrivateFolder
from app.adapters.pages.process import ReaderProcess
from app.domain.actions import SYSTEM, ImportCases, SetUpSite
from app.domain.pages import PageReader
from app.domain.records import CaseFile, Person, Site, Team, Worker
from app.services.receive.receive import Receiving, receive
from app.services.resources import resource_path
from tests.receive.bags import BagMaker

SITES = ("gescher", "heek", "rhede")
CASE = "35504BG0000017"


def new_store(root: Path) -> FolderCentral:
    """Three sites; in heek one worker and one case."""
    create_store(root, "test")
    central = FolderCentral(root)
    for site in SITES:
        central.add_site(site)
        worker = Worker(id=f"{site}.one", name="Petra Meier", teams=(f"{site}-leistung",), roles=("caseworker",))
        team = Team(id=f"{site}-leistung", name="Leistung")
        central.submit(
            SetUpSite(site=site, by=SYSTEM, record=Site(id=site, name=site), teams=(team,), workers=(worker,))
        )
    case = CaseFile(
        id="c" * 32, case_number=CASE, persons=(Person(last_name="Özdemir", first_name="Ayşe"),), worker="heek.one"
    )
    central.submit(ImportCases(site="heek", by=SYSTEM, cases=(case,)))
    return central


@pytest.fixture(scope="session")
def reader() -> Iterator[PageReader]:
    process = ReaderProcess()
    yield process
    process.close()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("receive") / "store"
    new_store(root)
    return root


@pytest.fixture
def central(empty_store: Path, tmp_path: Path) -> FolderCentral:
    root = tmp_path / "store"
    shutil.copytree(empty_store, root)
    return FolderCentral(root)


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    parent = tmp_path / "scratch"
    parent.mkdir()
    with PrivateFolder(parent) as folder:
        yield folder.path


@pytest.fixture
def opened(scratch: Path) -> Iterator[Callable[[Path], DeliveryBag]]:
    """Opens bags and closes them after the test."""
    bags: list[DeliveryBag] = []

    def open_one(path: Path) -> DeliveryBag:
        bags.append(open_bag(path, scratch, resource_path("profiles")))
        return bags[-1]

    yield open_one
    for bag in bags:
        bag.close()


@pytest.fixture
def receiving(central: FolderCentral, reader: PageReader, scratch: Path) -> Receiving:
    opener = partial(open_bag, scratch=scratch, profiles=resource_path("profiles"))
    return Receiving(central, central, reader, opener, scratch)


@pytest.fixture
def offer(receiving: Receiving) -> Callable[[Path], dict[str, Any]]:
    """Receives a bag; the receipt as JSON."""
    return lambda path: receive(path, receiving).as_json()


@pytest.fixture
def maker(tmp_path: Path) -> Callable[..., BagMaker]:
    """Bags ``SD-1``, ``SD-2`` ... or as named."""
    made: list[BagMaker] = []

    def make(number: str = "", kind: str = "post", site: str = "heek") -> BagMaker:
        name = number or f"SD-{len(made) + 1}"
        made.append(BagMaker(tmp_path / f"bag-{len(made)}", name, kind, site))
        return made[-1]

    return make
