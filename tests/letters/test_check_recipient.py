"""A letter beside its case: whom it goes to, and pages of somebody else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.adapters.pages.process import ReaderProcess
from app.domain.letter_check.findings import Checked
from app.domain.recognise.index import CaseIndex
from app.domain.records import CaseFile, Person
from app.services.carrier_profiles import load_carrier
from app.services.check_letter import Against, check_letter
from tests.letters.making import Letter, letter
from tests.suggestions.households import homes
from tests.suggestions.scoring import case_of

OWN = CaseFile(
    id="c1",
    case_number="35502BG0007777",
    persons=(Person(last_name="Jansen", first_name="Wiebke", born="1979-05-08"),),
    street="Tulpenweg 101",
    postcode="46325",
    town="Borken",
)
OTHER = CaseFile(
    id="c2",
    case_number="35502BG0001234",
    persons=(Person(last_name="Haddad", first_name="Fatima", born="1985-02-03"),),
    street="Hauptstraße 121",
    postcode="46414",
    town="Rhede",
)
INDEX = CaseIndex([("borken", OWN), ("borken", OTHER)])
Check = Callable[..., Checked]
NUMBER = "Ihre BG-Nummer: 35502BG0007777"


@pytest.fixture
def check(reader: ReaderProcess) -> Check:
    def run(made: Letter, case_number: str = "", index: CaseIndex = INDEX) -> Checked:
        against = Against(load_carrier("folder"), index=index, case_number=case_number)
        return check_letter(reader, made.data(), against)

    return run


def codes(result: Checked) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    "address",
    [
        ("Wiebke Jansen", "Tulpenweg 101", "46325 Borken"),
        ("Frau", "JANSEN, Wiebke", "c/o Meier", "Tulpenweg 101", "46325 Borken"),
        ("Familie Jansen", "Tulpenweg 101", "46325 Borken"),
        ("W. Jansen", "Tulpenweg 101", "46325 Borken"),
    ],
)
def test_an_address_of_the_case(check: Check, address: tuple[str, ...]) -> None:
    result = check(letter(address, more=(NUMBER,)))
    assert codes(result) == []
    assert result.case_number == OWN.case_number


def test_a_street_may_be_written_otherwise(check: Check) -> None:
    address = ("Fatima Haddad", "Hauptstr. 121", "46414 Rhede")
    assert codes(check(letter(address), OTHER.case_number)) == []


@pytest.mark.parametrize("line", ["Tulpenweg 11", "Rosenweg 101"])
def test_somebody_who_has_moved(check: Check, line: str) -> None:
    result = check(letter(("Wiebke Jansen", line, "46325 Borken"), more=(NUMBER,)))
    assert codes(result) == ["address-differs"]
    assert result.ok
    assert result.findings[0].box is not None


def test_another_postcode(check: Check) -> None:
    assert codes(check(letter(("Wiebke Jansen", "Tulpenweg 101", "46414 Rhede"), more=(NUMBER,)))) == [
        "address-differs"
    ]


def test_a_letter_to_somebody_else(check: Check) -> None:
    result = check(letter(("Dr. Imke Vogelsang", "Markt 1", "46325 Borken"), more=(NUMBER,)))
    assert codes(result) == ["recipient-differs"]
    assert result.ok


def test_the_case_is_found_by_the_address(check: Check) -> None:
    town = CaseIndex([*(("borken", case_of(home)) for home in homes(500, 1)), ("borken", OWN)])
    assert check(letter(), index=town).case_number == OWN.case_number


def test_an_enclosure_of_another_case(check: Check) -> None:
    made = letter(more=(NUMBER,))
    made.add_page()
    made.lines(25, 40, ("Anlage", "Mietvertrag für Wiebke Jansen, Tulpenweg 101, 46325 Borken", NUMBER))
    made.add_page()
    made.lines(25, 40, ("Bescheid für Fatima Haddad, geboren am 03.02.1985", "BG-Nummer 35502BG0001234"), 8)
    (finding,) = check(made).findings
    assert (finding.code, finding.page, finding.severity) == ("other-case", 3, "warning")
    assert finding.box is not None
    assert "0001234" not in finding.said + finding.advice


def test_a_letter_in_the_wrong_case(check: Check) -> None:
    result = check(letter(more=(NUMBER,)), OTHER.case_number)
    assert codes(result) == ["recipient-differs", "other-case"]
    assert result.case_number == OTHER.case_number


def test_a_case_without_address_is_not_compared(check: Check) -> None:
    index = CaseIndex([("borken", replace(OWN, street="", postcode="", town=""))])
    assert codes(check(letter(more=(NUMBER,)), index=index)) == []
