"""The check of letters: what is found in files that are really read, one test a rule."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from app.adapters.pages.process import ReaderProcess
from app.domain.letter_check.carrier import Carrier
from app.domain.letter_check.findings import CODES, Checked
from app.services.carrier_profiles import carrier_names, load_carrier
from app.services.check_letter import Against, check_letter
from tests.letters.making import ADDRESS, SENDER, ZONE, Letter, letter

MM = 72 / 25.4
Check = Callable[..., Checked]


@pytest.fixture(scope="module")
def folder() -> Carrier:
    return load_carrier("folder")


@pytest.fixture
def checked(reader: ReaderProcess, folder: Carrier) -> Check:
    def run(made: Letter | bytes, carrier: Carrier = folder, duplex: bool = False) -> Checked:
        return check_letter(reader, made if isinstance(made, bytes) else made.data(), Against(carrier, duplex))

    return run


def codes(result: Checked) -> list[str]:
    return [finding.code for finding in result.findings]


def samples() -> list[Any]:
    folder = Path(__file__).resolve().parents[3] / "shared" / "samples" / "letters"
    if not (folder / "expected.json").is_file():
        return [pytest.param("", {}, marks=pytest.mark.skip(reason="the folder ../shared/samples/letters is not here"))]
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return [pytest.param(folder / name, said, id=name) for name, said in expected.items()]


@pytest.mark.parametrize(("file", "expected"), samples())
def test_every_sample_gives_what_is_expected(
    reader: ReaderProcess, folder: Carrier, file: Path, expected: dict[str, Any]
) -> None:
    result = check_letter(reader, file, Against(folder))
    assert codes(result) == expected["findings"]
    assert result.ok is expected["ok"]
    assert list(result.address) == expected.get("address", list(result.address))
    assert result.form == expected.get("form", result.form)


@pytest.mark.parametrize("form", ["A", "B"])
def test_a_good_letter_has_no_findings(checked: Check, form: str) -> None:
    result = checked(letter(form=form, more=("Ihre BG-Nummer: 35502//0001234",)))
    assert codes(result) == []
    assert result.ok
    assert (result.form, result.address, result.case_number) == (form, ADDRESS, "35502BG0001234")
    assert (result.pages, result.sheets, result.grams, result.cents) == (1, 1, 10.0, 101)


def test_findings_say_where_and_what_to_do(checked: Check) -> None:
    made = letter(("Wiebke Jansen", "Tulpenweg 101", "Borken"))
    made.write(70, ZONE["B"], "Aktenzeichen 7")
    for finding in checked(made).findings:
        assert finding.page == 1
        assert finding.box is not None
        assert finding.said.endswith(".")
        assert finding.advice.endswith(".")
        assert "{" not in finding.said + finding.advice


# --- the address ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        ("Stadt Borken", "46322 Borken"),
        ("Frau", "Dr. Ayşe Özdemir-Schulte", "c/o Familie Müller", "Haus 3", "Am Vennehof 62", "46414 Rhede"),
        ("Piet de Vries", "Dorpsstraat 4", "7101 AA Winterswijk", "NIEDERLANDE"),
        ("Karl Maria von Löwenstein-Wertheim", "Postfach 12 34", "D-80331 München"),
        ("Einschreiben Einwurf", "Wiebke Jansen", "Tulpenweg 101", "46325 Borken"),
    ],
)
def test_addresses_that_can_be_delivered(checked: Check, address: tuple[str, ...]) -> None:
    assert codes(checked(letter(address))) == []


def test_a_note_above_the_address_is_no_line_of_it(checked: Check) -> None:
    made = letter(sender="")
    made.write(25, ZONE["B"] - 4.2, "Postzustellungsurkunde")
    made.write(25, ZONE["B"] - 12, SENDER, 7)
    result = checked(made)
    assert codes(result) == []
    assert result.address == ADDRESS


def test_a_blank_line_in_the_address(checked: Check) -> None:
    result = checked(letter(("Wiebke Jansen", "Tulpenweg 101", "", "46325 Borken")))
    assert codes(result) == ["address-blank-line"]
    assert result.address == ADDRESS


def test_only_a_town_is_no_address(checked: Check) -> None:
    assert codes(checked(letter(("46325 Borken",)))) == ["address-incomplete"]


def test_the_sender_alone_is_no_address(checked: Check) -> None:
    assert codes(checked(letter(()))) == ["address-missing"]


def test_a_page_of_text_has_no_address(checked: Check) -> None:
    made = Letter()
    made.lines(25, 30, ("Wer Leistungen beantragt, muss bei der Aufklärung mitwirken und alles sagen, was zählt.",) * 9)
    result = checked(made)
    assert codes(result) == ["address-missing"]
    assert result.address == ()


def test_the_sender_s_line_may_be_indented(checked: Check) -> None:
    made = letter(sender="")
    made.write(38, 50.5, "Bei Spiel GmbH ● Ecke 12 ● 12345 Stadthausen", 6.5)
    assert codes(checked(made)) == []


def test_an_address_that_begins_outside_of_the_window(checked: Check) -> None:
    assert codes(checked(letter(x=15))) == ["address-cut-off"]


def test_a_scanned_page_has_no_address_that_could_be_read(checked: Check) -> None:
    made = Letter()
    made.picture(10, 10, 190, 277, (1500, 2190))
    result = checked(made)
    assert "address-missing" in codes(result)
    assert "Scan" in next(finding.advice for finding in result.findings if finding.code == "address-missing")


@pytest.mark.parametrize("what", ["text", "picture", "line", "below"])
def test_something_else_in_the_window(checked: Check, what: str) -> None:
    made = letter()
    if what == "text":
        made.write(80, ZONE["B"] + 4, "Vertraulich")
    elif what == "picture":
        made.picture(85, 50, 15, 15, (300, 300))
    elif what == "line":
        made.fill(60, 60, 30, 0.3)
    else:
        made.write(25, 88, "Betreff: Ihr Antrag")
    result = checked(made)
    assert codes(result) == ["window-not-clear"]
    assert result.address == ADDRESS


def test_marks_of_the_window_and_a_rule_below_the_sender_are_allowed(checked: Check) -> None:
    made = letter()
    made.fill(25, 51.5, 75, 0.2)
    for left, top in ((20, 45), (104, 45), (20, 89.7), (104, 89.7)):
        made.fill(left, top, 1, 0.2)
    assert codes(checked(made)) == []


# --- paper ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("edge", [(2, 150, 1, 1), (207, 150, 1, 1), (100, 2, 1, 1), (100, 294, 1, 1)])
def test_ink_near_an_edge(checked: Check, edge: tuple[float, float, float, float]) -> None:
    made = letter()
    made.fill(*edge)
    assert codes(checked(made)) == ["margin"]


def test_ink_at_five_millimetres_is_far_enough(checked: Check) -> None:
    made = letter()
    for box in ((5, 100, 1, 100), (204, 100, 1, 100), (100, 5, 50, 1), (100, 291, 50, 1)):
        made.fill(*box)
    assert codes(checked(made)) == []


def test_a_white_ground_to_the_edge_is_no_ink(checked: Check) -> None:
    made = Letter()
    made.fill(0, 0, 210, 297, 1)
    made.lines(25, ZONE["B"], ADDRESS)
    assert codes(checked(made)) == []


def test_unseen_text_of_a_scan_needs_no_margin_and_no_font(checked: Check) -> None:
    made = letter()
    made.page.insert_text((2 * MM, 200 * MM), "Erkannter Text", fontname="helv", render_mode=3)
    assert codes(checked(made)) == []


def test_the_zones_of_a_carrier_stay_free(checked: Check) -> None:
    made = letter()
    made.fill(6, 230, 5, 5)
    result = checked(made)
    assert codes(result) == ["zone-not-clear"]
    assert "Kuvertiercode" in result.findings[0].said


def test_another_carrier_has_other_zones(checked: Check) -> None:
    assert codes(checked(letter(), load_carrier("pingen"))) == ["zone-not-clear"]  # the sender's line
    assert codes(checked(letter(sender=""), load_carrier("pingen"))) == []


def test_both_sides_need_half_the_sheets(checked: Check) -> None:
    made = letter()
    for number in range(119):
        made.add_page()
        made.write(30, 30, f"Seite {number + 2}")
    assert codes(checked(made)) == ["too-many-pages"]
    result = checked(made, duplex=True)
    assert (codes(result), result.pages, result.sheets, result.grams) == ([], 120, 60, 320.0)


def test_a_coarse_picture_is_a_warning(checked: Check) -> None:
    made = letter()
    made.picture(30, 150, 100, 100, (300, 300))
    result = checked(made)
    assert codes(result) == ["image-resolution"]
    assert result.ok


def test_pages_of_one_kind_are_one_finding(checked: Check) -> None:
    made = letter()
    for _page in range(3):
        made.add_page(297, 210)
        made.write(30, 30, "quer")
    (finding,) = checked(made).findings
    assert (finding.code, finding.page, finding.pages) == ("page-orientation", 2, (2, 3, 4))


def test_a_plan_among_the_pages_is_only_too_large(checked: Check) -> None:
    made = letter()
    made.add_page(841, 1189)
    made.fill(0, 0, 841, 1189)
    assert codes(checked(made)) == ["page-size"]


def test_a_page_that_is_turned_upright_is_upright(checked: Check) -> None:
    made = letter()
    page = made.add_page(297, 210)
    made.write(30, 30, "quer")
    page.set_rotation(90)
    assert codes(checked(made)) == []


def test_fonts_that_are_not_there(checked: Check) -> None:
    made = letter()
    made.write(30, 200, "Times", font="tiro")
    made.add_page()
    made.write(30, 30, "Courier", font="cour")
    (finding,) = checked(made).findings
    assert (finding.code, finding.page, finding.pages) == ("font-not-embedded", 1, (1, 2))
    assert finding.box is not None
    assert finding.box[:2] == pytest.approx((30, 197), abs=2)
    assert "Courier" in finding.said
    assert "Times" in finding.said


# --- what is hidden in the file --------------------------------------------------------------------------------------
def test_an_owner_password_is_encryption(checked: Check) -> None:
    data = letter().data(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="geheim", user_pw="")
    assert codes(checked(data)) == ["encrypted"]


@pytest.mark.parametrize("what", ["embedded file", "pinned file", "launch", "script in a field", "packed script"])
def test_active_content(checked: Check, what: str) -> None:
    made = letter()
    options: dict[str, object] = {}
    if what == "embedded file":
        made.file.embfile_add("x.txt", b"x")
    elif what == "pinned file":
        made.page.add_file_annot((300, 500), b"x", "x.txt")
    elif what == "launch":
        made.file.xref_set_key(made.file.pdf_catalog(), "OpenAction", "<</S/Launch/F(calc.exe)>>")
    elif what == "script in a field":
        made.file.xref_set_key(made.page.xref, "AA", "<</O<</S/JavaScript/JS(app.beep\\(\\))>>>>")
    else:
        made.file.xref_set_key(made.file.pdf_catalog(), "OpenAction", "<</S/JavaScript/JS(app.beep\\(\\))>>")
        options = {"use_objstms": 1}
    assert "active-content" in codes(checked(made.data(**options)))


def test_links_are_harmless(checked: Check) -> None:
    made = letter()
    link = {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(100, 400, 200, 420), "uri": "https://musterland.example"}
    made.page.insert_link(link)
    assert codes(checked(made)) == []


# --- bad files -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"Brief", b"PK\x03\x04", letter().data()[:3000]])
def test_bad_files_are_unreadable(checked: Check, data: bytes) -> None:
    result = checked(data)
    assert codes(result) == ["unreadable"]
    assert not result.ok
    assert result.findings[0].advice


def test_a_file_that_is_not_there_is_unreadable(reader: ReaderProcess, folder: Carrier, tmp_path: Path) -> None:
    assert codes(check_letter(reader, tmp_path / "none.pdf", Against(folder))) == ["unreadable"]


def test_a_picture_is_no_letter(checked: Check) -> None:
    from tests.pages.making import scan, tiff

    assert codes(checked(tiff(scan()))) == ["unreadable"]


def test_a_cancelled_check_gives_nothing(reader: ReaderProcess, folder: Carrier) -> None:
    with pytest.raises(InterruptedError):
        check_letter(reader, letter().data(), Against(folder), lambda: True)


# --- profiles --------------------------------------------------------------------------------------------------------
def test_every_profile_makes_sense() -> None:
    assert {"folder", "pingen"} <= set(carrier_names())
    for name in carrier_names():
        carrier = load_carrier(name)
        assert carrier.title
        assert {window.form for window in carrier.windows} <= {"A", "B"}
        sheets = [envelope.most_sheets for envelope in carrier.envelopes]
        assert sheets == sorted(sheets)


def test_every_code_has_its_sentences() -> None:
    from app.domain.letter_check.findings import Finding

    for code in CODES:
        assert Finding(code).said not in ("", code)
        assert Finding(code).advice
