"""The team lead's screen through its widgets: figures and parts, dragging and keys, undo, the sample."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.cache import Touched
from app.domain.records import FILED, Document, FilingCheck, Site
from app.services.team_figures import ABSENT, AGE, PERSON, TEAM, UNASSIGNED, Slice
from app.tasks.desk import Desk
from app.ui.cases.place_dialog import PlaceDialog
from app.ui.shell import MainWindow, standard_screens
from app.ui.team.bar_table import POST
from app.ui.team.redistribute_dialog import RedistributeDialog
from app.ui.team.screen import TeamScreen
from tests.ui.example import ME, SITE, days_ago
from tests.ui.fakes import FakeCache
from tests.ui.team.conftest import LEAD, StubViewer, desk_for, post

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def listed(screen: TeamScreen) -> list[str]:
    return [row.id for row in screen.overview.post.list.rows()]


def bars(screen: TeamScreen) -> dict[str, int]:
    return {row.key: row.count for row in screen.overview.holders.bars.shown()}


def queue(cache: FakeCache, id_: str) -> tuple[str, str]:
    found = cache.document(id_)
    assert found is not None
    return found[2].team, found[2].worker


# --- what is seen -----------------------------------------------------------------------------------------------------
def test_the_oldest_comes_first_and_the_figures_stand_above(screen: TeamScreen) -> None:
    overview = screen.overview
    assert listed(screen) == ["p-0", "p-1", "p-2", "p-3", "p-4"]
    names = [tile.accessibleName() for tile in overview.tiles]
    assert names[:5] == [
        "Offen: 5", "Ältestes: 30 Tage", "Ohne Person: 2", "Bei Abwesenden: 2", "Wiedervorlagen überfällig: 1",
    ]  # fmt: skip
    assert bars(screen) == {"": 2, ME.id: 2, "jan.weber": 1, LEAD.id: 0}
    marked = [row for row in overview.holders.bars.shown() if row.mark]
    assert [row.key for row in marked] == [ME.id] and marked[0].mark.startswith("abwesend bis")


def test_every_part_can_be_listed_and_all_again(screen: TeamScreen, qtbot: QtBot) -> None:
    overview = screen.overview
    for tile, part, ids in (
        (overview.unassigned, UNASSIGNED, ["p-3", "p-4"]),
        (overview.absent, ABSENT, ["p-0", "p-1"]),
    ):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda ids=ids: listed(screen) == ids)
        assert overview.part == Slice(part) and tile.isChecked() and not overview.all.isChecked()
    overview.holders.bars.setFocus()
    overview.holders.bars.go_to(2)
    QTest.keyClick(overview.holders.bars, Key.Key_Return)
    qtbot.waitUntil(lambda: listed(screen) == ["p-2"])
    assert overview.post.heading.text() == "Person: Jan Weber"
    QTest.mouseClick(overview.post.all_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(listed(screen)) == 5)
    overview.holders.kinds.buttons[TEAM].click()
    assert bars(screen) == {"": 1, "leistung-1": 3, "leistung-2": 1}


def test_the_picture_of_ages_is_complete_by_keyboard_and_says_its_values(screen: TeamScreen, qtbot: QtBot) -> None:
    chart = screen.overview.charts.ages
    assert "8 bis 14 Tage: 1 Dokument." in chart.accessibleDescription()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Key.Key_End)
    assert chart.accessibleName() == "Alter der offenen Post. über 28 Tage: 1 Dokument."
    QTest.keyClick(chart, Key.Key_Left)
    assert "15 bis 28 Tage" in chart.accessibleName()
    QTest.keyClick(chart, Key.Key_Space)
    qtbot.waitUntil(lambda: listed(screen) == ["p-1"])
    assert screen.overview.part == Slice(AGE, "15")
    spot = chart.spots()[0].center()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(spot.x()), round(spot.y())))
    qtbot.waitUntil(lambda: listed(screen) == ["p-4"])


def test_the_picture_of_days_is_a_table_too(screen: TeamScreen) -> None:
    overview = screen.overview
    assert overview.charts.flow.accessibleDescription().startswith("In 30 Tagen: Eingang 4, abgelegt 0.")
    overview.charts.flow.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(overview.charts.flow, Key.Key_End)
    assert overview.charts.flow.accessibleName().endswith("Eingang 1, abgelegt 0.")
    overview.charts.kind.buttons["table"].click()
    assert overview.charts.shown.currentWidget() is overview.charts.table
    assert len(overview.charts.table.model().rows) == 30


def test_what_was_filed_stands_against_what_came_with_median_and_percentile(
    screen: TeamScreen, cache: FakeCache, desk: Desk, qtbot: QtBot
) -> None:
    cache.put(*(filed(number, ME.id, 1, waited) for number, waited in enumerate((1, 2, 2, 3, 3, 3, 4, 5, 8, 20))))
    desk.tell(Touched(documents=frozenset(f"p-{100 + number}" for number in range(10))))
    overview = screen.overview
    qtbot.waitUntil(lambda: "abgelegt 10" in overview.charts.flow.accessibleDescription())
    assert overview.times.accessibleName() == "Eingang bis Ablage: 3 · 8 Tage"
    assert overview.times.accessibleDescription().startswith("Median · 90. Perzentil")


def test_overdue_follow_ups_lead_to_their_document(screen: TeamScreen, qtbot: QtBot) -> None:
    QTest.mouseClick(screen.overview.late, Qt.MouseButton.LeftButton)
    assert [entry.id for entry in screen.overview.post.overdue.model().rows] == ["late"]
    assert not screen.overview.post.give.isVisible()
    with qtbot.waitSignal(screen.document_wanted) as wanted:
        screen.overview.post.overdue.choose_current()
    assert wanted.args == ["p-2"]


def test_post_of_the_own_site_is_opened_and_that_of_others_is_told(screen: TeamScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.document_wanted) as wanted:
        QTest.keyClick(screen.overview.post.list, Key.Key_Return)
    assert wanted.args == ["p-0"]
    elsewhere = replace(screen.overview.post.list.rows()[0], site="rhede")
    screen.overview.post.post_wanted.emit(elsewhere)
    assert "Standorts rhede" in screen.notice.accessibleName()


def test_others_work_is_shown(screen: TeamScreen, cache: FakeCache, desk: Desk, qtbot: QtBot) -> None:
    cache.put(post(7, 99, worker="jan.weber"))
    found = cache.document_row("p-7")
    assert found is not None
    desk.tell(Touched(documents=frozenset({"p-7"})))
    qtbot.waitUntil(lambda: listed(screen)[0] == "p-7")
    assert screen.overview.oldest.accessibleName() == "Ältestes: 99 Tage"


def test_an_empty_office_says_so(qapp: QApplication, qtbot: QtBot) -> None:
    cache = FakeCache(empty=True)
    cache.put(Site(id=SITE, name="Borken"), LEAD)
    desk = desk_for(cache, LEAD)
    screen = TeamScreen(desk, StubViewer)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.figures is not None)
    assert screen.overview.post.empty.accessibleName() == "Keine offene Post"
    screen.pages.buttons["sample"].click()
    qtbot.waitUntil(lambda: screen.sample.empty.accessibleName() == "Nichts zu prüfen")
    desk.close()


def test_who_leads_nobody_has_no_such_area(cache: FakeCache, qapp: QApplication, qtbot: QtBot) -> None:
    desk = desk_for(cache, ME)
    window = MainWindow(desk, standard_screens())
    qtbot.addWidget(window)
    assert "team" not in window.rail.buttons
    screen = TeamScreen(desk, StubViewer)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.empty.accessibleName() == "Diese Ansicht ist für Teamleitungen")
    desk.close()


def test_a_lead_comes_to_the_screen_by_its_key(desk: Desk, qtbot: QtBot) -> None:
    window = MainWindow(desk, standard_screens())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.rail.buttons["team"].click()
    qtbot.waitUntil(lambda: window.navigation.current == "team")


# --- redistributing ---------------------------------------------------------------------------------------------------
def choose(screen: TeamScreen, words: str) -> RedistributeDialog:
    QTest.keyClick(screen.overview.post.list, Key.Key_W, CONTROL | SHIFT)
    dialog = screen.findChild(RedistributeDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.field, words)
    return dialog


def test_many_are_redistributed_by_keys_and_taken_back_as_one(
    screen: TeamScreen, cache: FakeCache, desk: Desk, qtbot: QtBot
) -> None:
    overview = screen.overview
    overview.post.list.go_to(0)
    QTest.keyClick(overview.post.list, Key.Key_Down, SHIFT)
    assert [row.id for row in overview.post.list.meant()] == ["p-0", "p-1"]
    dialog = choose(screen, "jan")
    qtbot.waitUntil(lambda: [row.name for row in dialog.list.shown()] == ["Jan Weber"])
    assert dialog.outcome.text() == "Jan Weber: 1 → 3" and dialog.list.shown()[0].after == 3
    with qtbot.waitSignal(desk.acted) as acted:
        QTest.keyClick(dialog.field, Key.Key_Return)
    assert acted.args == ["2 Dokumente umverteilt an Jan Weber"]
    qtbot.waitUntil(lambda: bars(screen) == {"": 2, ME.id: 0, "jan.weber": 3, LEAD.id: 0})
    assert queue(cache, "p-0") == queue(cache, "p-1") == ("", "jan.weber")
    desk.undo()
    qtbot.waitUntil(lambda: bars(screen)[ME.id] == 2)
    assert queue(cache, "p-0") == queue(cache, "p-1") == ("", ME.id) and not desk.undo_label


def test_what_somebody_else_filed_meanwhile_is_refused_and_the_rest_goes(
    screen: TeamScreen, cache: FakeCache, desk: Desk, qtbot: QtBot
) -> None:
    screen.overview.post.list.go_to(0)
    QTest.keyClick(screen.overview.post.list, Key.Key_Down, SHIFT)
    dialog = choose(screen, "jan")
    qtbot.waitUntil(lambda: len(dialog.list.shown()) == 1)
    cache.put(post(0, 30, worker=ME.id, state_of_work=FILED, case="case-0", filed_by=ME.id, filed_at=cache.now))
    with qtbot.waitSignal(desk.was_refused):
        dialog.ok.click()
    qtbot.waitUntil(lambda: listed(screen) == ["p-1", "p-2", "p-3", "p-4"])
    assert queue(cache, "p-0") == ("", ME.id) and queue(cache, "p-1") == ("", "jan.weber")


def test_several_receivers_have_about_as_much_afterwards(screen: TeamScreen, cache: FakeCache, qtbot: QtBot) -> None:
    screen.overview.post.list.selectAll()
    dialog = choose(screen, "")
    names = [row.name for row in dialog.list.shown()]
    assert names[:3] == ["Eingang des Standorts", "Leistung 1", "Leistung 2"]
    dialog.list.go_to(names.index("Jan Weber"))
    QTest.keyClick(dialog.list, Key.Key_Down, SHIFT)
    assert {row.name: row.after for row in dialog.list.shown() if row.after is not None} == {
        "Eingang des Standorts": 0, "Leistung 2": 0, "Anna Berger": 0, "Jan Weber": 3, "Maria Koch": 2,
    }  # fmt: skip
    dialog.ok.click()
    qtbot.waitUntil(lambda: sorted(bars(screen).values()) == [0, 0, 2, 3])


def test_who_is_away_is_named_before_post_goes_there(screen: TeamScreen) -> None:
    screen.overview.post.list.go_to_id("p-2")
    dialog = choose(screen, "")
    dialog.list.go_to_id(f"bar-/{ME.id}")
    assert "Anna Berger ist bis" in dialog.outcome.text()
    dialog.list.go_to_id("bar-/jan.weber")
    assert dialog.outcome.text() == "Die Post liegt schon dort." and not dialog.ok.isEnabled()


class Hand:
    """Stands for the system while something is dragged: holds it over a bar and lets it go there."""

    def __init__(self, screen: TeamScreen, key: str, *, drop: bool = True) -> None:
        self._bars, self._key, self._drop = screen.overview.holders.bars, key, drop
        self.seen: dict[str, int | None] = {}

    def carry(self, drag: QDrag) -> Qt.DropAction:
        viewport, data = self._bars.viewport(), drag.mimeData()
        number = next(n for n, row in enumerate(self._bars.shown()) if row.key == self._key)
        at = QPoint(30, self._bars.rowViewportPosition(number) + 5)
        common = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, QDragEnterEvent(at, *common))
        move = QDragMoveEvent(at, *common)
        QApplication.sendEvent(viewport, move)
        self.seen = {row.key: row.after for row in self._bars.shown()}
        if self._drop and move.isAccepted():
            QApplication.sendEvent(viewport, QDropEvent(QPointF(at), *common))
        else:
            QApplication.sendEvent(viewport, QDragLeaveEvent())
        return Qt.DropAction.MoveAction


def drag(screen: TeamScreen, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the selected rows by the mouse, as Qt begins a drag."""
    monkeypatch.setattr(QDrag, "exec", lambda carried, *_actions: hand.carry(carried))
    viewport = screen.overview.post.list.viewport()
    row = screen.overview.post.list.currentIndex()
    start = screen.overview.post.list.visualRect(row).center()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in (4, 30, 60):
        QTest.mouseMove(viewport, start + QPoint(step, step))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 60))


def test_rows_are_dragged_onto_a_person_and_taken_back(
    screen: TeamScreen, cache: FakeCache, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.overview.post.list.go_to(0)
    QTest.keyClick(screen.overview.post.list, Key.Key_Down, SHIFT)
    hand = Hand(screen, "jan.weber")
    with qtbot.waitSignal(desk.acted) as acted:
        drag(screen, hand, monkeypatch)
    assert hand.seen == {"": None, ME.id: 0, "jan.weber": 3, LEAD.id: None}
    assert acted.args == ["2 Dokumente umverteilt an Jan Weber"]
    qtbot.waitUntil(lambda: bars(screen)["jan.weber"] == 3)
    desk.undo()
    qtbot.waitUntil(lambda: queue(cache, "p-0") == queue(cache, "p-1") == ("", ME.id))


def test_dragged_onto_a_team_or_back_to_the_site(
    screen: TeamScreen, cache: FakeCache, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.overview.holders.kinds.buttons[TEAM].click()
    screen.overview.post.list.go_to_id("p-0")
    drag(screen, Hand(screen, "leistung-2"), monkeypatch)
    qtbot.waitUntil(lambda: queue(cache, "p-0") == ("leistung-2", ""))
    qtbot.waitUntil(lambda: not screen.giving.moved)
    screen.overview.post.list.go_to_id("p-3")
    drag(screen, Hand(screen, ""), monkeypatch)
    qtbot.waitUntil(lambda: queue(cache, "p-3") == ("", ""))


def test_nobody_is_no_receiver_and_a_drag_given_up_changes_nothing(
    screen: TeamScreen, cache: FakeCache, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.overview.post.list.go_to_id("p-0")
    drag(screen, Hand(screen, ""), monkeypatch)
    assert "ist keine Person" in screen.notice.accessibleName()
    drag(screen, Hand(screen, "jan.weber", drop=False), monkeypatch)
    assert all(row.after is None for row in screen.overview.holders.bars.shown())
    screen.overview.holders.kinds.buttons["channel"].click()
    drag(screen, Hand(screen, "fax"), monkeypatch)
    assert queue(cache, "p-0") == ("", ME.id)


def test_what_comes_from_elsewhere_cannot_be_dropped(screen: TeamScreen) -> None:
    data = QMimeData()
    data.setText("p-0")
    assert not data.hasFormat(POST)
    event = QDragEnterEvent(
        QPoint(30, 30), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(screen.overview.holders.bars.viewport(), event)
    assert not event.isAccepted()


# --- the sample -------------------------------------------------------------------------------------------------------
def filed(number: int, by: str, days: int, waited: int = 2) -> Document:
    at = f"{days_ago(days)}T10:00:00Z"
    return post(100 + number, days + waited, state_of_work=FILED, case="case-0", filed_by=by, filed_at=at)


@pytest.fixture
def sampling(screen: TeamScreen, cache: FakeCache, qtbot: QtBot) -> TeamScreen:
    cache.put(filed(0, ME.id, 1), filed(1, ME.id, 2), filed(2, LEAD.id, 1), filed(3, "jan.weber", 20))
    screen.pages.buttons["sample"].click()
    qtbot.waitUntil(lambda: len(screen.sample.table.model().rows) == 3)
    return screen


def checks(cache: FakeCache) -> list[tuple[str, str, str]]:
    return [(one.document, one.verdict, one.remark) for one, _ in cache.records(SITE, FilingCheck)]


def test_a_lead_looks_and_judges_one_after_the_other(sampling: TeamScreen, cache: FakeCache, qtbot: QtBot) -> None:
    sample = sampling.sample
    assert [one.filing.document for one in sample.table.model().rows] == ["p-101", "p-100", "p-102"]
    viewer = sample.findChild(StubViewer)
    assert viewer is not None and viewer.text() == "p-101"
    sample.table.setFocus()
    QTest.keyClick(sample.table, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: checks(cache) == [("p-101", "right", "")])
    qtbot.waitUntil(lambda: sample.progress.text() == "1 von 3 geprüft")
    assert viewer.text() == "p-100"
    sample.wrong.click()
    assert len(checks(cache)) == 1 and "was an der Ablage nicht stimmt" in sample.notice.accessibleName()
    QTest.keyClicks(sample.remark, "falsche Akte")
    sample.wrong.click()
    qtbot.waitUntil(lambda: ("p-100", "wrong", "falsche Akte") in checks(cache))
    qtbot.waitUntil(sample.repair.isVisible)
    assert "falsch" in sample.notice.accessibleName() and not sample.wrong.isEnabled()
    with qtbot.waitSignal(sampling.move_wanted) as wanted:
        sample.repair.click()
    assert wanted.args == ["p-100"]
    (result,) = sample.results.model().rows
    assert (result.name, result.result.checked, result.result.wrong) == ("Anna Berger", 2, 1)
    assert result.result.share_right is None


def test_a_wrong_filing_is_moved_by_the_dialog_of_its_file(cache: FakeCache, desk: Desk, qtbot: QtBot) -> None:
    cache.put(filed(0, ME.id, 1))
    window = MainWindow(desk, standard_screens())
    qtbot.addWidget(window)
    window.show()
    window.navigation.move_elsewhere("p-100")
    qtbot.waitUntil(lambda: window.cases.findChild(PlaceDialog) is not None)
    dialog = window.cases.findChild(PlaceDialog)
    assert dialog is not None and window.cases.case.case_id == "case-0" and dialog.isVisible()
    dialog.reject()


def test_the_own_filing_is_left_to_another_lead(sampling: TeamScreen, cache: FakeCache) -> None:
    sampling.sample.table.go_to(2)
    assert not sampling.sample.right.isEnabled() and "eigene Ablage" in sampling.sample.notice.accessibleName()
    sampling.sample.judge("right")
    assert checks(cache) == []


def test_kinds_of_bars_are_those_that_take_post(screen: TeamScreen) -> None:
    assert screen.overview.holders.kinds.current == PERSON and screen.overview.holders.bars.taking
    screen.overview.holders.kinds.buttons["channel"].click()
    assert not screen.overview.holders.bars.taking
