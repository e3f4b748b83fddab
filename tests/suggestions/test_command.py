"""``esozialakte suggest``: what it prints for a file and a store, and its errors."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zstandard

from app.adapters.central.folder import FolderCentral, create_store
from app.cli import run
from app.domain.actions import FileDocument, ImportCases, TakeIn
from app.domain.canonical import sha256_hex
from app.domain.central import ORIGINALS, TEXTS
from app.domain.records import CaseFile, Document, Person
from tests.central.contract import SITE, set_up
from tests.pages.making import pdf, scan, tiff

NUMBER = "35502BG0007777"
MM = 25.4 / 72


def page(*lines: str) -> bytes:
    """Lines of text on an A4 page, 72 points from the left, the first 142 points from the top."""
    shown = b"".join(b"(%s) Tj T* " % line.encode("latin-1") for line in lines)
    return b"BT /F1 11 Tf 14 TL 72 700 Td %s ET" % shown


@pytest.fixture
def store(tmp_path: Path) -> Path:
    root = tmp_path / "store"
    create_store(root, "test")
    central = FolderCentral(root)
    set_up(central)
    person = Person(last_name="Jansen", first_name="Wiebke", born="1979-05-08")
    case = CaseFile(
        id="c7", case_number=NUMBER, persons=(person,), street="Tulpenweg 101", postcode="46325", town="Borken"
    )
    central.submit(ImportCases(site=SITE, by="system", cases=(case,)))
    return root


def ask(capsys: pytest.CaptureFixture[str], store: Path, file: Path) -> tuple[int, Any]:
    status = run(["suggest", str(file), "--store", str(store), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_case_person_type_register_and_receipt(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.pdf"
    lines = ("Eingang 18.11.2026", "Mietvertrag", "Wiebke Jansen", "Tulpenweg 101", "46325 Borken", "35502//7777")
    file.write_bytes(pdf(page("Zwischen Vermieter und Mieter"), page(*lines)))
    status, said = ask(capsys, store, file)
    assert status == 0
    (case,) = said["cases"]
    assert case["case_number"] == NUMBER
    assert case["certainty"] > 0.98
    assert (case["certain"], case["persons"], case["page"]) == (True, ["Jansen, Wiebke"], 2)
    left, top, width, height = case["box"]
    assert left == pytest.approx(72 * MM, abs=1)
    assert top + height == pytest.approx((142 + 5 * 14) * MM, abs=2)
    assert 10 < width < 40
    assert "35502//7777" in case["reason"]
    assert (said["types"][0]["type"], said["types"][0]["register"]) == ("Mietvertrag", "Kosten der Unterkunft")
    assert said["receipt_date"] == "2026-11-18"
    assert said["receipt"]["page"] == 2
    assert run(["suggest", str(file), "--store", str(store)]) == 0
    text = capsys.readouterr().out
    assert NUMBER in text
    assert "sicher" in text


def test_types_are_learned_from_what_the_store_has_filed(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    central = FolderCentral(store)
    documents = []
    for number in range(6):
        data = f"%PDF {number}".encode()
        sha256 = sha256_hex(data)
        central.put(SITE, ORIGINALS, sha256, data)
        texts = [f"Bogen Sportverein und Mittagessen {number}"]
        central.put(SITE, TEXTS, sha256, zstandard.compress(json.dumps(texts).encode()))
        documents.append(Document(id=f"d{number}", sha256=sha256, has_text=True, sender="Verein Blau"))
    volume = replace(documents[0], id="v", volume=1)
    central.submit(TakeIn(site=SITE, by="system", documents=(*documents, volume)))
    for document in (*documents, volume):
        kind = "Altakte" if document.volume else "Bildungspaket"
        central.submit(FileDocument(site=SITE, by="anna", document=document.id, case="c7", document_type=kind))
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf(page("Sportverein, Mittagessen")))
    status, said = ask(capsys, store, file)
    assert status == 0
    assert said["types"][0]["type"] == "Bildungspaket"
    assert "Altakte" not in [one["type"] for one in said["types"]]


def test_what_cannot_be_read_says_why(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare, garbage = tmp_path / "scan.tif", tmp_path / "garbage.pdf"
    bare.write_bytes(tiff(scan()))
    garbage.write_bytes(b"%PDF-1.4 nothing")
    for file, code in ((bare, "no-text"), (garbage, "unreadable"), (tmp_path / "gone.pdf", "unreadable")):
        status, said = ask(capsys, store, file)
        assert (status, said["error"]["code"]) == (3, code)
        assert said["error"]["title"]
        assert said["error"]["advice"]


def test_a_store_without_cases_or_none_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf(page("35502//7777")))
    create_store(tmp_path / "empty", "test")
    status, said = ask(capsys, tmp_path / "empty", file)
    assert (status, said["error"]["code"]) == (1, "no-cases")
    status, said = ask(capsys, tmp_path / "nothing", file)
    assert (status, said["error"]["code"]) == (4, "centre-unreachable")
