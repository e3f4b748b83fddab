"""Follow-ups, absences and routing rules through the window: entered, tried, done, taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.cache import Found
from app.domain.records import HANDED_OVER, Absence, Document, FollowUp, Routing, RoutingRule, Site, Worker
from app.tasks.desk import Desk
from app.tasks.lanes import Bridge
from app.tasks.pages import PageQueue
from app.tasks.presence import Watch
from app.ui.common.follow_up_dialog import FollowUpDialog, Subject, working_day
from app.ui.shell import MainWindow, Screens, standard_screens
from app.ui.shell.finding import OnItsWay, result_groups
from app.ui.shell.work_deeds import work_said
from app.ui.work.absences import AbsencesDialog
from app.ui.work.follow_ups import FollowUpsScreen
from app.ui.work.routing import RoutingDialog
from app.ui.work.rule_words import conditions
from tests.domain.test_work import BY_LEAD, RULE
from tests.ui.conftest import StubInbox
from tests.ui.fake_pages import FakePages
from tests.ui.fakes import ME, SITE, FakeCache, days_ago

LEAD = Worker(id="maria.koch", name="Maria Koch", teams=("leistung-1", "leistung-2"), roles=("team-lead", "caseworker"))
CONTROL = Qt.KeyboardModifier.ControlModifier


def follow_up(number: int, days: int, **more: str) -> FollowUp:
    given = {"reason": f"Grund {number}", "worker": ME.id, "document": "in-1", **more}
    return FollowUp(id=f"f{number}", due_on=days_ago(-days), **given)


@pytest.fixture
def lead_desk(cache: FakeCache, qapp: QApplication) -> Iterator[Desk]:
    cache.put(LEAD)
    bridge, pages = Bridge(), FakePages()
    made = Desk(cache, PageQueue(pages, pages, bridge), LEAD, SITE, bridge)
    yield made
    made.close()


def reasons(screen: FollowUpsScreen) -> list[str]:
    return [entry.text for entry in screen.list.entries()]


def opened(qtbot: QtBot, desk: Desk) -> FollowUpsScreen:
    screen = FollowUpsScreen(desk)
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.focus_search()
    return screen


# --- follow-ups ------------------------------------------------------------------------------------------------------
def test_follow_ups_are_listed_by_day_and_whose_they_are(qtbot: QtBot, desk: Desk, cache: FakeCache) -> None:
    cache.put(
        follow_up(1, 0),
        follow_up(2, -3),
        follow_up(3, 40, document="", case="case-1"),
        follow_up(4, 2, worker="jan.weber"),
        follow_up(5, 2, worker="", team="leistung-2"),
        replace(follow_up(6, -9), done_at="2026-11-20T08:00:00Z"),
        replace(follow_up(7, -9), removed=True),
    )
    screen = opened(qtbot, desk)
    qtbot.waitUntil(lambda: reasons(screen) == ["Grund 2", "Grund 1", "Grund 3"])
    entry = screen.list.entries()[2]
    assert "Meier" in (entry.detail or "") and entry.icon == "folder"
    screen.queue.buttons["team"].click()
    qtbot.waitUntil(lambda: reasons(screen) == ["Grund 2", "Grund 1", "Grund 4", "Grund 3"])
    screen.queue.buttons["site"].click()
    qtbot.waitUntil(lambda: len(reasons(screen)) == 5)


def test_done_by_key_and_taken_back(qtbot: QtBot, desk: Desk, cache: FakeCache) -> None:
    cache.put(follow_up(1, 0), follow_up(2, 1))
    screen = opened(qtbot, desk)
    qtbot.waitUntil(lambda: reasons(screen) == ["Grund 1", "Grund 2"])
    QTest.keyClick(screen.list, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: reasons(screen) == ["Grund 2"])
    desk.undo()
    qtbot.waitUntil(lambda: reasons(screen) == ["Grund 1", "Grund 2"])
    QTest.keyClick(screen.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(reasons(screen)) == 1)
    desk.undo()
    qtbot.waitUntil(lambda: len(reasons(screen)) == 2)


def test_enter_leads_to_what_it_is_about_and_f2_changes_it(qtbot: QtBot, desk: Desk, cache: FakeCache) -> None:
    cache.put(follow_up(1, 0), follow_up(2, 5, document="", case="case-1"))
    screen = opened(qtbot, desk)
    qtbot.waitUntil(lambda: len(reasons(screen)) == 2)
    with qtbot.waitSignal(screen.document_wanted) as document:
        QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert document.args == ["in-1"]
    screen.list.go_to_id("f2")
    with qtbot.waitSignal(screen.case_wanted) as case:
        QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert case.args == ["case-1"]
    QTest.keyClick(screen.list, Qt.Key.Key_F2)
    dialog = screen.window().findChildren(FollowUpDialog)[0]
    assert dialog.reason.currentText() == "Grund 2"
    qtbot.waitUntil(lambda: dialog.owner.count() > 2)
    dialog.reason.setEditText("Neuer Grund")
    dialog.owner.setCurrentIndex(1)
    dialog.accept()
    screen.queue.buttons["site"].click()
    qtbot.waitUntil(lambda: "Neuer Grund" in reasons(screen))
    changed = {one.id: one for one, _version in cache.records(SITE, FollowUp)}["f2"]
    assert (changed.team, changed.worker, changed.case) == ("leistung-1", "", "case-1")


def test_those_of_the_absent_are_the_deputys(qtbot: QtBot, desk: Desk, cache: FakeCache) -> None:
    cache.put(Absence(id="a", worker="jan.weber", since=days_ago(1), until=days_ago(-1), deputies=(ME.id,)))
    cache.put(follow_up(1, 0, worker="jan.weber"))
    screen = opened(qtbot, desk)
    qtbot.waitUntil(lambda: reasons(screen) == ["Grund 1"])
    assert "Vertretung für Jan Weber" in [text for text, _tone in screen.list.entries()[0].marks]


def test_nothing_to_do_says_so_and_leads_on(qtbot: QtBot, desk: Desk, cache: FakeCache) -> None:
    cache.put(follow_up(1, 0, worker="jan.weber"))
    screen = opened(qtbot, desk)
    qtbot.waitUntil(lambda: screen.empty.isVisible())
    assert not screen.done_button.isEnabled() and not screen.routing_button.isVisible()
    screen.empty.button.click()
    qtbot.waitUntil(lambda: reasons(screen) == ["Grund 1"])


def test_a_weekend_is_no_day_for_a_follow_up() -> None:
    from datetime import date

    days = [date(2026, 11, day) for day in (20, 21, 22, 23)]
    assert [working_day(day).day for day in days] == [20, 23, 23, 23]


def test_the_area_is_in_the_window_with_what_is_due_and_leads_to_the_document(
    qtbot: QtBot, window: MainWindow, screens: Screens, cache: FakeCache, desk: Desk
) -> None:
    dialog = FollowUpDialog(desk, [Subject("Brief", document="in-1")])
    qtbot.addWidget(dialog)
    dialog.day.setDate(QDate.currentDate())
    dialog.reason.setEditText("Rückruf")
    desk.perform(dialog.step())
    qtbot.waitUntil(lambda: "fällig" in window.rail.buttons["work"].accessibleName())
    QTest.keyClick(window, Qt.Key.Key_4, CONTROL)
    assert window.navigation.current == "work"
    screen = window.stack.currentWidget()
    assert isinstance(screen, FollowUpsScreen)
    qtbot.waitUntil(lambda: reasons(screen) == ["Rückruf"])
    screen.open()
    qtbot.waitUntil(lambda: window.navigation.current == "inbox")
    inbox = window.inbox
    assert isinstance(inbox, StubInbox)
    qtbot.waitUntil(lambda: inbox.text() == "in-1")


# --- absences ------------------------------------------------------------------------------------------------------
def absences(cache: FakeCache) -> list[Absence]:
    return [one for one, _version in cache.records(SITE, Absence) if not one.removed]


def test_ones_own_absence_is_entered_and_taken_back(qtbot: QtBot, desk: Desk, cache: FakeCache) -> None:
    dialog = AbsencesDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.deputies[0].count() > 1)
    assert dialog.empty.isVisible() and not dialog.worker.isEnabled()
    assert "Ohne Vertretung" in dialog.told.accessibleName()
    dialog.deputies[0].setCurrentIndex(dialog.deputies[0].findData(ME.id))
    assert not dialog.enter_button.isEnabled()
    dialog.deputies[0].setCurrentIndex(dialog.deputies[0].findData("jan.weber"))
    dialog.until.setDate(QDate.currentDate().addDays(7))
    dialog.enter_button.click()
    qtbot.waitUntil(lambda: len(dialog.list.entries()) == 1)
    (entered,) = absences(cache)
    assert (entered.worker, entered.deputies, entered.by) == (ME.id, ("jan.weber",), ME.id)
    dialog.list.go_to_first()
    dialog.remove_button.click()
    qtbot.waitUntil(lambda: absences(cache) == [])
    desk.undo()
    qtbot.waitUntil(lambda: len(absences(cache)) == 1)


def test_the_lead_enters_others_and_is_told_when_the_deputy_is_away_too(
    qtbot: QtBot, lead_desk: Desk, cache: FakeCache
) -> None:
    since, until = days_ago(1), days_ago(-30)
    cache.put(Absence(id="a", worker="jan.weber", since=since, until=until, deputies=("maria.koch",)))
    dialog = AbsencesDialog(lead_desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.list.entries()) == 1 and dialog.worker.count() == 3)
    dialog.worker.setCurrentIndex(dialog.worker.findData(ME.id))
    dialog.deputies[0].setCurrentIndex(dialog.deputies[0].findData("jan.weber"))
    assert "Jan Weber ist dann selbst abwesend" in dialog.told.accessibleName()
    assert "Maria Koch" in dialog.told.accessibleName()
    dialog.enter_button.click()
    qtbot.waitUntil(lambda: len(absences(cache)) == 2)


# --- routing rules -------------------------------------------------------------------------------------------------
def test_rules_are_written_tried_on_the_last_post_and_switched_on(
    qtbot: QtBot, lead_desk: Desk, cache: FakeCache
) -> None:
    day = days_ago(1)
    for number, case in enumerate(("case-1", "case-4", "case-6")):  # Meier, Kowalski, Nguyen
        cache.put(
            Document(id=f"y{number}", sha256=f"y{number}", proposed_case=case, scanned_at=f"{day}T07:00", worker=ME.id)
        )
    dialog = RoutingDialog(lead_desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.form.target.count() > 3)
    assert dialog.empty.isVisible() and not dialog.try_button.isEnabled() and not dialog.switch_button.isEnabled()
    dialog.form.add_button.click()
    assert "ohne Bedingung" in dialog.form.told.accessibleName()
    dialog.form.letters[0].setText("A")
    dialog.form.letters[1].setText("M")
    dialog.form.target.setCurrentIndex(dialog.form.target.findText("Team Leistung 2"))
    dialog.form.add_button.click()
    qtbot.waitUntil(lambda: len(dialog.rules) == 1)
    assert not dialog.switch_button.isEnabled(), "nothing is switched on before it was tried"
    dialog.try_button.click()
    qtbot.waitUntil(lambda: dialog.trial is not None)
    trial = dialog.trial
    assert trial is not None
    assert (trial.day, trial.documents, trial.by_rule, trial.unmet, trial.moved) == (day, 3, (2,), 1, 2)
    assert "2 von einer Regel" in dialog.tried.outcome.accessibleName() and dialog.tried.flows.isVisible()
    dialog.switch_button.click()
    rules = (RoutingRule(letter_from="A", letter_to="M", team="leistung-2"),)
    qtbot.waitUntil(lambda: [one.rules for one, _version in cache.records(SITE, Routing)] == [rules])
    qtbot.waitUntil(lambda: dialog.off_button.isEnabled())
    assert "Eingeschaltet" in dialog.state.accessibleName()
    lead_desk.undo()
    qtbot.waitUntil(lambda: [one.draft for one, _version in cache.records(SITE, Routing)] == [rules])


def test_a_rule_for_numbers_and_a_legal_area_is_tried_on_what_it_meets(
    qtbot: QtBot, lead_desk: Desk, cache: FakeCache
) -> None:
    for number, case in enumerate(("case-0", "case-2", "case-5")):  # 35502//0001234, //0003456 and //0006789
        cache.put(
            Document(id=f"z{number}", sha256=f"z{number}", proposed_case=case, scanned_at=f"{days_ago(1)}T07:00")
        )
    dialog = RoutingDialog(lead_desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.form.target.count() > 3)
    dialog.form.numbers[0].setText("35502//0002000")
    dialog.form.numbers[1].setText("halb")
    dialog.form.add_button.click()
    assert "lässt sich nicht lesen" in dialog.form.told.accessibleName() and not dialog.rules
    dialog.form.numbers[1].setText("35502 BG 5000")
    dialog.form.area.setCurrentIndex(dialog.form.area.findData("sgb2"))
    dialog.form.target.setCurrentIndex(dialog.form.target.findText("Team Leistung 2"))
    dialog.form.add_button.click()
    rule = RoutingRule(
        number_from="35502BG0002000", number_to="35502BG0005000", legal_area="sgb2", team="leistung-2"
    )
    qtbot.waitUntil(lambda: dialog.rules == (rule,))
    dialog.try_button.click()
    qtbot.waitUntil(lambda: dialog.trial is not None)
    trial = dialog.trial
    assert trial is not None and (trial.documents, trial.by_rule, trial.unmet) == (3, (1,), 2)


def test_the_order_of_rules_counts_and_a_change_has_to_be_tried_anew(
    qtbot: QtBot, lead_desk: Desk, cache: FakeCache
) -> None:
    first, second = (RoutingRule(letter_to=letter, team="leistung-1") for letter in ("K", "Z"))
    cache.put(Routing(id="routing", rules=(first, second), tried_on=days_ago(1)))
    dialog = RoutingDialog(lead_desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.rules == (first, second))
    dialog.try_out()
    qtbot.waitUntil(lambda: dialog.trial is not None)
    dialog.list.go_to_first()
    dialog.down_button.click()
    qtbot.waitUntil(lambda: dialog.rules == (second, first))
    assert dialog.trial is None and "Entwurf" in dialog.state.accessibleName()
    dialog.list.go_to_first()
    dialog.remove_button.click()
    qtbot.waitUntil(lambda: dialog.rules == (first,))
    dialog.off_button.click()
    qtbot.waitUntil(lambda: cache.records(SITE, Routing)[0][0].rules == ())


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (RoutingRule(letter_from="a", letter_to="k"), "Name A bis K"),
        (RoutingRule(letter_to="k"), "Name bis K"),
        (RoutingRule(letter_from="sch", letter_to="sch", legal_area="sgb2"), "Name Sch, SGB II"),
        (RoutingRule(document_type="Widerspruch"), "Typ „Widerspruch“"),
    ],
)
def test_a_rule_is_said_in_words(rule: RoutingRule, said: str) -> None:
    assert conditions(rule) == said


def test_what_waits_is_said_in_words() -> None:
    from app.domain.actions import FileDocument, PutRouting, TakeDocument

    assert work_said(TakeDocument(**BY_LEAD, document="d"), "Brief") == "„Brief“ übernehmen"
    assert work_said(PutRouting(**BY_LEAD, base=0, draft=(RULE,)), "") == "Verteilregeln ändern"
    assert work_said(FileDocument(**BY_LEAD, document="d", case="c"), "Brief") == ""


# --- in a file -----------------------------------------------------------------------------------------------------
def test_a_follow_up_of_a_file_is_entered_there_and_seen_over_its_documents(
    qtbot: QtBot, full_window: MainWindow, cache: FakeCache
) -> None:
    full_window.navigation.open_case("case-0")
    screen = full_window.cases
    qtbot.waitUntil(lambda: screen.case.case_id == "case-0" and screen.case.table.entry() is not None)
    current = screen.case.table.entry()
    assert current is not None
    for whole in (False, True):
        full_window.activateWindow()
        qtbot.waitUntil(full_window.isActiveWindow)
        screen.case.table.setFocus()
        QTest.keyClick(screen.case.table, Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: bool(full_window.findChildren(FollowUpDialog)))
        dialog = full_window.findChildren(FollowUpDialog)[-1]
        assert "Özdemir-Schulte" in dialog.file.toolTip()
        dialog.file.setChecked(whole)
        dialog.reason.setEditText("Rückruf")
        dialog.accept()
        qtbot.waitUntil(lambda: not full_window.findChildren(FollowUpDialog))
    qtbot.waitUntil(lambda: len(cache.records(SITE, FollowUp)) == 2)
    about = {(one.document, one.case) for one, _version in cache.records(SITE, FollowUp)}
    assert about == {(current.id, "case-0"), ("", "case-0")}
    qtbot.waitUntil(lambda: "Rückruf" in screen.left_word.follow_up.accessibleName())


def test_what_another_site_has_is_found_and_said_where_it_is(
    qtbot: QtBot, window: MainWindow, cache: FakeCache
) -> None:
    cache.put(Site(id="heek", name="Heek"))
    cache.put(Document(id="gone", sha256="g", item="K99-000777", state_of_work=HANDED_OVER, handed_to="heek"))
    row = cache.document_row("gone")
    assert row is not None
    groups = {group.key: group for group in result_groups(Found(documents=(row,)), OnItsWay())}
    assert [entry.marks[-1][0] for entry in groups["given"].entries] == ["beim Standort heek"]
    assert not groups["documents"].entries
    window.navigation.show_document("gone")
    qtbot.waitUntil(lambda: "liegt beim Standort Heek" in window.telling.toast.accessibleName())


def test_the_others_are_told_what_the_screen_in_front_shows(
    qtbot: QtBot, desk: Desk, open_window: Callable[[Screens], MainWindow]
) -> None:
    told: list[str] = []
    watch = Watch(lambda: None, Bridge(), SITE, ME.id)
    watch.look = told.append  # type: ignore[method-assign]
    desk.presence = watch
    window = open_window(standard_screens())
    qtbot.waitUntil(lambda: bool(told) and told[-1].startswith("in-"))
    waiting = told[-1]
    window.navigation.open_case("case-0")
    qtbot.waitUntil(lambda: told[-1].startswith("doc-"))
    filed = told[-1]
    window.navigation.go_to("inbox")
    assert told[-1] == waiting
    window.navigation.go_to("work")
    assert told[-1] == ""
    window.navigation.go_to("cases")
    assert told[-1] == filed
