"""The bagit-conformance-suite: valid bags are bags, invalid ones are refused."""

from pathlib import Path

import pytest

from app.adapters.deliveries.check import check_bag
from tests.receive.bags import zipped

SUITE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "bagit-conformance-suite"
CASES = sorted(path.relative_to(SUITE).as_posix() for path in SUITE.glob("v*/*/*")) if SUITE.is_dir() else []

REFUSED_WARNINGS = {
    # The suite only asks for a warning; each bag names a file that it does not have.
    "v0.97/warning/duplicate-file-with-different-case",
    "v0.97/warning/special-system-files",
}


def is_valid(case: str) -> bool:
    """Paths of other systems lead out of the bag on every system here, so "windows-only" and "linux-only" are just
    invalid. Where the suite asks for a warning, either is right; this is what we do."""
    category = case.split("/")[1]
    return category == "valid" or (category == "warning" and case not in REFUSED_WARNINGS)


@pytest.mark.parametrize("shape", ["folder", "zip"])
@pytest.mark.parametrize("case", CASES)
def test_case(case: str, shape: str, shared: Path, tmp_path: Path) -> None:
    bag = shared / "samples" / "bagit-conformance-suite" / case
    if shape == "zip":
        bag = zipped(bag, tmp_path / "bag.zip")
    assert check_bag(bag).valid == is_valid(case), check_bag(bag).problems


def test_the_suite_is_complete(shared: Path) -> None:
    assert len(CASES) == 60
