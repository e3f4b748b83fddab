"""Alt and a letter: in both languages no two of them in reach of each other are the same, or both would be dead."""

from collections import Counter
from collections.abc import Iterable

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QMenuBar, QWidget

from app.domain.texts import use_language
from app.ui.shell import MainWindow
from app.ui.shell.keeper import catalogues


def twice(texts: Iterable[str]) -> list[str]:
    keys = Counter(QKeySequence.mnemonic(text).toString() for text in texts)
    return [key for key, count in keys.items() if key and count > 1]


def texts_in(screen: QWidget) -> list[str]:
    buttons = [button.text() for button in screen.findChildren(QAbstractButton)]
    return buttons + [label.text() for label in screen.findChildren(QLabel) if label.buddy() is not None]


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_letter_is_given_twice(language: str, request: pytest.FixtureRequest) -> None:
    use_language(language, catalogues())
    window: MainWindow = request.getfixturevalue("full_window")
    menus = [action.text() for bar in window.findChildren(QMenuBar) for action in bar.actions()]
    assert len(menus) == 4
    for screen in (window.inbox, window.cases, window.activity):
        assert twice([*menus, *texts_in(screen)]) == []
    for menu in window.findChildren(QMenu):
        assert twice(action.text() for action in menu.actions()) == []
