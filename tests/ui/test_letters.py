"""The outgoing post: its list, what the check found, approving, sending and stopping by key, the question before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.domain.letter_check.findings import MARGIN, Finding
from app.domain.records.letters import (
    APPROVED,
    CANCELLED,
    CHECKED,
    DRAFT,
    FAILED,
    POSTED,
    Approval,
    ApprovalRule,
    Letter,
    LetterCheck,
    LetterFinding,
    LetterOffice,
    LetterStep,
)
from app.services.letters.overview import asks_for_documents
from app.tasks.desk import Desk
from app.ui.cases.entries import TIMELINE, case_groups
from app.ui.cases.loading import load_arriving
from app.ui.letters.doubt_dialog import DoubtDialog
from app.ui.letters.letter_dialog import LetterDialog
from app.ui.letters.screen import LettersScreen
from tests.ui.conftest import StubViewer
from tests.ui.example import ME, SITE
from tests.ui.fakes import FakeCache

GOOD = LetterCheck(ok=True, carrier="folder", form="B", sheets=1, address=("Erika Muster", "46325 Borken"))
BAD = LetterCheck(
    ok=False,
    carrier="folder",
    findings=(LetterFinding(code=MARGIN, page=2, box=(100, 200, 3000, 400), pages=(2,)),),
)


def letter(id_: str, **fields: object) -> Letter:
    base = {"case": "case-1", "sha256": id_[-1] * 64, "by": "jan.weber", "at": f"2026-11-2{id_[-1]}T08:00:00Z"}
    made = {**base, "check": GOOD, "status": CHECKED, "title": f"Brief {id_}", **fields}
    return Letter(id=id_, **made)  # type: ignore[arg-type]


@pytest.fixture
def screen(desk: Desk, cache: FakeCache, qtbot: QtBot) -> Callable[..., LettersScreen]:
    def build(*letters: Letter, rules: tuple[ApprovalRule, ...] = ()) -> LettersScreen:
        cache.put(LetterOffice(id="letters", approval_rules=rules), *letters)
        made = LettersScreen(desk, StubViewer)
        qtbot.addWidget(made)
        made.resize(1400, 800)
        made.show()
        qtbot.waitUntil(lambda: len(made._rows) == len(letters))
        return made

    return build


def kept(cache: FakeCache, id_: str) -> Letter:
    return next(one for one, _version in cache.records(SITE, Letter) if one.id == id_)


def titles(screen: LettersScreen) -> list[str]:
    return [row.letter.title for row in screen.model.rows]


def test_letters_stand_where_something_is_to_be_done(screen: Callable[..., LettersScreen], qtbot: QtBot) -> None:
    posted = LetterStep(state=POSTED, at="2026-11-20T10:00:00Z", source="folder")
    shown = screen(
        letter("l1"),
        letter("l2", job="ES-2", sent_at="2026-11-20T09:00:00Z"),
        letter("l3", job="ES-3", status=POSTED, history=(posted,), sent_at="2026-11-20T09:00:00Z"),
        letter("l4", job="ES-4", status=FAILED, sent_at="2026-11-20T09:00:00Z"),
        letter("l5", status=CANCELLED),
        letter("l6", status=DRAFT, check=BAD),
    )
    expected = {
        "todo": ["Brief l6", "Brief l1"],
        "way": ["Brief l2"],
        "back": ["Brief l4"],
        "done": ["Brief l5", "Brief l3"],
    }
    for part, there in expected.items():
        shown.parts.buttons[part].click()
        assert titles(shown) == there
    shown.parts.buttons["all"].click()
    shown.filter.setText("l4 fehlgeschlagen")
    qtbot.waitUntil(lambda: titles(shown) == ["Brief l4"])


def test_a_finding_is_told_in_full_and_shown_on_its_page(screen: Callable[..., LettersScreen], qtbot: QtBot) -> None:
    shown = screen(letter("l1", status=DRAFT, check=BAD))
    assert isinstance(shown.viewer, StubViewer) and shown.viewer.text() == "l1"
    seen: list[Finding] = []
    shown.detail.finding_chosen.disconnect()
    shown.detail.finding_chosen.connect(seen.append)
    assert shown.detail.list.go_to_id("finding:0")
    assert [(finding.code, finding.page, finding.box) for finding in seen] == [(MARGIN, 2, (1.0, 2.0, 30.0, 4.0))]
    assert seen[0].advice in shown.detail.said.text()
    assert not shown.buttons["send"].isEnabled()


def test_sent_by_key(screen: Callable[..., LettersScreen], cache: FakeCache, qtbot: QtBot) -> None:
    shown = screen(letter("l1"))
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(kept(cache, "l1").job))
    assert kept(cache, "l1").sent_by == ME.id
    qtbot.waitUntil(lambda: titles(shown) == [])


def test_the_same_letter_again_is_asked_about(
    screen: Callable[..., LettersScreen], cache: FakeCache, qtbot: QtBot
) -> None:
    shown = screen(
        letter("l1", sha256="a" * 64), letter("l2", sha256="a" * 64, job="ES-2", sent_at="2026-11-20T09:00:00Z")
    )
    cache.put(LetterOffice(id="letters", same_within_days=100_000))
    shown.acting.send()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in shown.findChildren(DoubtDialog)))
    (dialog,) = [one for one in shown.findChildren(DoubtDialog) if one.isVisible()]
    assert dialog.back.isDefault(), "Enter must not send it"
    assert not kept(cache, "l1").job
    dialog.anyway.click()
    qtbot.waitUntil(lambda: bool(kept(cache, "l1").job))


def test_documents_missing_warns_when_post_of_the_case_is_on_its_way(
    screen: Callable[..., LettersScreen], cache: FakeCache, qtbot: QtBot
) -> None:
    shown = screen(letter("l1", case="case-0", title="Bitte reichen Sie Unterlagen nach"))
    shown.acting.send()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in shown.findChildren(DoubtDialog)))
    (dialog,) = [one for one in shown.findChildren(DoubtDialog) if one.isVisible()]
    (entry,) = [entry for entry in dialog.list.entries() if entry.id.startswith("waiting")]
    assert "1 Sendung unterwegs" in str(entry.detail)
    dialog.back.click()
    assert not kept(cache, "l1").job


@pytest.mark.parametrize(
    ("title", "asks"),
    [("Fehlende Unterlagen", True), ("AUFFORDERUNG ZUR MITWIRKUNG", True), ("Bewilligung", False), ("", False)],
)
def test_which_letters_ask_for_documents(title: str, asks: bool) -> None:
    assert asks_for_documents(letter("l1", title=title, letter_type="Schreiben")) is asks


def test_who_wrote_it_cannot_approve_it_and_a_second_person_can(
    screen: Callable[..., LettersScreen], cache: FakeCache, qtbot: QtBot
) -> None:
    shown = screen(letter("l1"), letter("l2", by=ME.id), rules=(ApprovalRule(),))
    for number, (id_, can) in enumerate((("l2", False), ("l1", True))):
        shown.table.go_to(number)
        assert shown.table.current_row().id == id_
        assert shown.buttons["approve"].isEnabled() is can
        assert not shown.buttons["send"].isEnabled()
    qtbot.keyClick(shown.table, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: kept(cache, "l1").status == APPROVED)
    assert isinstance(kept(cache, "l1").approvals[0], Approval)


def test_a_letter_is_discarded_and_that_is_taken_back(
    screen: Callable[..., LettersScreen], cache: FakeCache, desk: Desk, qtbot: QtBot
) -> None:
    shown = screen(letter("l1"))
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: kept(cache, "l1").status == CANCELLED)
    qtbot.waitUntil(lambda: bool(desk.undo_label))
    desk.undo()
    qtbot.waitUntil(lambda: kept(cache, "l1").status == CHECKED)


def test_changing_the_way_of_sending_asks_for_a_new_check(
    screen: Callable[..., LettersScreen], cache: FakeCache, qtbot: QtBot
) -> None:
    shown = screen(letter("l1"))
    shown.acting.change()
    qtbot.waitUntil(lambda: bool(shown.findChildren(LetterDialog)))
    (dialog,) = shown.findChildren(LetterDialog)
    dialog.amount.setText("viel")
    dialog.ok.click()
    assert dialog.isVisible() and dialog.wrong.isVisible()
    dialog.amount.setText("1.250,00")
    dialog.way.setCurrentIndex(3)
    dialog.ok.click()
    qtbot.waitUntil(lambda: kept(cache, "l1").options.formal_service)
    changed = kept(cache, "l1")
    assert (changed.amount_cents, changed.check, changed.status) == (125000, None, DRAFT)


def test_dropped_files_become_a_letter_with_enclosures(
    screen: Callable[..., LettersScreen], desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    class Post:
        """Only has to be there."""

    shown = screen(letter("l1"))
    desk.letters = Post()  # type: ignore[assignment]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("brief.pdf", "anlage.PDF")])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    shown.dragEnterEvent(enter)
    assert enter.isAccepted()
    shown.dropEvent(
        QDropEvent(
            QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    (dialog,) = shown.findChildren(LetterDialog)
    assert [file.name for file in dialog.files] == ["brief.pdf", "anlage.PDF"]
    dialog.reject()
    desk.letters = None


def test_every_control_has_a_name(screen: Callable[..., LettersScreen], qtbot: QtBot) -> None:
    shown = screen(letter("l1"))
    for widget in (shown.table, shown.filter, shown.parts, shown.detail.list):
        assert widget.accessibleName()
    dialog = LetterDialog(shown, [Path("a.pdf")])
    assert isinstance(dialog, QDialog)
    assert all(
        field.accessibleName() for field in (dialog.number, dialog.title, dialog.kind, dialog.amount, dialog.way)
    )


def test_the_call_is_answered_in_the_case(cache: FakeCache) -> None:
    """"When did you post it?": the letters of a household stand in its file, sent or not."""
    documents = cache.case_documents("case-1")
    posted = LetterStep(state=POSTED, at="2026-11-20T16:00:00Z", source="folder")
    sent = letter("l1", status=POSTED, job="ES-1", document=documents[0].id, history=(posted,))
    cache.put(sent, letter("l2"), letter("l3", status=CANCELLED), letter("l4", case="case-2"))
    groups = case_groups(documents, load_arriving(cache, SITE, "case-1"), TIMELINE)
    entries = {entry.id: entry for group in groups for entry in group.entries}
    assert ("aufgegeben", "good") in entries[documents[0].id].marks
    assert "aufgegeben am 20.11.2026" in str(entries[documents[0].id].detail)
    assert entries["l2"].marks == (("geprüft", ""),)
    assert not {"l1", "l3", "l4"} & entries.keys()
