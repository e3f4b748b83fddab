"""What can be put right without touching the text: what is offered, and what the new file is like."""

import json
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.pages.process import ReaderProcess
from app.cli import run
from app.domain.letter_check.findings import Checked
from app.services.carrier_profiles import load_carrier
from app.services.check_letter import Against, check_letter, mend_letter
from tests.letters.making import ADDRESS, SENDER, Letter, letter
from tests.letters.test_check_recipient import INDEX, OWN

FOLDER = Against(load_carrier("folder"))
Mend = Callable[..., tuple[list[str], Checked, bytes]]


@pytest.fixture
def mended(reader: ReaderProcess) -> Mend:
    """What was offered; the check afterwards; the new file."""

    def run(made: Letter, against: Against = FOLDER) -> tuple[list[str], Checked, bytes]:
        before = check_letter(reader, made.data(), against)
        assert before.mends
        done = mend_letter(reader, made.data(), against, before)
        assert all(mend.said.endswith(".") and "{" not in mend.said for mend in before.mends)
        return [mend.kind for mend in before.mends], done.checked, done.data

    return run


def words(data: bytes) -> list[str]:
    with pymupdf.open(stream=data) as document:
        return sorted(word[4] for page in document for word in page.get_text("words"))


def test_text_in_the_margin_moves_away_from_it(mended: Mend) -> None:
    made = letter()
    made.write(2, 150, "zu weit links", 9)
    kinds, after, data = mended(made)
    assert kinds == ["fit"]
    assert after.findings == ()
    assert after.address == ADDRESS
    assert words(data) == words(made.data())


def test_a_page_that_is_full_to_the_edges_becomes_smaller(mended: Mend) -> None:
    made = letter()
    made.add_page()
    made.picture(0, 0, 210, 297, (1654, 2339))
    kinds, after, data = mended(made)
    assert kinds == ["fit"]
    assert after.findings == ()
    with pymupdf.open(stream=data) as document:
        assert [round(side) for side in document[1].rect[2:]] == [595, 842]
        left, top, right, low = (round(side * 25.4 / 72) for side in document[1].get_image_info()[0]["bbox"])
        assert 2 <= left <= 8  # the scan has a white edge of its own
        assert 2 <= top <= 10
        assert (right - left) / (low - top) == pytest.approx(210 / 297, abs=0.01)


def test_another_paper_is_laid_onto_a4(mended: Mend) -> None:
    made = Letter()
    made.file.delete_page(0)
    made.add_page(215.9, 279.4)
    made.lines(25, 66.5, ADDRESS)
    kinds, after, _data = mended(made)
    assert kinds == ["fit"]
    assert after.findings == ()
    assert after.address == ADDRESS


def test_pages_that_would_become_too_small_are_left_alone(reader: ReaderProcess) -> None:
    made = letter()
    made.add_page(297, 420)
    made.fill(10, 10, 270, 400)
    result = check_letter(reader, made.data(), FOLDER)
    assert [finding.code for finding in result.findings] == ["page-size"]
    assert result.mends == ()


def test_a_page_in_landscape_is_turned(mended: Mend) -> None:
    made = letter()
    made.add_page(297, 210)
    made.write(30, 30, "Anlage quer")
    kinds, after, data = mended(made)
    assert kinds == ["turn"]
    assert after.findings == ()
    assert words(data) == words(made.data())


def test_a_page_in_landscape_that_is_full_is_turned_and_smaller(mended: Mend) -> None:
    made = letter()
    made.add_page(297, 210)
    made.fill(1, 1, 295, 100)
    made.write(30, 150, "Anlage quer")
    kinds, after, data = mended(made)
    assert kinds == ["fit"]
    assert after.findings == ()
    assert words(data) == words(made.data())


def test_the_page_with_the_address_comes_first(mended: Mend) -> None:
    made = Letter()
    made.lines(30, 40, ("Anlage 1", "Berechnung"))
    made.add_page()
    made.write(25, 50.5, SENDER, 7)
    made.lines(25, 66.5, ADDRESS)
    made.lines(25, 108, ("Sehr geehrte Damen und Herren,",))
    kinds, after, data = mended(made)
    assert kinds == ["address-first"]
    assert after.findings == ()
    assert after.address == ADDRESS
    assert words(data) == words(made.data())


def test_an_address_in_another_place_gets_a_cover_sheet(mended: Mend) -> None:
    made = Letter()
    made.write(115, 50.5, SENDER, 7)
    made.lines(115, 66.5, ("Frau", "Ayşe Özdemir-Schulte", "Am Vennehof 62", "46414 Rhede"))
    made.lines(25, 108, ("Sehr geehrte Frau Özdemir-Schulte,",))
    kinds, after, _data = mended(made)
    assert kinds == ["cover"]
    assert after.findings == ()
    assert after.address == ("Frau", "Ayşe Özdemir-Schulte", "Am Vennehof 62", "46414 Rhede")
    assert after.pages == 2


def test_without_any_address_the_cover_sheet_has_that_of_the_case(mended: Mend) -> None:
    against = Against(load_carrier("folder"), index=INDEX, case_number=OWN.case_number)
    kinds, after, _data = mended(letter(()), against)
    assert kinds == ["cover"]
    assert after.findings == ()
    assert after.address == ADDRESS


def test_without_any_address_and_case_there_is_nothing_to_offer(reader: ReaderProcess) -> None:
    assert check_letter(reader, letter(()).data(), FOLDER).mends == ()


def test_what_is_hidden_is_left_behind(mended: Mend) -> None:
    made = letter()
    made.file.embfile_add("x.txt", b"x")
    made.file.xref_set_key(made.file.pdf_catalog(), "OpenAction", "<</S/JavaScript/JS(app.beep\\(\\))>>")
    made.file.xref_set_key(made.page.xref, "AA", "<</O<</S/Launch/F(calc.exe)>>>>")
    kinds, after, data = mended(made)
    assert kinds == ["strip"]
    assert after.findings == ()
    assert words(data) == words(made.data())


def test_files_that_hang_on_a_page_are_left_behind(mended: Mend) -> None:
    made = letter()
    file = made.file.get_new_xref()
    made.file.update_object(file, "<<>>")
    made.file.update_stream(file, b"<math/>")
    made.file.xref_set_key(file, "Type", "/EmbeddedFile")
    made.file.xref_set_key(made.page.xref, "AF", f"[<</Type/Filespec/F(a.xml)/EF<</F {file} 0 R>>>>]")
    kinds, after, data = mended(made)
    assert kinds == ["strip"]
    assert after.findings == ()
    assert b"/EmbeddedFile" not in data


@settings(max_examples=25, deadline=None)
@given(
    left=st.floats(0, 12), top=st.floats(0, 12), right=st.floats(0, 12), bottom=st.floats(0, 12), turned=st.booleans()
)
def test_whatever_is_offered_for_the_margin_helps(
    reader: ReaderProcess, left: float, top: float, right: float, bottom: float, turned: bool
) -> None:
    made = letter()
    width, height = (297.0, 210.0) if turned else (210.0, 297.0)
    made.add_page(width, height)
    made.fill(left, top, width - left - right, height - top - bottom)
    before = check_letter(reader, made.data(), FOLDER)
    if min(left, top, right, bottom) < 4.9:
        assert "fit" in [mend.kind for mend in before.mends]
    if before.mends:
        assert mend_letter(reader, made.data(), FOLDER, before).checked.findings == ()


def test_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = letter()
    made.write(2, 150, "zu weit links", 9)
    file, out = tmp_path / "brief.pdf", tmp_path / "neu.pdf"
    file.write_bytes(made.data())
    assert run(["letter", "check", str(file), "--json"]) == 1
    assert [mend["kind"] for mend in json.loads(capsys.readouterr().out)["mends"]] == ["fit"]
    assert not out.exists()
    assert run(["letter", "check", str(file), "--mend", str(out), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["ok"], result["mended"]["ok"], result["mended"]["findings"]) == (False, True, [])
    assert words(out.read_bytes()) == words(made.data())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.pdf", "neu.pdf"]
    assert run(["letter", "check", str(file), "--mend", str(out)]) == 0
    assert "Behoben in" in capsys.readouterr().out
    assert run(["letter", "check", str(file), "--mend", str(tmp_path / "keiner" / "x.pdf"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "not-allowed"
