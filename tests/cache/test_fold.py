"""How words are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.cache.fold import fold, folded_words, sound

NAMES = st.text(st.characters(max_codepoint=0x24F, categories=("L",)) | st.sampled_from("aeouäöüß'- ʼ"), max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "MUELLER"), ("Müller", "Muller"), ("Strauß", "STRAUSS"), ("Groß", "gross"),
        ("Jörgensen", "Jørgensen"), ("Yılmaz", "Yilmaz"), ("Şahin", "Sahin"), ("Erdoğan", "Erdogan"),
        ("Łukasz", "Lukasz"), ("Đorđe", "Dorde"),
        ("Þór", "Thor"), ("Nguyễn", "Nguyen"), ("İpek", "ipek"), ("O’Brien", "OBrien"), ("Mu\u0308ller", "Müller"),
    ],
)  # fmt: skip
def test_spellings_of_a_name_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(NAMES, NAMES)
def test_what_begins_a_word_still_begins_it_folded(start: str, rest: str) -> None:
    assert fold(start + rest).startswith(fold(start))


@given(NAMES)
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert folded_words(" ".join(folded_words(name))) == [fold(word) for word in folded_words(name)]


def test_names_that_sound_alike() -> None:
    assert len({sound(fold(name)) for name in ("Meier", "Mayer", "Maier", "Meyer")}) == 1
    assert sound("schmidt") == sound("schmitt") and sound("schmidt") != sound("schneider")
    assert sound("ng") == "" and sound("35502") == ""
