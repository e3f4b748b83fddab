"""Who wrote this: a guess from the first lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.receive.content import guess_sender


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("", ""),
        ("12\n--\n", ""),
        ("Olga Brückner\nWilbecke 118\n48619 Heek\n", "Olga Brückner"),
        ("SEITE 1\nStadtwerke Borken · Am Markt 1 · 46325 Borken\nFrau Meier", "Stadtwerke Borken"),
        ("Sparkasse, Ring 2, 46325 Borken", "Sparkasse"),
    ],
)
def test_guess(text: str, sender: str) -> None:
    assert guess_sender(text) == sender


@given(st.text())
def test_whatever_the_text_it_is_one_short_line(text: str) -> None:
    sender = guess_sender(text)
    assert len(sender) <= 80
    assert "\n" not in sender
