"""Who looks at what, where it is told by files."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.adapters.central.memory import MemoryCentral
from app.domain.presence import FORGOTTEN_AFTER, Looking
from app.services.verify_store import verify_site
from tests.central.contract import SITE, Clock, set_up


@pytest.fixture
def central(tmp_path: Path) -> FolderCentral:
    create_store(tmp_path / "store", "test")
    central = FolderCentral(tmp_path / "store")
    set_up(central)
    return central


def files_of(central: FolderCentral) -> list[Path]:
    return sorted((central.root / "sites" / SITE / "presence").iterdir())


def test_who_says_nothing_more_is_forgotten(central: FolderCentral) -> None:
    central.looks_at(SITE, "anna", "d-1")
    assert central.looks_at(SITE, "bert", "d-1") == central.who_looks(SITE)
    old, _new = (file for name in ("anna", "bert") for file in files_of(central) if name in file.read_text())
    before = old.stat().st_mtime - FORGOTTEN_AFTER - 1
    os.utime(old, (before, before))
    assert central.who_looks(SITE) == (Looking("bert", "d-1"),)
    central.looks_at(SITE, "anna", "d-1")
    assert len(central.who_looks(SITE)) == 2


def test_in_memory_too() -> None:
    clock = Clock()
    central = MemoryCentral(clock=clock)
    central.add_site(SITE)
    central.looks_at(SITE, "anna", "d-1")
    clock.now += timedelta(seconds=FORGOTTEN_AFTER + 5)
    assert central.who_looks(SITE) == ()


def test_the_files_hold_a_sign_in_name_and_a_document_and_spoilt_ones_are_passed_over(central: FolderCentral) -> None:
    central.looks_at(SITE, "kreis\\anna:../berger", "d-1")
    (file,) = files_of(central)
    assert json.loads(file.read_text()) == {"worker": "kreis\\anna:../berger", "document": "d-1"}
    for number, content in enumerate((b"", b"[]", b"\xff\xfe", b'{"worker": 1}')):
        (file.parent / f"{number}.json").write_bytes(content)
    assert central.who_looks(SITE) == (Looking("kreis\\anna:../berger", "d-1"),)


def test_a_store_with_it_is_sound(central: FolderCentral) -> None:
    central.looks_at(SITE, "anna", "d-1")
    report = verify_site(central, SITE)
    assert report.sound and report.orphans == 0
