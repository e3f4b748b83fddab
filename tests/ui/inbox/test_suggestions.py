"""Suggestions in the daily work: taken with one key, shown on the page, and the question before a misfiling."""

from collections.abc import Callable
from statistics import median

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.recognise import clues
from app.domain.records import FILED, INBOX, Document, SuggestedCase, SuggestedType
from app.tasks.desk import Desk
from app.ui.common.misfile import MisfileDialog
from app.ui.inbox.screen import InboxScreen
from app.ui.shell import MainWindow, standard_screens
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import ME, FakeCache, days_ago

OpenPost = Callable[..., InboxScreen]
ALT = Qt.KeyboardModifier.AltModifier
NUMBER = (clues.NUMBER, "35502 BG 0001234")
NAMED = ((clues.NAME, "Klaus Meier"), (clues.BORN, "13.03.1983"))
BOX = (2000, 24000, 6000, 500)


def says(case: int, per_mille: int = 970, **fields: object) -> SuggestedCase:
    given = {"clues": (NUMBER,), "page": 2, "box": BOX, **fields}
    return SuggestedCase(case=f"case-{case}", per_mille=per_mille, **given)  # type: ignore[arg-type]


def letter(number: int, *suggestions: SuggestedCase, **fields: object) -> Document:
    given: dict[str, object] = {
        "suggested_types": (SuggestedType(document_type="Klage", register="Widerspruch und Klage", per_mille=870),),
        **fields,
    }
    return Document(
        id=f"in-{number}",
        sha256=f"{number:064x}",
        pages=3,
        received_on=days_ago(90 - number),
        item=f"K17-{number}",
        worker=ME.id,
        suggestions=suggestions,
        **given,  # type: ignore[arg-type]
    )


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache(filed=0, inbox=0)


@pytest.fixture
def open_post(desk: Desk, cache: FakeCache, qtbot: QtBot) -> OpenPost:
    """Opens the inbox on some post."""

    def build(*post: Document) -> InboxScreen:
        cache.put(*post)
        made = InboxScreen(desk, lambda: ViewerPane(desk))
        qtbot.addWidget(made)
        made.resize(1280, 720)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        made.focus_search()
        at(qtbot, made, post[0].id)
        return made

    return build


def at(qtbot: QtBot, screen: InboxScreen, document: str) -> None:
    """The document is current, what is proposed for it is here, and the keyboard is in the case field."""

    def is_so() -> bool:
        row, proposal = screen.queue.table.current_row(), screen.panel.proposal
        return (
            row is not None
            and row.id == document
            and proposal is not None
            and proposal.document == document
            and screen.panel.search.field.hasFocus()
        )

    qtbot.waitUntil(is_so)


pressed: list[Qt.Key] = []
"""Every key that a test pressed; Alt and Ctrl belong to the key that follows."""


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    pressed.append(key)
    QTest.keyClick(widget, key, modifier)


def filed_in(cache: FakeCache, document: str) -> str:
    found = cache.document(document)
    assert found is not None
    return found[2].case if found[2].state_of_work == FILED else ""


def dialogs(screen: InboxScreen) -> list[MisfileDialog]:
    return [one for one in screen.window().findChildren(MisfileDialog) if one.isVisible()]


def chosen(screen: InboxScreen) -> list[int]:
    return [button.number for button in screen.panel.advice.list.buttons if button.isChecked()]


def test_the_best_suggestion_is_filed_into_by_enter_with_its_type_and_register(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    screen = open_post(letter(0, says(1, certain=True), says(3, 80)), letter(1))
    assert chosen(screen) == [1]
    first = screen.panel.advice.list.buttons[0]
    assert first.accessibleName() == "Vorschlag 1: Meier, Klaus"
    assert "sicher" in first.accessibleDescription()
    assert "BG-Nummer" in first.accessibleDescription()
    press(Qt.Key.Key_Return)
    at(qtbot, screen, "in-1")
    qtbot.waitUntil(lambda: filed_in(cache, "in-0") == "case-1")
    document = cache.document("in-0")[2]  # type: ignore[index]
    assert (document.document_type, document.register) == ("Klage", "Widerspruch und Klage")
    assert document.suggestions == ()


def test_another_suggestion_is_taken_by_its_number_and_seen_on_its_page(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    first = says(1, 700, clues=((clues.NAME, "Klaus Meier"),), page=1, box=())
    screen = open_post(letter(0, first, says(3, 250)), letter(1))
    viewer = screen.viewer
    assert isinstance(viewer, ViewerPane)
    qtbot.waitUntil(lambda: viewer.opening.complete)
    press(Qt.Key.Key_2, ALT)
    assert chosen(screen) == [2]
    assert screen.panel.target().id == "case-3"  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: viewer.canvas.page == 2)
    assert viewer.place._place is not None
    assert viewer.place._place.box == (20.0, 240.0, 60.0, 5.0)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: filed_in(cache, "in-0") == "case-3")


def test_the_number_alone_takes_a_suggestion_where_nothing_is_typed(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    screen = open_post(letter(0, says(1), says(3, 80, clues=())))
    press(Qt.Key.Key_2)
    assert screen.panel.search.field.text() == "2"
    screen.panel.search.field.clear()
    screen.queue.table.setFocus()
    press(Qt.Key.Key_2)
    assert chosen(screen) == [2]


def test_what_is_rather_unlikely_is_offered_and_not_proposed(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    screen = open_post(letter(0, says(1, 300)))
    assert chosen(screen) == []
    assert screen.panel.target() is None
    press(Qt.Key.Key_Return)
    assert filed_in(cache, "in-0") == ""
    assert "möglich, 30 %" in screen.panel.advice.list.buttons[0].accessibleDescription()


def test_a_document_that_names_two_households_proposes_none(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    two = (says(1, 500, households=2), says(3, 500, households=2, clues=NAMED))
    screen = open_post(letter(0, *two, proposed_case="case-1"))
    assert screen.panel.advice.notice.accessibleName().startswith("Das Dokument nennt 2 Haushalte")
    assert screen.panel.target() is None
    press(Qt.Key.Key_1, ALT)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: filed_in(cache, "in-0") == "case-1")


def test_what_the_index_names_comes_first_while_the_document_does_not_speak_against_it(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    weak = says(3, 600, clues=((clues.LAST_NAME, "Maier"),))
    contradicted = letter(1, says(3), proposed_case="case-1")
    screen = open_post(letter(0, weak, proposed_case="case-1"), contradicted)
    assert screen.panel.target().id == "case-1"  # type: ignore[union-attr]
    assert chosen(screen) == [1]
    press(Qt.Key.Key_Return)
    at(qtbot, screen, "in-1")
    assert screen.panel.target() is None
    assert "Verzeichnis nennt eine andere Akte" in screen.panel.advice.notice.accessibleName()
    press(Qt.Key.Key_1, ALT)
    assert screen.panel.target().id == "case-3"  # type: ignore[union-attr]


@pytest.mark.parametrize("said", [(NUMBER,), NAMED])
def test_filing_against_what_the_document_says_asks_once_and_enter_goes_back(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache, said: tuple[tuple[str, str], ...]
) -> None:
    screen = open_post(letter(0, says(1, clues=said)), letter(1))
    screen.panel.choose(cache.cases(["case-5"])[0])
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialogs(screen)) == 1)
    dialog = dialogs(screen)[0]
    texts = " ".join(label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text"))
    assert "Meier, Klaus" in texts
    assert "Schulze Wischeler" in texts
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialogs(screen))
    assert filed_in(cache, "in-0") == ""
    screen.panel.file()
    qtbot.waitUntil(lambda: len(dialogs(screen)) == 1)
    QTest.keyClick(dialogs(screen)[0], Qt.Key.Key_T)
    qtbot.waitUntil(lambda: filed_in(cache, "in-0") == "case-5")
    assert cache.document("in-1")[2].state_of_work == INBOX  # type: ignore[index]


def test_documents_without_suggestions_get_them_from_their_text(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Bedarfsgemeinschaft 35502//BG0002345\nKlaus Meier, geb. 13.03.1983\nBahnhofstraße 12, 46325 Borken"
    monkeypatch.setattr(cache, "text", lambda document: (text,))
    screen = open_post(letter(0, suggested_types=(), has_text=True))
    assert screen.panel.target().id == "case-1"  # type: ignore[union-attr]


def test_several_documents_get_no_suggestion_of_the_first_one(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    screen = open_post(letter(0, says(1)), letter(1, says(3)))
    screen.queue.table.selectAll()
    qtbot.waitUntil(lambda: screen.panel.advice.isHidden())
    assert screen.panel.target() is None


def test_one_of_several_documents_that_names_another_case_is_asked_about(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    screen = open_post(letter(0), letter(1, says(3)))
    screen.queue.table.selectAll()
    qtbot.waitUntil(lambda: len(screen.panel.rows()) == 2)
    screen.panel.choose(cache.cases(["case-1"])[0])
    screen.panel.file()
    qtbot.waitUntil(lambda: len(dialogs(screen)) == 1)
    assert "Eines der Dokumente" in dialogs(screen)[0].windowTitle()
    QTest.keyClick(dialogs(screen)[0], Qt.Key.Key_T)
    qtbot.waitUntil(lambda: [filed_in(cache, f"in-{number}") for number in (0, 1)] == ["case-1"] * 2)


def test_a_copy_of_an_identity_card_is_told_with_the_rule(
    qtbot: QtBot, open_post: OpenPost, cache: FakeCache
) -> None:
    card = SuggestedType(document_type="Personalausweis", register="Persönliche Daten", per_mille=950)
    screen = open_post(letter(0, says(1), suggested_types=(card,)))
    assert "gehört nicht in die Akte (HEGA 03/2013" in screen.panel.advice.notice.accessibleName()
    assert screen.panel.target().id == "case-1"  # type: ignore[union-attr]


def test_sixty_documents_take_two_keys_each_where_the_suggestion_is_right_and_six_where_it_is_not(
    qtbot: QtBot, open_window: Callable[..., MainWindow], cache: FakeCache
) -> None:
    """The worker knows whose each paper is, looks at what is proposed, and types a name where it is not there."""
    names = ("ozdem", "meier", "mayer", "maier", "kowal", "wisch")
    truth = [number % 6 for number in range(60)]
    post = []
    for number, case in enumerate(truth):
        other = (case + 1) % 6
        vague = {"clues": ((clues.LAST_NAME, "Meier"),)}
        if number % 5 < 3:  # right
            post.append(letter(number, says(case, 980), says(other, 80, **vague)))
        elif number % 5 == 3:  # the second one is right
            post.append(letter(number, says(other, 600, **vague), says(case, 300, **vague)))
        else:  # none is
            post.append(letter(number, says(other, 550, **vague)))
    cache.put(*post)
    screen = open_window(standard_screens()).findChild(InboxScreen)
    assert isinstance(screen, InboxScreen)
    keys = []
    for number, case in enumerate(truth):
        at(qtbot, screen, f"in-{number}")
        before = len(pressed)
        file_as_worker(qtbot, screen, f"case-{case}", names[case])
        keys.append(len(pressed) - before)
    qtbot.waitUntil(lambda: filed_in(cache, "in-59") == f"case-{truth[59]}")
    assert [filed_in(cache, f"in-{number}") for number in range(60)] == [f"case-{case}" for case in truth]
    right = [count for number, count in enumerate(keys) if number % 5 < 3]
    second = [count for number, count in enumerate(keys) if number % 5 == 3]
    typed = [count for number, count in enumerate(keys) if number % 5 == 4]
    assert (median(right), median(second)) == (1, 2)
    assert median(typed) <= 6 and median([*second, *typed]) <= 6


def file_as_worker(qtbot: QtBot, screen: InboxScreen, case: str, name: str) -> None:
    panel = screen.panel
    target = panel.target()
    if target is None or target.id != case:
        offers = panel.proposal.offers if panel.proposal else ()
        number = next((place for place, offer in enumerate(offers, 1) if offer.case.id == case), 0)
        if number:
            press(Qt.Key(Qt.Key.Key_0 + number), ALT)
        else:
            for sign in name:
                press(Qt.Key(Qt.Key.Key_A + ord(sign) - ord("a")))
                qtbot.waitUntil(lambda: panel.search.highlighted() is not None)
                if panel.search.highlighted().id == case:  # type: ignore[union-attr]
                    break
            press(Qt.Key.Key_Return)
    assert panel.target().id == case  # type: ignore[union-attr]
    press(Qt.Key.Key_Return)
