"""``esozialakte bench``: figures with their limits; how large they are is not for tests to say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.bench.figures import Figure, as_table, percentile


def test_search_is_measured_on_an_example_made_for_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "bench", "search", "--scale", "small", "--store", str(tmp_path / "store")]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert {"system", "processor", "cores", "python", "load", "scale"} <= said["machine"].keys()
    assert len(said["figures"]) == 2
    for figure in said["figures"]:
        assert figure["value"] > 0
        assert figure["ratio"] == pytest.approx(figure["value"] / figure["limit"], abs=0.01)
        assert figure["limit_is"] == "maximum"
    assert (tmp_path / "store" / "example.json").exists()


def test_a_store_that_is_no_example_is_not_touched(tmp_path: Path) -> None:
    county = tmp_path / "store"
    command = [sys.executable, "-m", "app", "bench", "commits", "--scale", "small", "--store", str(county)]
    (county / "sites" / "borken").mkdir(parents=True)
    (county / "letter.txt").write_text("of somebody", encoding="utf-8")
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "code" in json.loads(done.stdout)["error"]
    assert sorted(path.name for path in county.iterdir()) == ["letter.txt", "sites"]


def test_one_keeps_the_limit_whichever_way_it_points() -> None:
    fast, slow = Figure("f", 200.0, "1/s", 100.0, at_least=True), Figure("s", 200.0, "ms", 100.0)
    assert fast.ratio == 0.5
    assert slow.ratio == 2.0
    machine = {"processor": "P", "cores": 2, "load": 0.5, "system": "S", "python": "3"}
    lines = as_table(machine, [fast.as_json(), slow.as_json()]).splitlines()
    assert [line.endswith("überschritten") for line in lines[-2:]] == [False, True]


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0], 1.0) == 3.0
