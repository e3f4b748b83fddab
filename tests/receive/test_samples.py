"""The sample deliveries give exactly what their ``expected.json`` says: as folder and zip, offered once and again."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.domain.central import ORIGINALS
from app.services.county_file import read_county
from app.services.import_cases import import_cases
from app.services.receive.receive import Receiving, receive
from app.services.set_up import set_up
from tests.receive.bags import zipped
from tests.receive.looking import by_item, first_break, positions

Json = dict[str, Any]
NAMES = (
    "01-plain",
    "02-faults",
    "03-hostile",
    "04-no-identifier",
    "05-no-manifest",
    "06-bad-index",
    "07-not-a-bag",
    "08-again",
    "09-announcement",
    "10-destruction",
    "11-legacy",
    "12-bomb.zip",
    "13-slip.zip",
)


@pytest.fixture(scope="module")
def county(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("county") / "store"
    create_store(root, "test")
    central = FolderCentral(root)
    set_up(central, read_county(shared / "samples" / "county" / "county.toml"))
    import_cases(central, shared / "samples" / "county" / "households.csv")
    return root


@pytest.fixture
def county_offer(county: Path, tmp_path: Path, receiving: Receiving) -> tuple[FolderCentral, Callable[[Path], Json]]:
    root = tmp_path / "county"
    shutil.copytree(county, root)
    central = FolderCentral(root)
    parts = replace(receiving, central=central, offices=central)
    return central, lambda path: receive(path, parts).as_json()


def test_every_sample_is_tested(shared: Path) -> None:
    assert set(json.loads((shared / "samples/deliveries/expected.json").read_text(encoding="utf-8"))) == set(NAMES)


@pytest.mark.parametrize("shape", ["folder", "zip"])
@pytest.mark.parametrize("name", NAMES)
def test_sample(
    name: str,
    shape: str,
    shared: Path,
    tmp_path: Path,
    county_offer: tuple[FolderCentral, Callable[[Path], Json]],
) -> None:
    folder = shared / "samples" / "deliveries"
    if shape == "zip" and name.endswith(".zip"):
        pytest.skip("is a zip already")
    central, offer = county_offer
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))[name]
    if "after" in expected:
        offer(folder / expected["after"])
    bag = folder / name if shape == "folder" else zipped(folder / name, tmp_path / "delivery.zip")

    receipt = offer(bag)
    check(receipt, expected)
    check_originals(central, receipt)
    before = positions(central)

    assert offer(bag) == receipt
    assert positions(central) == before
    assert first_break(central) is None
    outside = [tmp_path / entry for entry in expected.get("must_not_create", [])]
    assert not any(path.exists() for path in outside)
    assert not list(tmp_path.rglob("slip*"))


def check(receipt: Json, expected: Json) -> None:
    if expected["refused"] == "either":
        return
    assert bool(receipt["refused"]) == expected["refused"]
    results = {kind: by_item(receipt[kind]) for kind in ("taken_in", "set_aside", "already_known")}
    for item in expected.get("items", []):
        entry = results[item["result"]][item.get("item") or item["file"]]
        for key in ("pages", "sha256", "case_number", "duplicate_of"):
            if key in item:
                assert entry[key] == item[key]
    if not expected["refused"]:
        assert sum(map(len, results.values())) == len(expected.get("items", []))
    assert receipt["announced"] == expected.get("announced", 0)
    assert receipt["destroyed"] == expected.get("destroyed", 0)


def check_originals(central: FolderCentral, receipt: Json) -> None:
    for entry in receipt["taken_in"]:
        assert central.has(entry["site"], ORIGINALS, entry["sha256"])
