"""Addresses in the window, found among words as readers give them: in any order, on any line, with anything beside."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.letter_check.address import Address, find_address
from app.domain.letter_check.carrier import Window
from app.domain.letter_check.layout import pieces
from app.domain.pages import Word
from app.services.carrier_profiles import load_carrier

WINDOWS = load_carrier("folder").windows
FORMS = {window.form: window for window in WINDOWS}
LETTER_MM = 1.9
"""Width of a letter of 10 points, about."""
SENDER = "Kreis Musterland · Jobcenter · Burloer Straße 93 · 46325 Borken"
NAMES = ("Wiebke Jansen", "Dr. Ayşe Özdemir-Schulte", "Karl von der Heide", "Ng Thi Hoa", "Familie El-Sayed")
BETWEEN = ("Frau", "c/o Verein Hilfe e. V.", "Haus 3", "Aufgang B", "Ortsteil Weseke")
STREETS = ("Hauptstraße 1", "Am Vennehof 62", "Postfach 12 34", "Zum Waldschlösschen 27b")
TOWNS = ("46325 Borken", "48683 Ahaus", "D-80331 München", "01067 Dresden", "59494 Soest (Westf.)")


def line(x: float, y: float, text: str, height: float = 4.1) -> list[Word]:
    """Words from ``x`` on, their tops at ``y``; letters are as wide as they are in 10 points."""
    found, left = [], x
    for word in text.split():
        width = len(word) * LETTER_MM * height / 4.1
        found.append(Word(word, (left, y, width, height), 0))
        left += width + 1.1 * height / 4.1
    return found


def lines(x: float, y: float, texts: Sequence[str], pitch: float = 4.3) -> list[Word]:
    return [word for number, text in enumerate(texts) for word in line(x, y + number * pitch, text)]


def found(words: list[Word], windows: Sequence[Window] = WINDOWS) -> Address:
    return find_address(pieces(words), windows)


addresses = st.builds(
    lambda name, between, street, town: [name, *between, street, town],
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(BETWEEN), max_size=3, unique=True),
    st.sampled_from(STREETS),
    st.sampled_from(TOWNS),
)


@given(
    address=addresses,
    form=st.sampled_from(["A", "B"]),
    left=st.floats(21, 30),
    down=st.floats(-2, 3),
    pitch=st.floats(4.2, 5.2),
    sender=st.booleans(),
    beside=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_a_complete_address_is_found_wherever_it_stands(
    address: list[str], form: str, left: float, down: float, pitch: float, sender: bool, beside: bool, seed: int
) -> None:
    zone = FORMS[form].address
    words = lines(left, zone[1] + down, address, pitch)
    if sender:
        words += line(left, zone[1] - 15, SENDER, 2.6)
    if beside:
        words += lines(125, zone[1] - 5, ("BG-Nummer: 35502 BG 0001234", "Auskunft: Frau Vennemann", "46325 Borken"))
    words += lines(25, 105, ("Ihr Antrag", "Sehr geehrte Damen und Herren,", "wir haben entschieden."), 7)
    Random(seed).shuffle(words)
    result = found(words)
    assert result.texts == tuple(address)
    assert result.complete
    assert result.blank is None
    assert result.window.form == form or not sender


@given(address=addresses, form=st.sampled_from(["A", "B"]), at=st.integers(1, 5))
def test_a_blank_line_inside_is_noticed(address: list[str], form: str, at: int) -> None:
    assume(len(address) < 6)  # with the blank line the last one would lie below the window
    place = min(at, len(address) - 1)
    words = lines(25, FORMS[form].address[1], [*address[:place], "", *address[place:]])
    words += line(25, FORMS[form].address[1] - 15, SENDER, 2.6)
    result = found(words)
    assert result.texts == tuple(address)
    assert result.blank is not None
    assert result.blank[3] > 2


@pytest.mark.parametrize("last", ["Borken", "46325", "4632 Borken", "Hauptstraße 1", "463251 Borken"])
def test_what_is_no_town(last: str) -> None:
    assert not found(lines(25, 63, ("Wiebke Jansen", "Tulpenweg 101", last))).complete


@pytest.mark.parametrize(
    "ending",
    [
        ("7101 AA Winterswijk", "NIEDERLANDE"),
        ("1010 Wien", "Österreich"),
        ("00-950 Warszawa", "POLEN"),
        ("46325 Borken", "Deutschland"),
    ],
)
def test_a_country_may_follow_the_town(ending: tuple[str, str]) -> None:
    assert found(lines(25, 63, ("Piet de Vries", "Dorpsstraat 4", *ending))).complete


def test_words_without_any_order_or_place_are_no_address() -> None:
    assert found([]).lines == ()
    assert found([Word("x", (0.0, 0.0, 0.0, 0.0), 0)] * 50).lines == ()
