"""``esozialakte letter check``: what it prints, and its exit statuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.adapters.central.folder import FolderCentral, create_store
from app.cli import run
from app.domain.actions import ImportCases
from tests.central.contract import SITE, set_up
from tests.letters.making import ADDRESS, letter
from tests.letters.test_check_recipient import OWN


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status = run(["letter", "check", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def good(tmp_path: Path) -> str:
    file = tmp_path / "brief.pdf"
    file.write_bytes(letter(more=("BG-Nummer: 35502BG0007777",)).data())
    return str(file)


def test_a_good_letter(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, result = check(capsys, good, "--carrier", "folder")
    assert status == 0
    assert result["ok"] is True
    assert (result["form"], result["address"]) == ("B", list(ADDRESS))
    assert (result["case_number"], result["pages"], result["sheets"]) == ("35502BG0007777", 1, 1)
    assert result["findings"] == []


def test_a_letter_with_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "brief.pdf"
    file.write_bytes(letter(()).data())
    status, result = check(capsys, str(file))
    assert status == 1
    assert result["ok"] is False
    (finding,) = result["findings"]
    assert finding["code"] == "address-missing"
    assert (finding["severity"], finding["page"], finding["box"]) == ("error", 1, [20.0, 45.0, 85.0, 45.0])
    assert finding["text"]
    assert finding["advice"]


def test_a_file_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "brief.pdf"
    file.write_bytes(b"kein PDF")
    status, result = check(capsys, str(file))
    assert status == 3
    assert [finding["code"] for finding in result["findings"]] == ["unreadable"]


def test_a_carrier_that_is_none(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, result = check(capsys, good, "--carrier", "brieftaube")
    assert status == 2
    assert result["error"]["code"] == "wrong-use"
    assert "folder" in result["error"]["advice"]


def test_for_people(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["letter", "check", good]) == 0
    printed = capsys.readouterr().out
    assert "In Ordnung." in printed
    assert "Wiebke Jansen, Tulpenweg 101, 46325 Borken" in printed


@pytest.fixture
def store(tmp_path: Path) -> str:
    root = tmp_path / "store"
    create_store(root, "test")
    central = FolderCentral(root)
    set_up(central)
    central.submit(ImportCases(site=SITE, by="system", cases=(OWN,)))
    return str(root)


def test_beside_the_cases_of_a_store(good: str, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, good, "--store", store)[1]["findings"] == []
    file = tmp_path / "umgezogen.pdf"
    file.write_bytes(letter(("Wiebke Jansen", "Rosenweg 1", "46325 Borken")).data())
    status, result = check(capsys, str(file), "--store", store, "--case", "35502//7777")
    assert status == 0
    assert [finding["code"] for finding in result["findings"]] == ["address-differs"]
    assert result["case_number"] == OWN.case_number


def test_a_case_that_is_not_there(good: str, store: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, result = check(capsys, good, "--store", store, "--case", "35502BG0000001")
    assert (status, result["error"]["code"]) == (2, "wrong-use")
