"""Sharing the post by keyboard: taken, given back, forwarded with a word, shown to others, and seen by each other."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.domain.cache import Touched
from app.domain.records import (
    HANDED_OVER,
    INBOX,
    Absence,
    Document,
    FollowUp,
    ForwardNote,
    HandOver,
    Information,
    Record,
    Site,
)
from app.tasks.desk import Desk
from app.ui.common.follow_up_dialog import FollowUpDialog
from app.ui.inbox import rows as queue
from app.ui.inbox.forward_dialog import ForwardDialog, NoteDialog
from app.ui.inbox.rows import row_marks, second_line
from app.ui.inbox.screen import InboxScreen
from app.ui.viewer.pane import ViewerPane
from tests.ui.fakes import ME, SITE, FakeCache, days_ago, make_desk

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
D = TypeVar("D", bound=QDialog)


def letter(number: int, **fields: object) -> Document:
    made = Document(
        id=f"in-{number}",
        sha256=f"{number:064x}",
        document_type="Mietvertrag",
        received_on=days_ago(30 - number),
        item=f"K17-{number}",
        team="leistung-1",
    )
    return replace(made, **fields)  # type: ignore[arg-type]


class Watch(QObject):
    """Stands for the centre's word who looks at what."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.others: dict[str, tuple[str, ...]] = {}
        self.told: list[str] = []

    def look(self, document: str) -> None:
        self.told.append(document)

    def at(self, document: str) -> tuple[str, ...]:
        return self.others.get(document, ())

    def close(self) -> None: ...


@pytest.fixture
def cache() -> FakeCache:
    made = FakeCache(filed=0, inbox=0)
    made.put(Site(id="heek", name="Heek"))
    made.put(letter(0), letter(1, worker=ME.id), letter(2, worker="jan.weber"), letter(3))
    return made


@pytest.fixture
def desk(cache: FakeCache, qapp: QApplication) -> Iterator[Desk]:
    made = make_desk(cache)
    made.presence = Watch()  # type: ignore[assignment]
    yield made
    made.close()


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> Iterator[InboxScreen]:
    made = InboxScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.focus_search()
    yield made


def look_at(qtbot: QtBot, screen: InboxScreen, whose: str, document: str) -> None:
    screen.queue.head.chosen_by_user = True
    screen.queue.head.look(queue.View(queue=whose))

    def is_there() -> bool:
        found = [row for row in screen.queue.model.rows if row.id == document]
        mine = any(row.worker == ME.id or row.information or row.deputy_for for row in found)
        return bool(found) and mine == (whose == queue.MINE)

    qtbot.waitUntil(is_there)
    screen.queue.table.go_to_id(document)
    qtbot.waitUntil(lambda: bool(screen.panel.rows()) and screen.panel.rows()[0].id == document)
    screen.queue.table.setFocus()


def shown(screen: InboxScreen) -> list[str]:
    return [row.id for row in screen.queue.model.rows]


def press(qtbot: QtBot, screen: InboxScreen, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """In the list; without a window manager nobody gives the keyboard back to the window under a dialog."""
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.queue.table.setFocus()
    QTest.keyClick(screen.queue.table, key, modifiers)


def document(cache: FakeCache, id_: str) -> Document:
    found = cache.document(id_)
    assert found is not None
    return found[2]


def records(cache: FakeCache, kind: type[Record]) -> list[Record]:
    return [record for record, _version in cache.records(SITE, kind)]


def dialog_of(qtbot: QtBot, screen: InboxScreen, kind: type[D]) -> D:
    qtbot.waitUntil(lambda: bool(screen.window().findChildren(kind)))
    found = screen.window().findChildren(kind)[-1]
    assert isinstance(found, kind)
    return found


def test_take_and_give_back_by_key_and_undo(qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache) -> None:
    look_at(qtbot, screen, queue.TEAM, "in-0")
    press(qtbot, screen, Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: document(cache, "in-0").worker == ME.id)
    look_at(qtbot, screen, queue.MINE, "in-0")
    press(qtbot, screen, Qt.Key.Key_G, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: document(cache, "in-0").worker == "")
    qtbot.waitUntil(lambda: "in-0" not in shown(screen))
    desk.undo()
    qtbot.waitUntil(lambda: document(cache, "in-0").worker == ME.id)
    qtbot.waitUntil(lambda: "in-0" in shown(screen))


def test_forwarded_to_somebody_absent_the_sender_is_told_before_and_after(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    until = days_ago(-5)
    cache.put(Absence(id="a", worker="jan.weber", since=days_ago(1), until=until, deputies=("maria.koch",)))
    look_at(qtbot, screen, queue.TEAM, "in-0")
    press(qtbot, screen, Qt.Key.Key_W, CONTROL | SHIFT)
    dialog = dialog_of(qtbot, screen, ForwardDialog)
    QTest.keyClicks(dialog.field, "weber")
    qtbot.waitUntil(lambda: "Maria Koch" in dialog.told.accessibleName())
    assert "abwesend bis" in dialog.told.accessibleName()
    dialog.note.setPlainText("Bitte prüfen")
    with qtbot.waitSignal(desk.acted) as acted:
        dialog.take()
    assert "Jan Weber" in acted.args[0] and "Vertretung: Maria Koch" in acted.args[0]
    there = document(cache, "in-0")
    assert there.worker == "jan.weber" and there.note is not None and there.note.text == "Bitte prüfen"
    assert "in-0" not in shown(screen)


def test_forwarded_to_a_team_with_a_note_and_taken_back(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    look_at(qtbot, screen, queue.MINE, "in-1")
    press(qtbot, screen, Qt.Key.Key_W, CONTROL | SHIFT)
    dialog = dialog_of(qtbot, screen, ForwardDialog)
    QTest.keyClicks(dialog.field, "leistung 2")
    qtbot.waitUntil(lambda: dialog.marked() is not None)
    dialog.note.setPlainText("Gehört zu Ihnen")
    with qtbot.waitSignal(desk.acted) as acted:
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert acted.args == ["1 Dokument weitergeleitet an Leistung 2"]
    there = document(cache, "in-1")
    assert (there.team, there.worker) == ("leistung-2", "") and there.note is not None
    assert (there.note.text, there.note.by) == ("Gehört zu Ihnen", ME.id)
    qtbot.waitUntil(lambda: "in-1" not in shown(screen))
    desk.undo()
    qtbot.waitUntil(lambda: "in-1" in shown(screen))
    back = document(cache, "in-1")
    assert (back.team, back.worker, back.note) == ("leistung-1", ME.id, None)


def test_for_information_it_stays_and_the_other_sees_it_until_noted(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache
) -> None:
    look_at(qtbot, screen, queue.TEAM, "in-0")
    screen.sharing.forward()
    dialog = dialog_of(qtbot, screen, ForwardDialog)
    dialog.inform.setChecked(True)
    qtbot.waitUntil(lambda: dialog.marked() is not None)
    assert not dialog.ok.isEnabled(), "the site's queue is nobody who could note it"
    QTest.keyClicks(dialog.field, "maria")
    qtbot.waitUntil(lambda: dialog.ok.isEnabled())
    dialog.take()
    qtbot.waitUntil(lambda: len(records(cache, Information)) == 1)
    assert document(cache, "in-0").team == "leistung-1" and "in-0" in shown(screen)


def test_what_i_was_shown_is_in_my_queue_until_i_have_noted_it(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    cache.put(Information(id="i", document="in-2", worker=ME.id, text="fürs Gespräch", by="jan.weber", at="2026-11-20"))
    desk.tell(Touched(others=frozenset({Information.kind})))
    look_at(qtbot, screen, queue.MINE, "in-2")
    (row,) = [row for row in screen.queue.model.rows if row.id == "in-2"]
    assert "zur Kenntnis" in [text for text, _tone in row_marks(row)]
    qtbot.waitUntil(lambda: "fürs Gespräch" in screen.left_word.information.accessibleName())
    assert "Jan Weber" in screen.left_word.information.accessibleName()
    press(qtbot, screen, Qt.Key.Key_J, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: "in-2" not in shown(screen))
    assert not screen.left_word.information.isVisible()
    desk.undo()
    qtbot.waitUntil(lambda: "in-2" in shown(screen))


def test_to_another_site_it_is_gone_from_here(qtbot: QtBot, screen: InboxScreen, cache: FakeCache) -> None:
    look_at(qtbot, screen, queue.TEAM, "in-0")
    screen.sharing.forward()
    dialog = dialog_of(qtbot, screen, ForwardDialog)
    QTest.keyClicks(dialog.field, "heek")
    qtbot.waitUntil(lambda: "verlässt" in dialog.told.accessibleName())
    dialog.note.setPlainText("Die Familie ist nach Heek gezogen")
    dialog.take()
    qtbot.waitUntil(lambda: document(cache, "in-0").state_of_work == HANDED_OVER)
    given = [(one.to_site, one.text) for one in records(cache, HandOver)]  # type: ignore[attr-defined]
    assert given == [("heek", "Die Familie ist nach Heek gezogen")]
    qtbot.waitUntil(lambda: "in-0" not in shown(screen))


def test_back_to_the_mail_room_asks_why_and_can_be_looked_for(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache
) -> None:
    look_at(qtbot, screen, queue.TEAM, "in-0")
    press(qtbot, screen, Qt.Key.Key_M, CONTROL | SHIFT)
    dialog = dialog_of(qtbot, screen, NoteDialog)
    assert not dialog.ok.isEnabled()
    dialog.note.setPlainText("Gehört zum Jugendamt")
    dialog.accept()
    qtbot.waitUntil(lambda: document(cache, "in-0").at_mail_room)
    menu = screen.queue.head.channels.menu()
    next(action for action in menu.actions() if action.text() == "Zurück an die Poststelle").trigger()
    qtbot.waitUntil(lambda: shown(screen) == ["in-0"])
    screen.queue.table.go_to_id("in-0")
    qtbot.waitUntil(lambda: "Jugendamt" in screen.left_word.note.accessibleName())
    assert ME.name in screen.left_word.note.accessibleName()


def test_the_post_of_the_absent_lies_in_my_queue_with_their_name(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    assert "in-2" not in shown(screen)
    cache.put(Absence(id="a", worker="jan.weber", since=days_ago(1), until=days_ago(-1), deputies=(ME.id,)))
    screen.reload()
    look_at(qtbot, screen, queue.MINE, "in-2")
    (row,) = [row for row in screen.queue.model.rows if row.id == "in-2"]
    assert "Vertretung" in [text for text, _tone in row_marks(row)] and "Jan Weber" in second_line(row)
    press(qtbot, screen, Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: document(cache, "in-2").worker == ME.id)
    assert document(cache, "in-2").taken_from == ("leistung-1", "jan.weber")


def test_a_follow_up_is_entered_by_key_shown_over_the_document_and_done_there(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache
) -> None:
    look_at(qtbot, screen, queue.TEAM, "in-0")
    press(qtbot, screen, Qt.Key.Key_D, CONTROL | SHIFT)
    dialog = dialog_of(qtbot, screen, FollowUpDialog)
    assert not dialog.ok.isEnabled()
    dialog.quick[1].click()
    due = dialog.day.date().toString(Qt.DateFormat.ISODate)
    dialog.reason.setEditText("Antwort der AOK")
    qtbot.waitUntil(lambda: dialog.owner.count() > 3)
    dialog.accept()
    qtbot.waitUntil(lambda: "Antwort der AOK" in screen.left_word.follow_up.accessibleName())
    (entered,) = records(cache, FollowUp)
    assert isinstance(entered, FollowUp)
    assert (entered.document, entered.worker, entered.by) == ("in-0", ME.id, ME.id)
    assert (entered.due_on, entered.reason) == (due, "Antwort der AOK") and due > days_ago(0)
    screen.left_word.follow_up.button.click()
    qtbot.waitUntil(lambda: not screen.left_word.follow_up.isVisible())


def test_two_people_on_one_document_see_each_other(
    qtbot: QtBot, screen: InboxScreen, desk: Desk, cache: FakeCache
) -> None:
    watch = desk.presence
    assert isinstance(watch, Watch)
    look_at(qtbot, screen, queue.TEAM, "in-0")
    assert watch.told[-1] == "in-0" and not screen.left_word.presence.isVisible()
    watch.others = {"in-0": ("jan.weber",), "in-3": ("maria.koch",)}
    watch.changed.emit()
    qtbot.waitUntil(lambda: screen.left_word.presence.isVisible())
    said = "Jan Weber sieht dieses Dokument gerade an."
    qtbot.waitUntil(lambda: screen.left_word.presence.accessibleName() == said)
    first = screen.queue.model.columns[0]
    marked = [row.id for row in screen.queue.model.rows if ("wird angesehen", "caution") in first.cell(row).marks]
    assert marked == ["in-0", "in-3"]
    screen.queue.table.go_to_id("in-3")
    qtbot.waitUntil(lambda: screen.left_word.presence.accessibleName().startswith("Maria Koch"))
    watch.others = {}
    watch.changed.emit()
    assert not screen.left_word.presence.isVisible()


@pytest.mark.parametrize("slot", ["take", "give_back", "forward", "return_to_mail_room", "follow_up"])
def test_without_a_document_nothing_happens(qtbot: QtBot, screen: InboxScreen, cache: FakeCache, slot: str) -> None:
    screen.queue.head.look(queue.View(queue=queue.PERSON, person="nobody"))
    qtbot.waitUntil(lambda: shown(screen) == [])
    act: Callable[[], None] = getattr(screen.sharing, slot)
    act()
    assert not screen.window().findChildren(QDialog) and cache.waiting() == ()


def test_a_note_of_somebody_at_another_site_is_shown_with_their_name(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache
) -> None:
    note = ForwardNote(text="Ist verzogen", by="otto.heek", at="2026-11-20T08:00:00Z")
    cache.put(letter(7, note=note, handed_from="heek", state_of_work=INBOX))
    screen.reload()
    look_at(qtbot, screen, queue.TEAM, "in-7")
    qtbot.waitUntil(lambda: "otto.heek" in screen.left_word.note.accessibleName())
    (row,) = [row for row in screen.queue.model.rows if row.id == "in-7"]
    assert {"Notiz", "von anderem Standort"} <= {text for text, _tone in row_marks(row)}
