"""Whose a document is: every way in which a page names a household, and what keeps a suggestion from being certain."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pages import Word
from app.domain.recognise.index import CaseIndex, History
from app.domain.recognise.reading import read_texts, read_words
from app.domain.recognise.signs import case_numbers, customer_numbers, days, one_slip
from app.domain.recognise.weigh import CaseSuggestion, suggest_cases
from app.domain.records import CaseFile, Person
from tests.suggestions.scoring import index_of
from tests.suggestions.test_labelled import HOMES

OWN = CaseFile(
    id="c1",
    case_number="35502BG0001234",
    persons=(
        Person(last_name="Özdemir-Schulte", first_name="Ayşe Maria", born="1984-03-12", customer_number="412D118734"),
        Person(last_name="Özdemir", first_name="Emre", born="2015-06-30", customer_number="413E200111"),
    ),
    street="Am Vennehof 7a",
    postcode="46325",
    town="Borken",
)
OTHER = CaseFile(
    id="c2",
    case_number="35504BG0777001",
    persons=(Person(last_name="Lütke-Wenning", first_name="Bernhard", born="1961-11-02"),),
    street="Alte Münsterstraße 12",
    postcode="48683",
    town="Ahaus",
)


@pytest.fixture(scope="module")
def index() -> CaseIndex:
    """The two above among some hundred others."""
    others = index_of(HOMES[:500])
    cases = [("borken", household.record) for household in others.households]
    history = History({"Malermeister Alt": {OWN.case_number: 4}}, {"ES1-7F3K9Q2M": OTHER.case_number})
    return CaseIndex([*cases, ("borken", OWN), ("ahaus", OTHER)], history)


def first(index: CaseIndex, *lines: str, sender: str = "") -> CaseSuggestion:
    return suggest_cases(read_texts(["\n".join(lines)]), index, sender)[0]


@pytest.mark.parametrize(
    "spelling",
    [
        *("35502BG0001234", "35502//0001234", "35502 BG 1234", "BG 35502/1234", "35502 BG 0001234", "35502/1234"),
        *("BG-Nr.: 35502 0001234", "Az. 355020001234", "35502 - BG - 0001234", "35502 BG 00\n01234"),
        *("35502BG 000 1234", "355O2//OOO1234", "3S502 B6 0001234", "35502 8G O0Ol234", "BG-Nummer 0001234"),
    ],
)
def test_a_case_number_is_read_in_all_its_spellings(index: CaseIndex, spelling: str) -> None:
    found = first(index, "Ihr Zeichen", spelling, "guten Tag")
    assert found.case_number == OWN.case_number
    assert not found.certain  # a number alone may be a slip of the pen


@pytest.mark.parametrize("text", ["Rechnung 12345/2024", "50.1-12345/2024", "Telefon 02861 5551234", "IBAN DE12 4015"])
def test_other_numbers_are_none_of_ours(index: CaseIndex, text: str) -> None:
    assert suggest_cases(read_texts([text]), index) == []


SPELLINGS = st.sampled_from(("{}BG{}", "{} BG {}", "{}//{}", "{}/{}"))


@given(st.integers(10_000, 99_999), st.integers(1, 9_999_999), SPELLINGS)
def test_any_number_is_found_in_any_text(office: int, number: int, spelling: str) -> None:
    text = f"Sehr geehrte Damen, {spelling.format(office, f'{number:07d}')}. Mit Gruß"
    assert [found.read for found in case_numbers(read_texts([text]))] == [f"{office}BG{number:07d}"]


@given(st.text("0123456789abcBG/ .", max_size=40))
def test_reading_signs_never_fails(text: str) -> None:
    reading = read_texts([text])
    for signs in (case_numbers(reading), customer_numbers(reading), days(reading)):
        assert all(number < len(reading.tokens) for sign in signs for number in sign.tokens)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_a_slip_goes_both_ways(left: str, right: str) -> None:
    assert one_slip(left, right) == one_slip(right, left)
    assert not one_slip(left, left)


@pytest.mark.parametrize(
    "lines",
    [
        ("Ayşe Maria Özdemir-Schulte", "geb. am 12.03.1984"),
        ("OEZDEMIR-SCHULTE, AYSE MARIA", "geb. 12.3.84"),
        ("Name: Ozdemir-Schulte Vorname: Ayse", "Geburtsdatum 1984-03-12"),
        ("Frau", "Ay?e ?zdemir", "Am Vennehof 7a", "46325 Borken"),
        ("Ayse Özdcmir-Schulte", "Am Vennehof 7 a, 46325 Borken"),
        ("Kundennummer 412D118734", "Ayşe Özdemir"),
        ("Emre Özdemir, geboren am 30.06.2015", "wohnhaft Am Vennehof 7a"),
        ("BG 35502/1234", "Frau Ayşe Özdemir"),
    ],
)
def test_two_things_that_agree_are_certain(index: CaseIndex, lines: tuple[str, ...]) -> None:
    found = first(index, "Stadtwerke", *lines, "Ihre Rechnung")
    assert (found.case_number, found.certain) == (OWN.case_number, True)


def test_a_married_name(index: CaseIndex) -> None:
    found = first(index, "Ayşe Maria Kramer, geb. am 12.03.1984", "Am Vennehof 7a, 46325 Borken")
    assert found.case_number == OWN.case_number
    assert "der Nachname ist ein anderer" in found.reason


def test_a_namesake_with_another_birth_date_is_not_certain(index: CaseIndex) -> None:
    found = suggest_cases(read_texts(["Bernhard Lütke-Wenning, geb. am 05.07.1990"]), index)
    assert all(not one.certain and one.certainty < 0.5 for one in found)


def test_a_wrong_digit_does_not_beat_name_and_birth_date(index: CaseIndex) -> None:
    found = first(index, "35502 BG 0001284", "Ayşe Özdemir-Schulte, geb. 12.03.1984")
    assert found.case_number == OWN.case_number
    assert "weicht in einem Zeichen ab" in found.reason


def test_the_number_of_another_case_is_said_and_keeps_from_certainty(index: CaseIndex) -> None:
    page = "BG 35504/777001\nAyşe Özdemir-Schulte, geb. 12.03.1984\nAm Vennehof 7a, 46325 Borken"
    found = {one.case_number: one for one in suggest_cases(read_texts([page]), index)}
    assert found.keys() >= {OWN.case_number, OTHER.case_number}
    assert not any(one.certain for one in found.values())
    assert "einer anderen Akte" in found[OWN.case_number].reason


def test_two_households_are_both_suggested_and_neither_is_certain(index: CaseIndex) -> None:
    page = (
        "BG 35502/1234 Ayşe Özdemir-Schulte, geb. 12.03.1984\n\n"
        "Bernhard Lütke-Wenning, geb. 02.11.1961\nAlte Münsterstraße 12, 48683 Ahaus"
    )
    found = suggest_cases(read_texts([page]), index)[:2]
    assert {one.case_number for one in found} == {OWN.case_number, OTHER.case_number}
    for one in found:
        assert not one.certain
        assert "nennt 2 Haushalte" in one.reason


def test_addressed_to_somebody_else_nothing_is_certain(index: CaseIndex) -> None:
    head = ("Frau", "Xenia Quastenberg", "Uferweg 3", "48151 Münster")
    found = first(index, *head, "Betrifft Ayşe Özdemir-Schulte, geb. 12.03.1984")
    assert found.case_number == OWN.case_number
    assert not found.certain


def test_nothing_to_go_by(index: CaseIndex) -> None:
    assert suggest_cases(read_texts(["Guten Tag, anbei die Unterlagen."]), index) == []
    assert suggest_cases(read_texts([]), index) == []


def test_a_list_of_many_households_is_nobodys_own(index: CaseIndex) -> None:
    rows = [f"{home.number} {home.head.name} geb. {home.head.born:%d.%m.%Y}, {home.street}" for home in HOMES[:300]]
    assert not any(one.certain or one.certainty > 0.1 for one in suggest_cases(read_texts(["\n".join(rows)]), index))


@pytest.mark.parametrize("text", ["Ab" * 100_000, "1" * 100_000, "12345/" * 20_000, "O0l1 " * 20_000, "? ?a? " * 9_000])
def test_what_no_paper_says_is_read_all_the_same(index: CaseIndex, text: str) -> None:
    assert suggest_cases(read_texts([text]), index) == []


def test_our_own_code_and_what_a_senders_papers_became(index: CaseIndex) -> None:
    assert first(index, "Antwortbogen ES1-7F3K9Q2M").case_number == OTHER.case_number
    plain = first(index, "Rechnung für Ayşe Özdemir").certainty
    known = first(index, "Rechnung für Ayşe Özdemir", sender="Malermeister Alt")
    assert known.case_number == OWN.case_number
    assert known.certainty > plain
    assert "dieses Absenders" in known.reason


def test_the_case_that_is_open_tips_the_scale_and_is_no_proof() -> None:
    ida = (Person(last_name="Ott", first_name="Ida"),)
    twins = [("borken", CaseFile(id=id_, case_number=f"35502BG000000{id_}", persons=ida)) for id_ in "12"]
    index = CaseIndex([*twins, *(("borken", one.record) for one in index_of(HOMES[:50]).households)])
    best = suggest_cases(read_texts(["Ida Ott"]), index, open_case="35502BG0000002")[0]
    assert best.case_number == "35502BG0000002"
    assert not best.certain
    assert suggest_cases(read_texts(["Guten Tag"]), index, open_case="35502BG0000002") == []


def test_the_place_on_the_page(index: CaseIndex) -> None:
    words = [
        Word("Ihr", (20.0, 30.0, 8.0, 4.0), 0),
        Word("35502", (50.0, 40.0, 12.0, 4.0), 1),
        Word("BG", (63.0, 40.0, 5.0, 4.0), 1),
        Word("1234", (69.0, 40.5, 9.0, 4.0), 1),
    ]
    (found,) = suggest_cases(read_words([[], words]), index)
    assert found.spot is not None
    assert (found.spot.page, found.spot.box) == (2, (50.0, 40.0, 28.0, 4.5))


def test_a_case_that_another_site_took_over_is_suggested_there() -> None:
    given = CaseFile(id="a", case_number="35502BG0000007", moved_to="rhede", closed_on="2026-01-01")
    taken = CaseFile(id="b", case_number="35502BG0000007", moved_from="borken")
    (found,) = suggest_cases(read_texts(["35502 BG 7"]), CaseIndex([("borken", given), ("rhede", taken)]))
    assert found.site == "rhede"


def test_years_of_two_digits_are_over() -> None:
    assert [day.iso for day in days(read_texts(["geb. 1.2.69 und 1.2.05"]))] == ["1969-02-01", "2005-02-01"]
    assert date.fromisoformat(days(read_texts(["12. März 1984"]))[0].iso) == date(1984, 3, 12)
