"""Damage to the files of a store: noticed, named, and worked around where that is safe."""

from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.domain.central import Accepted
from app.domain.errors import StoreDamaged, StoreIncompatible
from app.services.site_records import records_of
from tests.central.contract import SITE, file, set_up, take_in


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create_store(tmp_path / "store", "test 1")
    return tmp_path / "store"


@pytest.fixture
def central(root: Path) -> FolderCentral:
    return FolderCentral(root, program="test 1")


def site_file(root: Path, pattern: str, index: int = 0) -> Path:
    return sorted((root / "sites" / SITE).glob(pattern))[index]


def test_a_gap_in_the_log_is_damage(central: FolderCentral, root: Path) -> None:
    case = set_up(central)
    (document,) = take_in(central, 1)
    site_file(root, "log/*/*.json", 1).unlink()
    fresh = FolderCentral(root)
    assert fresh.position(SITE) == 3
    with pytest.raises(StoreDamaged):
        list(fresh.commits(SITE, 0))
    with pytest.raises(StoreDamaged):
        fresh.submit(file(document, case))


@pytest.mark.parametrize("pattern", ["log/*/*.json", "bodies/*/*.ndjson"])
@pytest.mark.parametrize("content", [b"", b"{", b"[1,2]", b'{"a":1}', b"\xff"])
def test_junk_in_the_log_is_damage(central: FolderCentral, root: Path, pattern: str, content: bytes) -> None:
    set_up(central)
    if not content and "bodies" in pattern:
        pytest.skip("an empty body is one whose lines were all erased; verify tells")
    site_file(root, pattern).write_bytes(content)
    with pytest.raises((StoreDamaged, StoreIncompatible)):
        list(FolderCentral(root).commits(SITE, 0))


def test_a_damaged_checkpoint_does_not_stop_the_work(central: FolderCentral, root: Path) -> None:
    case = set_up(central)
    one, two = take_in(central, 2)
    central.write_checkpoint(SITE)
    central.submit(file(one, case))
    central.write_checkpoint(SITE)
    newest = site_file(root, "checkpoints/*", -1)
    newest.write_bytes(newest.read_bytes()[:-40])
    fresh = FolderCentral(root)
    assert fresh.submit(file(two, case)) == Accepted(5)
    newest.write_bytes(b"")
    assert fresh.checkpoint(SITE) is not None
    assert records_of(fresh, SITE).get("document", two.id) == records_of(central, SITE).get("document", two.id)


def test_an_older_copy_of_the_store_put_back_is_noticed(central: FolderCentral, root: Path) -> None:
    case = set_up(central)
    (document,) = take_in(central, 1)
    assert central.submit(file(document, case)) == Accepted(4)
    site_file(root, "log/*/*.json", 3).unlink()
    with pytest.raises(StoreDamaged):
        list(central.commits(SITE, 3))
