"""A letter that can be put right: the dialog shows what would be done, before and after."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.letter_check.findings import MARGIN, Checked, Finding
from app.domain.letter_check.plan import COVER, FIT, Mend
from app.domain.records.letters import CHECKED, DRAFT, Letter
from app.services.letters.mending import Offer
from app.tasks.desk import Desk
from app.ui.letters.mend_dialog import MendDialog
from app.ui.letters.screen import LettersScreen
from tests.ui.conftest import StubViewer
from tests.ui.fakes import FakeCache
from tests.ui.test_letters import BAD, letter

MENDS = (Mend(COVER, (1,)), Mend(FIT, (2,), (("page", "2"), ("percent", "96"))))


def picture(grey: int) -> QImage:
    image = QImage(496, 702, QImage.Format.Format_Grayscale8)
    image.fill(grey)
    return image


PAIRS = [(0, None, 1, picture(240)), (2, picture(200), 3, picture(220))]


def said(dialog: MendDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.text()]


def test_the_dialog_says_what_would_be_done(qtbot: QtBot) -> None:
    dialog = MendDialog(MENDS, Checked(), PAIRS)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = said(dialog)
    assert "• Ein Deckblatt mit der Anschrift voranstellen." in texts
    assert any("96 %" in text for text in texts)
    assert "Danach besteht der Brief die Prüfung. Der Text bleibt, wie er ist." in texts
    assert [text for text in texts if text.startswith(("vorher", "nachher"))] == [
        "nachher, Seite 1",
        "vorher, Seite 2",
        "nachher, Seite 3",
    ]
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.mend, Qt.Key.Key_Return)


def test_what_is_left_is_told(qtbot: QtBot) -> None:
    dialog = MendDialog(MENDS[:1], Checked(findings=(Finding(MARGIN, 2),)), PAIRS[:1])
    qtbot.addWidget(dialog)
    assert any(text.startswith("Danach bleibt 1 Befund.") for text in said(dialog))


@dataclass
class Calls:
    offered: list[str] = field(default_factory=list)
    taken: list[tuple[Offer, int]] = field(default_factory=list)


class FakePost(QObject):
    """Answers at once."""

    told = Signal()
    problem_changed = Signal(object)
    arrived = Signal(object)

    def __init__(self, offer: Offer | None) -> None:
        super().__init__()
        self.offer, self.calls = offer, Calls()

    def watch(self, _folder: str) -> None: ...

    def close(self) -> None: ...

    def offer_mend(self, letter_: Letter, done: Callable[..., None], _failed: object) -> None:
        self.calls.offered.append(letter_.id)
        done(self.offer, PAIRS if self.offer else [])

    def take_mend(self, offer: Offer, base: int, done: Callable[[object], None], _failed: object) -> None:
        self.calls.taken.append((offer, base))
        done(None)


def shown(desk: Desk, cache: FakeCache, qtbot: QtBot, post: FakePost, *letters: Letter) -> LettersScreen:
    cache.put(*letters)
    desk.letters = post  # type: ignore[assignment]
    screen = LettersScreen(desk, StubViewer)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: len(screen._rows) == len(letters))
    return screen


def offer(letter_: Letter) -> Offer:
    return Offer(letter_, MENDS, b"1", b"2", Checked(), ((0, 1), (2, 3)), ())


def dialog_of() -> Any:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MendDialog) and one.isVisible())


def test_offered_by_key_and_taken(desk: Desk, cache: FakeCache, qtbot: QtBot) -> None:
    bad = letter("l1", status=DRAFT, check=BAD)
    post = FakePost(offer(bad))
    screen = shown(desk, cache, qtbot, post, bad)
    assert screen.buttons["mend"].isEnabled()
    screen.table.setFocus()
    qtbot.keyClick(screen.table, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: any(isinstance(one, MendDialog) for one in QApplication.topLevelWidgets()))
    dialog_of().mend.click()
    qtbot.waitUntil(lambda: bool(post.calls.taken))
    assert post.calls.taken[0][0].letter.id == "l1"
    assert "behoben" in screen.notice._text.text()


def test_where_nothing_can_be_put_right_it_says_so(desk: Desk, cache: FakeCache, qtbot: QtBot) -> None:
    post = FakePost(None)
    screen = shown(desk, cache, qtbot, post, letter("l1", status=DRAFT, check=BAD))
    screen.buttons["mend"].click()
    assert post.calls.offered == ["l1"]
    assert "nichts beheben" in screen.notice._text.text()


@pytest.mark.parametrize("more", [{"status": CHECKED}, {"job": "ES-1", "sent_at": "2026-11-20T09:00:00Z"}])
def test_a_good_or_sent_letter_is_left_alone(
    desk: Desk, cache: FakeCache, qtbot: QtBot, more: dict[str, str]
) -> None:
    screen = shown(desk, cache, qtbot, FakePost(None), letter("l1", **more))
    screen.parts.buttons["all"].click()
    assert not screen.buttons["mend"].isEnabled()
