"""``esozialakte receive``: what it prints and which status it ends with."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.cli import run
from tests.pages.making import doubtful_pdf
from tests.receive.bags import BagMaker, pdf

Json = dict[str, Any]


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(empty_store, tmp_path / "store"))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return BagMaker(tmp_path / "good", "SD-good").post(K1=pdf("eins")).write()


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return BagMaker(tmp_path / "faulty", "SD-faulty").post(K2=pdf("zwei"), K3=b"broken").write()


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    (tmp_path / "refused").mkdir()
    return tmp_path / "refused"


def test_all_was_taken_in(store: Path, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receive", str(good), "--store", str(store), "--json"]) == 0
    (delivery,) = json.loads(capsys.readouterr().out)["deliveries"]
    assert (delivery["id"], delivery["kind"], delivery["refused"]) == ("SD-good", "post", None)
    (entry,) = delivery["taken_in"]
    assert (entry["item"], entry["file"], entry["pages"], entry["warnings"]) == ("K1", "K1.pdf", 1, [])
    assert run(["receive", str(good), "--store", str(store), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["deliveries"] == [delivery]


def test_doubtful_documents_are_listed(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bag = BagMaker(tmp_path / "doubtful", "SD-doubtful").post(K1=pdf("eins"), K2=doubtful_pdf()).write()
    assert run(["receive", str(bag), "--store", str(store)]) == 0
    capsys.readouterr()
    assert run(["list", "documents", "--doubtful", "--store", str(store), "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["items"]
    assert (entry["item"], [doubt["page"] for doubt in entry["doubts"]], entry["compared"]) == ("K2", [2], True)
    assert run(["list", "inbox", "--doubtful", "--store", str(store)]) == 0
    assert "unsicher" in capsys.readouterr().out


def test_one_refusal_does_not_stop_the_others(
    store: Path, good: Path, faulty: Path, refused: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bags = [str(refused), str(good), str(faulty), str(refused / "nowhere")]
    assert run(["receive", *bags, "--store", str(store), "--json"]) == 1
    deliveries = json.loads(capsys.readouterr().out)["deliveries"]
    assert [bool(delivery["refused"]) for delivery in deliveries] == [True, False, False, True]
    assert [len(delivery["taken_in"]) for delivery in deliveries] == [0, 1, 1, 0]
    (aside,) = deliveries[2]["set_aside"]
    assert (aside["item"], aside["file"]) == ("K3", "K3.pdf")
    assert aside["code"]
    assert aside["reason"]


def test_all_refused(store: Path, refused: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receive", str(refused), "--store", str(store), "--json"]) == 3
    (delivery,) = json.loads(capsys.readouterr().out)["deliveries"]
    assert (delivery["id"], delivery["taken_in"]) == (None, [])
    assert delivery["refused"]


def test_no_centre(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receive", str(good), "--store", str(tmp_path / "nowhere"), "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["error"]["advice"]


def test_for_people(store: Path, faulty: Path, refused: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["receive", str(faulty), str(refused), "--store", str(store)]) == 1
    printed = capsys.readouterr().out
    assert "Lieferung SD-faulty: 1 Dokument übernommen, 0 schon bekannt, 1 zurückgestellt." in printed
    assert "K3 (K3.pdf)" in printed
    assert "Lieferung refused: nicht angenommen." in printed


def test_as_a_process_it_prints_json_and_nothing_else(store: Path, good: Path) -> None:
    command = [sys.executable, "-m", "app", "receive", str(good), "--store", str(store), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[2])
    assert len(json.loads(done.stdout)["deliveries"]) == 1
