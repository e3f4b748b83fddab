"""Races of the folder store, each with the losing order of events made by hand."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.central.folder.log_folder import LogFolder
from app.domain.central import Accepted
from app.domain.log import Head
from app.domain.office import Office
from tests.central.contract import SITE, Clock, chain, file, set_up, take_in


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create_store(tmp_path / "store", "test 1")
    return tmp_path / "store"


class Newest:
    """Lends records that are always at the end of the log, as the cache of a client that has just synchronised."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def office(self, site: str) -> tuple[int, Office]:
        return FolderCentral(self._root).office(site)


class Interrupted(Clock):
    """Deciding looks at the clock: the first time, something else happens just then."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile: Callable[[], object] | None = meanwhile

    def __call__(self) -> datetime:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super().__call__().astimezone(UTC)


def test_an_action_that_lent_records_have_moved_past_is_still_found(root: Path) -> None:
    central = FolderCentral(root)
    case = set_up(central)
    one, two = (file(document, case) for document in take_in(central, 2))

    def sent_by_another_client() -> None:
        central.submit(one)
        central.submit(two)

    mine = FolderCentral(root, Newest(root), clock=Interrupted(sent_by_another_client))
    assert mine.submit(one) == Accepted(4)
    assert central.position(SITE) == 5
    assert central.stray_bodies(SITE) == 0
    assert chain(central) is None


def test_a_head_that_another_thread_has_just_seen_is_no_gap(root: Path) -> None:
    central = FolderCentral(root)
    case = set_up(central)
    (document,) = take_in(central, 1)

    class Overtaken(LogFolder):
        def head(self, number: int) -> Head | None:
            found = super().head(number)
            if found is None and number == 4:
                central.submit(file(document, case))
                self.newest()
            return found

    log = Overtaken(root / "sites" / SITE)
    assert [commit.head.number for commit in log.commits(0)] == [1, 2, 3]
    assert [commit.head.number for commit in log.commits(3)] == [4]
