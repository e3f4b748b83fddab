"""What is kept of what the reader said about pages."""

import pytest
from PySide6.QtCore import QObject

from app.domain.pages import Word
from app.tasks.desk import Desk
from app.ui.viewer import page_answers
from app.ui.viewer.page_answers import words_of


def test_what_is_kept_is_bounded_by_words_not_by_pages(page_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_answers, "KEPT", 100)
    owner = QObject()
    words = words_of(page_desk.pages, owner)
    many = tuple(Word("x", (0, 0, 1, 1), 0) for _ in range(40))
    for page in (1, 2, 2, 3):
        words.supply("one", page, many)
    assert words.known("one", 1) is None and words.known("one", 2) == words.known("one", 3) == many
    words.supply("one", 4, many * 50)
    assert words.known("one", 4) is not None and words.known("one", 3) is None
    words.supply("one", 4, ())
    words.supply("one", 5, many)
    assert words.known("one", 5) == many and words.known("one", 4) == ()
