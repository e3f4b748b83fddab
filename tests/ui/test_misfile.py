"""In the case screen: the question before a document goes into a case that it speaks against, its repair, and papers
that must not be kept."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.actions import PutMark, RecordAccess
from app.domain.records import FILED, PRINT, Access, Document, Mark
from app.tasks.desk import Desk
from app.ui.cases.place_dialog import PlaceDialog
from app.ui.cases.screen import CasesScreen
from app.ui.common.misfile import MisfileDialog
from app.ui.viewer.pane import ViewerPane
from tests.ui.example import ME, SITE, days_ago
from tests.ui.fakes import FakeCache, make_desk

TEXT = "Bedarfsgemeinschaft 35502//BG0002345\nKlaus Meier, geb. 13.03.1983\nBahnhofstraße 12, 46325 Borken"
"""Of case-1."""
CONTROL = Qt.KeyboardModifier.ControlModifier


def paper(id_: str, **fields: object) -> Document:
    made = Document(id=id_, sha256="0" * 64, title="Brief", received_on=days_ago(9), item=f"K-{id_}", has_text=True)
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> FakeCache:
    made = FakeCache(filed=0, inbox=0)
    read = {"checked_by": "jan.weber", "checked_at": "2026-11-20T08:00:00Z"}
    made.put(
        paper("wrong", state_of_work=FILED, case="case-0", filed_by=ME.id, filed_at="2026-11-20T09:00:00Z", **read),
        paper("waiting", proposed_case="case-0"),
        paper("card", state_of_work=FILED, case="case-0", document_type="Personalausweis", has_text=False),
    )
    monkeypatch.setattr(made, "text", lambda document: (TEXT,))
    return made


@pytest.fixture
def desk(cache: FakeCache) -> Iterator[Desk]:
    made = make_desk(cache)
    yield made
    made.close()


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> CasesScreen:
    made = CasesScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.open_case("case-0")
    qtbot.waitUntil(lambda: {"wrong", "waiting", "card"} <= {entry.id for entry in made.case.table.entries()})
    return made


def lies_in(cache: FakeCache, id_: str) -> str:
    found = cache.document(id_)
    assert found is not None
    return found[2].case if found[2].state_of_work == FILED else ""


def question(screen: CasesScreen, qtbot: QtBot) -> MisfileDialog:
    def asked() -> list[MisfileDialog]:
        return [one for one in screen.window().findChildren(MisfileDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: len(asked()) == 1)
    return asked()[0]


def back_again(screen: CasesScreen, qtbot: QtBot) -> None:
    """The window is in front again when the question has gone, as a desktop sees to."""
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in screen.window().findChildren(MisfileDialog)))
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)


def move(screen: CasesScreen, qtbot: QtBot, document: str, name: str) -> None:
    screen.case.table.go_to_id(document)
    screen.case.table.setFocus()
    QTest.keyClick(screen.case.table, Qt.Key.Key_M, CONTROL)
    dialog = next(one for one in screen.findChildren(PlaceDialog) if one.isVisible())
    qtbot.keyClicks(dialog.field, name)
    qtbot.waitUntil(lambda: len(dialog.results.entries()) == 1)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    dialog.ok.click()


def test_post_is_filed_from_the_file_only_after_a_question_where_it_names_another_one(
    qtbot: QtBot, screen: CasesScreen, cache: FakeCache
) -> None:
    screen.case.table.go_to_id("waiting")
    QTest.keyClick(screen.case.table, Qt.Key.Key_Return, CONTROL)
    dialog = question(screen, qtbot)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Özdemir-Schulte" in said and "Meier, Klaus" in said and "35502//BG0002345" in said
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    back_again(screen, qtbot)
    assert lies_in(cache, "waiting") == ""
    QTest.keyClick(screen.case.table, Qt.Key.Key_Return, CONTROL)
    QTest.keyClick(question(screen, qtbot), Qt.Key.Key_T)
    qtbot.waitUntil(lambda: lies_in(cache, "waiting") == "case-0")


def test_moving_into_a_case_that_the_document_speaks_against_asks_once(
    qtbot: QtBot, screen: CasesScreen, cache: FakeCache
) -> None:
    move(screen, qtbot, "wrong", "kowalski")
    QTest.keyClick(question(screen, qtbot), Qt.Key.Key_Escape)
    back_again(screen, qtbot)
    assert lies_in(cache, "wrong") == "case-0"
    move(screen, qtbot, "wrong", "kowalski")
    QTest.keyClick(question(screen, qtbot), Qt.Key.Key_T)
    qtbot.waitUntil(lambda: lies_in(cache, "wrong") == "case-4")


def test_a_misfiled_document_is_repaired_in_one_step_that_keeps_who_had_read_it_and_is_undone(
    qtbot: QtBot, screen: CasesScreen, cache: FakeCache, desk: Desk
) -> None:
    who = {"site": SITE, "by": "jan.weber"}
    mark = Mark(id="m", document="wrong", page=1, shape="note", areas=((0, 0, 10, 10),), text="gelesen")
    access = Access(id="a", what=PRINT, documents=("wrong",), by="jan.weber", at="2026-11-20T08:00:00Z")
    assert cache.enqueue(PutMark(**who, mark=mark, base=0)) is None
    assert cache.enqueue(RecordAccess(**who, access=access)) is None
    before = cache.document("wrong")
    assert before is not None
    move(screen, qtbot, "wrong", "klaus")
    qtbot.waitUntil(lambda: lies_in(cache, "wrong") == "case-1")
    qtbot.waitUntil(lambda: desk.undo_label != "")
    moved = cache.document("wrong")
    assert moved is not None
    assert (moved[2].checked_by, moved[2].checked_at) == ("jan.weber", before[2].checked_at)
    assert [known.by for known, _version in cache.marks("wrong")] == ["jan.weber"]
    assert [known.documents for known, _version in cache.records(SITE, Access)] == [("wrong",)]
    desk.undo()
    qtbot.waitUntil(lambda: lies_in(cache, "wrong") == "case-0")
    again = cache.document("wrong")
    assert again is not None
    assert (again[2].checked_by, again[2].title, again[2].register) == ("jan.weber", "Brief", before[2].register)


def test_a_copy_of_an_identity_card_in_the_file_is_flagged_with_the_rule(qtbot: QtBot, screen: CasesScreen) -> None:
    entry = next(entry for entry in screen.case.table.entries() if entry.id == "card")
    assert ("nicht aufbewahren", "bad") in entry.marks and "nicht aufbewahren" in entry.spoken
    screen.case.table.go_to_id("card")
    viewer = screen.viewer
    assert isinstance(viewer, ViewerPane)
    qtbot.waitUntil(lambda: "HEGA 03/2013" in viewer.facts.accessibleDescription())
