"""Paper in the window: a key for each wish, undo, what comes due, what is on its way and late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.cache import Touched
from app.domain.records import FILED, HOLD, ORIGINAL, RESCAN, Announcement, Document, PaperWish, Site
from app.tasks.desk import Desk
from app.ui.cases.screen import CasesScreen
from app.ui.common.paper import paper_icon, wish_marks, wishes_said
from app.ui.inbox import rows as queue
from app.ui.inbox.queue_head import DUE
from app.ui.inbox.screen import InboxScreen
from app.ui.viewer.facts import FactsBar
from app.ui.viewer.pane import ViewerPane
from tests.ui.example import ME, SITE, days_ago
from tests.ui.fakes import FakeCache, make_desk

CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def paper(number: int, scanned: int, **fields: object) -> Document:
    made = Document(
        id=f"p-{number}",
        sha256=f"{number:064x}",
        title=f"Brief {number}",
        received_on=days_ago(scanned),
        scanned_at=f"{days_ago(scanned)}T06:12:31+01:00",
        item=f"K17-{number}",
        worker=ME.id,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


@pytest.fixture
def cache() -> FakeCache:
    made = FakeCache(filed=0, inbox=0)
    made.put(
        paper(0, 50),
        paper(1, 20),
        paper(2, 52, state_of_work=FILED, case="case-0"),
        paper(3, 54, checked_at="2026-11-01T08:00:00Z", checked_by="anna"),
        Announcement(id="ann-1", item="K22-1", delivery="SD-9", announced_on=days_ago(20), case="case-0"),
        Announcement(id="ann-2", item="K22-2", delivery="SD-9", announced_on=days_ago(0), case="case-0"),
    )
    return made


@pytest.fixture
def desk(cache: FakeCache) -> Iterator[Desk]:
    made = make_desk(cache)
    yield made
    made.close()


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> InboxScreen:
    made = InboxScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.isActiveWindow() and len(made.queue.model.rows) == 3)
    made.queue.go_to("p-1")
    made.focus_search()
    qtbot.waitUntil(made.panel.search.field.hasFocus)
    return made


def wishes(cache: FakeCache, id_: str = "p-1") -> list[str]:
    found = cache.document(id_)
    assert found is not None
    return [wish.wish for wish in found[2].wishes if wish.open]


def checked(cache: FakeCache, id_: str = "p-1") -> bool:
    found = cache.document(id_)
    return found is not None and bool(found[2].checked_at)


@pytest.mark.parametrize(("key", "wish"), [(Key.Key_I, ORIGINAL), (Key.Key_N, RESCAN), (Key.Key_B, HOLD)])
def test_one_key_wishes_and_the_same_key_withdraws(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, key: Qt.Key, wish: str
) -> None:
    field = screen.panel.search.field
    QTest.keyClick(field, key, CONTROL)
    qtbot.waitUntil(lambda: wishes(cache) == [wish])
    qtbot.waitUntil(lambda: wish in dict(screen.queue.meant()[0].wishes))
    QTest.keyClick(field, key, CONTROL)
    qtbot.waitUntil(lambda: wishes(cache) == [])


def test_skipping_by_its_key_leaves_one_document_chosen(qtbot: QtBot, screen: InboxScreen) -> None:
    screen.queue.go_to("p-3")
    for document in ("p-0", "p-1"):
        QTest.keyClick(screen.panel.search.field, Key.Key_Right, CONTROL)
        assert [row.id for row in screen.queue.meant()] == [document]
        assert [row.id for row in screen.panel.rows()] == [document]


def test_wishes_and_checked_are_undone_in_order(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, desk: Desk
) -> None:
    field = screen.panel.search.field
    QTest.keyClick(field, Key.Key_J, CONTROL)
    qtbot.waitUntil(lambda: checked(cache) and screen.queue.meant()[0].checked)
    QTest.keyClick(field, Key.Key_B, CONTROL)
    qtbot.waitUntil(lambda: wishes(cache) == [HOLD] and "Aufbewahren" in desk.undo_label)
    desk.undo()
    qtbot.waitUntil(lambda: wishes(cache) == [] and checked(cache))
    desk.undo()
    qtbot.waitUntil(lambda: not checked(cache))
    desk.redo()
    qtbot.waitUntil(lambda: checked(cache))


def test_due_papers_are_reached_from_the_filter_and_leave_it_when_checked(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache
) -> None:
    def shown() -> list[str]:
        return [row.id for row in screen.queue.model.rows]

    next(action for action in screen.queue.head.channels.menu().actions() if action.data() == DUE).trigger()
    qtbot.waitUntil(lambda: shown() == ["p-2", "p-0"])
    assert "Papier fällig" in screen.queue.head.channels.text()
    screen.queue.table.go_to_id("p-2")
    assert not screen.panel.rows()  # it lies in a file already
    QTest.keyClick(screen.queue.table, Key.Key_J, CONTROL)
    qtbot.waitUntil(lambda: shown() == ["p-0"])
    screen.queue.head.drop_filter()
    qtbot.waitUntil(lambda: set(shown()) == {"p-0", "p-1", "p-3"})


def test_post_on_its_way_stands_in_a_group_of_its_own_and_says_when_it_is_late(
    qtbot: QtBot, screen: InboxScreen
) -> None:
    group = screen.outlook.announced
    qtbot.waitUntil(lambda: group.isVisibleTo(screen) and group.table.isVisibleTo(screen))
    lines = group.table._rows.rows
    assert [line.id for line in lines] == ["ann-1", "ann-2"] and lines[0].late > 10 and lines[1].late == 0
    assert group.late.text() == "1 überfällig" and "überfällig" in group.button.accessibleName()
    assert "Tage überfällig" in group.table._rows._spoken(lines[0], 0)
    group.table.go_to(0)
    assert [row.id for row in screen.panel.rows()] == ["p-1"]
    group.button.click()
    assert not group.table.isVisibleTo(screen)


def test_the_file_shows_what_is_on_its_way_and_the_same_keys_work(
    qtbot: QtBot, desk: Desk, cache: FakeCache
) -> None:
    screen = CasesScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(screen)
    screen.resize(1400, 800)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.open_case("case-0")
    table = screen.case.table
    qtbot.waitUntil(lambda: {"ann-1", "ann-2", "p-2"} <= {entry.id for entry in table.entries()})
    late = {entry.id: [text for text, _tone in entry.marks] for entry in table.entries()}
    assert "überfällig" in late["ann-1"][0] and late["ann-2"] == []
    table.go_to_id("ann-1")
    QTest.keyClick(table, Key.Key_B, CONTROL)
    table.go_to_id("p-2")
    QTest.keyClick(table, Key.Key_N, CONTROL)
    qtbot.waitUntil(lambda: wishes(cache, "p-2") == [RESCAN])
    qtbot.waitUntil(lambda: ("Neu scannen", "accent") in next(e for e in table.entries() if e.id == "p-2").marks)


def test_nothing_is_wished_for_paper_that_is_gone_and_the_reason_is_said(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, desk: Desk
) -> None:
    document = cache.document("p-1")
    assert document is not None
    cache.put(replace(document[2], destroyed_at="2026-11-01T08:00:00+01:00"))
    with qtbot.waitSignal(desk.was_refused) as refused:
        QTest.keyClick(screen.panel.search.field, Key.Key_B, CONTROL)
    assert refused.args is not None and refused.args[0].code == "paper-destroyed"


def test_the_facts_say_the_wish_and_what_became_of_it_in_words(qtbot: QtBot) -> None:
    bar = FactsBar()
    qtbot.addWidget(bar)
    wish = PaperWish(wish=HOLD, by="anna", at="2026-11-20T09:00:00Z", ordered="AUF-1", answer="done")
    bar.show_document(paper(9, 1, wishes=(wish,)))
    assert bar._wish.text() == "Aufbewahren: bestätigt" and "Aufbewahren" in bar.accessibleDescription()
    bar.show_document(paper(9, 1, checked_by="anna", checked_at="2026-11-20T09:00:00Z"))
    assert bar._wish.text() == "Gesichtet" and "anna" in bar._wish.toolTip()


def test_the_clock_runs_in_the_list_and_over_the_document_until_it_is_destroyed(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, desk: Desk
) -> None:
    def clocks() -> dict[str, str]:
        rows, column = screen.queue.model.rows, screen.queue.model.columns[-1]
        return {row.id: " ".join(text for text, _tone in column.cell(row).marks) for row in rows}

    viewer = screen.viewer
    assert isinstance(viewer, ViewerPane)
    assert clocks() == {"p-0": "6 T", "p-1": "36 T", "p-3": "2 T"}
    qtbot.waitUntil(lambda: "Papier noch 36 Tage" in viewer.facts.accessibleDescription())
    known = cache.document("p-1")
    assert known is not None
    cache.put(replace(known[2], destroyed_at=f"{days_ago(1)}T10:00:00+01:00"))
    desk.tell(Touched(documents=frozenset({"p-1"})))
    qtbot.waitUntil(lambda: "vernichtet" in viewer.facts.accessibleDescription() and clocks()["p-1"] == "0 T")


def test_late_is_counted_from_the_days_that_the_provider_promised(qtbot: QtBot, desk: Desk, cache: FakeCache) -> None:
    cache.put(Site(id=SITE, name="Borken", promised_days=30))
    screen = InboxScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(screen)
    screen.show()
    group = screen.outlook.announced
    qtbot.waitUntil(lambda: len(group.table._rows.rows) == 2)
    assert [line.late for line in group.table._rows.rows] == [0, 0]
    assert "überfällig" not in group.button.accessibleName()


def test_both_scans_of_a_paper_lead_to_each_other(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, desk: Desk
) -> None:
    old = paper(0, 50, wishes=(PaperWish(wish=RESCAN, by=ME.id, fulfilled="p-1"),))
    cache.put(old, replace(paper(1, 20), rescan_of="p-0"))
    desk.tell(Touched(documents=frozenset({"p-0", "p-1"})))
    rows = screen.queue.model
    qtbot.waitUntil(lambda: ("Neuer Scan", "good") in queue.row_marks(rows.rows[rows.row_of("p-1") or 0]))
    assert ("neu gescannt", "") in queue.row_marks(rows.rows[rows.row_of("p-0") or 0])
    viewer = screen.viewer
    assert isinstance(viewer, ViewerPane)
    for document, other, said in (("p-1", "p-0", "Das ist der gewünschte"), ("p-0", "p-1", "Scan ist da")):
        screen.queue.go_to(document)
        qtbot.waitUntil(lambda said=said: said in viewer.facts.accessibleDescription())  # type: ignore[misc]
        viewer.facts.other_scan.button.click()
        second = viewer.beside.second
        assert second is not None and second.document_id == other and second.facts.other_scan.button.isHidden()
    due = {row.id for row in cache.papers_due(SITE, *queue.due_days(date.fromisoformat(days_ago(0))))}
    assert due == {"p-2"}


def test_rows_say_wishes_by_icon_and_words() -> None:
    said = ((HOLD, "declined"), (RESCAN, "asked"))
    assert wish_marks(said) == (("abgelehnt", "bad"), ("Neu scannen", "accent"))
    assert wishes_said(said) == "Aufbewahren: abgelehnt, Neu scannen: beauftragt"
    assert paper_icon(said, False) == "lock:bad" and paper_icon((), True) == "ok:good" and paper_icon((), False) is None
    today = date(2026, 11, 22)
    first, last = map(date.fromisoformat, queue.due_days(today))
    assert (first, last) == (date(2026, 8, 30), today + timedelta(days=14) - timedelta(weeks=8))
