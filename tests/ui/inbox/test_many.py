"""Twenty parts of one stack get their common fields once: what differs is seen, exceptions stay, undo takes all."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.records import FILED, INBOX, Document, SuggestedType
from app.tasks.desk import Desk
from app.ui.common.dates import read_day
from app.ui.inbox.screen import InboxScreen
from app.ui.viewer.pane import ViewerPane
from tests.ui.example import ME
from tests.ui.fakes import FakeCache

PARTS = 20
CONTROL = Qt.KeyboardModifier.ControlModifier
LEASE = SuggestedType(document_type="Mietvertrag", register="Kosten der Unterkunft", per_mille=900)


def part(number: int, **fields: object) -> Document:
    given: dict[str, object] = {"received_on": "2026-11-02", "item": "K17-1", "worker": ME.id, **fields}
    return Document(id=f"part-{number:02}", sha256=f"{number:064x}", **given)  # type: ignore[arg-type]


@pytest.fixture
def cache() -> FakeCache:
    made = FakeCache(filed=0, inbox=0)
    made.put(part(0, proposed_case="case-1", document_type="Klage", register="Widerspruch und Klage"))
    made.put(part(1, suggested_types=(LEASE,)), part(2, received_on="2026-11-03"))
    made.put(*(part(number) for number in range(3, PARTS)))
    return made


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> InboxScreen:
    """All parts are chosen."""
    made = InboxScreen(desk, lambda: ViewerPane(desk))
    qtbot.addWidget(made)
    made.resize(1280, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.isActiveWindow() and len(made.queue.model.rows) == PARTS)
    made.queue.table.selectAll()
    qtbot.waitUntil(lambda: len(made.panel.many.model.rows) == PARTS)
    return made


def kept(cache: FakeCache, number: int) -> Document:
    found = cache.document(f"part-{number:02}")
    assert found is not None
    return found[2]


def line(screen: InboxScreen, number: int) -> tuple[str, tuple[str, ...]]:
    """What the list says of a part: as what it goes, and its marks."""
    entry = next(one for one in screen.panel.many.model.rows if one.id == f"part-{number:02}")
    return entry.detail, tuple(text for text, _tone in entry.marks)


def type_into(screen: InboxScreen, field: str, text: str) -> None:
    widget = getattr(screen.panel.fields, field)
    widget = widget.lineEdit() if hasattr(widget, "lineEdit") else widget
    widget.setFocus()
    QTest.keyClicks(widget, text)


def test_what_each_document_has_for_itself_is_seen_before_anything_is_common(screen: InboxScreen) -> None:
    assert screen.panel.heading.text() == "20 Dokumente ablegen"
    assert line(screen, 0) == ("Klage  ·  Widerspruch und Klage  ·  Eingang 02.11.2026  ·  1 Seite", ("weicht ab",))
    assert line(screen, 1)[0].startswith("Mietvertrag  ·  Kosten der Unterkunft") and line(screen, 1)[1]
    assert line(screen, 2)[0].startswith("Eingang 03.11.2026") and line(screen, 2)[1] == ("weicht ab",)
    assert line(screen, 3)[1] == ()


def test_parts_of_one_paper_follow_the_one_that_names_its_case(screen: InboxScreen) -> None:
    assert screen.panel.target().id == "case-1"  # type: ignore[union-attr]


def test_common_fields_are_set_once_exceptions_stay_and_one_undo_takes_all_back(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, desk: Desk
) -> None:
    type_into(screen, "kind", "Kontoauszug")
    qtbot.waitUntil(lambda: screen.panel.fields.register.currentText() == "Vermögen")
    type_into(screen, "title", "Auszug Oktober")
    type_into(screen, "received", "4.11.26")
    assert line(screen, 0)[0].startswith("Kontoauszug  ·  Vermögen  ·  Eingang 04.11.2026") and not line(screen, 0)[1]
    table = screen.panel.many.table
    table.setFocus()
    table.go_to_id("part-00")
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert line(screen, 0)[0].startswith("Klage") and line(screen, 0)[1] == ("ausgenommen", "weicht ab")
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: all(kept(cache, number).state_of_work == FILED for number in range(PARTS)))
    assert {kept(cache, number).case for number in range(PARTS)} == {"case-1"}
    first, *others = [kept(cache, number) for number in range(PARTS)]
    assert (first.document_type, first.register, first.title, first.received_on) == (
        "Klage", "Widerspruch und Klage", "", "2026-11-02"
    )  # fmt: skip
    assert {(one.document_type, one.register, one.title, one.received_on) for one in others} == {
        ("Kontoauszug", "Vermögen", "Auszug Oktober", "2026-11-04")
    }
    qtbot.waitUntil(lambda: desk.undo_label != "")
    assert "20 Dokumente abgelegt" in desk.undo_label
    desk.undo()
    qtbot.waitUntil(lambda: all(kept(cache, number).state_of_work == INBOX for number in range(PARTS)))
    assert [(one.document_type, one.title, one.received_on) for one in (kept(cache, 1), kept(cache, 2))] == [
        ("", "", "2026-11-02"),
        ("", "", "2026-11-03"),
    ]
    assert not desk.undo_label


def test_what_is_recognised_of_each_is_used_where_nothing_common_is_said(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache
) -> None:
    screen.panel.file()
    qtbot.waitUntil(lambda: all(kept(cache, number).state_of_work == FILED for number in range(PARTS)))
    assert [kept(cache, number).document_type for number in range(4)] == ["Klage", "Mietvertrag", "", ""]


def test_a_date_that_is_none_is_not_filed_but_shown(qtbot: QtBot, screen: InboxScreen, cache: FakeCache) -> None:
    type_into(screen, "received", "31.02.2026")
    screen.panel.file()
    assert screen.panel.fields.received.hasFocus() and screen.panel.fields.received.property("wrong")
    assert kept(cache, 3).state_of_work == INBOX
    screen.panel.fields.received.clear()
    screen.panel.file()
    qtbot.waitUntil(lambda: kept(cache, 3).state_of_work == FILED)


def test_papers_of_different_senders_get_no_common_case(
    qtbot: QtBot, screen: InboxScreen, cache: FakeCache, desk: Desk, make_queue: Callable[..., None]
) -> None:
    make_queue(part(0, proposed_case="case-1"), part(1, item="K18-2"))
    qtbot.waitUntil(lambda: len(screen.panel.rows()) == 2 and not screen.panel.file_button.isEnabled())
    assert screen.panel.target() is None


@pytest.fixture
def make_queue(cache: FakeCache, screen: InboxScreen, qtbot: QtBot) -> Callable[..., None]:
    """Only these are left in the queue, and chosen."""

    def build(*documents: Document) -> None:
        cache.put(*documents, *(part(number, state_of_work=FILED, case="case-2") for number in range(2, PARTS)))
        screen.reload()
        qtbot.waitUntil(lambda: len(screen.queue.model.rows) == len(documents))
        screen.queue.table.selectAll()

    return build


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18.11.2026", "2026-11-18"),
        (" 8. 1. 26 ", "2026-01-08"),
        ("18.11.", "2026-11-18"),
        ("24.12.", "2025-12-24"),
        ("18112026", "2026-11-18"),
        ("2026-11-18", "2026-11-18"),
        ("31.02.2026", None),
        ("gestern", None),
        ("29.2.", None),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, meant: str | None) -> None:
    assert read_day(typed, date(2026, 11, 20)) == meant
