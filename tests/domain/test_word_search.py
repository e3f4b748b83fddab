"""Searching the words of a page."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pages import Word
from app.domain.word_search import MOST_HITS, find_words


def page(*lines: str) -> list[Word]:
    """Every character 2 mm wide, lines 10 mm apart."""
    words = []
    for number, line in enumerate(lines):
        place = 0
        for text in line.split(" "):
            words.append(Word(text, (place * 2.0, number * 10.0, len(text) * 2.0, 4.0), number))
            place += len(text) + 1
    return words


LETTER = page(
    "Sehr geehrte Frau Müller-Łukasz,", "der Bewilligungs-", "bescheid vom 18.11.2026 geht an die Straße",
    "IBAN DE89 3704 0044 0532 0130 00", "Steu- und Steu-", "erbescheid",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "met"),
    [
        ("müller", "Müller-Łukasz,"),
        ("MUELLER-lukasz", "Müller-Łukasz,"),
        ("bewilligungsbescheid", "Bewilligungs- bescheid"),
        ("strasse", "Straße"),
        ("geehrte   frau", "geehrte Frau"),
        ("DE89370400440532013000", "DE89 3704 0044 0532 0130 00"),
        ("de89 37 04", "DE89 3704"),
        ("18.11.2026", "18.11.2026"),
        ("steuerbescheid", "Steu- erbescheid"),
    ],
)
def test_what_is_typed_is_found_however_it_is_written(typed: str, met: str) -> None:
    (hit,) = find_words(LETTER, typed)
    assert hit.text == met


def test_a_part_of_a_word_is_marked_alone() -> None:
    (hit,) = find_words(page("die Untermieterin"), "mieter")
    assert hit.boxes == (pytest.approx((4 * 2 + 5 * 2, 0, 6 * 2, 4)),)
    assert (hit.before, hit.text, hit.after) == ("die", "Untermieterin", "")


def test_a_divided_word_is_marked_on_both_lines() -> None:
    (hit,) = find_words(LETTER, "gungsbesch")
    assert [box[1] for box in hit.boxes] == [10.0, 20.0]


def test_snippets_are_bounded_and_read_from_left_to_right() -> None:
    words = page(" ".join(f"wort{number}" for number in range(200)))
    (hit,) = find_words(words, "wort100")
    assert hit.before.endswith("wort98 wort99") and hit.after.startswith("wort101")
    assert len(hit.before) < 70 and len(hit.after) < 70
    assert len(find_words(page(" ".join("a" for _ in range(3000))), "a")) == MOST_HITS


@pytest.mark.parametrize("typed", ["", "   ", "'", "zebra"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert find_words(LETTER, typed) == ()


@given(
    st.lists(st.text(string.ascii_lowercase + "äöüßé.,-", min_size=1, max_size=9), min_size=1, max_size=40),
    st.integers(0, 39),
    st.integers(1, 3),
)
def test_every_run_of_words_of_a_page_is_found_inside_their_boxes(texts: list[str], first: int, count: int) -> None:
    words = page(*(" ".join(texts[n : n + 4]) for n in range(0, len(texts), 4)))
    some = words[first % len(words) :][:count]
    if any(word.text.endswith("-") for word in words) or not any(c.isalnum() for word in some for c in word.text):
        return
    hits = find_words(words, " ".join(word.text for word in some))
    assert hits
    inside = {word.box_mm for word in words}
    for hit in hits:
        for left, top, width, height in hit.boxes:
            assert any(
                box[0] - 1e-6 <= left and left + width <= box[0] + box[2] + 1e-6 and (top, height) == (box[1], box[3])
                for box in inside
            )
